import { expect, test } from 'vitest'
import { expectedStatistics } from '../../../../test/support/statistics.ts'
import { decisionCurveCompeting } from '../../../statistics/performance/decision-curve.ts'
import { timeDependentRoc } from '../../../statistics/survival/time-dependent-roc.ts'
import { calibrationCurve, incidenceAtHorizon } from './incidence-at-horizon.ts'

const r = expectedStatistics('competing', 'statistics-extra')
const [risk, time, cause] = [r.atHorizon.risk, r.time, r.status].map((values) => Float64Array.from(values))
const { horizon } = r.atHorizon

test('AUC, Brier score, calibration in the large and in groups of a risk with a competing event are those of R', () => {
  const found = incidenceAtHorizon(risk, time, cause, horizon)
  expect(found.auc).toMatchDigits(r.atHorizon.auc, 1e-10)
  expect(found.auc).toMatchDigits(timeDependentRoc(time, cause, risk, horizon, 'withoutEvent')!.auc, 1e-12)
  expect(found.brier).toMatchDigits(r.atHorizon.brier, 1e-10)
  expect(found.observed).toMatchDigits(r.atHorizon.observed, 1e-10)
  expect(found.groups.map(({ observed }) => observed)).toMatchDigits(r.atHorizon.groups, 1e-10)
  expect(found.groups.map(({ predicted }) => predicted)).toMatchDigits(r.atHorizon.means, 1e-12)
  expect(found.ratio).toMatchDigits(found.observed / found.predicted, 1e-12)
})

test('the decision curve is by Aalen–Johansen estimates of those at or above a threshold', () => {
  const { thresholds, netBenefit } = r.atHorizon
  const curve = decisionCurveCompeting(risk, time, cause, horizon, thresholds)
  expect(Array.from(curve.netBenefit)).toMatchDigits(netBenefit, 1e-10)
})

test('the calibration curve is crr on a spline of the risks', () => {
  const { predicted, observed } = calibrationCurve(risk, time, cause, horizon)
  const expected = predicted.map((own) => r.atHorizon.calibration[risk.indexOf(own)])
  expect(observed).toMatchDigits(expected, 1e-8)
})

test('equal risks have no curve, and nobody with the event no net benefit', () => {
  const equal = new Float64Array(risk.length).fill(0.3)
  expect(calibrationCurve(equal, time, cause, horizon)).toEqual({ predicted: [], observed: [] })
  const none = cause.map((value) => (value === 1 ? 0 : value))
  expect(incidenceAtHorizon(risk, time, none, horizon).decision.thresholds).toEqual([])
})
