import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { inconsistencyOf } from './inconsistency.ts'
import type { ModelFile } from './model-schema.ts'

const model: ModelFile = JSON.parse(readFileSync(fixture('models', 'small.json'), 'utf8'))

test('what a run wrote contradicts nothing', () => {
  expect(inconsistencyOf(model)).toBeUndefined()
})

// The kinds of edit that `npx tsx bench/fuzz.ts 100000 model` found to end in a crash.
test.each<[string, (file: ModelFile) => void]>([
  ['neither levels nor bins', ({ columns }) => delete columns[0].bins],
  ['no level 7', ({ columns }) => (columns[1].imputed = 7)],
  ['of the column sey', ({ terms }) => (terms[1].column = 'sey')],
  ['of the term sex=n', ({ points }) => (points!.variables[1].terms[0].name = 'sex=n')],
  ['a baseline', (file) => (file.family = 'cox')],
  ['is not 4 × 4', (file) => file.terms.push({ ...file.terms[0], name: 'age again' })],
])('%s is said', (said, edit) => {
  const edited = structuredClone(model)
  edit(edited)
  expect(inconsistencyOf(edited)).toContain(said)
})
