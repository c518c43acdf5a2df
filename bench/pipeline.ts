// Whole-pipeline bootstraps (variance, correlation, 10-fold cross-validated LASSO) of 224 patients and 1,218 features on two
// processes, beside the same three steps in R with cv.glmnet, of which fewer are timed.
// npx tsx bench/pipeline.ts [REFITS] [R REFITS]
import { fork, spawnSync } from 'node:child_process'
import { bootstrapPart } from '../src/model/parts.ts'
import { refit } from '../src/model/refit.ts'
import type { ModelPlan } from '../src/model/specification.ts'
import { predictorTable } from '../src/model/table.ts'
import { randomStream } from '../src/statistics/random.ts'
import { scorePlan } from '../test/support/noise.ts'

const [n, p, factors, processes] = [224, 1218, 40, 2]

/** Features in correlated families, as radiomic ones are, the first family related to the outcome. */
function study() {
  const random = randomStream(1, 'pipeline')
  const normals = () => Float64Array.from({ length: n }, random.gaussian)
  const latent = Array.from({ length: factors }, normals)
  const predictors = Array.from({ length: p }, (_, j) => {
    const noise = normals()
    const values = latent[j % factors].map((z, i) => z + 0.4 * noise[i] + 0.3 * latent[(j * 7) % factors][i])
    return { name: `f${j}`, label: `f${j}`, values }
  })
  const rows = Int32Array.from({ length: n }, (_, i) => i)
  const positive = Float64Array.from(rows, (i) => Number(random.uniform() < 1 / (1 + Math.exp(1.2 - latent[0][i]))))
  const lasso = { folds: 10, lambda: 'min', alpha: 1 } as const
  const columns = predictors.map(({ name }) => name)
  const plan: ModelPlan = scorePlan(columns, [{ variance: 0.1 }, { correlation: 0.8, keep: 'outcome' }, { lasso }])
  const table = predictorTable(Array.from(rows, String), rows, predictors)
  return { plan, table, rows, outcome: { kind: 'binary', positive } as const }
}

const inR = `
suppressMessages({library(glmnet); library(parallel)}); set.seed(1); n <- ${n}; p <- ${p}; k <- ${factors}
L <- matrix(rnorm(n*k), n, k); X <- sapply(0:(p-1), function(j) L[, j %% k + 1] + .4*rnorm(n) + .3*L[, (j*7) %% k + 1])
y <- rbinom(n, 1, plogis(L[,1] - 1.2))
one <- function(b) { set.seed(b); i <- sample(n, n, TRUE); x <- X[i,]; v <- y[i]; x <- x[, apply(x, 2, var) >= .1]
  r <- abs(cor(x, v)); C <- abs(cor(x)); kept <- integer(0)
  for (j in order(-r)) if (!any(C[j, kept] > .8)) kept <- c(kept, j)
  f <- cv.glmnet(x[, kept], v, family="binomial"); sum(coef(f, s="lambda.min") != 0) }
B <- as.integer(commandArgs(TRUE)[1]); t <- proc.time()[3]; invisible(mclapply(seq_len(B), one, mc.cores=${processes})); cat(proc.time()[3] - t)
`

if (process.send) {
  const { plan, table, rows, outcome } = study()
  process.on('message', (b: number) => {
    refit({ plan, table, models: ['radiomics'], parts: [bootstrapPart(rows, outcome, table.patients, b, 1)] })
    process.send!(b)
  })
} else {
  const refits = Number(process.argv[2] ?? 1000)
  const inRToo = Number(process.argv[3] ?? 40)
  const children = Array.from({ length: processes }, () => fork(import.meta.filename))
  const work = (count: number) => {
    let next = 0
    const lanes = children.map(
      (child) =>
        new Promise<void>((done) => {
          const ask = () => {
            if (next < count) return child.send(next++)
            child.off('message', ask)
            done()
          }
          child.on('message', ask)
          ask()
        }),
    )
    return Promise.all(lanes)
  }
  await work(10) // warm
  const start = performance.now()
  await work(refits)
  const seconds = (performance.now() - start) / 1000
  for (const child of children) child.kill()
  console.log(
    `nomoscope: ${refits} refits in ${seconds.toFixed(1)} s, ${((1000 * seconds) / refits).toFixed(0)} ms each`,
  )
  const r = spawnSync('Rscript', ['-e', inR, String(inRToo)], { encoding: 'utf8' })
  if (r.status !== 0) console.log('R with glmnet does not answer')
  else {
    const each = Number(r.stdout) / inRToo
    console.log(
      `R, cv.glmnet: ${inRToo} refits in ${Number(r.stdout).toFixed(1)} s, ${(1000 * each).toFixed(0)} ms each`,
    )
    console.log(`${((each * refits) / seconds).toFixed(1)} times as fast`)
  }
}
