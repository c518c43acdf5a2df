import type { PathReport } from '../../model/fit/score.ts'
import type { ScoreTrace } from '../../model/validate/score-trace.ts'
import { type Analysis, crossFittedColumn, foldColumn } from './analysis.ts'
import { rComment, rNamed, rNumber, rStrings, termIn } from './r-text.ts'

/** A block's score: coefficients, choice of λ, and the scores that each row has from fits that did not see it. */
export function scoreSection(trace: ScoreTrace, { named }: Analysis, path: PathReport | undefined): string {
  const { score, lasso, harmonised, kept, offered, separated } = trace
  const name = named(score.name)
  const coefficients: [string, number][] = [
    ['(Intercept)', score.intercept],
    ...score.terms.map(({ column, level, estimate }): [string, number] => [termIn(named, { column, level }), estimate]),
  ]
  const lines = [
    rComment(
      `${trace.rows.length} rows; the filters left ${kept.length} of ${offered} columns${
        harmonised ? ', harmonised over centres by ComBat: only its last fit can be repeated here' : ''
      }.`,
    ),
    `section("Score: ${score.name.replace(/[^\x20-\x7e]|["\\]/g, '.')}")`,
    `columns <- read_table("reproduce/${name}.csv")`,
    `kept <- read_table("reproduce/${name}.columns.csv")`,
    `fold <- rows$${foldColumn(name)}`,
    `crossfitted <- rows$${crossFittedColumn(name)}`,
    `ours <- ${rNamed(coefficients)}`,
  ]
  if (score.terms.length === 0)
    return [...lines, '# No column has a coefficient.', `rows$${name} <- ours[["(Intercept)"]]`].join('\n')
  if (trace.isWide)
    lines.push(
      rComment('The columns are too many to be written here: those with a coefficient alone, and no fit to repeat.'),
    )
  else if (lasso && path) lines.push(penalised(trace, path))
  else if (!separated) lines.push(unpenalised(harmonised))
  else lines.push(rComment('The outcome is separated in some fold, where Firth’s penalty stood in: no fit to repeat.'))
  const terms = score.terms.map(({ column }) => named(column))
  lines.push(
    rComment('The score of every row by the fit to all; a model is fitted to the cross-fitted ones.'),
    `x <- design(columns, unique(${rStrings(terms)}), !is.na(fold))`,
    `rows$${name} <- as.numeric(ours[[1]] + x[, names(ours)[-1], drop = FALSE] %*% ours[-1])`,
  )
  return lines.join('\n')
}

function penalised(
  { lasso, harmonised }: ScoreTrace,
  { lambda, chosen, mean, standardError, lambdaMin, lambda1se }: PathReport,
) {
  const at = lambda.indexOf(chosen) + 1
  const folds = harmonised ? ', refold = FALSE' : ''
  return `fit <- penalised(columns, kept, fold, rows$outcome, alpha = ${rNumber(lasso!.alpha)}, steps = ${lambda.length}${folds})
compare("lambda", c(largest = ${rNumber(lambda[0])}, chosen = ${rNumber(chosen)}), fit$lambda[c(1, ${at})])
R <- setNames(as.numeric(coef(fit$path, s = fit$lambda[${at}])), c("(Intercept)", colnames(fit$x)))[names(ours)]
# A coefficient is judged for a standard deviation of its column; glmnet stops at 1e-7 of the deviance.
learnt <- fit$x[fit$learnt, names(ours)[-1], drop = FALSE]
compare("coefficient", ours[-1], R[-1], tolerance = 1e-5, unit = 1 / apply(learnt, 2, sd))
compare("intercept", ours[1], R[1], tolerance = 1e-5, unit = 1 + sum(abs(ours[-1] * colMeans(learnt))))
stopifnot(sum(coef(fit$path, s = fit$lambda[${at}])[-1] != 0) == length(ours) - 1)${
    harmonised
      ? ''
      : `
compare("cross-validated deviance", c("at chosen" = ${rNumber(mean[at - 1])}, "standard error" = ${rNumber(standardError[at - 1])}), c(fit$mean[${at}], fit$error[${at}]), tolerance = 1e-5)
least <- which.min(fit$mean)
compare("lambda", c(min = ${rNumber(lambdaMin)}, "1se" = ${rNumber(lambda1se)}), fit$lambda[c(least, which(fit$mean <= fit$mean[least] + fit$error[least])[1])])
apart <- max(abs(fit$held[fit$learnt, ${at}] - crossfitted[fit$learnt]))
compare("cross-fitted scores", c("largest difference" = 0), apart, tolerance = 1e-4, unit = 1)`
  }`
}

function unpenalised(harmonised: boolean) {
  return harmonised
    ? rComment('An ordinary regression on harmonised columns.')
    : `fit <- unpenalised(columns, kept, fold, rows$outcome)
compare("coefficient", ours, fit$beta[names(ours)], tolerance = 1e-6)
compare("cross-fitted scores", c("largest difference" = 0), max(abs(fit$held - crossfitted), na.rm = TRUE), tolerance = 1e-6, unit = 1)`
}
