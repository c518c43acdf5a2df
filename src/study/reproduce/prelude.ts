import { researchUseOnly } from '../../model/index.ts'
import type { StudyConfig } from '../file/schema.ts'
import { concordanceFunction } from './cox-section.ts'
import { rCell, rComment, wrapped } from './r-text.ts'

/** What the functions of a script are for; only those that a study needs are written. */
export interface Needs {
  models: boolean
  cox: boolean
  lasso: boolean
  regressionScore: boolean
  firth: boolean
  backward: boolean
}

/** Title, packages, and the functions that every section uses. */
export function prelude(study: StudyConfig, version: string, factors: ReadonlyMap<string, string[]>, needs: Needs) {
  const packages = ['survival', ...(needs.models ? ['rms', 'pROC'] : []), ...(needs.lasso ? ['glmnet'] : [])]
  return [
    rComment(`${study.study}: the models of this study fitted again in R.`),
    ...(study.synthetic ? ['# SYNTHETIC DATA.'] : []),
    `#
# Run it in the folder of the results:   Rscript reproduce.R
# It needs R 4.0 or later with           install.packages(c(${packages.map((name) => `"${name}"`).join(', ')}))
# and reads the tables of the folder reproduce/.
#
# Every line that it prints has nomoscope's number, R's, and their difference. It stops where a number differs by more
# than its tolerance. A stage is fitted to what nomoscope had of the stage before, so that differences do not add up.
#`,
    rComment(`${researchUseOnly} Made by nomoscope ${version} from ${study.cohort.file}, seed ${study.seed}.`),
    `
# Levels may have letters outside ASCII.
if (!l10n_info()[["UTF-8"]]) invisible(suppressWarnings(Sys.setlocale("LC_CTYPE", "C.UTF-8")))

suppressPackageStartupMessages({
${packages.map((name) => `  library(${name})`).join('\n')}
})

# ---- Comparing ------------------------------------------------------------------------------------------------------

compared <- 0

# ours  nomoscope's numbers, named; R  the same from R, in that order
# unit  what a difference is measured in: the number's own size, unless something else is its natural unit
compare <- function(what, ours, R, tolerance = 1e-8, unit = pmax(abs(ours), 1e-4)) {
  R <- as.numeric(R)
  stopifnot(length(R) == length(ours))
  label <- if (is.null(names(ours))) rep(what, length(ours)) else paste(what, names(ours), sep = ": ")
  cat(sprintf("%-72s %20.12g %20.12g %9.1e\\n", label, ours, R, R - ours), sep = "")
  same <- (is.na(ours) & is.na(R)) | (!is.na(ours) & !is.na(R) & (ours == R | abs(R - ours) <= tolerance * unit))
  if (!all(same)) stop("nomoscope and R differ in ", paste(label[!same], collapse = ", "), call. = FALSE)
  compared <<- compared + length(ours)
}

section <- function(title) cat("\\n", title, "\\n", sprintf("%-72s %20s %20s %9s\\n", "", "nomoscope", "R", "R - ours"), sep = "")

# ---- Data -----------------------------------------------------------------------------------------------------------

# Levels of the factors, the first of which is the reference.
levels_of <- list(${[...factors].map(([name, levels]) => `\n  ${name} = ${wrapped(levels.map(rCell))}`).join(',')}
)

read_table <- function(file) {
  header <- names(read.csv(file, nrows = 1))
  texts <- header %in% c("id", "set", "column", names(levels_of))
  table <- read.csv(file, colClasses = ifelse(texts, "character", "numeric"), na.strings = "", encoding = "UTF-8")
  for (name in intersect(header, names(levels_of)))
    table[[name]] <- factor(table[[name]], levels = levels_of[[name]])
  table
}

# One row for each row of the analysed cohort; empty where a value is not known.
rows <- read_table("reproduce/analysis.csv")
training <- rows$set %in% "training"
validation <- rows$set %in% "validation"`,
    ...(needs.models ? [modelFunctions] : []),
    ...(needs.cox ? [concordanceFunction] : []),
    ...(needs.firth ? [firthFunction] : []),
    ...(needs.backward ? [backwardFunction] : []),
    ...(needs.lasso || needs.regressionScore ? [designFunction] : []),
    ...(needs.lasso ? [lassoFunction] : []),
    ...(needs.regressionScore ? [regressionFunction] : []),
  ].join('\n')
}

const modelFunctions = `
# A value that is not known is taken to be the median, or the most frequent level, of the rows that are learnt from.
impute <- function(x, from) {
  known <- x[from & !is.na(x)]
  if (is.factor(x)) x[is.na(x)] <- levels(x)[which.max(table(known))] else x[is.na(x)] <- median(known)
  x
}

exact <- list(epsilon = 1e-14, maxit = 100)

# AUC with DeLong's interval, Brier score, calibration intercept (the slope held at 1) and slope.
performance <- function(what, lp, y, ours) {
  curve <- roc(y, lp, levels = c(0, 1), direction = "<", quiet = TRUE)
  interval <- suppressWarnings(ci.auc(curve, method = "delong"))
  intercept <- coef(glm(y ~ 1, family = binomial, offset = lp, control = exact))
  slope <- coef(glm(y ~ lp, family = binomial, control = exact))[2]
  R <- c(AUC = interval[2], lower = interval[1], upper = interval[3], Brier = mean((plogis(lp) - y)^2),
         "calibration intercept" = intercept[[1]], "calibration slope" = slope[[1]])
  compare(what, ours, R[names(ours)], tolerance = 1e-7)
}`

