import { learningCurves } from '../../../figures/charts/learning-curve.ts'
import type { CentrePerformance, ModelResult, SubgroupPerformance } from '../../../model/index.ts'
import type { Block, Cell, Row, Table } from '../../../report/document.ts'
import { fixed, percent, whole, withInterval } from '../../../text/format.ts'
import { plainText, quantity, text } from '../../../text/with-numbers.ts'
import type { StudyFurther } from '../../stages/model-comparisons.ts'
import { type Chapter, type DrawnFigure, figureBlock, paragraph, tableBlock } from '../chapter.ts'

const none = plainText('–')

/** Where, for whom and with how many patients the models hold: centres, subgroups, learning curve, sample size, prevalence. */
export function robustnessChapter(results: readonly ModelResult[], further: StudyFurther): Chapter | undefined {
  const centres = centreTable(results)
  const subgroups = subgroupTable(results, further)
  const sizes = sizeTable(results, further)
  const prevalence = prevalenceTable(results, further)
  const figures = learningFigure(results)
  const tables = [centres, subgroups, sizes, prevalence].filter((table) => table !== undefined)
  if (tables.length + figures.length === 0) return undefined
  const blocks: Block[] = []
  const add = (table: Table | undefined, text: string) => {
    if (table) blocks.push(paragraph(plainText(text)), tableBlock(table.id))
  }
  add(
    centres,
    'Each centre was left out in turn and judged by models that had not seen any of its patients, everything that learns repeated without it.',
  )
  add(
    subgroups,
    'Performance in subgroups, with DeLong’s intervals. Small groups say little, and a difference between groups is not tested here.',
  )
  if (figures.length > 0) {
    blocks.push(
      paragraph(
        plainText(
          'Models that learnt from random parts of the training rows, judged on the training rows left over: where the curve still rises at its right end, more patients would help. Beside it the sample size that Riley’s criteria ask for at the nested C statistic, counting every column that the model could choose from.',
        ),
      ),
      ...figures.map(({ id }) => figureBlock(id)),
    )
  }
  if (sizes) blocks.push(tableBlock(sizes.id))
  if (prevalence && further.prevalence) {
    const { share, studyShare } = further.prevalence
    blocks.push(
      paragraph(
        text`Patients were sampled by outcome: ${percent(studyShare, 1, 'further.prevalence.studyShare')} of the training rows have it, ${percent(share, 1, 'further.prevalence.share')} of the population. Odds ratios and the AUC hold as they are; risks need the intercept below, moved by the difference of the log odds, and predictive values follow from sensitivity and specificity by Bayes’ rule.`,
      ),
      tableBlock(prevalence.id),
    )
  }
  return { id: 'robustness', title: 'Where and for whom the models hold', blocks, tables, figures }
}

const measureHeads = [
  'Patients',
  'With the outcome',
  'AUC (95% CI)',
  'Calibration intercept',
  'Calibration slope',
  'Brier',
]

function centreTable(results: readonly ModelResult[]): Table | undefined {
  const rows = results.flatMap(({ name, label, centres }): Row[] =>
    centres.length === 0
      ? []
      : [
          heading(plainText(label)),
          ...centres.map((one, i) => measureRow(one.centre, one, `models.${name}.centres.${i}`)),
        ],
  )
  return tableOf('centres', 'Each centre, by models fitted without it', ['Centre', ...measureHeads], rows)
}

function subgroupTable(results: readonly ModelResult[], { subgroups }: StudyFurther): Table | undefined {
  const rows = subgroups.flatMap(({ model, part, label, middle, groups }, s): Row[] => [
    heading(
      text`${labelOf(results, model)}: ${label}${middle === undefined ? '' : text`, halves at ${quantity(middle, String(middle), `further.subgroups.${s}.middle`)}`}, ${part === 'heldOut' ? 'held-out' : 'training, out of fold'}`,
    ),
    ...groups.map((one, i) => measureRow(one.group, one, `further.subgroups.${s}.groups.${i}`)),
  ])
  return tableOf('subgroups', 'Performance in subgroups', ['Group', ...measureHeads], rows)
}

