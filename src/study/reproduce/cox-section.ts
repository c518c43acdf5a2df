import type { ModelResult, PartPerformance } from '../../model/index.ts'
import type { ResolvedModel } from '../../model/plan/resolve.ts'
import type { CoxModels } from '../stages/cox-models.ts'
import { type Analysis, knownColumn } from './analysis.ts'
import { designLines } from './model-section.ts'
import { rCell, rComment, rNamed, rNumber, rString, rStrings } from './r-text.ts'

/** A Cox model of chosen columns: hazard ratios, baseline survival at the horizons, C with its interval, slope. */
export function coxSection(
  result: ModelResult,
  resolved: ResolvedModel,
  { followUp }: CoxModels,
  analysis: Analysis,
): string {
  const { named, partial } = analysis
  const { name, terms, vcov, intercept, model, performance } = result
  const known = partial.has(name) ? ` & rows$${knownColumn(name)} == 1` : ''
  const what = rString(name)
  if (!isRepeated(resolved) || terms.length === 0)
    return rComment(`${name}: a Cox model with a score or a penalty, or without a term, is not repeated here.`)
  if (result.imputations)
    return rComment(`${name}: pooled over ${result.imputations} imputations, whose draws are not repeated here.`)
  if (result.estimator === 'firth')
    return rComment(`${name}: a separated Cox model, whose estimates are Firth’s (coxphf), is not repeated here.`)
  const baseline = followUp.horizons.map(({ time, label }): [string, number] => {
    const at = model.baseline!.time.indexOf(time)
    return [label, model.baseline!.survival[at]]
  })
  return [
    `section(paste("Cox model:", ${what}))`,
    'd <- rows',
    `event <- as.numeric(rows$${named(followUp.event)} == ${isNumber(analysis, followUp.event) ? '1' : rCell(followUp.positive)})`,
    ...followedLines(followUp, named),
    `learnt <- training & !is.na(y)${known}`,
    `held <- validation & !is.na(y)${known}`,
    `for (name in ${rStrings(resolved.columns.map(named))}) d[[name]] <- impute(d[[name]], learnt)`,
    ...designLines(result, named),
    'model <- coxph(y[learnt] ~ x[learnt, , drop = FALSE], ties = "efron", control = exact_cox)',
    'R <- setNames(coef(model), colnames(x))',
    `compare(paste(${what}, "coefficient"), ${rNamed(terms.map(({ term, estimate }) => [term, estimate]))}, R)`,
    `compare(paste(${what}, "standard error"), ${rNamed(
      terms.map(({ term }, j) => [term, Math.sqrt(vcov![j][j])]),
    )}, sqrt(diag(vcov(model))), tolerance = 1e-6)`,
    rComment('The linear predictor is 0 for the mean of the training rows; the baseline is Efron’s at that.'),
    'centre <- -mean(x[learnt, , drop = FALSE] %*% coef(model))',
    `compare(paste(${what}, "centre"), ${rNumber(intercept)}, centre)`,
    'hazard <- basehaz(model, centered = FALSE)',
    `horizons <- c(${followUp.horizons.map(({ time }) => time).join(', ')})`,
    `compare(paste(${what}, "baseline survival"), ${rNamed(baseline)}, sapply(horizons, function(t) exp(-max(0, hazard$hazard[hazard$time <= t]) * exp(-centre))))`,
    'lp <- as.numeric(centre + x %*% coef(model))',
    judged(`paste(${what}, "apparent")`, 'learnt', performance.apparent),
    ...(performance.heldOut ? [judged(`paste(${what}, "held-out")`, 'held', performance.heldOut)] : []),
  ].join('\n')
}

/** `y`: times from the landmark on, NA of those followed no longer, and the entries of those who came late. */
function followedLines({ time, start, landmark }: CoxModels['followUp'], named: Analysis['named']): string[] {
  const from = landmark?.at ?? 0
  const since = (column: string) => (from > 0 ? `rows$${named(column)} - ${from}` : `rows$${named(column)}`)
  return [
    `time <- ${since(time)}`,
    ...(from > 0 ? ['time[time <= 0] <- NA'] : []),
    start === undefined ? 'y <- Surv(time, event)' : `y <- Surv(pmax(0, ${since(start)}), time, event)`,
  ]
}

/** Whether R fits it again: not what has a score or a penalty. */
export const isRepeated = (resolved: ResolvedModel): resolved is ResolvedModel & { kind: 'terms' } =>
  resolved.kind === 'terms' && resolved.scores.length === 0

const isNumber = ({ factors, named }: Analysis, column: string) => !factors.has(named(column))

function judged(what: string, rows: string, { auc, lower, upper, calibrationSlope, events }: PartPerformance): string {
  if (events === 0) return rComment('No event: no performance.')
  const ours: [string, number][] = [
    ['C', auc],
    ['lower', lower],
    ['upper', upper],
    ['calibration slope', calibrationSlope],
  ]
  return `concordance_of(${what}, lp[${rows}], y[${rows}], ${rNamed(ours)})`
}

export const concordanceFunction = `
exact_cox <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 100)

# Harrell's C with the infinitesimal jackknife's interval, and the slope on the linear predictor.
concordance_of <- function(what, lp, y, ours) {
  C <- concordance(y ~ lp, reverse = TRUE)
  half <- qnorm(0.975) * sqrt(C$var)
  slope <- coef(coxph(y ~ lp, control = exact_cox))
  compare(what, ours, c(C$concordance, C$concordance - half, C$concordance + half, slope), tolerance = 1e-7)
}`
