import { panels } from '../../figures/canvas/panels.ts'
import { calibrationCurves } from '../../figures/charts/calibration.ts'
import type { ModelFile } from '../../model/predict/model-schema.ts'
import type { Cell, Row, Summary, Table } from '../../report/document.ts'
import { horizonCell } from '../../report/horizon-label.ts'
import { fixedDecimals, percent, wholeNumber, withInterval } from '../../text/format.ts'
import type { Messages } from '../../text/locales/index.ts'
import { plainText, text } from '../../text/with-numbers.ts'
import { type Chapter, type DrawnFigure, figureBlock, headedTable, paragraph, tableBlock } from '../chapters/chapter.ts'
import { horizonsSaid, incidencePanels } from '../chapters/survival/incidence-panels.ts'
import type { ClassesValidation } from './validate-classes.ts'
import type { IncidenceValidation } from './validate-incidence.ts'

/** What the page of an external validation says of one kind of model. */
export interface ExternalFindings {
  chapter: Chapter
  headlines: Summary['headlines']
  abstract: Cell[]
  /** The figure that stands on its first page. */
  picture?: string
}

/** The chapter of the tables and the figure of a validation; after  what is said below them. */
export function externalChapter(
  words: Messages['external'],
  tables: Table[],
  figure: DrawnFigure | undefined,
  after: readonly Cell[] = [],
): Chapter {
  return {
    id: 'external-validation',
    title: words.title,
    blocks: [
      paragraph(plainText(words.asIs)),
      ...(figure ? [figureBlock(figure.id)] : []),
      ...tables.map(({ id }) => tableBlock(id)),
      ...after.map(paragraph),
    ],
    tables,
    ...(figure && { figures: [figure] }),
  }
}

/** What a model's file says of its own patients. */
function before(file: ModelFile, kind: 'nested' | 'apparent', name: string, decimals: number): Cell {
  const value = file.performance[kind]?.[name]
  return typeof value === 'number' ? text`${fixedDecimals(value, decimals)}` : plainText('–')
}

/** The sentence of the abstract: which model met whom, and what was found. */
const applied = (
  { external: words, document }: Messages,
  file: ModelFile,
  n: number,
  cohort: string,
  counts: Parameters<Messages['external']['applied']>[0]['counts'],
  said: Parameters<Messages['document']['clauses']>[0],
): Cell =>
  words.applied({
    model: file.label,
    rows: wholeNumber(file.rows),
    study: file.origin.study,
    n: wholeNumber(n),
    cohort,
    counts,
    found: document.clauses(said),
  })

const measures = ['handTill', 'orc', 'r2', 'rmse'] as const

/** Of classes, or of a number: discrimination, calibration slopes and curves. */
export function classesFindings(
  messages: Messages,
  file: ModelFile,
  { n, classes, performance }: ClassesValidation,
  cohort: string,
): ExternalFindings {
  const { external: words, regressions, document, drawings } = messages
  const known = measures.flatMap((name) => {
    const measure = performance[name]
    return measure ? [{ name, measure }] : []
  })
  const row = (label: string, cells: Cell[]): Row => ({ kind: 'row', indent: 0, cells: [plainText(label), ...cells] })
  const rows = [
    ...known.map(({ name, measure: { value, lower, upper } }) =>
      row(regressions.measures[name], [
        before(file, 'nested', name, 3),
        before(file, 'apparent', name, 3),
        withInterval([value, lower, upper], 3),
      ]),
    ),
    ...performance.slopes.map(({ label, slope }) =>
      row(label === '' ? regressions.slope : regressions.slopeOf(label), [
        plainText('–'),
        plainText('–'),
        text`${fixedDecimals(slope, 2)}`,
      ]),
    ),
  ]
  const counts = classes.map(({ label, n: own }) => regressions.count(label, wholeNumber(own)))
  const table = headedTable('external-performance', words.performance, [...words.heads], rows, {
    notes: [words.bootstrapNote],
  })
  const calibration = performance.calibration.map(({ label, predicted, observed }) => ({
    apparent: { predicted, observed },
    apparentLabel: label,
  }))
  const figure = {
    id: 'external',
    title: regressions.calibration(file.label),
    caption: plainText(words.classesCaption),
    description: regressions.calibration(file.label),
    data: calibration,
    drawing: panels([calibration.map((one) => calibrationCurves(one, undefined, drawings))]),
  }
  const isDrawn = calibration.length > 0
  const said = known.map(({ name, measure: { value, lower, upper } }) =>
    words.measured(
      regressions.measures[name],
      fixedDecimals(value, 3),
      fixedDecimals(lower, 3),
      fixedDecimals(upper, 3),
    ),
  )
  return {
    chapter: externalChapter(words, [table], isDrawn ? figure : undefined),
    headlines: known.slice(0, 2).map(({ name, measure: { value, lower, upper } }) => ({
      label: regressions.measures[name],
      value: text`${fixedDecimals(value, 3)}`,
      detail: text`${fixedDecimals(lower, 3)}–${fixedDecimals(upper, 3)}`,
    })),
    abstract: [applied(messages, file, n, cohort, counts.length > 0 ? document.list(counts) : '', said)],
    ...(isDrawn && { picture: figure.id }),
  }
}

