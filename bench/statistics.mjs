#!/usr/bin/env node
// The statistics rows of the targets, ours and R's in one run on this machine, and how time grows in n and p.
// usage: node bench/statistics.mjs [--bootstraps 1000] [--peer-bootstraps 40] [--require-peer] [--json]     (after npm run build)
// R's side needs Rscript with glmnet and rms; without them its column is empty, and with --require-peer that is an error.
// Of the whole pipeline R makes the peer bootstraps only, and its seconds are multiplied out. --json prints rows for
// bench/speed.mjs and leaves the growth out.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { cohort, families, simulated } from './speed/simulated.mjs'

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : Number(process.argv[at + 1])
}
const bootstraps = option('bootstraps', 1000)
const peerBootstraps = option('peer-bootstraps', 40)
const peerIsRequired = process.argv.includes('--require-peer')
const asJson = process.argv.includes('--json')
const root = join(import.meta.dirname, '..')
if (!existsSync(join(root, 'dist/statistics.js'))) {
  console.error('dist/ is missing: run npm run build first.')
  process.exit(2)
}
const s = await import('../dist/statistics.js')
const m = await import('../dist/model.js')

/** Seconds of the quickest of `rounds` by the clock and of the processor, after one round that is not counted. */
function time(rounds, work) {
  work()
  const best = { wall: Infinity, cpu: Infinity }
  for (let k = 0; k < rounds; k++) {
    const start = performance.now()
    const used = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(used)
    best.wall = Math.min(best.wall, (performance.now() - start) / 1000)
    best.cpu = Math.min(best.cpu, (user + system) / 1e6)
  }
  return best
}

