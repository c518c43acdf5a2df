import type { ModelResult, PartPerformance } from '../../model/index.ts'
import type { ResolvedModel } from '../../model/plan/resolve.ts'
import { partsOf, type TermPart } from '../../model/terms/term.ts'
import { type Analysis, crossFittedColumn, knownColumn } from './analysis.ts'
import { rCell, rComment, rNamed, rNumbers, rString, rStrings, termIn } from './r-text.ts'

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
  const { imputations, name, terms, intercept, vcov, estimator } = result
  const own = resolved.kind === 'terms' ? resolved : undefined
  const columns = (own?.columns ?? []).map(named)
  const offered = scores.filter(({ score }) => own?.scores.includes(score.block) && score.terms.length > 0)
  const scoreNames = offered.map(({ score }) => named(score.name))
  const rejected = offered.some(({ score }) => terms.every(({ column }) => column !== score.name))
  const chosen = own?.select === 'backward' || rejected
  const used = [...new Set(terms.map(({ column }) => named(column)))]
  const shaped = terms.some((term) => term.knots || term.times)
  const candidates = estimator === 'firth' || shaped ? used : [...columns, ...scoreNames]
  const labels = ['(Intercept)', ...terms.map((term) => termIn(named, term))]
  if (shaped) labels.splice(1, labels.length, ...terms.map(({ term }) => term))
  const ours = labels.map((label, j): [string, number] => [label, j === 0 ? intercept : terms[j - 1].estimate])
  const errors = labels.map((label, j): [string, number] => [label, Math.sqrt(vcov![j][j])])
  const right = candidates.length > 0 ? candidates.join(' + ') : '1'
  const lines = ['d <- rows']
  if (columns.length > 0) lines.push(`for (name in ${rStrings(columns)}) d[[name]] <- impute(d[[name]], learnt)`)
  if (scoreNames.length > 0)
    lines.push(
      rComment('Learnt from scores that had not seen the row, applied to the score of the fit to all.'),
      ...scoreNames.map((score) => `d$${score} <- rows$${crossFittedColumn(score)}`),
    )
  if (imputations)
    lines.push(
      rComment(
        `Pooled over ${imputations} imputations, whose draws are not repeated here: the estimates are taken as they are.`,
      ),
      ...(shaped ? designLines(result, named) : []),
      `R <- ${rNamed(ours)}`,
      `error <- ${rNamed(errors)}`,
    )
  else if (shaped) {
    lines.push(
      ...designLines(result, named),
      ...(estimator === 'firth'
        ? ['model <- firth(x[learnt, , drop = FALSE], d$outcome[learnt])', 'R <- model$coefficients']
        : [
            'model <- glm(d$outcome[learnt] ~ x[learnt, , drop = FALSE], family = binomial, control = exact)',
            'R <- setNames(coef(model), c("(Intercept)", colnames(x)))',
          ]),
      `error <- setNames(sqrt(diag(${estimator === 'firth' ? 'model$covariance' : 'vcov(model)'})), names(R))`,
    )
  } else if (estimator === 'firth')
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
    shaped
      ? 'lp <- as.numeric(R[1] + design_of(d) %*% R[-1])'
      : `lp <- as.numeric(model.matrix(~ ${used.length > 0 ? used.join(' + ') : '1'}, d)[, names(ours), drop = FALSE] %*% R[names(ours)])`,
  )
  return lines.join('\n')
}

/** A model's design written out column by column: splines by Hmisc's functions, products of columns. */
export function designLines({ terms }: ModelResult, named: Analysis['named']): string[] {
  const part = (one: TermPart) => {
    const column = `d$${named(one.column)}`
    if ('level' in one) return `as.numeric(${column} == ${rCell(one.level)})`
    if (!('knots' in one)) return column
    return `rcspline.eval(${column}, knots = ${rNumbers(one.knots)}, norm = 2)[, ${one.spline}]`
  }
  const columns = terms.map(({ term, ...shape }) => {
    const parts = partsOf({ name: term, ...shape })
    return `  ${rString(term)} = ${parts.map(part).join(' * ')}`
  })
  const knots = terms
    .filter((one) => one.spline === 1 && !one.times)
    .map(({ column, knots: at }) => {
      const found = `rcspline.eval(na.omit(rows$${named(column)}[learnt]), nk = ${at!.length}, knots.only = TRUE)`
      return `compare(${rString(`knots of ${column}`)}, ${rNumbers(at!)}, ${found}, tolerance = 1e-3) # they are rounded`
    })
  return [...knots, `design_of <- function(d) cbind(\n${columns.join(',\n')}\n)`, 'x <- design_of(d)']
}

function judged(what: string, rows: string, performance: PartPerformance): string {
  if (performance.events === 0 || performance.events === performance.n)
    return rComment('One outcome only: no performance.')
  const ours: [string, number][] = [
    ['AUC', performance.auc],
    ['lower', performance.lower],
    ['upper', performance.upper],
    ['Brier', performance.brier],
    ['calibration intercept', performance.calibrationIntercept],
    ['calibration slope', performance.calibrationSlope],
  ]
  return `performance(${what}, lp[${rows}], rows$outcome[${rows}], ${rNamed(ours)})`
}
