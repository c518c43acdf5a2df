import { panels } from '../../../figures/canvas/panels.ts'
import { type AucOverTimeSeries, aucOverTime } from '../../../figures/charts/auc-over-time.ts'
import { type RocSeries, rocCurves } from '../../../figures/charts/roc.ts'
import type { PartPerformance } from '../../../model/index.ts'
import { horizonCell, horizonLabel } from '../../../report/horizon-label.ts'
import { integratedAuc, timeDependentRoc } from '../../../statistics/survival/time-dependent-roc.ts'
import { fixedDecimals } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import type { CoxModels } from '../../stages/cox-models.ts'
import type { DrawnFigure } from '../chapter.ts'

type Part = 'nested' | 'apparent' | 'heldOut'

/**
 * ROC curves of the leading model's linear predictor at each horizon (cumulative cases, dynamic controls), the AUC over the
 * follow-up and its integral; nothing where no part has a curve.
 */
export function timeDependentRocFigure(
  messages: Messages,
  { followUp, lead }: CoxModels,
  shown: readonly (readonly [Part, PartPerformance])[],
): DrawnFigure[] {
  const { models, document, drawings, patients } = messages
  const words = models.cox
  const until = followUp.horizons.at(-1)!.time
  const judged = shown.flatMap(([part, { predictions }]) => {
    const known = predictions.filter(({ lp, time }) => Number.isFinite(lp) && time !== undefined)
    if (!known.some(({ outcome }) => outcome === 1)) return []
    const time = known.map((one) => one.time!)
    const event = known.map(({ outcome }) => outcome)
    const lp = known.map((one) => one.lp)
    const curves = followUp.horizons.flatMap(({ time: horizon }): RocSeries[] => {
      const roc = timeDependentRoc(time, event, lp, horizon)
      if (!roc) return []
      const { falsePositiveRate, sensitivity, auc } = roc
      return [{ label: horizonLabel(horizon, followUp.unit, messages), falsePositiveRate, sensitivity, auc }]
    })
    const over = integratedAuc(time, event, lp, until)
    return curves.length > 0 && over.time.length > 1 ? [{ part, curves, over }] : []
  })
  if (judged.length === 0) return []
  const overTime = judged.map(
    ({ part, over }): AucOverTimeSeries => ({ label: words.partTitle[part], time: over.time, auc: over.auc }),
  )
  const integrals = judged.map(({ part, over }) => words.integral(words.part[part], fixedDecimals(over.integral, 3)))
  const curves = judged.map((one) => rocCurves(one.curves, undefined, drawings))
  const over = aucOverTime(overTime, patients.survival.time(followUp.unit), undefined, drawings)
  return [
    {
      id: `time-dependent-roc-${lead.name}`,
      title: words.timeRocTitle(lead.label),
      caption: words.timeRocCaption(
        document.list(judged.map(({ part }) => words.part[part])),
        horizonCell(until, followUp.unit, messages),
        document.clauses(integrals),
      ),
      description: words.timeRocTitle(lead.label),
      data: judged,
      drawing: panels(judged.length === 1 ? [[...curves, over]] : [curves, [over]]),
    },
  ]
}
