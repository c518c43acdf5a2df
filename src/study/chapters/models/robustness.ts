import { learningCurves } from '../../../figures/charts/learning-curve.ts'
import type { CentrePerformance, ModelResult, SubgroupPerformance } from '../../../model/index.ts'
import type { Block, Cell, Row, Table } from '../../../report/document.ts'
import { fixedDecimals, largeCount, percent, wholeNumber, withInterval } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, quantity, text } from '../../../text/with-numbers.ts'
import type { StudyModelComparisons } from '../../stages/model-comparisons.ts'
import { type Chapter, type DrawnFigure, figureBlock, headedTable, paragraph, tableBlock } from '../chapter.ts'
import { placesFigure } from './places.ts'

const none = plainText('–')

/** Where, for whom and with how many patients the models hold: centres, subgroups, learning curve, sample size, prevalence. */
export function robustnessChapter(
  messages: Messages,
  results: readonly ModelResult[],
  modelComparisons: StudyModelComparisons,
  lead = results.at(-1),
): Chapter | undefined {
  const {
    drawings,
    models: { robustness: words },
  } = messages
  const centres = centreTable(words, results)
  const subgroups = subgroupTable(words, results, modelComparisons, lead)
  const sizes = sizeTable(words, results, modelComparisons)
  const prevalence = prevalenceTable(words, results, modelComparisons)
  const places = placesFigure(messages, lead, modelComparisons)
  const learning = learningFigure(drawings, words, results)
  const figures = [...places, ...learning]
  const tables = [centres, subgroups, sizes, prevalence].filter((table) => table !== undefined)
  if (tables.length + figures.length === 0) return undefined
  const blocks: Block[] = places.map(({ id }) => figureBlock(id))
  const add = (table: Table | undefined, text: string) => {
    if (table) blocks.push(paragraph(plainText(text)), tableBlock(table.id))
  }
  add(centres, words.centres)
  add(subgroups, words.subgroups)
  if (learning.length > 0)
    blocks.push(paragraph(plainText(words.learning)), ...learning.map(({ id }) => figureBlock(id)))
  if (sizes) blocks.push(tableBlock(sizes.id))
  if (prevalence && modelComparisons.prevalence) {
    const { share, studyShare } = modelComparisons.prevalence
    blocks.push(
      paragraph(
        words.prevalence(
          percent(studyShare, 1, 'modelComparisons.prevalence.studyShare'),
          percent(share, 1, 'modelComparisons.prevalence.share'),
        ),
      ),
      tableBlock(prevalence.id),
    )
  }
  return { id: 'robustness', title: words.title, blocks, tables, figures }
}

type Words = Messages['models']['robustness']

function centreTable(words: Words, results: readonly ModelResult[]): Table | undefined {
  const rows = results.flatMap(({ name, label, centres }): Row[] =>
    centres.length === 0
      ? []
      : [
          heading(plainText(label)),
          ...centres.map((one, i) => measureRow(words, one.centre, one, `models.${name}.centres.${i}`)),
        ],
  )
  return tableOf('centres', words.centreTable, [words.centre, ...words.heads], rows)
}

function subgroupTable(
  words: Words,
  results: readonly ModelResult[],
  { subgroups }: StudyModelComparisons,
  lead: ModelResult | undefined,
): Table | undefined {
  const rows = subgroups.flatMap(({ model, part, label, middle, groups }, s): Row[] => {
    if (model !== lead?.name) return []
    return [
      heading(
        words.subgroup(
          labelOf(results, model),
          label,
          middle === undefined ? undefined : quantity(middle, String(middle), `modelComparisons.subgroups.${s}.middle`),
          part === 'heldOut',
        ),
      ),
      ...groups.map((one, i) =>
        measureRow(words, words.half[one.group] ?? one.group, one, `modelComparisons.subgroups.${s}.groups.${i}`),
      ),
    ]
  })
  const table = tableOf('subgroups', words.subgroupTable, [words.group, ...words.heads], rows)
  return table && results.length > 1 ? { ...table, footnotes: [{ text: plainText(words.otherModels) }] } : table
}

