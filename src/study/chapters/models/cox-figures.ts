import { panelSize, panels } from '../../../figures/canvas/panels.ts'
import type { Drawing } from '../../../figures/canvas/svg.ts'
import { calibrationCurves } from '../../../figures/charts/calibration.ts'
import { decisionCurves } from '../../../figures/charts/decision-curve.ts'
import { kaplanMeier } from '../../../figures/charts/kaplan-meier.ts'
import type { PartPerformance } from '../../../model/index.ts'
import { horizonCell, horizonLabel } from '../../../report/horizon-label.ts'
import { fixedDecimals } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import type { CoxModels } from '../../stages/cox-models.ts'
import { type SurvivalResult, survivalByGroup } from '../../stages/survival.ts'
import type { DrawnFigure } from '../chapter.ts'
import { survivalFigure } from '../survival/kaplan-meier.ts'
import { decisionOf } from './decision-curves.ts'
import { timeDependentRocFigure } from './time-dependent-roc.ts'

type Part = 'nested' | 'apparent' | 'heldOut'

/** Kaplan–Meier estimates by risk group of the leading model, its calibration at each horizon, and the decision curves. */
export function coxFigures(messages: Messages, coxModels: CoxModels): DrawnFigure[] {
  const { document, models } = messages
  const words = models.cox
  const { lead, results } = coxModels
  const { apparent, nested, heldOut } = lead.performance
  const shown: [Part, PartPerformance][] = [
    nested ? ['nested', nested] : ['apparent', apparent],
    // Of few held-out rows all may lack a value of the model.
    ...(heldOut && heldOut.predictions.length > 0 ? [['heldOut', heldOut] as [Part, PartPerformance]] : []),
  ]
  const survival = shown.map(([part, performance]) => byRisk(words, coxModels, performance, part))
  const calibration = shown.map(([part, performance]) => calibrationOf(messages, coxModels, part, performance))
  const corrected = nested ? [calibrationOf(messages, coxModels, 'apparent', apparent)] : []
  const decision = decisionOf(results, lead)
  const curves = [...corrected, ...calibration].filter((row) => row.length > 0)
  const across = Math.max(3, ...curves.map((row) => row.length))
  const size = panelSize(across)
  const drawn = curves.map((row) =>
    row.map((one, h) => calibrationCurves({ ...one, limit: limitOf(curves, h) }, size, messages.drawings)),
  )
  if (decision.thresholds.length > 0) drawn.push([decisionCurves(decision, size, messages.drawings)])
  // One horizon makes a row of what would be a narrow column.
  const rows = drawn.every((row) => row.length === 1) && drawn.length <= across ? [drawn.flat()] : drawn
  const last = horizonCell(coxModels.followUp.horizons.at(-1)!.time, coxModels.followUp.unit, messages)
  const names = shown.map(([part]) => words.part[part])
  const listed = document.and(names)
  return [
    {
      id: `risk-groups-${lead.name}`,
      title: words.groupsTitle(lead.label),
      caption: words.groupsCaption(listed, nested !== undefined),
      description: words.groupsDescription(listed.text),
      data: survival,
      drawing: survivalPanels(messages, survival),
    },
    ...[
      {
        id: `calibration-${lead.name}`,
        title: words.calibrationTitle(lead.label),
        caption: words.calibrationCaption(
          apparent.horizons?.[0].calibration.corrected !== undefined,
          document.list(nested ? [words.part.apparent, ...names] : names),
          last,
        ),
        description: words.calibrationDescription(
          coxModels.followUp.horizons
            .map(({ time }) => horizonLabel(time, coxModels.followUp.unit, messages))
            .join(', '),
        ),
        data: { calibration: curves, decision },
        drawing: panels(rows),
      },
    ].filter(() => drawn.length > 0),
    // weights by inverse probability of censoring do not make up for late entry
    ...(coxModels.followUp.start === undefined ? timeDependentRocFigure(messages, coxModels, shown) : []),
  ]
}

function survivalPanels(messages: Messages, survival: readonly SurvivalResult[]): Drawing {
  const drawings = survival.map((one) => kaplanMeier(survivalFigure(messages, one), undefined, messages.drawings))
  return drawings.length === 1 ? drawings[0] : panels([drawings])
}

/** Patients in thirds of their predicted risk. The log-rank test only where no prediction has seen another's outcome. */
function byRisk(words: Words, { followUp }: CoxModels, { predictions }: PartPerformance, part: Part): SurvivalResult {
  const order = predictions.map((_, i) => i).sort((a, b) => predictions[a].risk - predictions[b].risk || a - b)
  const group = new Float64Array(predictions.length)
  order.forEach((i, place) => {
    group[i] = Math.floor((words.risks.length * place) / order.length)
  })
  const result = survivalByGroup(
    predictions.map(({ time }) => time!),
    predictions.map(({ outcome }) => outcome),
    group,
    {
      label: words.freeOf(followUp.label.toLowerCase()),
      unit: followUp.unit,
      by: words.riskBy(words.part[part]),
      groups: words.risks,
    },
    followUp.start === undefined ? undefined : predictions.map(({ start }) => start!),
  )
  if (part === 'heldOut') return result
  const { logRank: _, ...rest } = result
  return { ...rest, notCompared: words.notCompared }
}

type Words = Messages['models']['cox']

function calibrationOf(messages: Messages, { followUp }: CoxModels, part: Part, { horizons }: PartPerformance) {
  const { cox: words } = messages.models
  return (horizons ?? []).map(({ calibration, groups, auc, brier }, h) => {
    const { predicted, observed, corrected } = calibration
    return {
      apparent: { predicted, observed },
      apparentLabel: words.partTitle[part],
      biasCorrected: corrected && { predicted, observed: corrected },
      groups: groups.filter((one) => Number.isFinite(one.observed)),
      notes: [words.auc(fixedDecimals(auc, 3).text), words.brier(fixedDecimals(brier, 3).text)],
      xLabel: words.predicted(horizonLabel(followUp.horizons[h].time, followUp.unit, messages)),
      yLabel: words.observed,
      legendBelow: 'yes' as const,
    }
  })
}

/** One scale for all curves of a horizon, on which small risks fill the frame. */
function limitOf(rows: readonly ReturnType<typeof calibrationOf>[], h: number): number {
  const risks = rows.flatMap((row) => {
    const { apparent, groups } = row[h]
    return [...apparent.predicted, ...apparent.observed, ...groups.map(({ observed }) => 1.25 * observed)]
  })
  const most = Math.max(0, ...risks.filter(Number.isFinite))
  return [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8].find((limit) => limit >= most) ?? 1
}