/** Of an event that another can come before, at each horizon: discrimination, calibration against the incidence, net benefit. */
export function incidenceFindings(
  messages: Messages,
  file: ModelFile,
  { n, events, competing, horizons, beyond }: IncidenceValidation,
  cohort: string,
): ExternalFindings {
  const { external: words, incidenceFigures } = messages
  const unit = file.outcome.unit ?? ''
  const table = incidenceTable(messages, file, horizons, unit)
  const figure = {
    id: 'external',
    title: incidenceFigures.validation(file.label),
    caption: plainText(words.incidenceCaption),
    description: incidenceFigures.validation(file.label),
    ...incidencePanels(messages, horizons, unit, words.cohort),
  }
  const said = horizonsSaid(messages, horizons, unit)
  const isDrawn = horizons.length > 0
  return {
    chapter: externalChapter(
      words,
      [table],
      isDrawn ? figure : undefined,
      beyond.map((at) => words.beyond(horizonCell(at, unit, messages))),
    ),
    headlines: horizons.slice(-2).map(({ time, auc, ratio }) => ({
      label: incidenceFigures.aucAt(horizonCell(time, unit, messages).text),
      value: text`${fixedDecimals(auc, 3)}`,
      detail: incidenceFigures.ratioIs(fixedDecimals(ratio, 2)),
    })),
    abstract: [
      applied(messages, file, n, cohort, incidenceFigures.counted(wholeNumber(events), wholeNumber(competing)), said),
    ],
    ...(isDrawn && { picture: figure.id }),
  }
}

function incidenceTable(
  messages: Messages,
  file: ModelFile,
  horizons: IncidenceValidation['horizons'],
  unit: string,
): Table {
  const { external: words, incidenceFigures } = messages
  const rows = horizons.flatMap(({ time, auc, brier, ratio, observed, lower, upper }): Row[] => {
    const row = (label: string, name: string | undefined, decimals: number, cell: Cell): Row => ({
      kind: 'row',
      indent: 1,
      cells: [
        plainText(label),
        name ? before(file, 'nested', `${name}_${time}`, decimals) : plainText('–'),
        name ? before(file, 'apparent', `${name}_${time}`, decimals) : plainText('–'),
        cell,
      ],
    })
    return [
      { kind: 'heading', indent: 0, cells: [horizonCell(time, unit, messages)] },
      row(incidenceFigures.rows.auc, 'auc', 3, text`${fixedDecimals(auc, 3)}`),
      row(incidenceFigures.rows.brier, 'brier', 3, text`${fixedDecimals(brier, 3)}`),
      row(
        incidenceFigures.rows.observed,
        undefined,
        1,
        text`${percent(observed, 1)} (${percent(lower, 1)}–${percent(upper, 1)})`,
      ),
      row(incidenceFigures.rows.ratio, 'ratio', 2, text`${fixedDecimals(ratio, 2)}`),
    ]
  })
  return headedTable('external-performance', words.performance, [...words.heads], rows, {
    notes: [incidenceFigures.measuresNote],
  })
}
