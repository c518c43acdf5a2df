import type { ModelResult, PartPerformance } from '../../model/index.ts'
import type { ResolvedModel } from '../../model/plan.ts'
import { partsOf, type TermPart } from '../../model/term.ts'
import { type Analysis, crossFittedColumn, knownColumn } from './analysis.ts'
import { rComment, rNamed, rString, rStrings, termIn } from './r-text.ts'

/** A model's coefficients and standard errors, and its performance on the rows learnt from and on those held out. */
export function modelSection(result: ModelResult, resolved: ResolvedModel, analysis: Analysis): string {
  const known = analysis.partial.has(result.name) ? ` & rows$${knownColumn(result.name)} == 1` : ''
  const { apparent, heldOut } = result.performance
  const what = rString(result.name)
  return [
    `section(paste("Model:", ${what}))`,
    `learnt <- training${known}`,
    `held <- validation${known}`,
    result.estimator === 'lasso' ? jointModel(result, analysis) : regression(result, resolved, analysis),
    judged(`paste(${what}, "apparent")`, 'learnt', apparent),
    ...(heldOut ? [judged(`paste(${what}, "held-out")`, 'held', heldOut)] : []),
  ].join('\n')
}

/** A penalised model over all columns: its score is its linear predictor. */
function jointModel({ model }: ModelResult, { named }: Analysis): string {
  return `lp <- rows$${named(model.scores[0].name)}`
}

function regression(result: ModelResult, resolved: ResolvedModel, { named, scores }: Analysis): string {
  const { name, terms, intercept, vcov, estimator } = result
  const own = resolved.kind === 'terms' ? resolved : undefined
  const columns = (own?.columns ?? []).map(named)
  const offered = scores.filter(({ score }) => own?.scores.includes(score.block) && score.terms.length > 0)
  const scoreNames = offered.map(({ score }) => named(score.name))
  const rejected = offered.some(({ score }) => terms.every(({ column }) => column !== score.name))
  const shaped = terms.some(({ knots, times }) => knots || times)
  // what R's helper leaves out one by one are columns, not splines and products: of those only the end is fitted again
  const chosen = (own?.select === 'backward' || rejected) && !shaped
  const order = [...columns, ...scoreNames]
  const used = variablesIn(terms, named, order)
  const candidates = estimator === 'firth' || shaped ? used : order
  const labels = ['(Intercept)', ...terms.map((term) => coefficientIn(term, named, order))]
  const ours = labels.map((label, j): [string, number] => [label, j === 0 ? intercept : terms[j - 1].estimate])
  const errors = labels.map((label, j): [string, number] => [label, Math.sqrt(vcov![j][j])])
  const right = candidates.length > 0 ? candidates.join(' + ') : '1'
  const lines = ['d <- rows']
  if (columns.length > 0) lines.push(`for (name in ${rStrings(columns)}) d[[name]] <- impute(d[[name]], learnt)`)
  lines.push(...splineLines(terms, own?.splines ?? {}, named))
  if (scoreNames.length > 0)
    lines.push(
      rComment('Learnt from scores that had not seen the row, applied to the score of the fit to all.'),
      ...scoreNames.map((score) => `d$${score} <- rows$${crossFittedColumn(score)}`),
    )
  if (estimator === 'firth')
    lines.push(
      rComment('The outcome is separated: maximum likelihood has no finite estimate, Firth’s has.'),
      `x <- model.matrix(~ ${right}, d[learnt, ])[, ${rStrings(labels.slice(1))}, drop = FALSE]`,
      'model <- firth(x, d$outcome[learnt])',
      'R <- model$coefficients',
      'error <- sqrt(diag(model$covariance))',
    )
  else
    lines.push(
      chosen
        ? `model <- fit_terms(${rStrings(candidates)}, ${rStrings(scoreNames)}, d[learnt, ], eliminate = ${own?.select === 'backward' ? 'TRUE' : 'FALSE'})`
        : `model <- glm(outcome ~ ${right}, family = binomial, data = d[learnt, ], control = exact)`,
      'R <- coef(model)',
      'error <- sqrt(diag(vcov(model)))',
    )
  lines.push(
    `ours <- ${rNamed(ours)}`,
    'stopifnot(setequal(names(ours), names(R)[!is.na(R)]))',
    `compare(paste(${rString(name)}, "coefficient"), ours, R[names(ours)])`,
    `compare(paste(${rString(name)}, "standard error"), ${rNamed(errors)}, error[names(ours)], tolerance = 1e-6)`,
    ...scoreNames.map((score) => `d$${score} <- rows$${score}`),
    `lp <- as.numeric(model.matrix(~ ${used.length > 0 ? used.join(' + ') : '1'}, d)[, names(ours), drop = FALSE] %*% R[names(ours)])`,
  )
  return lines.join('\n')
}

type Terms = ModelResult['terms']
type Named = Analysis['named']

/** A part of a term as R's formula has it. */
function partIn(part: TermPart, named: Named): string {
  return 'knots' in part ? splineName(part.column, part.spline, named) : named(part.column)
}

const splineName = (column: string, j: number, named: Named) => `${named(column)}.spline${j}`

/** The variables of a formula, products among them, their parts in the order in which R writes them. */
function variablesIn(terms: Terms, named: Named, order: readonly string[]): string[] {
  return [
    ...new Set(
      terms.map((term) =>
        inOrder(term, named, order)
          .map((part) => partIn(part, named))
          .join(':'),
      ),
    ),
  ]
}

/** R's name of a coefficient, of a product with its parts in the order of the formula. */
function coefficientIn(term: Terms[number], named: Named, order: readonly string[]): string {
  return inOrder(term, named, order)
    .map((part) => ('knots' in part ? partIn(part, named) : termIn(named, part)))
    .join(':')
}

function inOrder(term: Terms[number], named: Named, order: readonly string[]): TermPart[] {
  const place = (part: TermPart) => order.indexOf(named(part.column))
  return partsOf({ name: term.term, ...term }).sort((a, b) => place(a) - place(b))
}

/** The spline functions as columns, by Hmisc's knots of the rows learnt from, before anything was imputed. */
function splineLines(terms: Terms, splines: Record<string, number>, named: Named): string[] {
  return Object.entries(splines).flatMap(([column, count]) => {
    const own = terms.find((term) => term.column === column && term.knots)
    if (!own?.knots) return []
    const [name, knots] = [named(column), own.knots]
    const labelled = knots.map((knot, j): [string, number] => [`${column} knot ${j + 1}`, knot])
    return [
      `knots <- Hmisc::rcspline.eval(rows$${name}[learnt], nk = ${count}, knots.only = TRUE)`,
      `compare("knots", ${rNamed(labelled)}, knots)`,
      `basis <- Hmisc::rcspline.eval(d$${name}, knots = knots)`,
      ...knots.slice(2).map((_, j) => `d$${splineName(column, j + 1, named)} <- basis[, ${j + 1}]`),
    ]
  })
}

function judged(what: string, rows: string, of: PartPerformance): string {
  if (of.events === 0 || of.events === of.n) return rComment('One outcome only: no performance.')
  const ours: [string, number][] = [
    ['AUC', of.auc],
    ['lower', of.lower],
    ['upper', of.upper],
    ['Brier', of.brier],
    ['calibration intercept', of.calibrationIntercept],
    ['calibration slope', of.calibrationSlope],
  ]
  return `performance(${what}, lp[${rows}], rows$outcome[${rows}], ${rNamed(ours)})`
}
