import { kaplanMeier } from '../../../figures/charts/kaplan-meier.ts'
import { nomogram as drawNomogram } from '../../../figures/charts/nomogram.ts'
import { nomogramFigure } from '../../../figures/charts/nomogram-of-model.ts'
import type { Cell, Row, Table } from '../../../report/document.ts'
import { horizonCell, horizonLabel } from '../../../report/horizon-label.ts'
import { fixedDecimals, percent, pValue, wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import type { CompetingRisks } from '../../stages/incidence/competing-risks.ts'
import type { FineGrayModel } from '../../stages/incidence/fine-gray.ts'
import type { IncidenceAtHorizon } from '../../stages/incidence/incidence-at-horizon.ts'
import type { SurvivalResult } from '../../stages/survival.ts'
import { type DrawnFigure, headedTable } from '../chapter.ts'
import { horizonsSaid, incidencePanels } from './incidence-panels.ts'

/** Cumulative incidence by group with Gray's test; of a Fine–Gray model its nomogram, calibration and net benefit. */
export function incidenceFigures(messages: Messages, result: SurvivalResult, index: number): DrawnFigure[] {
  const { competing } = result
  if (!competing) return []
  const model = competing.model?.fineGray
  return [
    incidenceFigure(messages, result, competing, index),
    ...(model?.nomogram ? [fineGrayNomogram(messages, result, model.nomogram, index)] : []),
    ...(model && model.horizons.length > 0 ? [validation(messages, result, model, index)] : []),
  ]
}

function incidenceFigure(
  messages: Messages,
  { label, by, unit, marks }: SurvivalResult,
  { groups, gray, label: other }: CompetingRisks,
  index: number,
): DrawnFigure {
  const { incidenceFigures: words } = messages
  const p = gray && pValue(gray.p).text
  const figure = {
    groups: groups.map(({ label: name, curve, censored, atRisk }) => ({
      label: name,
      time: curve.time,
      survival: curve.incidence,
      lower: curve.lower,
      upper: curve.upper,
      censored,
      atRisk,
    })),
    marks: [0, ...marks.filter((mark) => mark > 0)],
    timeLabel: messages.patients.survival.time(unit),
    survivalLabel: words.incidence,
    notes: p === undefined ? [] : [words.gray(p.startsWith('<') ? p.replace('<', '< ') : `= ${p}`)],
    start: 0 as const,
  }
  return {
    id: `incidence-${index + 1}`,
    title: words.title(label, by),
    caption: plainText(words.caption(other)),
    description: words.title(label, by),
    data: figure,
    drawing: kaplanMeier(figure, undefined, messages.drawings),
  }
}

function fineGrayNomogram(
  messages: Messages,
  { label, unit }: SurvivalResult,
  { model, nomogram, names }: NonNullable<FineGrayModel['nomogram']>,
  index: number,
): DrawnFigure {
  const { incidenceFigures: words, drawings } = messages
  const outcomes = model.outcomes.map((one) => ({
    ...one,
    label: words.risk(horizonLabel(Number(one.label), unit, messages)),
  }))
  const relabelled = {
    ...nomogram,
    outcomes: nomogram.outcomes.map((one, i) => ({ ...one, label: outcomes[i].label })),
  }
  const data = nomogramFigure({ ...model, outcomes }, relabelled, {
    ...names,
    linearPredictor: drawings.linearPredictor,
  })
  return {
    id: `fine-gray-nomogram-${index + 1}`,
    title: words.nomogram(label),
    caption: plainText(words.nomogramCaption),
    description: words.nomogram(label),
    data,
    drawing: drawNomogram(data, undefined, drawings),
  }
}

function validation(
  messages: Messages,
  { label, unit }: SurvivalResult,
  { horizons, folds }: FineGrayModel,
  index: number,
): DrawnFigure {
  const { incidenceFigures: words, document } = messages
  const said = horizonsSaid(messages, horizons, unit)
  return {
    id: `fine-gray-validation-${index + 1}`,
    title: words.validation(label),
    caption: words.validationCaption(wholeNumber(folds), document.clauses(said)),
    description: words.validation(label),
    ...incidencePanels(messages, horizons, unit, words.outOfFold),
  }
}

/** What the risks of a Fine–Gray model do at each time, apparent and out of fold. */
export function incidencePerformance(
  messages: Messages,
  { label, unit }: SurvivalResult,
  { apparent, horizons }: FineGrayModel,
  at: string,
  index: number,
): Table | undefined {
  if (apparent.length === 0) return undefined
  const { incidenceFigures: words } = messages
  const path = `${at}.competing.model.fineGray`
  const rows = apparent.flatMap((own, h): Row[] => {
    const parts = [
      { part: own, where: `${path}.apparent.${h}` },
      { part: horizons[h], where: `${path}.horizons.${h}` },
    ]
    const row = (name: string, cell: (part: IncidenceAtHorizon, where: string) => Cell): Row => ({
      kind: 'row',
      indent: 1,
      cells: [plainText(name), ...parts.map(({ part, where }) => (part ? cell(part, where) : plainText('–')))],
    })
    const decimals = (measure: 'auc' | 'brier' | 'scaledBrier' | 'ratio', places: number) =>
      row(words.rows[measure], (part, where) => text`${fixedDecimals(part[measure], places, `${where}.${measure}`)}`)
    return [
      { kind: 'heading', indent: 0, cells: [horizonCell(own.time, unit, messages)] },
      decimals('auc', 3),
      decimals('brier', 3),
      decimals('scaledBrier', 3),
      row(words.rows.predicted, ({ predicted }, where) => text`${percent(predicted, 1, `${where}.predicted`)}`),
      row(
        words.rows.observed,
        ({ observed, lower, upper }, where) =>
          text`${percent(observed, 1, `${where}.observed`)} (${percent(lower, 1, `${where}.lower`)}–${percent(upper, 1, `${where}.upper`)})`,
      ),
      decimals('ratio', 2),
    ]
  })
  return headedTable(`fine-gray-performance-${index + 1}`, words.performance(label), words.heads, rows, {
    notes: [words.measuresNote],
  })
}
