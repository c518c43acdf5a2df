import type { ModelResult } from '../../../model/index.ts'
import type { Block, Cell, Table, Warning } from '../../../report/document.ts'
import { horizonCell } from '../../../report/horizon-label.ts'
import { performanceTable } from '../../../report/tables/performance-table.ts'
import { fixed, pSaid, whole } from '../../../text/format.ts'
import { joined, plainText, text } from '../../../text/with-numbers.ts'
import { coxPerformanceOf, horizonPerformanceOf } from '../../performance/cox-models.ts'
import type { CoxModels } from '../../stages/cox-models.ts'
import type { StudyNomogram } from '../../stages/nomogram.ts'
import { type Chapter, figureBlock, paragraph, tableBlock } from '../chapter.ts'
import { nomogramFigures } from '../nomogram/figures.ts'
import { lassoFigure, scoreTable } from '../selection/selection.ts'
import { labelOf, lowerFirst } from '../variable-labels.ts'
import { coxFigures } from './cox-figures.ts'
import { aboutModel, coefficientsOf, jointTestBlock, modelWarnings, permutationBlock } from './models.ts'

/** A Cox analysis with the nomogram of its leading model; `n` distinguishes several in one study. */
export interface CoxAnalysis extends CoxModels {
  nomogram: StudyNomogram | undefined
}

/** Models of the time to an event: what they are made of, how good they are, and their nomogram. One chapter for each event. */
export function coxChapter(of: CoxAnalysis): Chapter {
  const { followUp, results, lead, predictors, refused, invasive, nomogram } = of
  const coefficients = results.map((result) => coefficientsOf(result, predictors))
  // of a joint model the score is the model itself
  const scores = results.flatMap((result) =>
    result.model.scores.map((score) => ({
      result,
      score,
      id: score.block === result.name ? result.name : `${score.block}-${result.name}`,
    })),
  )
  const tables = [
    ...coefficients,
    ...performanceTables(of),
    ...scores.map(({ result, score, id }) => scoreTable(result, score, id)),
  ]
  const figures = [
    ...coxFigures(of),
    ...(nomogram ? nomogramFigures(nomogram, `-${lead.name}`) : []),
    ...scores.flatMap(({ result, score, id }) => lassoFigure(result, score, id)),
  ]
  return {
    id: `time-to-event-${lead.name}`,
    title: `Time to ${lowerFirst(followUp.label)}`,
    blocks: [
      paragraph(whoText(of)),
      ...results.flatMap((result, i): Block[] => [
        ...aboutModel(result),
        tableBlock(coefficients[i].id),
        ...jointTestBlock(result, predictors),
        ...proportionalityBlock(result, predictors),
      ]),
      ...tables.slice(coefficients.length).map(({ id }) => tableBlock(id)),
      paragraph(leadText(of)),
      ...results.flatMap(permutationBlock),
      ...figures.map(({ id }) => figureBlock(id)),
    ],
    tables,
    figures,
    warnings: [
      ...refused.map(
        ({ column, reason }): Warning => ({
          severity: 'serious',
          text: plainText(`${column} was refused as a predictor of ${lowerFirst(followUp.label)}: ${reason}.`),
        }),
      ),
      ...invasive.map(
        ({ model, columns }): Warning => ({
          severity: 'serious',
          text: plainText(`The model ${model} is called non-invasive but needs tissue: ${columns.join(', ')}.`),
        }),
      ),
      ...results.flatMap(modelWarnings),
    ],
  }
}

function whoText({ followUp, lead, unknown, training, validation }: CoxModels): Cell {
  const { apparent, heldOut } = lead.performance
  const events = apparent.events + (heldOut?.events ?? 0)
  const left = unknown > 0 ? text` ${whole(unknown)} rows without a known time or event were left out.` : text``
  const horizons = apparent.horizons!.map(
    ({ events: by, atRisk }, h) =>
      text`${whole(by)} by ${horizonCell(followUp.horizons[h].time, followUp.unit)}, to which ${whole(atRisk)} were followed`,
  )
  return text`${followUp.label}: ${whole(events)} events among ${whole(training.length + validation.length)} rows.${left} In the training set: ${joined(horizons, '; ')}. Hazards are taken to be proportional; ties are Efron’s.`
}

function leadText({ lead }: CoxModels): Cell {
  const { label, name, performance } = lead
  const { nested, apparent } = performance
  const at = `models.${name}.performance`
  if (!nested)
    return text`${label}: apparent C ${fixed(apparent.auc, 3, `${at}.apparent.concordance.value`)}; no nested cross-validation was asked for, so nothing here says how it does on new patients.`
  return text`${label}: C ${fixed(nested.auc, 3, `${at}.nested.concordance.value`)} (95% interval ${fixed(nested.lower, 3, `${at}.nested.concordance.lower`)}–${fixed(nested.upper, 3, `${at}.nested.concordance.upper`)}) in nested cross-validation, against ${fixed(apparent.auc, 3, `${at}.apparent.concordance.value`)} on the rows it was fitted to; calibration slope ${fixed(nested.calibrationSlope, 2, `${at}.nested.calibrationSlope.value`)}.`
}

function proportionalityBlock({ name, proportionality }: ModelResult, predictors: CoxModels['predictors']): Block[] {
  if (!proportionality) return []
  const at = `models.${name}.proportionality`
  const labels = labelOf(predictors)
  const each = proportionality.columns.map(
    ({ column, p }, i) => text`${labels.column(column)} ${pSaid(p, `${at}.columns.${i}.p`)}`,
  )
  return [
    paragraph(
      text`Proportional hazards (Grambsch and Therneau’s score test): all columns together ${pSaid(proportionality.global.p, `${at}.global.p`)}; ${joined(each, ', ')}.`,
    ),
  ]
}

function performanceTables({ results, lead, followUp }: CoxModels): Table[] {
  const overall = performanceTable({
    id: `performance-${lead.name}`,
    number: '',
    title: `Performance of the models of ${lowerFirst(followUp.label)}`,
    models: results.map((result) => ({
      name: result.name,
      label: result.label,
      performance: coxPerformanceOf(result),
    })),
    notes: [
      'Concordance: Harrell’s C over the whole follow-up, in nested cross-validation the mean over the folds; its interval there is from the spread between folds. Calibration slope: of a Cox regression on the linear predictor; one is right.',
    ],
  })
  const atHorizons = performanceTable({
    id: `horizons-${lead.name}`,
    number: '',
    title: `Risk of ${lowerFirst(followUp.label)} over time`,
    models: results.flatMap((result) =>
      horizonPerformanceOf(result).map((performance, h) => ({
        name: result.name,
        label: text`${result.label}, ${horizonCell(followUp.horizons[h].time, followUp.unit)}`,
        performance,
        path: `models.${result.name}.horizons.${h}`,
      })),
    ),
    notes: [
      'AUC: of those with the event by the time against those followed beyond it; AUC and Brier score count patients lost before by inverse probability of censoring. Scaled Brier score: one less its ratio to that of one risk for everybody. Observed risk: Kaplan–Meier, with its log-log interval.',
    ],
  })
  return [overall, atHorizons]
}
