import { expect, test } from 'vitest'
import { readStudyConfig } from './read.ts'

const sound = `study: HER-2
cohort: { file: cohort.csv, id: patient }
outcome: { column: her2, positive: positive }
`
const faultsOf = (text: string) => {
  try {
    readStudyConfig(text, 'study.yaml')
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

test('a short study file gets its defaults', () => {
  const study = readStudyConfig(sound, 'study.yaml')
  expect(study.split).toBe('none')
  expect(study.validation.nested).toEqual({ folds: 10, repeats: 1 })
  expect(study.protocol).toBe('honest')
})

test.each([
  [
    'aliases that unfold to 9¹² texts',
    [...Array(12)].map((_, i) => `a${i}: &a${i} [${Array(9).fill(i ? `*a${i - 1}` : 'x')}]`).join('\n'),
    'alias',
  ],
  ['brackets without end', `blocks: ${'['.repeat(10_000)}`, 'nested too deeply'],
])('%s are refused', (_, text, why) => {
  expect(faultsOf(`${sound}${text}\n`)).toContain(why)
})

test('each fault is named with its line and the near name', () => {
  const message = faultsOf(`${sound}sead: 3\nvalidation: { bootstrap: many }\n`)
  expect(message).toContain('line 4: there is no setting sead; did you mean seed?')
  expect(message).toContain('line 5: validation.bootstrap')
})

test('a fault inside an alternative is told of the alternative that was meant', () => {
  expect(faultsOf(`${sound}split:\n  training: 1.7\n  stratify: outcome\n`)).toContain('line 5: split.training')
})

test.each(['x/../../../../ESCAPED', 'MRI/clinical', 'a\\\\b', '..', 'a:b', 'x'.repeat(300)])(
  'a name of a model that would be a path is refused: %s',
  (name) => {
    const message = faultsOf(`${sound}models: { ${JSON.stringify(name)}: { terms: [age] } }\n`)
    expect(message).toMatch(/line 4: models\..+: files are named after a model: letters, digits, blanks/)
  },
)

test('broken YAML is told once a line, of ten lines at most', () => {
  const lines = (text: string) => faultsOf(text).match(/line \d+|more lines?/g) ?? []
  expect(lines(`blocks: ${'['.repeat(800)}\n`).length).toBeLessThan(3)
  const each = Array.from({ length: 30 }, (_, i) => `a${i}: b: c`).join('\n')
  expect(lines(each)).toEqual([...Array(10)].map((_, i) => `line ${i + 1}`).concat('more lines'))
})

test('broken YAML names its line', () => {
  expect(faultsOf('study: [unclosed\n')).toContain('line ')
})

test('a part that a study cannot do without is said to be missing', () => {
  expect(faultsOf('study: s\nimages: {}\n')).toContain('line 1: cohort is missing')
})

test('a preset stands for its steps', () => {
  const { selection } = readStudyConfig(`${sound}selection: [{ preset: paper }]\n`, 'study.yaml')
  expect(selection.map((step) => Object.keys(step)[0])).toEqual(['icc', 'variance', 'zscore', 'correlation', 'lasso'])
  expect(faultsOf(`${sound}selection: [{ preset: best }]\n`)).toContain('line 4')
})

test('nothing is held out unless asked; without an outcome no split goes by it', () => {
  const lines = ['study: A', 'cohort: { file: c.csv }']
  const splitBy = (...more: string[]) => readStudyConfig([...lines, ...more].join('\n'), 'study.yaml').split
  const cox = 'models: { one: { terms: [age], cox: { time: t, event: e, horizons: [12] } } }'
  expect(splitBy()).toBe('none')
  expect(splitBy(cox)).toBe('none')
  expect(splitBy(cox, 'split: { training: 0.7, stratify: outcome }')).toEqual({ training: 0.7 })
  expect(splitBy(cox, 'split: { training: 0.6, stratify: centre }')).toEqual({ training: 0.6, stratify: 'centre' })
  expect(splitBy(cox, 'split: none')).toBe('none')
  expect(splitBy('outcome: { column: y, positive: 1 }')).toBe('none')
})
