import { panels } from '../../../figures/canvas/panels.ts'
import { type CalibrationFigure, calibrationCurves } from '../../../figures/charts/calibration.ts'
import { type DecisionCurveFigure, decisionCurves } from '../../../figures/charts/decision-curve.ts'
import { type RocSeries, rocCurves } from '../../../figures/charts/roc.ts'
import type { ModelResult, PartPerformance } from '../../../model/index.ts'
import type { Row, Table } from '../../../report/document.ts'
import { fixed, whole } from '../../../text/format.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import { type Chapter, figureBlock, paragraph, tableBlock } from '../chapter.ts'

/** Calibration, discrimination and net benefit of the models: training and, where rows were held out, validation. */
export function validationChapter(results: readonly ModelResult[], lead: ModelResult | undefined): Chapter | undefined {
  if (!lead) return undefined
  const { apparent, heldOut } = lead.performance
  const parts: [string, PartPerformance, (result: ModelResult) => PartPerformance | undefined][] = [
    ['Training set', apparent, (result) => result.performance.apparent],
  ]
  if (heldOut) parts.push(['Validation set', heldOut, (result) => result.performance.heldOut])
  const data = {
    calibration: parts.map(([name, performance]) => calibrationOf(name, performance)),
    roc: parts.map(([, , of]) => rocOf(results, of)),
    decision: decisionOf(results, lead),
  }
  const rows = [
    data.calibration.map((one) => calibrationCurves(one)),
    data.roc.map((series) => rocCurves(series)),
    [decisionCurves(data.decision)],
  ]
  const letters = parts.length === 2 ? 'A, B, calibration' : 'A, calibration'
  const leadLabel = lead.label
  const shrinkage = shrinkageTable(results)
  return {
    id: 'validation',
    title: 'Validation',
    blocks: [
      paragraph(leadSentence(lead)),
      figureBlock('validation'),
      ...(shrinkage.rows.length > 0 ? [paragraph(plainText(shrinkageWords)), tableBlock(shrinkage.id)] : []),
    ],
    tables: shrinkage.rows.length > 0 ? [shrinkage] : [],
    figures: [
      {
        id: 'validation',
        title: 'Calibration, discrimination and net benefit',
        caption: text`${letters} of ${leadLabel} in the training${heldOut ? ' and validation' : ''} set (smoothed by lowess; the bias-corrected curve by whole-pipeline bootstrap); then ROC curves of all models, whose training AUCs are apparent; last, decision curves${lead.performance.nested ? ' of out-of-fold predictions in the training set' : ''}.`,
        description: `Calibration plots, ROC curves and decision curves; leading model ${leadLabel}.`,
        data,
        drawing: panels(rows),
      },
    ],
  }
}

function leadSentence({ name, label, performance }: ModelResult) {
  const { nested, apparent } = performance
  const at = `models.${name}.performance`
  if (!nested)
    return text`${label}: apparent AUC ${fixed(apparent.auc, 3, `${at}.apparent.auc.value`)}; no nested cross-validation was asked for, so nothing here says how it does on new patients.`
  return text`${label}: AUC ${fixed(nested.auc, 3, `${at}.nested.auc.value`)} (95% CI ${fixed(nested.lower, 3, `${at}.nested.auc.lower`)}–${fixed(nested.upper, 3, `${at}.nested.auc.upper`)}) in nested cross-validation, against ${fixed(apparent.auc, 3, `${at}.apparent.auc.value`)} on the rows it was fitted to; calibration slope ${fixed(nested.calibrationSlope, 2, `${at}.nested.calibrationSlope.value`)}.`
}

const shrinkageWords =
  'Before a model meets new patients, every coefficient should be multiplied by the recommended shrinkage and the intercept replaced: extreme risks then move towards the mean risk by what overfitting made them too extreme. A factor above one says that a penalty has already shrunk more than that. The nomogram, model.json and the coefficient tables hold the model as fitted.'

function shrinkageTable(results: readonly ModelResult[]): Table {
  const rows = results.flatMap(({ name, label, shrinkage }): Row[] => {
    if (!shrinkage) return []
    const { factor, intercept, by, refits, withoutSlope } = shrinkage
    const at = `models.${name}.shrinkage`
    const cells = [
      plainText(label),
      text`${fixed(factor, 2, `${at}.factor`)}`,
      intercept === undefined ? plainText('–') : text`${fixed(intercept, 3, `${at}.intercept`)}`,
      plainText(by === 'bootstrap' ? 'bootstrap' : 'out of fold'),
      text`${whole(refits, `${at}.refits`)}`,
      text`${whole(withoutSlope, `${at}.withoutSlope`)}`,
    ]
    return [{ kind: 'row', indent: 0, cells }]
  })
  const heads = ['Model', 'Factor', 'Intercept', 'By', 'Refits', 'Refits without a slope']
  return {
    id: 'shrinkage',
    number: '',
    title: 'Recommended shrinkage',
    columns: heads.map((label, j) => ({ label: plainText(label), align: j === 0 ? 'left' : 'right' })),
    rows,
    footnotes: [
      {
        text: plainText(
          'Mean calibration slope of whole-pipeline refits on rows that they were not fitted to, on the scale of maximum likelihood (van Houwelingen and Le Cessie; by bootstrap Steyerberg): bootstrap refits on the training rows, or, with more columns than rows, predictions out of fold. A refit that gives everyone the same risk has no slope.',
        ),
      },
    ],
  }
}

function calibrationOf(
  label: string,
  { calibration, predictions, calibrationSlope, brier }: PartPerformance,
): CalibrationFigure {
  const { predicted, observed, corrected } = calibration
  return {
    apparent: { predicted, observed },
    apparentLabel: label,
    biasCorrected: corrected && { predicted, observed: corrected },
    predictions: histogram(predictions),
    notes: [`Slope ${fixed(calibrationSlope, 2).text}`, `Brier ${fixed(brier, 3).text}`],
  }
}

/** Predicted risks in twenty bins; no single patient's risk can be read from it. */
function histogram(predictions: PartPerformance['predictions']) {
  const bins = 20
  const edges = Array.from({ length: bins + 1 }, (_, i) => i / bins)
  const count = (outcome: number) => {
    const counts = new Array<number>(bins).fill(0)
    for (const one of predictions)
      if (one.outcome === outcome && Number.isFinite(one.risk))
        counts[Math.min(bins - 1, Math.floor(one.risk * bins))]++
    return counts
  }
  return { edges, events: count(1), nonEvents: count(0) }
}

function rocOf(results: readonly ModelResult[], of: (result: ModelResult) => PartPerformance | undefined): RocSeries[] {
  return results.flatMap((result) => {
    const part = of(result)
    if (!part) return []
    const { roc, auc, lower, upper } = part
    return [{ label: result.label, ...roc, auc, lower, upper }]
  })
}

function decisionOf(results: readonly ModelResult[], lead: ModelResult): DecisionCurveFigure {
  const part = ({ performance }: ModelResult) => performance.nested ?? performance.apparent
  const { thresholds, treatAll } = part(lead).decision
  return {
    thresholds,
    treatAll,
    models: results.map((result) => ({
      label: result.label,
      netBenefit: part(result).decision.netBenefit,
    })),
  }
}
