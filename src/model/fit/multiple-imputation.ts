import { fitImputation, type ImputationColumn } from '../../statistics/missing-data/imputation.ts'
import { randomStream } from '../../statistics/resampling/random.ts'
import { type FollowedRows, type Outcome, outcomeAt, type RowColumn, type TrainingRows } from '../../step.ts'
import { type DesignTerms, designColumns } from '../terms/design-matrix.ts'
import { type Regression, regress } from './regression.ts'

const minimumImputations = 5
const maximumImputations = 20

/**
 * A regression pooled over multiple imputations of the training rows (chained equations, the outcome helping to impute;
 * of survival times the event and the cumulative hazard, White & Royston 2009): estimates are means, their covariance is
 * Rubin's within + (1 + 1/m) between. As many imputations as there are percent of incomplete rows, 5 to 20 (White 2011).
 * Undefined where nothing is missing. Rows drawn several times are imputed each for itself.
 */
export function imputedRegression(
  training: TrainingRows,
  shape: DesignTerms,
): (Regression & { imputations: number }) | undefined {
  const known = training.columns.filter(({ values }) => !values.every(Number.isNaN))
  const incomplete = training.rows.filter((_, i) => known.some(({ values }) => Number.isNaN(values[i]))).length
  if (incomplete === 0) return undefined
  const drawn: number[] = []
  training.counts.forEach((count, i) => {
    for (let copy = count; copy > 0; copy--) drawn.push(i)
  })
  const outcome = outcomeAt(training.outcome, drawn)
  const columns = known.map(
    (column): RowColumn => ({
      ...column,
      values: Float64Array.from(drawn, (i) => column.values[i]),
    }),
  )
  const imputations = Math.min(
    maximumImputations,
    Math.max(minimumImputations, Math.ceil((100 * incomplete) / training.rows.length)),
  )
  const { completed } = fitImputation(
    columns.map(kindOf),
    (imputation) => randomStream(training.seed, 'multiple imputation', imputation),
    { outcome: helpers(outcome), imputations },
  )
  const once = new Float64Array(drawn.length).fill(1)
  const rows = { rows: Int32Array.from(drawn), patients: Int32Array.from(drawn, (i) => training.patients[i]) }
  const designs = completed.map((values) =>
    designColumns({ ...rows, columns: columns.map((column, j) => ({ ...column, values: values[j] })) }, shape),
  )
  let fits = designs.map((design) => regress(design, outcome, once))
  // a term that some imputation cannot tell apart from others is in none
  const everywhere = new Set(
    fits[0].columns
      .map(({ name }) => name)
      .filter((name) => fits.every((fit) => fit.columns.some((c) => c.name === name))),
  )
  if (fits.some((fit) => fit.columns.length > everywhere.size))
    fits = designs.map((design) =>
      regress(
        design.filter(({ name }) => everywhere.has(name)),
        outcome,
        once,
      ),
    )
  return { ...pooled(fits), imputations }
}

/** Rubin's rules for whole vectors: mean estimates, within and between covariance. */
function pooled(fits: readonly Regression[]): Regression {
  const [first] = fits
  const m = fits.length
  const logistic = first.covariance.length > first.estimates.length
  const vectors = fits.map(({ intercept, estimates }) => (logistic ? [intercept, ...estimates] : estimates))
  const mean = vectors[0].map((_, j) => vectors.reduce((sum, vector) => sum + vector[j], 0) / m)
  const covariance = first.covariance.map((row, j) =>
    row.map((_, k) => {
      let within = 0
      let between = 0
      fits.forEach((fit, i) => {
        within += fit.covariance[j][k] / m
        between += ((vectors[i][j] - mean[j]) * (vectors[i][k] - mean[k])) / (m - 1)
      })
      return within + (1 + 1 / m) * between
    }),
  )
  return {
    columns: first.columns,
    intercept: fits.reduce((sum, { intercept }) => sum + intercept, 0) / m,
    estimates: logistic ? mean.slice(1) : mean,
    covariance,
    method: fits.some(({ method }) => method === 'firth') ? 'firth' : 'maximum likelihood',
    logLikelihood: Number.NaN,
    aic: Number.NaN,
    separatedBy: [...new Set(fits.flatMap(({ separatedBy }) => separatedBy))],
    leftOut: first.leftOut,
  }
}

function kindOf({ values, levels }: RowColumn): ImputationColumn {
  if (!levels) return { kind: 'number', values }
  return levels.length === 2 ? { kind: 'binary', values } : { kind: 'category', values, levels: levels.length }
}

function helpers(outcome: Outcome): Float64Array[] {
  if (outcome.kind === 'binary') return [Float64Array.from(outcome.positive)]
  return [Float64Array.from(outcome.event), nelsonAalen(outcome)]
}

/** The cumulative hazard at each row's own time. */
function nelsonAalen({ time, event, start }: FollowedRows): Float64Array {
  const n = time.length
  const entries = start && Float64Array.from(start).sort()
  let entered = entries ? 0 : n
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => time[a] - time[b])
  const hazard = new Float64Array(n)
  let sum = 0
  for (let i = 0; i < n; ) {
    let j = i
    let events = 0
    for (; j < n && time[order[j]] === time[order[i]]; j++) events += event[order[j]]
    if (entries) while (entered < n && entries[entered] < time[order[i]]) entered++
    if (events > 0) sum += events / (entered - i)
    for (; i < j; i++) hazard[order[i]] = sum
  }
  return hazard
}
