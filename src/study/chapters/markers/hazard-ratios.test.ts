import { expect, test } from 'vitest'
import { locales } from '../../../text/locales/index.ts'
import type { StudyConfig } from '../../file/schema.ts'
import type { StudyCohort } from '../../stages/cohort.ts'
import { markerSurvivalTable } from './hazard-ratios.ts'

const NA = Number.NaN
const columns: Record<string, number[]> = {
  t: [3, 5, 6, 8, 9, 11, 12, 14, 15, 18, 20, 22],
  e: [1, 1, 0, 1, 1, 0, 1, 0, 1, 0, 0, 1],
  a: [9, 7, 8, NA, 5, 6, 4, 5, 3, 2, 4, 1.5],
  b: [1, 3, 2, 5, 4, 2, 6, 3, 1, 4, 5, 2],
  flat: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
}
const cohort = {
  columns: new Map(
    Object.entries(columns).map(([name, values]) => [
      name,
      { variable: { name, label: name.toUpperCase(), type: 'continuous' }, values: Float64Array.from(values) },
    ]),
  ),
}
const study = (more: Partial<StudyConfig>) =>
  ({
    cohort: { file: 'cohort.csv' },
    survival: { time: 't', event: 'e', by: 'g', label: 'DFS' },
    compare: [
      { markers: ['a', 'b'], by: 'g' },
      { markers: ['b', 'flat'], by: 'g' },
    ],
    ...more,
  }) as unknown as StudyConfig

test("each marker once, its hazard ratio for one standard deviation as R's coxph has it", () => {
  const table = markerSurvivalTable(locales.en, study({}), { cohort } as unknown as StudyCohort)!
  expect(table.rows.map(({ cells }) => cells[0].text)).toEqual(['A', 'B', 'FLAT'])
  expect(table.columns.slice(1).map(({ group }) => group)).toEqual(['DFS', 'DFS', 'DFS', 'DFS'])
  const numbers = table.rows.map(({ cells }) => cells.flatMap((cell) => cell.numbers ?? []).map(({ value }) => value))
  // coxph(Surv(t, e) ~ I(a / sd(a))) over the rows that have the marker: n, events, exp(coef), its limits, p, p by Holm.
  const a = [11, 6, 7.60666742873, 1.04206799808, 55.5255410182, 0.045436185101, 2 * 0.045436185101]
  const b = [12, 7, 1.00427284516, 0.43838386762, 2.30064110936, 0.991956278904, 0.991956278904]
  expect(numbers[0]).toMatchDigits(a, 1e-8)
  expect(numbers[1]).toMatchDigits(b, 1e-8)
  expect(table.rows[2].cells.slice(1).map(({ text }) => text)).toEqual(['–', '–', '–', '–'])
})

test('nothing without a survival time or a marker', () => {
  const of = { cohort } as unknown as StudyCohort
  expect(markerSurvivalTable(locales.en, study({ survival: undefined }), of)).toBeUndefined()
  expect(markerSurvivalTable(locales.en, study({ compare: undefined }), of)).toBeUndefined()
})