function sizeTable(results: readonly ModelResult[], { sampleSizes }: StudyFurther): Table | undefined {
  const rows = sampleSizes.map(
    ({ model, candidates, cStatistic, rows: had, had: events, n, events: needed }, i): Row => {
      const at = `further.sampleSizes.${i}`
      return row(labelOf(results, model), [
        text`${whole(candidates, `${at}.candidates`)}`,
        text`${fixed(cStatistic, 3, `${at}.cStatistic`)}`,
        text`${whole(n, `${at}.n`)} (${whole(needed, `${at}.events`)})`,
        text`${whole(had, `${at}.rows`)} (${whole(events, `${at}.had`)})`,
      ])
    },
  )
  const heads = [
    'Model',
    'Candidate columns',
    'Nested C statistic',
    'Needed (with the outcome)',
    'Had (with the outcome)',
  ]
  return tableOf('sample-size', 'Sample size that the models need, by Riley’s criteria', heads, rows)
}

function prevalenceTable(results: readonly ModelResult[], { prevalence }: StudyFurther): Table | undefined {
  const rows = (prevalence?.models ?? []).map(({ model, intercept, shrunkenIntercept, ppv, npv }, i): Row => {
    const at = `further.prevalence.models.${i}`
    return row(labelOf(results, model), [
      text`${fixed(intercept, 3, `${at}.intercept`)}`,
      shrunkenIntercept === undefined ? none : text`${fixed(shrunkenIntercept, 3, `${at}.shrunkenIntercept`)}`,
      ppv === undefined ? none : text`${percent(ppv, 1, `${at}.ppv`)}`,
      npv === undefined ? none : text`${percent(npv, 1, `${at}.npv`)}`,
    ])
  })
  const heads = [
    'Model',
    'Intercept',
    'Intercept after shrinkage',
    'Positive predictive value',
    'Negative predictive value',
  ]
  return tableOf('prevalence', 'The models at the population’s prevalence', heads, rows)
}

function learningFigure(results: readonly ModelResult[]): DrawnFigure[] {
  const series = results.flatMap(({ label, learningCurve }) =>
    learningCurve.some(({ auc }) => Number.isFinite(auc)) ? [{ label, points: learningCurve }] : [],
  )
  if (series.length === 0) return []
  return [
    {
      id: 'learning-curve',
      title: 'Learning curve',
      caption: text`Mean AUC on the training rows left over, with its standard deviation between random parts.`,
      description: `AUC over the number of rows learnt from, ${series.map(({ label }) => label).join(', ')}.`,
      data: series,
      drawing: learningCurves(series),
    },
  ]
}

function measureRow(label: string, of: CentrePerformance | SubgroupPerformance, at: string): Row {
  const size = [text`${whole(of.n, `${at}.n`)}`, text`${whole(of.events, `${at}.events`)}`]
  if ('failed' in of) return row(label, [...size, plainText(`no model: ${of.failed}`), none, none, none])
  const auc = withInterval([of.auc, of.lower, of.upper], 3, [`${at}.auc`, `${at}.lower`, `${at}.upper`])
  return row(label, [
    ...size,
    Number.isNaN(of.auc) ? none : auc,
    text`${fixed(of.calibrationIntercept, 2, `${at}.calibrationIntercept`)}`,
    text`${fixed(of.calibrationSlope, 2, `${at}.calibrationSlope`)}`,
    text`${fixed(of.brier, 3, `${at}.brier`)}`,
  ])
}

const row = (label: string, cells: Cell[]): Row => ({ kind: 'row', indent: 0, cells: [plainText(label), ...cells] })
const heading = (label: Cell): Row => ({ kind: 'heading', indent: 0, cells: [label] })

function labelOf(results: readonly ModelResult[], name: string): string {
  return results.find((result) => result.name === name)!.label
}

function tableOf(id: string, title: string, heads: readonly string[], rows: Row[]): Table | undefined {
  if (rows.length === 0) return undefined
  const columns = heads.map((label, j) => ({ label: plainText(label), align: j === 0 ? 'left' : 'right' }) as const)
  return { id, number: '', title, columns, rows, footnotes: [] }
}
