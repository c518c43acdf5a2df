import type { ModelResult } from '../../../model/index.ts'
import type { Block, Cell, Table, Warning } from '../../../report/document.ts'
import { horizonCell } from '../../../report/horizon-label.ts'
import { performanceTable } from '../../../report/tables/performance-table.ts'
import { percent, pSaid, wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { joinTexts, plainText, text } from '../../../text/with-numbers.ts'
import { coxPerformanceOf, horizonPerformanceOf } from '../../performance/cox-models.ts'
import type { StudyCohort } from '../../stages/cohort.ts'
import type { CoxModels } from '../../stages/cox-models.ts'
import type { StudyNomogram } from '../../stages/nomogram.ts'
import { type Chapter, figureBlock, paragraph, tableBlock } from '../chapter.ts'
import { nomogramFigures } from '../nomogram/figures.ts'
import { lassoFigure, scoreTable } from '../selection/selection.ts'
import { countedText } from '../survival/counted.ts'
import { labelOf, lowerFirst } from '../variable-labels.ts'
import { coxFigures } from './cox-figures.ts'
import { aboutModel, coefficientsOf, jointTestBlock, modelWarnings, permutationBlock } from './models.ts'
import { coxRegressionsOf } from './univariable.ts'
import { leadSentence, shrinkageTable } from './validation.ts'

/** A Cox analysis with the nomogram of its leading model; `n` distinguishes several in one study. */
export interface CoxAnalysis extends CoxModels {
  nomogram: StudyNomogram | undefined
}

/** Models of the time to an event: what they are made of, how good they are, and their nomogram. One chapter for each event. */
export function coxChapter(messages: Messages, cohort: StudyCohort, analysis: CoxAnalysis): Chapter {
  const { followUp, results, lead, predictors, refused, invasive, nomogram } = analysis
  const { cox: words } = messages.models
  const event = lowerFirst(followUp.label)
  const coefficients = results.map((result) => coefficientsOf(messages, result, predictors))
  // of a joint model the score is the model itself
  const scores = results.flatMap((result) =>
    result.model.scores.map((score) => ({
      result,
      score,
      id: score.block === result.name ? result.name : `${score.block}-${result.name}`,
    })),
  )
  const regressions = coxRegressionsOf(messages, cohort, analysis)
  const tables = [
    ...coefficients,
    ...regressions,
    ...performanceTables(messages, analysis),
    ...scores.map(({ result, score, id }) => scoreTable(messages, result, score, id)),
  ]
  const shrinkage = shrinkageTable(messages, results, `shrinkage-${lead.name}`)
  const figures = [
    ...coxFigures(messages, analysis),
    ...(nomogram ? nomogramFigures(messages, nomogram, `-${lead.name}`) : []),
    ...scores.flatMap(({ result, score, id }) => lassoFigure(messages, result, score, id)),
  ]
  return {
    id: `time-to-event-${lead.name}`,
    title: words.title(event),
    blocks: [
      paragraph(whoText(messages, analysis)),
      ...results.flatMap((result, i): Block[] => [
        ...aboutModel(messages, result),
        tableBlock(coefficients[i].id),
        ...jointTestBlock(messages, result, predictors),
        ...proportionalityBlock(messages, result, predictors),
      ]),
      ...tables.slice(coefficients.length).map(({ id }) => tableBlock(id)),
      paragraph(leadSentence(messages, lead)),
      ...results.flatMap((result) => permutationBlock(messages, result)),
      ...(shrinkage.rows.length > 0
        ? [paragraph(plainText(messages.models.validation.shrinkageParagraph)), tableBlock(shrinkage.id)]
        : []),
      ...figures.map(({ id }) => figureBlock(id)),
    ],
    tables: shrinkage.rows.length > 0 ? [...tables, shrinkage] : tables,
    figures,
    warnings: [
      ...refused.map(
        ({ column, reason }): Warning => ({
          severity: 'serious',
          text: plainText(messages.models.refusedOf(column, event, reason)),
        }),
      ),
      ...invasive.map(
        ({ model, columns }): Warning => ({
          severity: 'serious',
          text: messages.models.invasive(model, messages.document.list(columns)),
        }),
      ),
      ...results.flatMap((result) => modelWarnings(messages, result)),
    ],
  }
}

function whoText(messages: Messages, { followUp, lead, unknown, training, validation }: CoxModels): Cell {
  const { cox: words } = messages.models
  const { apparent, heldOut } = lead.performance
  const events = apparent.events + (heldOut?.events ?? 0)
  const horizons = (apparent.horizons ?? []).map(({ events: by, atRisk }, h) =>
    words.horizon(
      wholeNumber(by),
      horizonCell(followUp.horizons[h].time, followUp.unit, messages),
      wholeNumber(atRisk),
    ),
  )
  const who = words.who(
    followUp.label,
    wholeNumber(events),
    wholeNumber(training.length + validation.length),
    unknown > 0 ? words.left(wholeNumber(unknown)) : '',
    messages.document.clauses(horizons),
  )
  const { startLabel: start, landmark, unit, competing } = followUp
  const at = `models.${lead.name}.followUp`
  const rival = competing
    ? words.competing(
        wholeNumber(competing.n, `${at}.competing.n`),
        competing.label,
        horizonCell(competing.at, unit, messages),
        percent(competing.kaplanMeier, 1, `${at}.competing.kaplanMeier`),
        percent(competing.incidence, 1, `${at}.competing.incidence`),
      )
    : ''
  return joinTexts([who, countedText(messages, { start, landmark, unit }, at), rival], '')
}

function proportionalityBlock(
  { document, models: { cox: words } }: Messages,
  { name, proportionality }: ModelResult,
  predictors: CoxModels['predictors'],
): Block[] {
  if (!proportionality) return []
  const at = `models.${name}.proportionality`
  const labels = labelOf(predictors)
  const each = proportionality.columns.map(
    ({ column, p }, i) => text`${labels.column(column)} ${pSaid(p, `${at}.columns.${i}.p`)}`,
  )
  return [paragraph(words.proportionality(pSaid(proportionality.global.p, `${at}.global.p`), document.list(each)))]
}

function performanceTables(messages: Messages, { results, lead, followUp }: CoxModels): Table[] {
  const { cox: words } = messages.models
  const event = lowerFirst(followUp.label)
  const overall = performanceTable({
    id: `performance-${lead.name}`,
    number: '',
    title: words.performance(event),
    models: results.map((result) => ({
      name: result.name,
      label: result.label,
      performance: coxPerformanceOf(result),
    })),
    notes: [words.performanceNote],
    messages,
  })
  const atHorizons = performanceTable({
    id: `horizons-${lead.name}`,
    number: '',
    title: words.overTime(event),
    models: results.flatMap((result) =>
      horizonPerformanceOf(result).map((performance, h) => ({
        name: result.name,
        label: words.modelAt(result.label, horizonCell(followUp.horizons[h].time, followUp.unit, messages)),
        performance,
        path: `models.${result.name}.horizons.${h}`,
      })),
    ),
    notes: [followUp.start === undefined ? words.overTimeNote : words.overTimeLate],
    messages,
  })
  return [overall, atHorizons]
}
