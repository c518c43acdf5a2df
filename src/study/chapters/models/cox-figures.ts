import { panels } from '../../../figures/canvas/panels.ts'
import type { Drawing } from '../../../figures/canvas/svg.ts'
import { calibrationCurves } from '../../../figures/charts/calibration.ts'
import { decisionCurves } from '../../../figures/charts/decision-curve.ts'
import { kaplanMeier } from '../../../figures/charts/kaplan-meier.ts'
import type { ModelResult, PartPerformance } from '../../../model/index.ts'
import { horizonCell } from '../../../report/horizon-label.ts'
import { fixed } from '../../../text/format.ts'
import { text } from '../../../text/with-numbers.ts'
import type { CoxModels } from '../../stages/cox-models.ts'
import { type SurvivalResult, survivalByGroup } from '../../stages/survival.ts'
import type { DrawnFigure } from '../chapter.ts'
import { survivalFigure } from '../survival/kaplan-meier.ts'

const riskGroups = ['Low risk', 'Middle risk', 'High risk']

/** Kaplan–Meier estimates by risk group of the leading model, its calibration at each horizon, and the decision curves. */
export function coxFigures(of: CoxModels): DrawnFigure[] {
  const { lead, results } = of
  const { apparent, nested, heldOut } = lead.performance
  const shown: [string, PartPerformance][] = [
    nested ? ['out of fold', nested] : ['apparent', apparent],
    ...(heldOut ? [['validation set', heldOut] as [string, PartPerformance]] : []),
  ]
  const survival = shown.map(([said, part]) => byRisk(of, part, said))
  const calibration = shown.map(([said, part]) => calibrationOf(of, said, part))
  const corrected = nested ? [calibrationOf(of, 'apparent', apparent)] : []
  const decision = decisionOf(results, lead)
  const curves = [...corrected, ...calibration]
  const last = horizonCell(of.followUp.horizons.at(-1)!.time, of.followUp.unit)
  const listed = shown.map(([said]) => said).join(' and ')
  return [
    {
      id: `risk-groups-${lead.name}`,
      title: `Kaplan–Meier estimates by predicted risk: ${lead.label}`,
      caption: text`Thirds of the predicted risk, ${listed}. Bands are pointwise 95% intervals (log-log); ticks are censored patients.${nested ? ' Out-of-fold risks depend on one another, so that no log-rank test of them is valid.' : ''}`,
      description: `Survival curves of three groups of predicted risk, ${listed}.`,
      data: survival,
      drawing: survivalPanels(survival),
    },
    {
      id: `calibration-${lead.name}`,
      title: `Calibration and net benefit of the risk of an event: ${lead.label}`,
      caption: text`Observed risk by a Cox regression on a spline of the predicted one${apparent.horizons?.[0].calibration.corrected ? ' (the bias-corrected curve by whole-pipeline bootstrap)' : ''}; dots: groups of risk with their Kaplan–Meier estimate and 95% interval. Rows: ${[...(nested ? ['apparent'] : []), ...shown.map(([said]) => said)].join(', ')}; last, decision curves of the risk by ${last}.`,
      description: `Calibration curves at ${of.followUp.horizons.map(({ label }) => label).join(', ')} and decision curves.`,
      data: { calibration: curves, decision },
      drawing: panels([...curves.map((row) => row.map((one) => calibrationCurves(one))), [decisionCurves(decision)]]),
    },
  ]
}

function survivalPanels(survival: readonly SurvivalResult[]): Drawing {
  const drawings = survival.map((one) => kaplanMeier(survivalFigure(one)))
  return drawings.length === 1 ? drawings[0] : panels([drawings])
}

/** Patients in thirds of their predicted risk. The log-rank test only where no prediction has seen another's outcome. */
function byRisk({ followUp }: CoxModels, { predictions }: PartPerformance, said: string): SurvivalResult {
  const order = predictions.map((_, i) => i).sort((a, b) => predictions[a].risk - predictions[b].risk || a - b)
  const group = new Float64Array(predictions.length)
  order.forEach((i, place) => {
    group[i] = Math.floor((riskGroups.length * place) / order.length)
  })
  const result = survivalByGroup(
    predictions.map(({ time }) => time!),
    predictions.map(({ outcome }) => outcome),
    group,
    { label: `Free of ${followUp.label.toLowerCase()}`, unit: followUp.unit, by: `risk, ${said}`, groups: riskGroups },
  )
  if (said === 'validation set') return result
  const { logRank: _, ...rest } = result
  return { ...rest, notCompared: 'the risks were learnt from these patients' }
}

function calibrationOf({ followUp }: CoxModels, said: string, { horizons }: PartPerformance) {
  return horizons!.map(({ calibration, groups, auc, brier }, h) => {
    const { predicted, observed, corrected } = calibration
    return {
      apparent: { predicted, observed },
      apparentLabel: `${said[0].toUpperCase()}${said.slice(1)}`,
      biasCorrected: corrected && { predicted, observed: corrected },
      groups: groups.filter((one) => Number.isFinite(one.observed)),
      notes: [`AUC ${fixed(auc, 3).text}`, `Brier ${fixed(brier, 3).text}`],
      xLabel: `Predicted risk by ${followUp.horizons[h].label}`,
      yLabel: 'Observed risk',
    }
  })
}

function decisionOf(results: readonly ModelResult[], lead: ModelResult) {
  const part = ({ performance }: ModelResult) => performance.nested ?? performance.apparent
  const { thresholds, treatAll } = part(lead).decision
  return {
    thresholds,
    treatAll,
    models: results.map((result) => ({ label: result.label, netBenefit: part(result).decision.netBenefit })),
  }
}
