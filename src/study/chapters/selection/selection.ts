import { featureName } from '../../../features/feature-name.ts'
import { type LassoFigure, lassoPlot } from '../../../figures/charts/lasso.ts'
import type { PathReport } from '../../../model/fit/score.ts'
import type { ModelResult } from '../../../model/index.ts'
import type { Row, Table } from '../../../report/document.ts'
import { fixedDecimals, percent, wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import type { StudyConfig } from '../../file/schema.ts'
import type { PredictedCohort } from '../../stages/cohort.ts'
import type { FeatureMaps } from '../../stages/feature-maps.ts'
import type { StudyModels } from '../../stages/outcome-models.ts'
import { type Chapter, type DrawnFigure, figureBlock, paragraph, tableBlock } from '../chapter.ts'
import { featureMapsFigure } from './feature-maps.ts'
import { reliabilityFigure, scoreFigures } from './figures.ts'
import { readersFigure } from './readers-figure.ts'
import { coefficientsFigure, distributionsFigure } from './score-columns.ts'

const maximumListed = 30

/** Which features each score is made of, how the LASSO chose them, and how often refits choose the same. */
export function selectionChapter(
  messages: Messages,
  study: StudyConfig,
  patients: PredictedCohort,
  { results, table }: Pick<StudyModels, 'results' | 'table'>,
  maps: FeatureMaps | undefined,
): Chapter | undefined {
  const seen = new Set<string>()
  const scores = results.flatMap((result) =>
    result.model.scores.flatMap((score) => {
      if (seen.has(score.name)) return []
      seen.add(score.name)
      return [{ result, score }]
    }),
  )
  if (scores.length === 0) return undefined
  const figures = [
    ...reliabilityFigure(messages, study, table, patients.training),
    ...scores.flatMap(({ score }) => readersFigure(messages, score, table, patients.training)),
    ...scores.flatMap(({ result, score }) => lassoFigure(messages, result, score, score.block)),
    ...scores.flatMap(({ result, score }) => coefficientsFigure(messages, result, score)),
    ...scores.flatMap(({ score }) => distributionsFigure(messages, score, table, patients)),
    ...scores.flatMap(({ score }) => scoreFigures(messages, score, table, patients)),
    ...featureMapsFigure(messages, maps),
  ]
  const tables = scores.map(({ result, score }): Table => scoreTable(messages, result, score, score.block))
  return {
    id: 'selection',
    title: messages.selection.title,
    blocks: [
      paragraph(plainText(messages.selection.paragraph)),
      ...figures.map(({ id }) => figureBlock(id)),
      ...tables.map(({ id }) => tableBlock(id)),
    ],
    tables,
    figures,
  }
}

type Score = ModelResult['model']['scores'][number]

/** The LASSO path of a score, as figure `lasso-ID`; nothing for a score without one. */
export function lassoFigure(
  { drawings, selection: words }: Messages,
  { selection, family }: ModelResult,
  score: Score,
  id: string,
): DrawnFigure[] {
  const path = selection.find((one) => one.score === score.name)?.path
  if (!path) return []
  const data = lassoInput(path, words.deviance[family])
  return [
    {
      id: `lasso-${id}`,
      title: words.lasso(words.score(score.name)),
      caption: words.lassoCaption(fixedDecimals(path.chosen, 4), wholeNumber(score.terms.length)),
      description: words.lassoDescription(words.score(score.name)),
      data,
      drawing: lassoPlot(data, drawings),
    },
  ]
}

function lassoInput(path: PathReport, measure: string): LassoFigure {
  return {
    lambda: path.lambda,
    nonZero: path.nonZero,
    paths: path.paths.map(({ name, coefficients }) => ({ label: featureName(name), coefficients })),
    crossValidated: { mean: path.mean, standardError: path.standardError, measure },
    lambdaMin: path.lambdaMin,
    lambda1se: path.lambda1se,
  }
}

/** The columns of a score, as table `score-ID`. */
export function scoreTable({ selection: words }: Messages, result: ModelResult, score: Score, id: string): Table {
  const frequency = new Map(result.frequencies.map((one) => [one.term, one]))
  const at = `models.${result.name}.model.scores.${result.model.scores.indexOf(score)}.terms`
  const order = score.terms
    .map((_, i) => i)
    .sort((a, b) => Math.abs(score.terms[b].estimate) - Math.abs(score.terms[a].estimate))
  const rows = order.slice(0, maximumListed).map((i): Row => {
    const { name, estimate } = score.terms[i]
    const often = frequency.get(name)
    const of = `models.${result.name}.frequencies.${often && result.frequencies.indexOf(often)}`
    return {
      kind: 'row',
      indent: 0,
      cells: [
        plainText(featureName(name)),
        text`${fixedDecimals(estimate, 3, `${at}.${i}.estimate`)}`,
        often ? text`${percent(often.share, 0)}` : plainText('–'),
        often ? text`${percent(often.sameSign, 0)}` : plainText('–'),
        often
          ? text`${fixedDecimals(often.mean, 3, `${of}.mean`)} (${fixedDecimals(often.sd, 3, `${of}.sd`)})`
          : plainText('–'),
      ],
    }
  })
  return {
    id: `score-${id}`,
    number: '',
    title: words.table(words.score(score.name)),
    columns: words.heads.map((head, i) => ({ label: plainText(head), align: i === 0 ? 'left' : 'right' })),
    rows,
    footnotes: [
      ...(result.frequencies.length > 0
        ? [words.ofRefits(wholeNumber(result.frequencies[0].refits, `models.${result.name}.frequencies.0.refits`))]
        : []),
      ...(score.terms.length > maximumListed
        ? [words.largest(wholeNumber(maximumListed), wholeNumber(score.terms.length))]
        : []),
    ].map((note) => ({ text: note })),
  }
}
