import { panelSize, panels } from '../../../figures/canvas/panels.ts'
import { type CalibrationFigure, calibrationCurves } from '../../../figures/charts/calibration.ts'
import { decisionCurves } from '../../../figures/charts/decision-curve.ts'
import { type RocSeries, rocCurves } from '../../../figures/charts/roc.ts'
import type { ModelResult, PartPerformance } from '../../../model/index.ts'
import type { Row, Table } from '../../../report/document.ts'
import { fixedDecimals, wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import type { StudyOutcome } from '../../stages/cohort.ts'
import { type Chapter, figureBlock, headedTable, paragraph, tableBlock } from '../chapter.ts'
import { estimateOf } from '../estimate.ts'
import { decisionOf } from './decision-curves.ts'
import { leadingFigure, slopesSentence } from './leading.ts'
import { histogram } from './risk-histogram.ts'

/** Calibration, discrimination and net benefit of the models: training and, where rows were held out, validation. */
export function validationChapter(
  messages: Messages,
  results: readonly ModelResult[],
  lead: ModelResult | undefined,
  outcome: StudyOutcome | undefined,
): Chapter | undefined {
  if (!lead) return undefined
  const leading = outcome ? leadingFigure(messages, lead, outcome) : []
  const slopes = slopesSentence(messages, lead)
  const { apparent, heldOut } = lead.performance
  const { validation: words } = messages.models
  const parts: [string, PartPerformance, (result: ModelResult) => PartPerformance | undefined][] = [
    [words.ofFit, apparent, (result) => result.performance.apparent],
  ]
  if (heldOut) parts.push([words.ofHeldOut, heldOut, (result) => result.performance.heldOut])
  // The leading figure and the comparison have the decision curves of patients that no model had seen.
  const decision = leading.length === 0 ? decisionOf(results, lead) : undefined
  const data = {
    calibration: parts.map(([, performance], i) =>
      calibrationOf(words, i === 0 ? messages.drawings.apparent : messages.document.heldOut, performance),
    ),
    roc: parts.map(([, , of]) => rocOf(results, of)),
    ...(decision && { decision }),
  }
  const panel = panelSize(2)
  const calibration = data.calibration.map((one, i) => ({
    ...calibrationCurves(one, panel, messages.drawings),
    title: words.calibrationPanel(parts[i][0]),
  }))
  const roc = data.roc.map((series, i) => ({
    ...rocCurves(series, panel, messages.drawings),
    title: words.rocPanel(parts[i][0]),
  }))
  const net =
    decision && decision.thresholds.length > 0
      ? [{ ...decisionCurves(decision, panel, messages.drawings), title: messages.drawings.netBenefit }]
      : []
  const rows = heldOut ? [calibration, roc, net] : [[...calibration, ...roc], net]
  const leadLabel = lead.label
  const shrinkage = shrinkageTable(messages, results)
  return {
    id: 'validation',
    title: words.title,
    blocks: [
      paragraph(leadSentence(messages, lead)),
      ...leading.map(({ id }) => figureBlock(id)),
      ...(slopes && leading.length > 0 ? [paragraph(slopes)] : []),
      figureBlock('validation'),
      ...(shrinkage.rows.length > 0 ? [paragraph(plainText(words.shrinkageParagraph)), tableBlock(shrinkage.id)] : []),
    ],
    tables: shrinkage.rows.length > 0 ? [shrinkage] : [],
    figures: [
      ...leading,
      {
        id: 'validation',
        title: words.figure(net.length > 0),
        caption: plainText(
          words.caption(leadLabel, heldOut !== undefined, apparent.calibration.corrected !== undefined, net.length > 0),
        ),
        description: words.description(leadLabel),
        data,
        drawing: panels(rows.filter((row) => row.length > 0)),
      },
    ],
  }
}

type Words = Messages['models']['validation']

/** How good the leading model is on patients that it has not seen; of a Cox model by its concordance. */
export function leadSentence(
  messages: Messages,
  { name, label, family, performance, terms, withheld, emptyFolds }: ModelResult,
) {
  const { validation: words } = messages.models
  const { nested, apparent } = performance
  const at = `models.${name}.performance`
  const [measure, key] = family === 'cox' ? ['C', 'concordance'] : ['AUC', 'auc']
  const own = fixedDecimals(apparent.auc, 3, `${at}.apparent.${key}.value`)
  if (!nested) return words.noNested(label, measure, own, withheld.nested !== undefined)
  const estimate = estimateOf(messages, nested, `${at}.nested.${key}`)
  if (terms.length === 0) return words.empty(label, measure, ...estimate, emptyFolds.refits === emptyFolds.of)
  const slope = fixedDecimals(nested.calibrationSlope, 2, `${at}.nested.calibrationSlope.value`)
  return words.lead(label, measure, ...estimate, own, slope)
}

/** The recommended shrinkage of each model; without a row where there is none. */
export function shrinkageTable(
  { models: { validation: words } }: Messages,
  results: readonly ModelResult[],
  id = 'shrinkage',
): Table {
  const rows = results.flatMap(({ name, label, shrinkage }): Row[] => {
    if (!shrinkage) return []
    const { factor, intercept, by, refits, withoutSlope } = shrinkage
    const at = `models.${name}.shrinkage`
    const cells = [
      plainText(label),
      text`${fixedDecimals(factor, 2, `${at}.factor`)}`,
      intercept === undefined ? plainText('–') : text`${fixedDecimals(intercept, 3, `${at}.intercept`)}`,
      plainText(words.by[by]),
      text`${wholeNumber(refits, `${at}.refits`)}`,
      text`${wholeNumber(withoutSlope, `${at}.withoutSlope`)}`,
    ]
    return [{ kind: 'row', indent: 0, cells }]
  })
  const ways = (['bootstrap', 'nested'] as const).filter((way) =>
    results.some(({ shrinkage }) => shrinkage?.by === way),
  )
  const notes = [words.shrinkageNote, ...ways.map((way) => words.shrinkageBy[way])]
  return headedTable(id, words.shrinkage, words.shrinkageHeads, rows, { notes })
}

function calibrationOf(
  words: Words,
  label: string,
  { calibration, predictions, calibrationSlope, brier }: PartPerformance,
): CalibrationFigure {
  const { predicted, observed, corrected } = calibration
  return {
    apparent: { predicted, observed },
    apparentLabel: label,
    biasCorrected: corrected && { predicted, observed: corrected },
    predictions: histogram(predictions),
    legendBelow: 'yes',
    notes: [words.slope(fixedDecimals(calibrationSlope, 2).text), words.brier(fixedDecimals(brier, 3).text)],
  }
}

function rocOf(
  results: readonly ModelResult[],
  performanceOf: (result: ModelResult) => PartPerformance | undefined,
): RocSeries[] {
  return results.flatMap((result) => {
    const part = performanceOf(result)
    if (!part) return []
    const { roc, auc, lower, upper } = part
    return [{ label: result.label, ...roc, auc, lower, upper }]
  })
}
