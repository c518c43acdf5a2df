import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { toolTest } from '../support/needs.ts'
import { writeSmallStudy } from '../support/small-study.ts'

const folder = scratchFolder()

/** Every refit made again in R from nothing but the tables and the folds and samples of provenance.json. */
const script = `
suppressMessages({ library(survival); library(jsonlite) })
rows <- read.csv("cohort.csv", check.names = FALSE)
from <- fromJSON("results/provenance.json")
numbers <- function(text) as.integer(strsplit(text, " ")[[1]])
area <- function(lp, y) { r <- rank(lp); n <- sum(y); (sum(r[y == 1]) - n * (n + 1) / 2) / n / sum(1 - y) }
known <- function(d, from) { d$age[is.na(d$age)] <- median(from$age, na.rm = TRUE); d$type <- as.numeric(d[["lesion type"]] != "\\u2013"); d }
exact <- glm.control(epsilon = 1e-14, maxit = 100)
hard <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 100)

d <- rows[match(from$split$training, rows$id), ]
d$y <- as.numeric(d$status == "yes")
logistic <- sapply(from$assignments$nested, function(text) {
  fold <- numbers(text)
  lp <- numeric(nrow(d)); auc <- NULL
  for (f in unique(fold)) {
    fit <- glm(y ~ age + type, binomial, known(d[fold != f, ], d[fold != f, ]), control = exact)
    lp[fold == f] <- predict(fit, known(d[fold == f, ], d[fold != f, ]))
    auc <- c(auc, area(lp[fold == f], d$y[fold == f]))
  }
  c(auc = mean(auc), brier = mean((plogis(lp) - d$y)^2),
    calibrationIntercept = unname(coef(glm(d$y ~ 1, binomial, offset = lp, control = exact))),
    calibrationSlope = unname(coef(glm(d$y ~ lp, binomial, control = exact))[2]))
})
optimism <- mean(sapply(from$assignments$bootstrap, function(text) {
  drawn <- d[rep(seq_len(nrow(d)), numbers(text)), ]
  fit <- glm(y ~ age + type, binomial, known(drawn, drawn), control = exact)
  area(predict(fit), drawn$y) - area(predict(fit, known(d, drawn)), d$y)
}))
apparent <- area(predict(glm(y ~ age + type, binomial, known(d, d), control = exact)), d$y)

own <- from$timeToEvent
d <- rows[match(own$training[[1]], rows$id), ]
d$event <- as.numeric(d$event == "yes")
cox <- sapply(own$assignments$nested[[1]], function(text) {
  fold <- numbers(text)
  lp <- numeric(nrow(d)); C <- NULL
  for (f in unique(fold)) {
    learnt <- known(d[fold != f, ], d[fold != f, ])
    held <- known(d[fold == f, ], d[fold != f, ])
    fit <- coxph(Surv(months, event) ~ age + type, learnt, control = hard)
    value <- function(of) as.matrix(of[, c("age", "type")]) %*% coef(fit)
    lp[fold == f] <- value(held) - mean(value(learnt))
    C <- c(C, concordance(Surv(held$months, held$event) ~ value(held), reverse = TRUE)$concordance)
  }
  c(concordance = mean(C), calibrationSlope = unname(coef(coxph(Surv(d$months, d$event) ~ lp, control = hard))))
})
cat(toJSON(list(logistic = as.list(rowMeans(logistic)), corrected = apparent - optimism, cox = as.list(rowMeans(cox))),
           digits = NA, auto_unbox = TRUE))
`

toolTest(
  'every nested figure of logistic and Cox models is found again from the folds of provenance.json, by R',
  ['Rscript', '-e', 'for (p in c("survival", "jsonlite")) loadNamespace(p)'],
  4,
  () => {
    const study = writeSmallStudy(
      folder,
      `split: none
models:
  status: { terms: [age, lesion type] }
  recurrence: { terms: [age, lesion type], cox: { time: months, event: event, horizons: [12] } }`,
    )
    writeFileSync(
      study,
      readFileSync(study, 'utf8').replace(
        /^validation:.*\n/m,
        'validation: { nested: { folds: 4, repeats: 2 }, bootstrap: 12 }\n',
      ),
    )
    const { status, stderr } = nomoscope('run', study, '--out', join(folder, 'results'), '--quiet')
    expect(status, stderr).toBe(0)
    writeFileSync(join(folder, 'recompute.R'), script)
    const found = JSON.parse(
      spawnSync('Rscript', ['recompute.R'], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C.UTF-8' },
      }).stdout,
    )
    const { models } = JSON.parse(readFileSync(join(folder, 'results/results.json'), 'utf8'))
    const nested = (name: string, measures: string[]) =>
      measures.map((measure) => models[name].performance.nested[measure].value)
    expect(nested('status', Object.keys(found.logistic))).toMatchDigits(Object.values(found.logistic), 1e-7)
    expect(models.status.performance.optimismCorrected.auc.value).toMatchDigits(found.corrected, 1e-8)
    expect(nested('recurrence', Object.keys(found.cox))).toMatchDigits(Object.values(found.cox), 1e-7)
  },
  300_000,
)
