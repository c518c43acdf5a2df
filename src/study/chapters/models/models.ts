import { featureName } from '../../../features/feature-name.ts'
import { baselineAt } from '../../../model/fit/baseline-survival.ts'
import { flatten } from '../../../model/fit/flatten.ts'
import type { ModelResult } from '../../../model/index.ts'
import type { ModelWarning } from '../../../model/result.ts'
import type { TermShape } from '../../../model/terms/term.ts'
import { warningText } from '../../../model/warnings/warning.ts'
import type { Block, Cell, Table, Warning } from '../../../report/document.ts'
import { coefficientTable } from '../../../report/tables/coefficient-table.ts'
import { fixedDecimals, pSaid, wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, quantity, text } from '../../../text/with-numbers.ts'
import type { PredictedCohort } from '../../stages/cohort.ts'
import type { StudyModels } from '../../stages/outcome-models.ts'
import { type Chapter, figureBlock, paragraph, tableBlock } from '../chapter.ts'
import { labelOf } from '../variable-labels.ts'
import { comparatorTable } from './comparators.ts'
import { aucForest, forestFigure } from './forest.ts'
import { regressionsOf } from './univariable.ts'

/** Warnings that put a model's every figure in doubt. */
const seriousCodes = new Set(['permutation', 'resampled-classes', 'no-better-than-chance'])

/** What a reader should know first; all other warnings follow in their own order. */
const urgent = [
  'permutation',
  'resampled-classes',
  'no-better-than-chance',
  'selection-before-validation',
  'calibration-slope',
  'overfitting',
  'events-per-variable',
  'bootstrap-too-high',
]

/**
 * What the leading model is made of, and how good all are: every way of measuring side by side, the one to believe first.
 * The tables in full are in the supplement (`details.ts`).
 */
export function modelsChapter(
  messages: Messages,
  { results, comparators, predictors, refused, suspected, invasive }: StudyModels,
  patients: PredictedCohort,
  lead: ModelResult | undefined,
): Chapter | undefined {
  if (results.length === 0 && comparators.length === 0) return undefined
  const { models: words } = messages
  const shown = lead ? [lead] : results
  const coefficients = shown.map((result) => coefficientsOf(messages, result, predictors))
  const regressions = regressionsOf(messages, predictors, patients, lead)
  const beside = comparatorTable(messages, results, comparators)
  const figures = [...(lead ? forestFigure(messages, lead, predictors, patients) : []), ...aucForest(messages, results)]
  const blocks: Block[] = [
    ...regressions.map(({ id }) => tableBlock(id)),
    ...shown.flatMap((result, i) => [
      ...aboutModel(messages, result),
      tableBlock(coefficients[i].id),
      ...jointTestBlock(messages, result, predictors),
    ]),
    ...figures.map(({ id }) => figureBlock(id)),
    ...beside.map(({ id }) => tableBlock(id)),
    ...shown.flatMap((result) => permutationBlock(messages, result)),
  ]
  for (const { column, reason } of refused) blocks.push(paragraph(plainText(words.refused(column, reason))))
  return {
    id: 'models',
    title: words.title,
    blocks,
    tables: [...regressions, ...coefficients, ...beside],
    figures,
    warnings: [
      ...refused.map(
        ({ column, reason }): Warning => ({
          severity: 'serious',
          text: plainText(words.refusedWarning(column, reason)),
        }),
      ),
      ...suspected.map(
        ({ column, reason }): Warning => ({
          severity: 'serious',
          text: plainText(words.suspected(column, reason)),
        }),
      ),
      ...invasive.map(
        ({ model, columns }): Warning => ({
          severity: 'serious',
          text: words.invasive(model, messages.document.list(columns)),
        }),
      ),
      ...results.flatMap((result) => modelWarnings(messages, result)),
    ],
  }
}

/** What a methodologist would object to in a model. */
export function modelWarnings(messages: Messages, { name, label, warnings }: ModelResult): Warning[] {
  const rank = ({ code }: { code: string }) => urgent.indexOf(code) + 1 || urgent.length + 1
  return [...warnings]
    .sort((a, b) => rank(a) - rank(b))
    .map((warning) => ({
      severity: seriousCodes.has(warning.code) ? 'serious' : 'note',
      text: messages.models.warning(label, warningText(readable(warning), messages)),
      model: name,
    }))
}

