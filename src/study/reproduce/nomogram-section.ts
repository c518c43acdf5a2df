import type { ModelResult, NomogramVariable } from '../../model/index.ts'
import type { StudyNomogram } from '../nomogram-of.ts'
import { type Analysis, knownColumn } from './analysis.ts'
import { rComment, rNamed, rNumber, rNumbers, rString, rStrings } from './r-text.ts'

/**
 * The nomogram's points and totals: by rms where the model is a regression that rms can fit; by rms' arithmetic, written
 * out, where it is penalised or Firth's. It follows its model's section, whose variables it uses.
 */
export function nomogramSection({ model, nomogram, result }: StudyNomogram, analysis: Analysis): string {
  if (result.terms.some(({ knots, times }) => knots || times))
    return rComment('The nomogram of a model with splines or interactions is not drawn again here.')
  const { named } = analysis
  const drawn = nomogram.axes.map((axis) => model.variables.find(({ name }) => name === axis.variable)!)
  const byRms =
    result.estimator === 'maximum likelihood' &&
    drawn.every((variable) => isWhole(variable, result.terms)) &&
    drawn.every(({ name }) => result.terms.some(({ column }) => column === name))
  const axes = nomogram.axes.map(({ variable, ticks }) => {
    const points = ticks.map(({ value, points }): [string, number] => [String(value), points])
    return `compare(${rString(`points of ${variable}`)}, ${rNamed(points)}, axes$${named(variable)})`
  })
  const [outcome] = nomogram.outcomes
  return [
    'section("Nomogram")',
    `at <- ${rNumbers(outcome.ticks.map(({ value }) => value))}`,
    byRms ? rmsNomogram(drawn, result.name, analysis) : written(drawn, model, tableOf(result, named), named),
    ...axes,
    `compare("total points", ${rNumbers(nomogram.totalPoints)}, total)`,
    `compare("points of linear predictor", ${rNamed(nomogram.linearPredictor.map(({ value, points }) => [String(value), points]))}, linear)`,
    `compare("points of probability", ${rNamed(outcome.ticks.map(({ value, points }) => [String(value), points]))}, probability, tolerance = 1e-6)`,
  ].join('\n')
}

function isWhole(variable: NomogramVariable, terms: readonly { column: string; level?: string }[]): boolean {
  const own = terms.filter(({ column }) => column === variable.name)
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

function rmsNomogram(drawn: readonly NomogramVariable[], model: string, analysis: Analysis): string {
  const { named, scores, partial } = analysis
  const columns = drawn.map(({ name }) => named(name))
  const fitted = columns.filter((column) => scores.some(({ score }) => named(score.name) === column))
  const learnt = partial.has(model) ? `training & rows$${knownColumn(model)} == 1` : 'training'
  return `# The axes run over what the training rows have (of a score: by the fit to all), the coefficients are those of the model.
dd <- datadist(rows[training, ${rStrings(columns)}, drop = FALSE])
options(datadist = "dd")
d <- rows
for (name in ${rStrings(columns)}) d[[name]] <- impute(d[[name]], ${learnt})
${fitted.map((column) => `d$${column} <- rows$${column}.crossfitted\n`).join('')}fit <- lrm(outcome ~ ${columns.join(' + ')}, data = d[${learnt}, ], tol = 1e-14, eps = 1e-12, maxit = 100)
compare("lrm", coef(model)[!is.na(coef(model))], coef(fit))
ticks <- pretty(range(lp[training]), 10)
${settingsOf(drawn, named)}drawn <- do.call(nomogram, c(list(fit, fun = plogis, fun.at = at, lp.at = ticks, lp = TRUE, funlabel = "Probability"), settings))
axes <- lapply(drawn[${rStrings(columns)}], function(axis) axis$points)
total <- drawn$total.points$x
linear <- drawn$lp$x
probability <- drawn$Probability$x[match(at, as.numeric(drawn$Probability$fat))]`
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
probability <- (approx(plogis(curve), curve, at, ties = mean)$y - lowest) * scale`
}
