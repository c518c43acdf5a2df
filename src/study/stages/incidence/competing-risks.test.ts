import { expect, test } from 'vitest'
import { expectedStatistics } from '../../../../test/support/statistics.ts'
import type { Cohort } from '../../../cohort/codebook/variable.ts'
import { inThread, modelJobs } from '../../../model/index.ts'
import { pow } from '../../../portable-math.ts'
import { matrixFromColumns } from '../../../statistics/numerics/matrix.ts'
import { fineGray, fineGrayRisk } from '../../../statistics/survival/fine-gray.ts'
import { competingRisksOf } from './competing-risks.ts'

const r = expectedStatistics('competing', 'statistics-extra')
const flags = (wanted: number) => Float64Array.from(r.status as number[], (status) => Number(status === wanted))
const column = (label: string, values: ArrayLike<number>, levels?: string[]) => ({
  variable: { name: label, label, ...(levels && { levels: levels.map((value) => ({ value, label: value })) }) },
  values: Float64Array.from(values),
})
const cohort = {
  ids: (r.time as number[]).map((_, i) => `P${i}`),
  patientOf: Int32Array.from(r.time as number[], (_, i) => i),
  columns: new Map([
    ['time', column('time', r.time)],
    ['relapse', column('relapse', flags(1))],
    ['death', column('death', flags(2))],
    ['arm', column('arm', r.group, ['A', 'B', 'C'])],
    ['age', column('age', r.age)],
    ['size', column('size', r.size)],
    [
      'late',
      column(
        'late',
        (r.group as number[]).map((g) => Number(g === 1)),
      ),
    ],
  ]),
} as unknown as Cohort

test('Gray’s test, both regressions and the counts of a study’s request are those of R', async () => {
  const request = { time: 'time', event: 'relapse', by: 'arm', competing: 'death', terms: ['age', 'size', 'late'] }
  const found = (await competingRisksOf(cohort, request, 'cohort.csv', 1, inThread(modelJobs)))!
  const count = (wanted: number) => (r.status as number[]).filter((status) => status === wanted).length
  expect([found.n, found.events, found.competing]).toEqual([120, count(1), count(2)])
  expect(found.gray!.chiSquare).toMatchDigits(r.gray.statistic[0], 1e-10)
  const terms = found.model!.terms
  expect(terms.map(({ subdistribution }) => Math.log(subdistribution!.ratio))).toMatchDigits(
    r.fineGray.coefficients,
    1e-8,
  )
  expect(terms.map(({ causeSpecific }) => Math.log(causeSpecific!.ratio))).toMatchDigits(r.cause.coefficients, 1e-8)
  expect(found.groups.map(({ label, n }) => [label, n])).toEqual([
    ['A', 40],
    ['B', 40],
    ['C', 40],
  ])
  // the nomogram is of these coefficients, and its risks those of predict.crr
  const { nomogram, horizons } = found.model!.fineGray!
  expect(nomogram!.model.terms.map(({ estimate }) => estimate)).toMatchDigits(r.fineGray.coefficients, 1e-8)
  const b = r.fineGray.coefficients as number[]
  const eta = 60 * b[0] + 20 * b[1] + b[2]
  const { coefficients, baseline } = fineGray(
    matrixFromColumns([r.age, r.size, (r.group as number[]).map((g) => Number(g === 1))]),
    r.time,
    (r.status as number[]).map((status) => (status > 1 ? 2 : status)),
  )
  expect(coefficients).toMatchDigits(b, 1e-8)
  nomogram!.model.outcomes.forEach(({ of, label }) => {
    if (of.kind !== 'risk') throw new Error('the axis is of a risk')
    const [risk] = fineGrayRisk({ baseline }, [eta], Number(label))
    expect(1 - pow(of.baseline, Math.exp(eta))).toMatchDigits(risk, 1e-12)
  })
  for (const { groups, observed } of horizons) {
    const all = groups.reduce((sum, { n }) => sum + n, 0)
    expect(all).toBe(120)
    expect(observed).toBeGreaterThan(0)
  }
  for (const { atTimes } of found.groups)
    for (const { incidence, lower } of atTimes) expect(lower).toBeLessThanOrEqual(incidence)
})

test('without an event of the cause there is nothing to estimate', async () => {
  const none = { ...cohort, columns: new Map([...cohort.columns, ['relapse', column('relapse', flags(7)) as never]]) }
  const request = { time: 'time', event: 'relapse', by: 'arm', competing: 'death' }
  const found = await competingRisksOf(none as unknown as Cohort, request, 'cohort.csv', 1, inThread(modelJobs))
  expect(found).toBeUndefined()
})