/** The warning with features called as a reader can say them. */
function readable(warning: ModelWarning): ModelWarning {
  const named = (value: unknown): unknown => {
    if (typeof value === 'string') return featureName(value)
    if (Array.isArray(value)) return value.map(named)
    if (value === null || typeof value !== 'object' || !('term' in value || 'column' in value)) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, own]) => [key, typeof own === 'string' ? featureName(own) : own]),
    )
  }
  return { ...warning, parameters: warning.parameters.map(named) }
}

/** How many rows a model was fitted to, and what its selection did. */
export function aboutModel({ document, models: words, modelTables }: Messages, result: ModelResult): Block[] {
  const { label, rows, events, selection, name, family, likelihoodRatio } = result
  const at = `models.${name}`
  const blocks: Block[] = [
    { kind: 'heading', text: label },
    paragraph(words.fitted(wholeNumber(rows, `${at}.rows`), wholeNumber(events, `${at}.events`), family === 'cox')),
  ]
  if (likelihoodRatio) {
    const { chiSquare, df, p } = likelihoodRatio
    const path = `${at}.likelihoodRatio`
    blocks.push(
      paragraph(
        modelTables.likelihoodRatio(
          text`${fixedDecimals(chiSquare, 2, `${path}.chiSquare`)}`,
          text`${wholeNumber(df, `${path}.df`)}`,
          pSaid(p, `${path}.p`),
        ),
      ),
    )
  }
  selection.forEach(({ score, steps }, s) => {
    const said = steps.map(({ step, columnsIn, columnsOut }, i) => {
      const path = `${at}.selection.${s}.steps.${i}`
      return words.step(
        words.steps[step] ?? step,
        wholeNumber(columnsIn, `${path}.columnsIn`),
        wholeNumber(columnsOut, `${path}.columnsOut`),
      )
    })
    if (said.length > 0) blocks.push(paragraph(words.selection(score, document.clauses(said))))
  })
  return blocks
}

/** A model's coefficients with odds or hazard ratios. */
export function coefficientsOf(messages: Messages, result: ModelResult, predictors: StudyModels['predictors']): Table {
  const { models: words } = messages
  const cox = result.family === 'cox'
  const invalid = result.terms.some(({ validInference }) => !validInference)
  const isFirth = result.estimator === 'firth'
  const selected =
    result.selection.length > 0 ||
    result.protocol === 'as-published' ||
    result.terms.length + result.leftOut.length < result.parameters
  const labels = labelOf(predictors, words.per)
  const references = Object.fromEntries(
    result.terms.flatMap(({ column, level }) => {
      const first = predictors.find(({ name }) => name === column)?.levels?.[0]
      return level !== undefined && first ? [[labels.column(column), first.label]] : []
    }),
  )
  return coefficientTable({
    id: `coefficients-${result.name}`,
    number: '',
    title: words.coefficients(result.label, cox),
    ratio: cox ? 'hazard' : 'odds',
    rows: result.terms.map(({ estimate, se, p, ...term }) => ({
      ...namedIn(term, labels),
      ...(isPlain(term) && labels.per(term.column) !== 1 && { per: labels.per(term.column) }),
      estimate,
      standardError: se,
      lower: estimate - 1.959963984540054 * se,
      upper: estimate + 1.959963984540054 * se,
      p,
    })),
    references,
    intercept: interceptOf(result),
    notes: [
      ...(result.terms.some((term) => isPlain(term) && labels.per(term.column) !== 1) ? [words.per.note] : []),
      ...(invalid
        ? [...(isFirth ? [words.firthInference] : []), ...(selected || !isFirth ? [words.noInference] : [])]
        : []),
      ...splineNotes(messages, result, labels),
      ...baselineNotes(messages, result),
      ...(result.imputations
        ? [messages.modelTables.pooled(wholeNumber(result.imputations, `models.${result.name}.imputations`))]
        : []),
    ],
    messages,
    path: `models.${result.name}.terms`,
  })
}

