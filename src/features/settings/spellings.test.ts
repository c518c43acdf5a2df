import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { Problem } from '../../errors/index.ts'
import { readSettings } from './settings.ts'

/** Made by test/fixtures/radiomics-extra/make_spellings.py with PyRadiomics 3.0.1 and pykwalify 1.8. */
const { values, accepted }: { values: string[]; accepted: Record<string, string> } = JSON.parse(
  readFileSync(fixture('radiomics-extra', 'spellings.json'), 'utf8'),
)

function takes(text: string): boolean {
  try {
    readSettings(text)
    return true
  } catch (error) {
    if (error instanceof Problem) return false
    throw error
  }
}

/** What is taken here though PyRadiomics refuses it: it can mean one thing only. */
const plainMeaning: [RegExp, string][] = [
  [/^(1\.0|1e2|1\.5e\+1)$/, 'a whole number written as a real one'],
  [/^(yes|no|on|off)$/, 'the flags of YAML 1.1, which older ones of pykwalify take'],
  [/^(null|~|)$/, 'not set'],
  [/^inf(inity)?$/, 'a tolerance without end'],
]
/** What is refused here though PyRadiomics reads it: extraction with it ends in an error, or in no numbers. */
const withoutUse: [RegExp, string][] = [
  [/^("1"|'0.5')$/, 'a text, with which Python cannot count'],
  [/^\.?(nan|inf)$|^infinity$/, 'no number to divide by or to scale with'],
  [/^\[(1|1, 2, 3, 4|0, 0, 0|1, 1, 1)?\]$/, 'a list of another length than it must have'],
  [/^(true|True)$/, 'a flag, which Python takes for the interpolator number 1'],
]

test('every setting and option takes what PyRadiomics takes, but for what says the same and what ends in an error', () => {
  const wrong: string[] = []
  for (const [name, flags] of Object.entries(accepted)) {
    const [kind, key] = name.split('.')
    for (const [i, value] of values.entries()) {
      const text =
        kind === 'setting' ? `setting:\n  ${key}: ${value}\n` : `imageType:\n  ${kind}: {${key}: ${value || '~'}}\n`
      const theirs = flags[i] === '1'
      if (takes(text) === theirs) continue
      const excused = (theirs ? withoutUse : plainMeaning).some(([form]) => form.test(value))
      if (!excused) wrong.push(`${name}: ${value} (PyRadiomics ${theirs ? 'takes' : 'refuses'} it)`)
    }
  }
  expect(wrong).toEqual([])
})

test('infinity is the name of a norm, and a tolerance without end', () => {
  expect(readSettings('setting: { weightingNorm: infinity }').setting.weightingNorm).toBe('infinity')
  expect(readSettings('setting: { geometryTolerance: .inf }').setting.geometryTolerance).toBe(Infinity)
  expect(() => readSettings('setting: { binWidth: .inf }')).toThrow('binWidth must be a number above 0, not Infinity')
  expect(() => readSettings('imageType: { Wavelet: { wavelet: dB99 } }')).toThrow('such as coif1')
})
