import { expect, test } from 'vitest'
import type { FeatureRow } from '../../cases/feature-table.ts'
import type { Cohort } from '../../cohort/codebook/variable.ts'
import { predictorTable, rowsOf } from '../../model/data/predictor-table.ts'
import { icc } from '../../model/steps/icc.ts'
import { featuresByReader } from './features-by-reader.ts'
import { readersAgreement } from './readers-agreement.ts'

const ids = ['A', 'B', 'C', 'D']
const cohort = { ids, patients: ids, patientOf: Int32Array.of(0, 1, 2, 3), columns: new Map() } as unknown as Cohort

const rowsBy = (reader: string, sequence: string, values: number[]): FeatureRow[] =>
  values.map((value, i) => ({
    input: { patient: ids[i], sequence, reader },
    status: Number.isNaN(value) ? 'failed' : 'done',
    reason: '',
    values: { x: value, diagnostics_Version: 'x' },
  }))
const rows = [
  ...rowsBy('reader1', 'dce', [10, 20, 30, 40]),
  ...rowsBy('reader2', 'dce', [12, 18, 34, Number.NaN]),
  ...rowsBy('consensus', 'dce', [11, 20, 31, 39]),
  ...rowsBy('', 't2', [1, 2, 3, 4]),
]
const by = (reader?: string) => featuresByReader(rows, cohort, reader)
const values = (reader?: string) => by(reader).values.map((column) => [...column])

test('the reader whose regions count is the named one, the first, the mean of the two or their consensus', () => {
  expect(by().names).toEqual(['dce_x', 't2_x'])
  expect(values()).toEqual(values('reader1'))
  // A sequence with one mask has its values whoever counts.
  expect(values('reader2')).toEqual([
    [12, 18, 34, Number.NaN],
    [1, 2, 3, 4],
  ])
  expect(values('consensus')[0]).toEqual([11, 20, 31, 39])
  // Of one where the other's case failed.
  expect(values('mean')[0]).toEqual([11, 19, 32, 40])
  expect(by('mean').faults).toMatchObject([{ code: 'NS-STU-04', patient: 'D' }])
})

test('agreement is measured between two who drew by themselves, whoever counts', () => {
  for (const [reader, first, second] of [
    ['reader1', 0, 1],
    ['reader2', 1, 0],
    ['mean', 0, 1],
    ['consensus', 0, 1],
  ] as const) {
    const { names, values, readings } = by(reader)
    const single = [
      [10, 20, 30, 40],
      [12, 18, 34, Number.NaN],
    ]
    expect(readings[0]).toEqual({ first: Float64Array.from(single[first]), second: Float64Array.from(single[second]) })
    expect(readings[1]).toBe(undefined)
    // psych::ICC(cbind(c(10, 20, 30), c(12, 18, 34)))$results[2, 2] is 0.965: between 0.96 and 0.97.
    const table = predictorTable(ids, cohort.patientOf, [
      { name: names[0], label: '', values: values[0], second: readings[0]!.second, first: readings[0]!.first },
    ])
    const of = { ...rowsOf(table, Int32Array.of(0, 1, 2, 3), ['dce_x']), counts: new Uint32Array(4).fill(1) }
    const kept = (least: number) => icc(least, 'point').fit(of as never).kept
    expect([kept(0.96), kept(0.97)]).toEqual([['dce_x'], []])
  }
})

test('a reader of whom there are no masks is refused by name', () => {
  expect(() => by('reader3')).toThrow(
    /reader3, of whom there are no masks; there are those of reader1, reader2, consensus/,
  )
  expect(() => featuresByReader(rowsBy('', 't2', [1, 2]), cohort, 'mean')).toThrow(/no mask names its reader/)
})

test('a second reading by the same reader enters no mean and no agreement of readers, and agrees with the first', () => {
  const again = rowsBy('reader1-again', 'dce', [11, 21, 29, Number.NaN])
  const second = new Map([['reader1-again', 'reader1']])
  const found = featuresByReader([...again, ...rows], cohort, 'mean', second)
  expect(found.values.map((column) => [...column])).toEqual(values('mean'))
  expect(found.readings).toEqual(by('mean').readings)
  expect(found.again).toEqual([
    {
      reader: 'reader1-again',
      of: 'reader1',
      readings: [
        { first: Float64Array.of(10, 20, 30, 40), second: Float64Array.of(11, 21, 29, Number.NaN) },
        undefined,
      ],
    },
  ])
  // psych::ICC(cbind(c(10, 20, 30), c(11, 21, 29)))$results.
  const { n, icc: estimate, lower, upper } = readersAgreement(found.again[0].readings[0], [0, 1, 2, 3])!
  expect([n, estimate, lower, upper]).toMatchDigits([3, 0.99447514, 0.87482501, 0.99985841], 1e-7)
  // Where nobody else drew, what is selected by agreement goes by the second reading.
  const alone = featuresByReader([...rowsBy('reader1', 'dce', [10, 20, 30, 40]), ...again], cohort, undefined, second)
  expect(alone.readings[0]?.second).toEqual(Float64Array.of(11, 21, 29, Number.NaN))
})
