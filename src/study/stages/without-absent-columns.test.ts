import { expect, test } from 'vitest'
import type { Cohort } from '../../cohort/codebook/variable.ts'
import { readStudyConfig } from '../file/read.ts'
import { withoutAbsentColumns } from './without-absent-columns.ts'

const named = (...names: string[]) =>
  ({ columns: new Map(names.map((name) => [name, { variable: { levels: [] } }])) }) as unknown as Cohort

const study = readStudyConfig(
  `study: HER-2
cohort: { file: cohort.csv, id: patient }
outcome: { column: her2, positive: positive }
blocks: { clinical: [age, agee], radiomics: features }
survival: [{ time: dfs_months, event: dfs, by: her2 }, { time: os_months, event: os, by: her2 }]
compare: [{ markers: [cea, ca153], by: her2 }, { markers: [cea], by: her3 }]
tables: { baseline: [age, grade] }
validation: { bootstrap: 10, subgroups: [age, site] }
`,
  'study.yaml',
)

test('what names an absent column is left out and told with the near name; the rest stays', () => {
  const { study: sound, faults } = withoutAbsentColumns(
    study,
    named('age', 'her2', 'dfs_months', 'dfs', 'os_months', 'cea'),
  )
  expect(sound.blocks).toEqual({ clinical: ['age'], radiomics: 'features' })
  expect(sound.survival).toEqual([{ time: 'dfs_months', event: 'dfs', by: 'her2' }])
  expect(sound.compare).toEqual([{ markers: ['cea'], by: 'her2' }])
  expect(sound.tables).toEqual({ baseline: ['age'] })
  expect(sound.validation.subgroups).toEqual(['age'])
  expect(faults.map(({ column, code }) => [column, code])).toEqual([
    ['agee', 'NS-COH-05'],
    ['os', 'NS-COH-05'],
    ['ca153', 'NS-COH-05'],
    ['her3', 'NS-COH-05'],
    ['grade', 'NS-COH-05'],
    ['site', 'NS-COH-05'],
  ])
  expect(faults[0].what).toBe('cohort.csv has no column agee; did you mean age?')
})

test('a comparison by a number is left out and told', () => {
  const asked = readStudyConfig(
    `study: S
cohort: { file: cohort.csv, id: id }
compare: { markers: [cea], by: size }
`,
    'study.yaml',
  )
  const columns = new Map([
    ['cea', { variable: {} }],
    ['size', { variable: {} }],
  ])
  const { study: sound, faults } = withoutAbsentColumns(asked, { columns } as unknown as Cohort)
  expect(sound.compare).toEqual([])
  expect(faults.map(({ column, code }) => [column, code])).toEqual([['size', 'NS-STU-07']])
})

test('a sound study stays as it is', () => {
  const all = named(
    'age',
    'agee',
    'her2',
    'her3',
    'dfs_months',
    'dfs',
    'os_months',
    'os',
    'cea',
    'ca153',
    'grade',
    'site',
  )
  const { study: sound, faults } = withoutAbsentColumns(study, all)
  expect(faults).toEqual([])
  expect(sound).toEqual(study)
})

test('dates and text are in no table of groups, and that is told', () => {
  const asked = readStudyConfig(
    `study: S
cohort: { file: cohort.csv, id: id }
compare: { markers: [cea, note], by: her2 }
tables: { baseline: [cea, seen] }
`,
    'study.yaml',
  )
  const types: Record<string, object> = {
    her2: { levels: [] },
    cea: { type: 'continuous' },
    note: { type: 'text' },
    seen: { type: 'date' },
  }
  const columns = new Map(Object.entries(types).map(([name, variable]) => [name, { variable }]))
  const { study: sound, faults } = withoutAbsentColumns(asked, { columns } as unknown as Cohort)
  expect(sound.compare).toEqual([{ markers: ['cea'], by: 'her2' }])
  expect(sound.tables).toEqual({ baseline: ['cea'] })
  expect(faults.map(({ code, what }) => `${code} ${what}`)).toEqual([
    expect.stringContaining('NS-COH-70 note is free text'),
    expect.stringContaining('NS-COH-70 seen is a date'),
  ])
})
