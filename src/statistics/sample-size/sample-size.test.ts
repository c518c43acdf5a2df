import { expect, test } from 'vitest'
import { expectedStatistics } from '../../../test/support/statistics.ts'
import { coxSnellOfCStatistic, developmentSizeBinary, developmentSizeSurvival } from './development.ts'
import { aucPrecisionSize, hanleyMcNeilError, validationSizeBinary } from './validation.ts'

const { sampleSize: expected } = expectedStatistics('extra')

test.each([
  ['binary24', { coxSnell: 0.288, parameters: 24, prevalence: 0.174 }],
  ['binary4', { coxSnell: 0.15, parameters: 4, prevalence: 0.25 }],
  ['manyCandidates', { nagelkerke: 0.3, parameters: 1218, prevalence: 0.25 }],
])('development, binary: %s equals pmsampsize', (name, given) => {
  const size = developmentSizeBinary(given)
  const { n, events, table } = expected[name]
  expect(size.n).toBe(n)
  expect(size.events).toMatchDigits(events, 1e-12)
  expect([...size.criteria.map((c) => c.n), size.n]).toEqual(table.Samp_size)
  const round = (value: number, digits: number) => Number(value.toFixed(digits))
  expect([...size.criteria.map((c) => round(c.shrinkage, 3)), round(size.shrinkage, 3)]).toEqual(table.Shrinkage)
  expect(size.criteria.map((c) => round(c.eventsPerParameter, 2))).toEqual(table.EPP.slice(0, 3))
  expect(round(size.coxSnell, 3)).toBe(table.CS_Rsq[0])
  expect(round(size.largestCoxSnell, 3)).toBe(table.Max_Rsq[0])
  expect(round(size.nagelkerke, 3)).toBe(table.Nag_Rsq[0])
})

test('development, survival equals pmsampsize', () => {
  const size = developmentSizeSurvival({
    coxSnell: 0.051,
    parameters: 30,
    rate: 0.065,
    timepoint: 2,
    meanFollowUp: 2.07,
  })
  expect([...size.criteria.map((c) => c.n), size.n]).toEqual(expected.survival.table.Samp_size)
  expect(size.events).toMatchDigits(expected.survival.events, 1e-12)
  expect(Number(size.criteria[1].shrinkage.toFixed(3))).toBe(expected.survival.table.Shrinkage[1])
  expect(Number(size.largestCoxSnell.toFixed(3))).toBe(expected.survival.table.Max_Rsq[0])
  expect(Object.values(size.risk).map((risk) => Number(risk.toFixed(3)))).toEqual([0.122, 0.113, 0.13])
})

test("the C statistic's way runs pmsampsize's own simulation", () => {
  // R 4.2.2: the Cox-Snell R² of a glm on rnorm(10⁶) from set.seed(123456); test/fixtures/statistics-extra/make.R.
  const { cStatistic } = expectedStatistics('sample-size', 'statistics-extra')
  for (const { c, prevalence, coxSnell } of cStatistic)
    expect(coxSnellOfCStatistic(c, prevalence)).toMatchDigits(coxSnell, 1e-7)
})

test('validation: the published example', () => {
  // Riley et al. 2021 and pmvalsampsize's documentation: prevalence 0.018, C 0.8, O/E width 1, LP ~ N(-5, 2.5²).
  const size = validationSizeBinary({
    prevalence: 0.018,
    cStatistic: 0.8,
    linearPredictor: { mean: -5, sd: 2.5 },
    observedExpectedWidth: 1,
  })
  expect(size.criteria[0].n).toBe(905)
  expect(size.criteria[2].n).toBe(4252)
  // pmvalsampsize's own tests: 4,501 from 1,000 simulated patients; the integral is in the next test.
  expect(Math.abs(size.criteria[1].n / 4501 - 1)).toBeLessThan(0.05)
  expect(size.n).toBe(Math.max(...size.criteria.map((criterion) => criterion.n)))
})

test("validation: the slope's n by R's integrate, C's by Newcombe's formula", () => {
  const reference = expectedStatistics('sample-size', 'statistics-extra')
  for (const { mean, sd, width, n } of reference.slope) {
    const given = { prevalence: 0.2, cStatistic: 0.75, linearPredictor: { mean, sd }, slopeWidth: width }
    expect(validationSizeBinary(given).criteria[1].n).toBe(n)
  }
  for (const { c, prevalence, n } of reference.slopeByC)
    expect(validationSizeBinary({ prevalence, cStatistic: c }).criteria[1].n).toBe(n)
  for (const { c, prevalence, width, n } of reference.newcombe)
    expect(validationSizeBinary({ prevalence, cStatistic: c, cWidth: width }).criteria[2].n).toBe(n)
})

test('validation: net benefit by hand', () => {
  // w = 3 · 0.2/0.8 = 0.75; se = 0.2/3.92 stepped up to 0.0511, rounded to 0.051.
  const netBenefit = { threshold: 0.2, sensitivity: 0.8, specificity: 0.7 }
  const variance = 0.16 / 0.25 + (0.75 ** 2 * 0.21) / 0.75 + (0.75 ** 2 * 0.09) / (0.25 * 0.75)
  const { criteria } = validationSizeBinary({ prevalence: 0.25, cStatistic: 0.8, netBenefit })
  expect(criteria[3].n).toBe(Math.ceil(variance / 0.051 ** 2))
})

test.each<[string, () => unknown]>([
  ['prevalence 0', () => developmentSizeBinary({ coxSnell: 0.1, parameters: 5, prevalence: 0 })],
  ['half a parameter', () => developmentSizeBinary({ coxSnell: 0.1, parameters: 5.5, prevalence: 0.2 })],
  ['R² above its largest', () => developmentSizeBinary({ coxSnell: 0.7, parameters: 5, prevalence: 0.1 })],
  [
    'performance given twice',
    () => developmentSizeBinary({ coxSnell: 0.1, cStatistic: 0.7, parameters: 5, prevalence: 0.2 }),
  ],
  ['no rate', () => developmentSizeSurvival({ coxSnell: 0.1, parameters: 5, rate: 0, timepoint: 1, meanFollowUp: 2 })],
  ['C of 1', () => validationSizeBinary({ prevalence: 0.2, cStatistic: 1 })],
  ['AUC without negatives', () => hanleyMcNeilError(0.8, 10, 0)],
  ['a width of 0', () => aucPrecisionSize(0.8, 0.2, 0)],
])('refuses %s', (_, run) => expect(run).toThrow(expect.objectContaining({ code: 'NS-STA-55' })))

test('Hanley and McNeil', () => {
  // At 0.5 the formula is Mann and Whitney's variance under no difference, (m + n + 1) / 12mn; at 0.893 worked by hand.
  expect(hanleyMcNeilError(0.5, 51, 58)).toMatchDigits(Math.sqrt(110 / (12 * 51 * 58)), 1e-12)
  expect(hanleyMcNeilError(0.893, 51, 58).toFixed(4)).toBe('0.0325')
  const n = aucPrecisionSize(0.8, 0.25, 0.1)
  const width = (size: number) => {
    const positives = Math.round(size * 0.25)
    return 2 * 1.959963984540054 * hanleyMcNeilError(0.8, positives, size - positives)
  }
  expect(width(n)).toBeLessThanOrEqual(0.1)
  expect(width(n - 1)).toBeGreaterThan(0.1)
})
