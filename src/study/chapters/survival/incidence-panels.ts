import { panels } from '../../../figures/canvas/panels.ts'
import { calibrationCurves } from '../../../figures/charts/calibration.ts'
import { decisionCurves } from '../../../figures/charts/decision-curve.ts'
import { horizonCell, horizonLabel } from '../../../report/horizon-label.ts'
import { fixedDecimals, percent } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import type { IncidenceAtHorizon } from '../../stages/incidence/incidence-at-horizon.ts'

/** Calibration against the cumulative incidence at each horizon, and below it the decision curve there. */
export function incidencePanels(
  messages: Messages,
  horizons: readonly IncidenceAtHorizon[],
  unit: string,
  called: string,
) {
  const { incidenceFigures: words, models, drawings } = messages
  const calibration = horizons.map(({ time, groups, auc, calibration: curve }) => ({
    apparent: curve,
    apparentLabel: called,
    groups,
    notes: Number.isFinite(auc) ? [models.cox.auc(fixedDecimals(auc, 3).text)] : [],
    xLabel: models.cox.predicted(horizonLabel(time, unit, messages)),
    yLabel: words.observed,
  }))
  const decision = horizons.map(({ decision: { thresholds, treatAll, netBenefit } }) => ({
    thresholds,
    treatAll,
    models: [{ label: words.fineGray, netBenefit }],
  }))
  const rows = [
    calibration.map((one) => calibrationCurves(one, undefined, drawings)),
    decision.filter(({ thresholds }) => thresholds.length > 0).map((one) => decisionCurves(one, undefined, drawings)),
  ]
  return { data: { calibration, decision }, drawing: panels(rows.filter((row) => row.length > 0)) }
}

/** What is said of risks at each time: AUC, mean risk and the incidence observed. */
export function horizonsSaid(messages: Messages, horizons: readonly IncidenceAtHorizon[], unit: string) {
  return horizons.map(({ time, auc, predicted, observed, lower, upper }) =>
    messages.incidenceFigures.at(
      horizonCell(time, unit, messages),
      fixedDecimals(auc, 3),
      percent(predicted, 1),
      percent(observed, 1),
      percent(lower, 1),
      percent(upper, 1),
    ),
  )
}