/** Without it nobody can compute a risk from the table; a Cox model has a baseline in its place. */
function interceptOf({ family, model, intercept, vcov, name }: ModelResult) {
  if (family === 'cox') return undefined
  if (model.estimator === 'lasso') return { estimate: flatten(model).intercept }
  return {
    estimate: intercept,
    standardError: Math.sqrt(vcov?.[0]?.[0] ?? Number.NaN),
    path: `models.${name}.intercept`,
  }
}

/** Survival where the linear predictor is 0, by each horizon: with the coefficients it gives everyone's risk. */
function baselineNotes(
  { document, modelTables: words }: Messages,
  { family, model, performance: { apparent } }: ModelResult,
): Cell[] {
  const { baseline } = model
  if (family !== 'cox' || !baseline || !apparent.horizons) return []
  const each = apparent.horizons.map(({ time }) => {
    const survival = baselineAt(baseline, time)
    return words.baselineAt(quantity(survival, survival.toPrecision(4)), quantity(time, String(time)))
  })
  const { intercept } = model
  const shift = quantity(intercept, `${intercept < 0 ? '−' : '+'} ${significant(Math.abs(intercept))}`)
  return [words.baseline(shift, document.clauses(each))]
}

const significant = (value: number) => String(Number(value.toPrecision(4))).replace('-', '−')

type Labels = ReturnType<typeof labelOf>

/** A number by itself, whose coefficient is its whole effect. */
const isPlain = ({ level, knots, times }: Omit<TermShape, 'name'>) => level === undefined && !knots && !times

function namedIn({ term, ...shape }: Omit<TermShape, 'name'> & { term: string }, labels: Labels) {
  const { column, level, knots, times } = shape
  if (knots || times) return { label: labels.term({ name: term, ...shape }) }
  if (level === undefined) return { label: labels.ratioOf(column) }
  return { label: labels.level(column, level), factor: labels.column(column) }
}

/** Where knots lie; one coefficient of a spline or of columns that interact means nothing without the others. */
function splineNotes({ document, models: words }: Messages, { terms }: ModelResult, labels: Labels): Cell[] {
  const knots = new Map(terms.flatMap((term) => (term.knots ? [[term.column, term.knots] as const] : [])))
  return [
    ...[...knots].map(([column, at]) =>
      words.knots(
        labels.column(column),
        document.list(at.map((knot) => quantity(knot, String(Number(knot.toPrecision(4)))))),
      ),
    ),
    ...(terms.some(({ times }) => times) ? [plainText(words.interactions)] : []),
  ]
}

/** Joint tests of splines and interactions, where inference is valid. */
export function jointTestBlock(
  { document, models: words }: Messages,
  { name, terms, jointTests }: ModelResult,
  predictors: StudyModels['predictors'],
): Block[] {
  if (jointTests.length === 0 || terms.some(({ validInference }) => !validInference)) return []
  const labels = labelOf(predictors)
  const at = `models.${name}.jointTests`
  const said = jointTests.map(({ column, of, chiSquare, df, p }, i) =>
    words.jointTest(
      labels.column(column),
      words.tests[of],
      fixedDecimals(chiSquare, 2, `${at}.${i}.chiSquare`),
      wholeNumber(df, `${at}.${i}.df`),
      pSaid(p, `${at}.${i}.p`),
    ),
  )
  return [paragraph(words.jointTests(document.clauses(said)))]
}

/** What the model did with the outcome permuted. */
export function permutationBlock(
  { models: words }: Messages,
  { name, label, family, permutation }: ModelResult,
): Block[] {
  if (!permutation) return []
  const at = `models.${name}.permutation`
  return [
    paragraph(
      words.permutation(
        label,
        wholeNumber(permutation.auc.length),
        family === 'cox' ? 'C' : 'AUC',
        fixedDecimals(permutation.mean, 3, `${at}.mean`),
        fixedDecimals(permutation.standardError, 3, `${at}.standardError`),
        permutation.reached === 0
          ? words.permutationBound(fixedDecimals(permutation.p, 3, `${at}.p`))
          : text`p = ${fixedDecimals(permutation.p, 3, `${at}.p`)}`,
      ),
    ),
  ]
}
