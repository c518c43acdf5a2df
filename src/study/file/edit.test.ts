import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { editYaml, linesOf } from './edit.ts'

const text = `# The study of two readers
study: s   # its title
cohort: { file: cohort.csv, id: patient }   # from the registry
criteria:
  include:
    - age >= 18   # adults
  # none excluded yet

# what is predicted
outcome: { column: her2, positive: positive }
split:   { training: 0.7 }
`

test('one entry is written anew with its comments, every other line stays byte for byte', () => {
  const edited = editYaml(text, ['criteria', 'exclude'], ['size > 50'])
  expect(edited.text).toBe(text.replace('  # none excluded yet\n', '  # none excluded yet\n  exclude: [ size > 50 ]\n'))
  expect([edited.from, edited.to]).toEqual([8, 8])
  expect(editYaml(edited.text, ['criteria', 'exclude'], undefined).text).toContain('# none excluded yet')
})

test('in a map of many entries the one alone is written anew', () => {
  const codebook = `missing: [NA]
variables:
  age:  { type: continuous,   unit: years }   # at MRI
  her2:
    type: binary
    levels: { 0: negative, 1: positive }

  # from the laboratory
  cea:  { type: continuous,   unit: ng/ml }
`
  const recoded = editYaml(codebook, ['variables', 'her2', 'recode', 'positve'], 'positive')
  expect(recoded.text).toBe(codebook.replace('positive }\n', 'positive }\n    recode:\n      positve: positive\n'))
  const made = editYaml(codebook, ['variables', 'ca153', 'missing'], ['-9'])
  expect(made.text).toBe(`${codebook}  ca153:\n    missing: [ "-9" ]\n`)
  expect(made.from).toBe(10)
  expect(editYaml(codebook, ['variables', 'age', 'range'], [18, 120]).text.split('\n')[2]).toBe(
    '  age: { type: continuous, unit: years, range: [ 18, 120 ] } # at MRI',
  )
})

test('a value in a line keeps the comment behind it', () => {
  const edited = editYaml(text, ['cohort', 'codebook'], 'codebook.yaml')
  expect(edited.text.split('\n')[2]).toBe(
    'cohort: { file: cohort.csv, id: patient, codebook: codebook.yaml } # from the registry',
  )
  expect(edited.text.split('\n').filter((_, i) => i !== 2)).toEqual(text.split('\n').filter((_, i) => i !== 2))
})

test('what is not there yet comes at the end; what is taken out leaves no trace', () => {
  const edited = editYaml(text, ['selection'], [{ variance: 0.1 }, { lasso: { folds: 10, lambda: 'min' } }])
  expect(edited.text).toBe(`${text}selection: [ { variance: 0.1 }, { lasso: { folds: 10, lambda: min } } ]\n`)
  expect(edited.from).toBe(12)
  expect(editYaml(edited.text, ['selection'], undefined).text).toBe(text)
  expect(editYaml('', ['study'], 's').text).toBe('study: s\n')
})

test('the lines of an entry, and of what is within it', () => {
  expect(linesOf(text, ['outcome'])).toEqual({
    from: 10,
    to: 10,
    text: 'outcome: { column: her2, positive: positive }',
  })
  expect(linesOf(text, ['criteria', 'include'])?.from).toBe(6)
  expect(linesOf(text, ['models'])).toBeUndefined()
})

test("the features' perturbations are put in and taken out as the form does it", () => {
  const extracted = `${text}features: { params: params.yaml, reader: one }   # as drawn\n`
  const perturb = { repeats: 10, rotate: [-5, 5], noise: true }
  const edited = editYaml(extracted, ['features', 'perturb'], perturb)
  expect(parse(edited.text).features).toEqual({ params: 'params.yaml', reader: 'one', perturb })
  const again = editYaml(edited.text, ['features', 'perturb'], { ...perturb, grow: [-0.1, 0.1] })
  expect(parse(again.text).features.perturb).toEqual({ ...perturb, grow: [-0.1, 0.1] })
  expect(parse(editYaml(again.text, ['features', 'perturb'], undefined).text)).toEqual(parse(extracted))
})

test("a sequence's bias correction and registration are put in and taken out as the form does it", () => {
  const written = `${text}images:\n  dce: { path: dce, mask: m }   # phase 2\n  t2:\n    path: t2 # fat-saturated\n`
  const n4 = editYaml(written, ['images', 't2', 'n4'], true)
  const both = editYaml(n4.text, ['images', 't2', 'register'], { transform: 'rigid', from: 'dce' })
  expect(parse(both.text).images.t2).toEqual({ path: 't2', n4: true, register: { transform: 'rigid', from: 'dce' } })
  expect(both.text).toContain('# fat-saturated')
  const without = editYaml(both.text, ['images', 't2', 'n4'], undefined)
  expect(parse(editYaml(without.text, ['images', 't2', 'register'], undefined).text)).toEqual(parse(written))
})