const firthFunction = `
# Logistic regression with Firth's penalty (Jeffreys' prior), for an outcome that is separated: x has no intercept.
firth <- function(x, y) {
  x <- cbind("(Intercept)" = 1, x)
  beta <- setNames(numeric(ncol(x)), colnames(x))
  for (iteration in 1:1000) {
    p <- as.numeric(plogis(x %*% beta))
    half <- x * sqrt(p * (1 - p))
    leverage <- rowSums(qr.Q(qr(half))^2)
    step <- as.numeric(solve(crossprod(half), crossprod(x, y - p + leverage * (0.5 - p))))
    beta <- beta + step / max(1, max(abs(step)) / 5)
    if (max(abs(step)) < 1e-12) break
  }
  # The covariance is that of the augmented data, in which a row counts 1 + its leverage, as in logistf.
  list(coefficients = beta, covariance = solve(crossprod(half * sqrt(1 + leverage))))
}`

const backwardFunction = `
# Logistic regression on the candidates, with backward elimination by AIC where asked for. A score whose coefficient is
# not above 0 foretells nothing: the model is fitted again without it.
fit_terms <- function(candidates, scores, data, eliminate) {
  repeat {
    formula <- if (length(candidates) > 0) reformulate(candidates, "outcome") else outcome ~ 1
    model <- do.call(glm, list(formula, family = quote(binomial), data = data, control = exact))
    if (eliminate) model <- step(model, direction = "backward", trace = 0)
    used <- intersect(scores, names(coef(model)))
    against <- used[!(coef(model)[used] > 0)]
    if (length(against) == 0) return(model)
    candidates <- setdiff(candidates, against[1])
  }
}`

const designFunction = `
# The named columns as numbers, imputed from the rows that are learnt from: a factor is one indicator for each level but
# the first.
design <- function(table, names, from) {
  columns <- lapply(names, function(name) {
    x <- impute(table[[name]], from)
    if (!is.factor(x)) return(matrix(x, dimnames = list(NULL, name)))
    others <- levels(x)[-1]
    matrix(unlist(lapply(others, function(level) as.numeric(x == level))), ncol = length(others),
           dimnames = list(NULL, paste0(name, others)))
  })
  do.call(cbind, columns)
}`

const lassoFunction = `
# glmnet takes no matrix of one column; one of zeros beside it changes nothing.
two_columns <- function(x) if (ncol(x) > 1) x else cbind(x, nothing = 0)

# The LASSO (alpha 1) or elastic net on glmnet's own sequence of lambda. The rows outside each fold have columns of their
# own, because the filters were repeated on them: cv.glmnet on columns filtered beforehand makes lambda too small.
# kept  1 where the filters kept a column, on all rows and outside each fold;  fold  of each row, NA where not learnt from
penalised <- function(table, kept, fold, y, alpha, steps, refold = TRUE) {
  learnt <- !is.na(fold)
  x <- two_columns(design(table, kept$column[kept$whole == 1], learnt))
  path <- glmnet(x[learnt, ], y[learnt], family = "binomial", alpha = alpha)
  lambda <- path$lambda[seq_len(steps)]
  held <- matrix(NA_real_, length(y), steps)
  folds <- if (refold) sort(unique(fold[learnt])) else integer(0)
  deviance <- matrix(NA_real_, length(folds), steps)
  for (f in folds) {
    inside <- learnt & fold != f
    outside <- learnt & fold == f
    names <- kept$column[kept[[paste0("fold.", f)]] == 1]
    held[outside, ] <- 0
    if (length(names) > 0) {
      x_f <- two_columns(design(table, names, inside))
      fit <- glmnet(x_f[inside, ], y[inside], family = "binomial", alpha = alpha, lambda = lambda)
      held[outside, ] <- predict(fit, x_f[outside, , drop = FALSE], s = lambda)
    }
    risk <- pmin(pmax(plogis(held[outside, , drop = FALSE]), 1e-5), 1 - 1e-5)
    deviance[f, ] <- colMeans(-2 * log(y[outside] * risk + (1 - y[outside]) * (1 - risk)))
  }
  size <- tabulate(fold[learnt])
  if (!refold) size <- numeric(0)
  mean <- colSums(size * deviance) / sum(size)
  spread <- colSums(size * sweep(deviance, 2, mean)^2) / sum(size)
  list(path = path, lambda = lambda, mean = mean, error = sqrt(spread / (length(folds) - 1)), held = held, x = x,
       learnt = learnt)
}`

const regressionFunction = `
# An ordinary regression on what the filters left, and its folds.
unpenalised <- function(table, kept, fold, y) {
  learnt <- !is.na(fold)
  fit <- function(names, inside) {
    x <- design(table, names, inside)
    model <- glm(y[inside] ~ x[inside, , drop = FALSE], family = binomial, control = exact)
    beta <- setNames(coef(model), c("(Intercept)", colnames(x)))
    beta[is.na(beta)] <- 0 # a combination of the columns before it
    list(beta = beta, lp = as.numeric(beta[1] + x %*% beta[-1]))
  }
  held <- rep(NA_real_, length(y))
  for (f in sort(unique(fold[learnt]))) {
    outside <- learnt & fold == f
    held[outside] <- fit(kept$column[kept[[paste0("fold.", f)]] == 1], learnt & fold != f)$lp[outside]
  }
  c(fit(kept$column[kept$whole == 1], learnt), list(held = held))
}`
