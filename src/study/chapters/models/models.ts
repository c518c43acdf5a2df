import type { ModelResult } from '../../../model/index.ts'
import type { TermShape } from '../../../model/terms/term.ts'
import { warningText } from '../../../model/warnings/warning.ts'
import type { Block, Cell, Table, Warning } from '../../../report/document.ts'
import { coefficientTable } from '../../../report/tables/coefficient-table.ts'
import { performanceTable } from '../../../report/tables/performance-table.ts'
import { fixed, pSaid, whole } from '../../../text/format.ts'
import { locales } from '../../../text/locales/index.ts'
import { joined, plainText, quantity, text } from '../../../text/with-numbers.ts'
import { performanceOf } from '../../performance/outcome-models.ts'
import type { PredictedCohort } from '../../stages/cohort.ts'
import type { StudyModels } from '../../stages/outcome-models.ts'
import { type Chapter, figureBlock, paragraph, tableBlock } from '../chapter.ts'
import { labelOf } from '../variable-labels.ts'
import { forestFigure } from './forest.ts'
import { regressionsOf } from './univariable.ts'

/** Warnings that put a model's every figure in doubt. */
const seriousCodes = new Set(['permutation', 'resampled-classes', 'no-better-than-chance'])

/** What each model is made of, and how good it is: all ways of measuring side by side, the one to believe first. */
export function modelsChapter(
  { results, predictors, refused, suspected, invasive }: StudyModels,
  of: PredictedCohort,
  lead: ModelResult | undefined,
): Chapter | undefined {
  if (results.length === 0) return undefined
  const coefficients = results.map((result) => coefficientsOf(result, predictors))
  const regressions = regressionsOf(predictors, of, lead)
  const figures = lead ? forestFigure(lead, predictors) : []
  const performance = performanceTable({
    id: 'performance',
    number: '',
    title: 'Performance of the models',
    models: results.map((result) => ({ name: result.name, label: result.label, performance: performanceOf(result) })),
    notes: [
      'Nested: every step, selection included, repeated inside each fold of the training rows; the figure to go by. Optimism-corrected: whole-pipeline bootstrap; too high where columns far outnumber patients. Held-out: the validation rows, seen by nothing before. Apparent: the rows that the model was fitted to.',
      'Sensitivity, specificity, accuracy and predictive values are at the threshold chosen on out-of-fold training predictions and then frozen.',
    ],
  })
  const blocks: Block[] = [
    ...regressions.map(({ id }) => tableBlock(id)),
    ...results.flatMap((result, i) => [
      ...aboutModel(result),
      tableBlock(coefficients[i].id),
      ...jointTestBlock(result, predictors),
    ]),
    ...figures.map(({ id }) => figureBlock(id)),
    tableBlock(performance.id),
    ...results.flatMap(permutationBlock),
  ]
  for (const { column, reason } of refused)
    blocks.push(paragraph(plainText(`${column} was not taken as a predictor: ${reason}.`)))
  return {
    id: 'models',
    title: 'Models',
    blocks,
    tables: [...regressions, ...coefficients, performance],
    figures,
    warnings: [
      ...refused.map(
        ({ column, reason }): Warning => ({
          severity: 'serious',
          text: plainText(`${column} was refused as a predictor: ${reason}.`),
        }),
      ),
      ...suspected.map(
        ({ column, reason }): Warning => ({
          severity: 'serious',
          text: plainText(`${column} may be a copy of the outcome: ${reason}.`),
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

/** What a methodologist would object to in a model. */
export function modelWarnings({ label, warnings }: ModelResult): Warning[] {
  return warnings.map((warning) => ({
    severity: seriousCodes.has(warning.code) ? 'serious' : 'note',
    text: text`${label}: ${messageOf(warning)}`,
  }))
}

/** A warning's message with its numbers. */
export function messageOf(warning: ModelResult['warnings'][number]): Cell {
  return warningText(warning, locales.en)
}

/** How many rows a model was fitted to, and what its selection did. */
export function aboutModel(result: ModelResult): Block[] {
  const { label, rows, events, selection, name, family } = result
  const at = `models.${name}`
  const blocks: Block[] = [
    { kind: 'heading', text: label },
    paragraph(
      text`Fitted to ${whole(rows, `${at}.rows`)} training rows, ${whole(events, `${at}.events`)} of them with the ${family === 'cox' ? 'event' : 'outcome'}.`,
    ),
  ]
  selection.forEach(({ score, steps }, s) => {
    const said = steps.map(({ step, columnsIn, columnsOut }, i) => {
      const path = `${at}.selection.${s}.steps.${i}`
      return text`${step} ${whole(columnsIn, `${path}.columnsIn`)} → ${whole(columnsOut, `${path}.columnsOut`)}`
    })
    if (said.length > 0) blocks.push(paragraph(text`Selection for ${score}: ${joined(said, '; ')}.`))
  })
  return blocks
}

/** A model's coefficients with odds or hazard ratios. */
export function coefficientsOf(result: ModelResult, predictors: StudyModels['predictors']): Table {
  const cox = result.family === 'cox'
  const invalid = result.terms.some(({ validInference }) => !validInference)
  const labels = labelOf(predictors)
  const references = Object.fromEntries(
    result.terms.flatMap(({ column, level }) => {
      const first = predictors.find(({ name }) => name === column)?.levels?.[0]
      return level !== undefined && first ? [[labels.column(column), first.label]] : []
    }),
  )
  return coefficientTable({
    id: `coefficients-${result.name}`,
    number: '',
    title: `Multivariable ${cox ? 'Cox' : 'logistic'} regression: ${result.label}`,
    ratio: cox ? 'hazard' : 'odds',
    rows: result.terms.map(({ estimate, se, p, ...term }) => ({
      ...namedIn(term, labels),
      estimate,
      standardError: se,
      lower: estimate - 1.959963984540054 * se,
      upper: estimate + 1.959963984540054 * se,
      p,
    })),
    references,
    notes: [
      ...(invalid
        ? [
            'Standard errors, intervals and p-values of terms that were selected or scored on the same rows are not valid inference; they are printed for comparison only.',
          ]
        : []),
      ...splineNotes(result, labels),
    ],
    path: `models.${result.name}.terms`,
  })
}

type Labels = ReturnType<typeof labelOf>

function namedIn({ term, ...shape }: Omit<TermShape, 'name'> & { term: string }, labels: Labels) {
  const { column, level, knots, times } = shape
  if (knots || times) return { label: labels.term({ name: term, ...shape }) }
  if (level === undefined) return { label: labels.column(column) }
  return { label: labels.level(column, level), of: labels.column(column) }
}

/** Where knots lie; one coefficient of a spline or of columns that interact means nothing without the others. */
function splineNotes({ terms }: ModelResult, labels: Labels): Cell[] {
  const knots = new Map(terms.flatMap((term) => (term.knots ? [[term.column, term.knots] as const] : [])))
  return [
    ...[...knots].map(
      ([column, at]) =>
        text`${labels.column(column)}: restricted cubic spline with knots at ${joined(
          at.map((knot) => text`${quantity(knot, String(Number(knot.toPrecision(4))))}`),
          ', ',
        )}; its coefficients are read together, as the figure of partial effects draws them.`,
    ),
    ...(terms.some(({ times }) => times)
      ? [
          text`Of columns that interact, a coefficient by itself is the effect where the other is zero or at its reference.`,
        ]
      : []),
  ]
}

const testWords = { all: 'all terms', nonlinear: 'nonlinear terms', interactions: 'interactions' }

/** Joint tests of splines and interactions, where inference is valid. */
export function jointTestBlock(
  { name, terms, jointTests }: ModelResult,
  predictors: StudyModels['predictors'],
): Block[] {
  if (jointTests.length === 0 || terms.some(({ validInference }) => !validInference)) return []
  const labels = labelOf(predictors)
  const at = `models.${name}.jointTests`
  const said = jointTests.map(
    ({ column, of, chiSquare, df, p }, i) =>
      text`${labels.column(column)}, ${testWords[of]}: χ² ${fixed(chiSquare, 2, `${at}.${i}.chiSquare`)} on ${whole(df, `${at}.${i}.df`)} df, ${pSaid(p, `${at}.${i}.p`)}`,
  )
  return [paragraph(text`Joint Wald tests: ${joined(said, '; ')}.`)]
}

/** What the model did with the outcome dealt out at random. */
export function permutationBlock({ name, label, family, permutation }: ModelResult): Block[] {
  if (!permutation) return []
  const at = `models.${name}.permutation`
  return [
    paragraph(
      text`${label}, outcome dealt out at random ${whole(permutation.auc.length)} times: mean nested ${family === 'cox' ? 'C' : 'AUC'} ${fixed(permutation.mean, 3, `${at}.mean`)} (standard error ${fixed(permutation.standardError, 3, `${at}.standardError`)}), p = ${fixed(permutation.p, 3, `${at}.p`)}.`,
    ),
  ]
}
