import type { ModelResult, NomogramVariable } from '../../model/index.ts'
import type { StudyNomogram } from '../stages/nomogram.ts'
import type { Analysis } from './analysis.ts'
import { rComment, rNamed, rNumber, rNumbers, rString, rStrings } from './r-text.ts'

/**
 * The nomogram's points and totals: by rms where the model is a regression that rms can fit; by rms' arithmetic, written
 * out, where it is penalised or Firth's. It follows its model's section, whose variables it uses.
 * times  of a Cox model, the horizons of its outcomes
 */
export function nomogramSection(
  { model, nomogram, result }: StudyNomogram,
  analysis: Analysis,
  times: readonly number[] = [],
): string {
  const { named } = analysis
  const drawn = nomogram.axes.map((axis) => model.variables.find(({ name }) => name === axis.variable)!)
  const byRms =
    result.estimator === 'maximum likelihood' &&
    !result.imputations &&
    drawn.every((variable) => isWhole(variable, result.terms)) &&
    drawn.every(({ name }) => result.terms.some(({ column }) => column === name))
  if (!byRms && result.terms.some(({ knots, times }) => knots || times))
    return rComment('A nomogram with a spline or an interaction of a model that rms does not fit is not repeated here.')
  const axes = nomogram.axes.map(({ variable, given, ticks }, i) => {
    const points = ticks.map(({ value, points }): [string, number] => [String(value), points])
    const where = Object.entries(given).map(([other, value]) => ` at ${other} ${value}`)
    return `compare(${rString(`points of ${variable}${where.join('')}`)}, ${rNamed(points)}, axes[[${i + 1}]])`
  })
  const at = nomogram.outcomes.map(({ ticks }) => rNumbers(ticks.map(({ value }) => value)))
  const probabilities = nomogram.outcomes.map(({ label, ticks }, i) => {
    const what = result.family === 'cox' ? `points of ${label}` : 'points of probability'
    const points = ticks.map(({ value, points }): [string, number] => [String(value), points])
    return `compare(${rString(what)}, ${rNamed(points)}, probability[[${i + 1}]], tolerance = 1e-6)`
  })
  return [
    'section("Nomogram")',
    ...formLines(result),
    `at <- list(${at.join(', ')})`,
    byRms
      ? rmsNomogram([...new Set(drawn)], model, result, analysis, times)
      : written(drawn, model, tableOf(result, named), named),
    ...axes,
    `compare("total points", ${rNumbers(nomogram.totalPoints)}, total)`,
    `compare("points of linear predictor", ${rNamed(nomogram.linearPredictor.map(({ value, points }) => [String(value), points]))}, linear)`,
    ...probabilities,
  ].join('\n')
}

/** Where the model is handed on shrunken, so is the nomogram: the linear predictor with the factor and the new intercept. */
function formLines({ form, intercept }: StudyNomogram['result']): string[] {
  if (form.kind === 'fitted') return []
  return [
    rComment('The coefficients times the recommended shrinkage, with the intercept that keeps the mean risk.'),
    `factor <- ${rNumber(form.factor)}`,
    `deployed <- ${rNumber(intercept)}`,
    `lp <- deployed + factor * (lp - ${rNumber(form.fittedIntercept)})`,
  ]
}

function isWhole(variable: NomogramVariable, terms: ModelResult['terms']): boolean {
  const own = terms.filter(({ column, times }) => column === variable.name && !times)
  return (
    own.every(({ level }) => level === undefined) || ('values' in variable && own.length === variable.values.length - 1)
  )
}

/** R's table with the variables of a nomogram: those of a lone score have the score's own columns. */
function tableOf({ model }: ModelResult, named: Analysis['named']): string {
  const [score] = model.scores
  const lone = model.scores.length === 1 && model.terms.every(({ column }) => column === score.name)
  return lone ? `read_table("reproduce/${named(score.name)}.csv")` : 'rows'
}

/** The model again as rms writes it; splines have the knots of the model. */
function rmsFormula({ terms }: ModelResult, named: Analysis['named']): string {
  const knots = new Map(terms.flatMap((term) => (term.knots ? [[term.column, term.knots] as const] : [])))
  const main = (column: string) => {
    const at = knots.get(column)
    return at ? `rcs(${named(column)}, ${rNumbers(at)})` : named(column)
  }
  const columns = [...new Set(terms.map(({ column }) => column))]
  const products = terms.flatMap(({ column, times }) => (times ? [`${main(column)} * ${main(times[0].column)}`] : []))
  return [...columns.map(main), ...new Set(products)].join(' + ')
}

