import { expect, test } from 'vitest'
import { expectedStatistics } from '../../../test/support/statistics.ts'
import { matrixFromColumns } from '../numerics/matrix.ts'
import { decisionCurveSurvival } from '../performance/decision-curve.ts'
import { harrellC } from './concordance.ts'
import { cox } from './cox.ts'
import { baselineHazard, proportionalHazards } from './cox-diagnostics.ts'
import { medianSurvival } from './curve-summaries.ts'
import { kaplanMeier } from './kaplan-meier.ts'
import { logRank } from './log-rank.ts'

const r = expectedStatistics('truncation', 'statistics-extra')
const x = matrixFromColumns([r.group, r.age])

test('the Kaplan–Meier curve of patients who entered late equals survfit(Surv(start, time, event))', () => {
  const curve = kaplanMeier(r.time, r.event, 'log-log', 0.95, r.start)
  expect(curve.time).toMatchDigits(r.survfit.time, 1e-12)
  expect(curve.atRisk).toMatchDigits(r.survfit.atRisk, 1e-12)
  expect(curve.survival).toMatchDigits(r.survfit.survival, 1e-12)
  const known = Array.from(curve.lower.keys()).filter((i) => curve.survival[i] > 0 && curve.survival[i] < 1)
  for (const side of ['lower', 'upper'] as const)
    expect(known.map((i) => curve[side][i])).toMatchDigits(
      known.map((i) => r.survfit[side][i]),
      1e-10,
    )
  for (const group of [0, 1]) {
    const of = (values: number[]) => values.filter((_, i) => r.group[i] === group)
    const { value, lower, upper } = medianSurvival(kaplanMeier(of(r.time), of(r.event), 'log-log', 0.95, of(r.start)))
    const expected = r.medians[group].map((one: number | string) => (typeof one === 'number' ? one : Number.NaN))
    expect([value, lower, upper]).toMatchDigits(expected, 1e-12)
  }
})

test('Cox regression, baseline and test of proportional hazards equal coxph, basehaz and cox.zph', () => {
  const options = { start: r.start }
  const fit = cox(x, r.time, r.event, options)
  expect(fit.coefficients).toMatchDigits(r.cox.coefficients, 1e-8)
  expect(fit.standardErrors).toMatchDigits(r.cox.errors, 1e-8)
  expect(fit.logLikelihood).toMatchDigits(r.cox.logLikelihood, 1e-10)
  expect(fit.scoreTest.chiSquare).toMatchDigits(r.cox.score, 1e-8)
  const [baseline] = baselineHazard(fit, r.time, r.event, options)
  const at = (t: number) => baseline.hazard[baseline.time.findLastIndex((own) => own <= t)]
  const from = r.hazard.time.findIndex((t: number) => t >= baseline.time[0])
  expect(r.hazard.time.slice(from).map(at)).toMatchDigits(r.hazard.hazard.slice(from), 1e-8)
  const tests = proportionalHazards(fit, x, r.time, r.event, [[0], [1]], options)
  expect([...tests.terms, tests.global].map(({ chiSquare }) => chiSquare)).toMatchDigits(r.zph, 1e-6)
})

test('Harrell’s C counts pairs of which the other had entered before the event, as concordance(Surv(start, time, event))', () => {
  const found = harrellC(r.time, r.event, r.score, 0.95, r.start)
  expect([found.concordant, found.discordant, found.tiedRisk]).toEqual(r.concordance.counts)
  expect([found.c, found.standardError]).toMatchDigits([r.concordance.c, r.concordance.error], 1e-10)
})

test('net benefit at a horizon is by the Kaplan–Meier estimate of those at risk', () => {
  const curve = decisionCurveSurvival(r.risk, r.time, r.event, 12, r.thresholds, { start: r.start })
  expect(curve.netBenefit).toMatchDigits(r.netBenefit, 1e-10)
})

test('the log-rank test is the score test of coxph where no times are tied', () => {
  expect(logRank(r.uniqueTime, r.event, r.group, 0, undefined, r.start).x2).toMatchDigits(r.logRank, 1e-8)
})

test('nobody is observed who enters when last seen; all entering at 0 is no truncation', () => {
  expect(() => kaplanMeier([2, 3], [1, 1], 'log', 0.95, [1, 3])).toThrow('The entry at position 1, 3, is not before')
  const none = r.time.map(() => 0)
  expect(kaplanMeier(r.time, r.event, 'log', 0.95, none)).toEqual(kaplanMeier(r.time, r.event))
  expect(cox(x, r.time, r.event, { start: none }).coefficients).toEqual(cox(x, r.time, r.event).coefficients)
})