function sizeTable(
  words: Words,
  results: readonly ModelResult[],
  { sampleSizes }: StudyModelComparisons,
): Table | undefined {
  const rows = sampleSizes.map(
    ({ model, parameters, cStatistic, rows: had, had: events, n, events: needed }, i): Row => {
      const at = `modelComparisons.sampleSizes.${i}`
      return row(labelOf(results, model), [
        text`${wholeNumber(parameters, `${at}.parameters`)}`,
        text`${fixedDecimals(cStatistic, 3, `${at}.cStatistic`)}`,
        text`${largeCount(n, `${at}.n`)} (${largeCount(needed, `${at}.events`)})`,
        text`${wholeNumber(had, `${at}.rows`)} (${wholeNumber(events, `${at}.had`)})`,
      ])
    },
  )
  return tableOf('sample-size', words.sizeTable, words.sizeHeads, rows)
}

function prevalenceTable(
  words: Words,
  results: readonly ModelResult[],
  { prevalence }: StudyModelComparisons,
): Table | undefined {
  const rows = (prevalence?.models ?? []).map(({ model, intercept, shrunkenIntercept, ppv, npv }, i): Row => {
    const at = `modelComparisons.prevalence.models.${i}`
    return row(labelOf(results, model), [
      text`${fixedDecimals(intercept, 3, `${at}.intercept`)}`,
      shrunkenIntercept === undefined ? none : text`${fixedDecimals(shrunkenIntercept, 3, `${at}.shrunkenIntercept`)}`,
      ppv === undefined ? none : text`${percent(ppv, 1, `${at}.ppv`)}`,
      npv === undefined ? none : text`${percent(npv, 1, `${at}.npv`)}`,
    ])
  })
  return tableOf('prevalence', words.prevalenceTable, words.prevalenceHeads, rows)
}

function learningFigure(drawings: Messages['drawings'], words: Words, results: readonly ModelResult[]): DrawnFigure[] {
  const series = results.flatMap(({ label, learningCurve }) =>
    learningCurve.some(({ auc }) => Number.isFinite(auc)) ? [{ label, points: learningCurve }] : [],
  )
  if (series.length === 0) return []
  return [
    {
      id: 'learning-curve',
      title: words.figure,
      caption: plainText(words.caption),
      description: words.description(series.map(({ label }) => label).join(', ')),
      data: series,
      drawing: learningCurves(series, undefined, drawings),
    },
  ]
}

function measureRow(words: Words, label: string, subset: CentrePerformance | SubgroupPerformance, at: string): Row {
  const size = [text`${wholeNumber(subset.n, `${at}.n`)}`, text`${wholeNumber(subset.events, `${at}.events`)}`]
  if ('failed' in subset) return row(label, [...size, plainText(words.noModel(subset.failed)), none, none, none])
  const auc = withInterval([subset.auc, subset.lower, subset.upper], 3, [`${at}.auc`, `${at}.lower`, `${at}.upper`])
  return row(label, [
    ...size,
    Number.isNaN(subset.auc) ? none : auc,
    text`${fixedDecimals(subset.calibrationIntercept, 2, `${at}.calibrationIntercept`)}`,
    text`${fixedDecimals(subset.calibrationSlope, 2, `${at}.calibrationSlope`)}`,
    text`${fixedDecimals(subset.brier, 3, `${at}.brier`)}`,
  ])
}

const row = (label: string, cells: Cell[]): Row => ({ kind: 'row', indent: 0, cells: [plainText(label), ...cells] })
const heading = (label: Cell): Row => ({ kind: 'heading', indent: 0, cells: [label] })

function labelOf(results: readonly ModelResult[], name: string): string {
  return results.find((result) => result.name === name)!.label
}

const tableOf = (...table: Parameters<typeof headedTable>): Table | undefined =>
  table[3].length > 0 ? headedTable(...table) : undefined