function rmsNomogram(
  drawn: readonly NomogramVariable[],
  { outcomes }: StudyNomogram['model'],
  result: StudyNomogram['result'],
  { named, scores }: Analysis,
  times: readonly number[],
): string {
  const columns = [...new Set(result.terms.map(({ column }) => named(column)))]
  const fitted = columns.filter((column) => scores.some(({ score }) => named(score.name) === column))
  const formula = rmsFormula(result, named)
  const cox = result.family === 'cox'
  const horizons = outcomes.map(({ of }, i) => `${of.kind === 'risk' ? '1 - ' : ''}survival(${times[i]}, lp)`)
  return `# The axes run over what the training rows have (of a score: by the fit to all), the coefficients are those of the model.
dd <- datadist(rows[${cox ? 'training & !is.na(y)' : 'training'}, ${rStrings(columns)}, drop = FALSE])
options(datadist = "dd")
${fitted.map((column) => `d$${column} <- rows$${column}.crossfitted\n`).join('')}${
  cox
    ? `d$time <- y[, 1]
d$event <- y[, 2]
fit <- cph(Surv(time, event) ~ ${formula}, data = d[learnt, ], x = TRUE, y = TRUE, surv = TRUE, eps = 1e-12, tol = 1e-14, iter.max = 100)
survival <- Survival(fit)`
    : `fit <- lrm(outcome ~ ${formula}, data = d[learnt, ], tol = 1e-14, eps = 1e-12, maxit = 100)`
}
compare("rms", R[!is.na(R)], coef(fit))${result.form.kind === 'shrunken' ? shrunkenFit(cox) : ''}
ticks <- pretty(range(lp[${cox ? 'training & !is.na(y)' : 'training'}]), 10)
${settingsOf(drawn, named)}drawn <- do.call(nomogram, c(list(fit, fun = ${cox ? `list(${horizons.map((risk) => `function(lp) ${risk}`).join(', ')})` : 'list(plogis)'}, fun.at = at, lp.at = ticks, lp = TRUE,
                  funlabel = paste("outcome", seq_along(at))), settings))
axes <- lapply(unclass(drawn)[seq_len(which(names(drawn) == "total.points") - 1)], function(axis) axis$points)
total <- drawn$total.points$x
linear <- drawn$lp$x
probability <- lapply(seq_along(at), function(k) with(drawn[[paste("outcome", k)]], x[match(at[[k]], as.numeric(fat))]))`
}

/** The fit of rms with the shrunken coefficients; of a Cox model with the baseline that goes with them. */
function shrunkenFit(cox: boolean): string {
  if (!cox) return '\nfit$coefficients <- c(deployed, factor * coef(fit)[-1])'
  return `
fit$coefficients <- factor * coef(fit)
fit$center <- factor * fit$center
held_lp <- coxph(y[learnt] ~ lp[learnt], init = 1, ties = "efron", control = coxph.control(iter.max = 0))
hazard <- basehaz(held_lp, centered = FALSE)
survival <- function(time, lp) exp(-max(0, hazard$hazard[hazard$time <= time]) * exp(lp))`
}

/**
 * Ticks of numbers with few values, which rms takes from the data: a value that hardly any row has is none of ours. Such a
 * number's axis runs over round numbers instead.
 */
function settingsOf(drawn: readonly NomogramVariable[], named: Analysis['named']): string {
  const own = drawn.flatMap((variable) => {
    const name = named(variable.name)
    if (!('values' in variable)) return [`  ${name} = pretty(range(rows$${name}[training], na.rm = TRUE), 10)`]
    const values = variable.values.filter((value) => typeof value === 'number')
    return values.length === variable.values.length ? [`  ${name} = ${rNumbers(values)}`] : []
  })
  return `settings <- list(
${own.join(',\n')}
)
few <- function(name) is.numeric(rows[[name]]) && length(unique(rows[[name]][training])) <= 11
settings <- settings[sapply(names(settings), few) == TRUE]
`
}

/** Each variable's contribution over its ticks, scaled so that the widest is 100 points. */
function written(
  drawn: readonly NomogramVariable[],
  model: StudyNomogram['model'],
  table: string,
  named: Analysis['named'],
): string {
  const contributions = drawn.map((variable) => {
    const { name } = variable
    const terms = model.terms.filter(({ parts }) => parts[0].column === name)
    const [{ estimate, parts }] = terms
    if (!('level' in parts[0])) {
      const own = 'values' in variable ? rNumbers(variable.values.map(Number)) : `over(${rString(named(name))})`
      return `  ${named(name)} = ${rNumber(estimate)} * ${own}`
    }
    const levels = 'values' in variable ? variable.values : []
    const each = levels.map(
      (level) => terms.find(({ parts: [part] }) => 'level' in part && part.level === level)?.estimate ?? 0,
    )
    return `  ${named(name)} = ${rNumbers(each)}`
  })
  return `${rComment('rms fits no such model; these are the steps of its nomogram(), with our coefficients.')}
over <- function(name) pretty(range(table[[name]][training], na.rm = TRUE), 10)
table <- ${table}
contributions <- list(
${contributions.join(',\n')}
)
scale <- 100 / max(sapply(contributions, function(x) diff(range(x))))
axes <- lapply(contributions, function(x) (x - min(x)) * scale)
lowest <- ${rNumber(model.intercept)} + sum(sapply(contributions, min))
ticks <- pretty(range(lp[training]), 10)
total <- pretty(c(0, if (length(axes) == 1) 100 else max(100, scale * (max(ticks) - lowest))), 10)
linear <- (ticks - lowest) * scale
curve <- seq(min(ticks), max(ticks), length.out = 1000)
probability <- list((approx(plogis(curve), curve, at[[1]], ties = mean)$y - lowest) * scale)`
}