const folder = mkdtempSync(join(tmpdir(), 'nomoscope-bench-'))
try {
  // 1. The path with 10-fold cross-validation
  const wide = simulated(224, 1218)
  let cv
  const ourCv = time(5, () => {
    cv = s.crossValidatePath(wide.x, { family: 'binomial', y: wide.y }, wide.folds)
  })

  // 2. Bootstrap validation and calibration of the logistic model of the test cohort
  const { design, her2, draws } = cohort()
  let validation
  const ourBootstrap = time(3, () => {
    validation = s.validateAndCalibrateLogistic(design, her2, draws).validation
  })

  // 3. Bootstraps of the whole pipeline: variance, correlation and LASSO with its own cross-validation, on two workers
  const familial = families(224, 1218)
  const ourPipeline = await pipeline(familial, bootstraps)

  const peer = peers(wide, familial)
  const compared = [
    ['10-fold cv LASSO path, 224 × 1,218, warm', 'cv.glmnet', peer?.cv, ourCv, [2.5, 4], 'user'],
    ['bootstrap validate + calibrate, B = 1,000', 'rms', peer?.bootstrap, ourBootstrap, [20, 40], 'user'],
    [
      `${bootstraps.toLocaleString('en')} bootstraps of the whole pipeline, 2 workers`,
      `R with cv.glmnet, 2 processes (${peerBootstraps} made)`,
      peer?.pipeline,
      ourPipeline,
      bootstraps === 1000 ? [60, 40] : undefined,
      'wall',
    ],
  ]
  if (asJson) {
    const times = (one) => one && { wall: one.wall, user: one.cpu }
    const rows = compared.map(([work, name, theirs, ours, target, by]) => ({
      work,
      by,
      target,
      inSeconds: by === 'wall',
      peer: name,
      mine: times(ours),
      theirs: times(theirs),
    }))
    console.log(JSON.stringify(rows))
  } else {
    console.table(compared.map(([work, name, theirs, ours, target]) => row(work, name, theirs, ours, target)))
    console.log('10-fold cv LASSO path, seconds:')
    console.table(growth(wide))
  }
  if (peer) {
    // of the errors' stream, so that the rows stand alone
    console.error(`same λ: min ${cv.best === peer.best}, 1se ${cv.oneError === peer.oneError}`)
    console.error(
      `Dxy, corrected: ours ${validation.dxy.corrected.toFixed(4)}, rms ${peer.dxy.toFixed(4)} (other resamples)`,
    )
    if (cv.best !== peer.best || cv.oneError !== peer.oneError) process.exitCode = 1
  } else if (peerIsRequired) {
    console.error('Rscript with glmnet and rms did not answer, and --require-peer was given.')
    process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Seconds of the cross-validated path by patients and columns. */
function growth(wide) {
  const sizes = [
    [112, 1218],
    [224, 1218],
    [448, 1218],
    [896, 1218],
    [224, 304],
    [224, 609],
    [224, 2436],
    [224, 4872],
  ]
  return sizes.map(([n, p]) => {
    const data = n === 224 && p === 1218 ? wide : simulated(n, p)
    const took = time(2, () => s.crossValidatePath(data.x, { family: 'binomial', y: data.y }, data.folds))
    return { n, p, wall: took.wall.toFixed(3), cpu: took.cpu.toFixed(3) }
  })
}

/** By the clock, and in brackets of the processor: on a machine that does other work only the latter can be compared. */
function row(work, peer, theirs, ours, target) {
  const digits = (value) => value.toFixed(value < 10 ? 3 : 1)
  const seconds = (value) => (value === undefined ? '–' : `${digits(value.wall)} s (${digits(value.cpu)})`)
  const ratio = (of) => (theirs === undefined ? '–' : (theirs[of] / ours[of]).toFixed(1))
  return {
    work,
    peer: `${peer}: ${seconds(theirs)}`,
    ours: seconds(ours),
    'times faster': `${ratio('wall')} (${ratio('cpu')})`,
    target,
  }
}

/** Seconds of the model stage's bootstraps over two of its own workers. */
async function pipeline({ columns, y }, count) {
  const n = y.length
  const ids = Array.from({ length: n }, (_, i) => `P${i}`)
  const everyone = Int32Array.from({ length: n }, (_, i) => i)
  const named = columns.map((values, j) => ({ name: `f${j}`, label: `f${j}`, values }))
  const study = {
    plan: {
      family: 'logistic',
      blocks: { radiomics: { columns: named.map(({ name }) => name), features: true } },
      selection: [
        { variance: 0.1 },
        { correlation: 0.8, keep: 'outcome' },
        { lasso: { folds: 10, lambda: 'min', alpha: 1 } },
      ],
      models: [{ name: 'radiomics', lasso: ['radiomics'] }],
    },
    table: m.predictorTable(ids, everyone, named),
    outcome: { kind: 'binary', positive: y },
    training: everyone,
    validation: new Int32Array(0),
    seed: 1,
  }
  // As src/workers/pool.ts starts them; their errors end this process.
  const limits = { resourceLimits: { maxYoungGenerationSizeMb: 96 } }
  const workers = [0, 1].map(() => new Worker(new URL('../dist/worker.js', import.meta.url), limits))
  const map = async (name, tasks) => {
    const results = new Array(tasks.length)
    let next = 0
    const feed = async (worker) => {
      while (next < tasks.length) {
        const index = next++
        const answer = await new Promise((resolve) => {
          worker.once('message', resolve)
          worker.postMessage({ index, name, task: tasks[index] })
        })
        if (answer.error) throw new Error(JSON.stringify(answer.error))
        results[index] = answer.result
      }
    }
    await Promise.all(workers.map(feed))
    return results
  }
  try {
    const start = performance.now()
    const used = process.cpuUsage()
    await m.validateModels(study, { bootstrap: count, permutations: 0 }, map)
    const { user, system } = process.cpuUsage(used) // of all threads
    return { wall: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}

/** R's seconds for the same data; undefined where R or a package is missing. */
function peers({ x, y, folds }, familial) {
  writeFileSync(join(folder, 'x.bin'), new Uint8Array(x.values.buffer))
  writeFileSync(join(folder, 'y.txt'), y.join('\n'))
  writeFileSync(join(folder, 'folds.txt'), folds.join('\n'))
  const inFamilies = s.matrixFromColumns(familial.columns)
  writeFileSync(join(folder, 'families.bin'), new Uint8Array(inFamilies.values.buffer))
  writeFileSync(join(folder, 'outcomes.txt'), familial.y.join('\n'))
  const cohort = join(root, 'test/fixtures/statistics/cohort.csv')
  const script = `
    suppressMessages({library(glmnet); library(rms); library(parallel)})
    x <- matrix(readBin('x.bin', 'double', ${x.values.length}), ${x.rows}); y <- scan('y.txt', quiet=TRUE); f <- scan('folds.txt', quiet=TRUE) + 1
    took <- function(t) { d <- proc.time() - t; c(d[3], sum(d[c(1, 2, 4, 5)])) }
    best <- c(Inf, Inf); for (k in 1:6) { t <- proc.time(); cv <- cv.glmnet(x, y, family='binomial', foldid=f); if (k > 1) best <- pmin(best, took(t)) }
    d <- read.csv('${cohort}'); d$edge <- factor(d$edge, levels=c('smooth','blur','burr')); dd <- datadist(d); options(datadist='dd')
    m <- lrm(her2 ~ type + edge + skin + axillary + age + size, data=d, x=TRUE, y=TRUE)
    t <- proc.time(); invisible(capture.output({v <- rms::validate(m, B=1000); calibrate(m, B=1000)})); b <- took(t)
    X <- matrix(readBin('families.bin', 'double', ${inFamilies.values.length}), ${inFamilies.rows}); Y <- scan('outcomes.txt', quiet=TRUE)
    one <- function(k) { set.seed(k); i <- sample(nrow(X), replace=TRUE); v <- Y[i]; m <- X[i, ]; m <- m[, apply(m, 2, var) >= .1]
      r <- abs(cor(m, v)); C <- abs(cor(m)); kept <- integer(0); for (j in order(-r)) if (!any(C[j, kept] > .8)) kept <- c(kept, j)
      sum(coef(cv.glmnet(m[, kept], v, family='binomial'), s='lambda.min') != 0) }
    t <- proc.time(); invisible(mclapply(seq_len(${peerBootstraps}), one, mc.cores=2)); whole <- took(t) * ${bootstraps / peerBootstraps}
    cat(best, b, whole, match(cv$lambda.min, cv$lambda) - 1, match(cv$lambda.1se, cv$lambda) - 1, v['Dxy', 'index.corrected'], sep='\\n')`
  const answer = spawnSync('Rscript', ['-e', script], { cwd: folder, encoding: 'utf8' })
  if (answer.status !== 0) return undefined
  const [cvWall, cvCpu, bootstrapWall, bootstrapCpu, wholeWall, wholeCpu, best, oneError, dxy] = answer.stdout
    .trim()
    .split('\n')
    .map(Number)
  return {
    cv: { wall: cvWall, cpu: cvCpu },
    bootstrap: { wall: bootstrapWall, cpu: bootstrapCpu },
    pipeline: { wall: wholeWall, cpu: wholeCpu },
    best,
    oneError,
    dxy,
  }
}
