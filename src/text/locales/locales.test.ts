import { expect, test } from 'vitest'
import { en } from './en/index.ts'
import { zh } from './zh/index.ts'

/** Letters and abbreviations that are the same in every language, and names of programs. */
const shared = new Set(['β', 'p', 'OR', 'HR', '95% CI', 'Wald χ²', 'AUC', 'IDI', 'Nomoscope'])

/** Every message by its id; functions as their source, which holds their words. */
function messages(of: object, id = ''): [id: string, words: string][] {
  return Object.entries(of).flatMap(([key, value]) =>
    typeof value === 'object' ? messages(value, `${id}${key}.`) : [[`${id}${key}`, String(value)] as [string, string]],
  )
}

const english = new Map(messages(en))
const chinese = new Map(messages(zh))

test('both languages have every message, and no other', () => {
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort())
})

test('a Chinese message is Chinese: Chinese characters or punctuation, and not the English one', () => {
  const suspect = [...chinese].filter(
    ([id, words]) => !shared.has(words) && (words === english.get(id) || !/[一-鿿（），：、；。]/.test(words)),
  )
  // What only joins names and numbers, or looks its words up in a table of its own.
  expect(suspect.map(([id]) => id).sort()).toEqual([
    'analyses.roc.cutOff',
    'analyses.roc.pair',
    'document.duration',
    'document.sentences',
    'document.tag.html',
    'document.tag.word',
    'patients.survival.median',
  ])
})

test('an English message has no Chinese', () => {
  expect([...english].filter(([, words]) => /[一-鿿]/.test(words))).toEqual([])
})
