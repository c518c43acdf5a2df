/** Rows in the order in which Cox's sums run: stratum by stratum, time falling, so that whoever was met is at risk. */
export interface CoxOrder {
  rows: Int32Array
  time: ArrayLike<number>
  event: ArrayLike<number>
  weights: Float64Array
  /** Positions in `rows` at which a stratum begins, and the end. */
  strata: Int32Array
  ties: 'efron' | 'breslow'
  /** Rows stratum by stratum, entry falling, of patients who came under observation late. */
  late?: { rows: Int32Array; start: ArrayLike<number> }
}

export function coxOrder(
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  weights: Float64Array,
  strata: ArrayLike<number> | undefined,
  ties: CoxOrder['ties'],
  start?: ArrayLike<number>,
): CoxOrder {
  const stratumOf = (row: number) => (strata ? strata[row] : 0)
  const rows = Int32Array.from({ length: weights.length }, (_, i) => i)
    .filter((row) => weights[row] > 0)
    .sort((a, b) => stratumOf(a) - stratumOf(b) || time[b] - time[a] || a - b)
  const bounds = [0]
  for (let i = 1; i < rows.length; i++) if (stratumOf(rows[i]) !== stratumOf(rows[i - 1])) bounds.push(i)
  bounds.push(rows.length)
  const late = start && {
    rows: rows.toSorted((a, b) => stratumOf(a) - stratumOf(b) || start[b] - start[a] || a - b),
    start,
  }
  return { rows, time, event, weights, strata: Int32Array.from(bounds), ties, ...(late && { late }) }
}

/** One time at which events happened, and one of the steps into which ties are taken apart there. */
export interface EventStep {
  /** Weight of the events of the step, and the sum of the weights of those at risk (less the share of the tied, Efron). */
  weight: number
  atRisk: number
  logAtRisk: number
  /** Mean and covariance (row-major p × p) of the columns over those at risk. */
  mean: Float64Array
  covariance: Float64Array
}

/** Partial log-likelihood at eta, with its first derivatives (`score`) and minus the second (`information`, p × p). */
export function accumulate(order: CoxOrder, z: Float64Array, p: number, eta: Float64Array) {
  const score = new Float64Array(p)
  const information = new Float64Array(p * p)
  let logLikelihood = 0
  eachEventTime(order, z, p, eta, (_time, tied, steps) => {
    for (const row of tied) {
      logLikelihood += order.weights[row] * eta[row]
      for (let j = 0; j < p; j++) score[j] += order.weights[row] * z[j * eta.length + row]
    }
    for (const { weight, logAtRisk, mean, covariance } of steps) {
      logLikelihood -= weight * logAtRisk
      for (let j = 0; j < p; j++) score[j] -= weight * mean[j]
      for (let at = 0; at < p * p; at++) information[at] += weight * covariance[at]
    }
  })
  return { logLikelihood, score, information }
}

/**
 * Calls `visit` at each time with events, latest first, stratum by stratum, with the rows of the events and the steps: one
 * for Breslow's ties, one an event for Efron's. Arrays of a step are reused: read them at once.
 */
export function eachEventTime(
  order: CoxOrder,
  z: Float64Array,
  p: number,
  eta: Float64Array,
  visit: (time: number, tied: Int32Array, steps: Iterable<EventStep>, stratum: number) => void,
): void {
  const { rows, time, event, weights, strata, ties, late } = order
  const n = eta.length
  // Sums over those at risk, and over those with the event at the present time: weight, columns, their products.
  const riskColumns = new Float64Array(p)
  const riskProducts = new Float64Array(p * p)
  const tiedColumns = new Float64Array(p)
  const tiedProducts = new Float64Array(p * p)
  const step: EventStep = {
    weight: 0,
    atRisk: 0,
    logAtRisk: 0,
    mean: new Float64Array(p),
    covariance: new Float64Array(p * p),
  }
  // The largest predictor is taken off before the exponential and added back to the logarithm.
  for (let s = 0; s + 1 < strata.length; s++) {
    let shift = -Infinity
    for (let i = strata[s]; i < strata[s + 1]; i++) shift = Math.max(shift, eta[rows[i]])
    let risk = 0
    riskColumns.fill(0)
    riskProducts.fill(0)
    let notYet = strata[s]
    for (let i = strata[s]; i < strata[s + 1]; ) {
      const now = time[rows[i]]
      for (; late && notYet < strata[s + 1] && late.start[late.rows[notYet]] >= now; notYet++) {
        const row = late.rows[notYet]
        const e = -weights[row] * Math.exp(eta[row] - shift)
        risk += e
        add(riskColumns, riskProducts, row, e)
      }
      let tiedRisk = 0
      let tiedWeight = 0
      let count = 0
      const start = i
      tiedColumns.fill(0)
      tiedProducts.fill(0)
      for (; i < strata[s + 1] && time[rows[i]] === now; i++) {
        const row = rows[i]
        const e = weights[row] * Math.exp(eta[row] - shift)
        risk += e
        add(riskColumns, riskProducts, row, e)
        if (!event[row]) continue
        count++
        tiedRisk += e
        tiedWeight += weights[row]
        add(tiedColumns, tiedProducts, row, e)
      }
      if (count === 0) continue
      const tied = rows.subarray(start, i).filter((row) => event[row])
      visit(now, tied, steps(risk, tiedRisk, tiedWeight, count, shift), s)
    }
  }

  function add(columns: Float64Array, products: Float64Array, row: number, e: number): void {
    for (let j = 0; j < p; j++) {
      const value = e * z[j * n + row]
      columns[j] += value
      for (let k = 0; k <= j; k++) products[j * p + k] += value * z[k * n + row]
    }
  }

  function* steps(
    risk: number,
    tiedRisk: number,
    tiedWeight: number,
    count: number,
    shift: number,
  ): Iterable<EventStep> {
    const parts = ties === 'efron' ? count : 1
    for (let part = 0; part < parts; part++) {
      const share = ties === 'efron' ? part / count : 0
      const sum = risk - share * tiedRisk
      step.weight = tiedWeight / parts
      step.atRisk = sum * Math.exp(shift)
      step.logAtRisk = Math.log(sum) + shift
      for (let j = 0; j < p; j++) step.mean[j] = (riskColumns[j] - share * tiedColumns[j]) / sum
      for (let j = 0; j < p; j++)
        for (let k = 0; k <= j; k++) {
          const product = (riskProducts[j * p + k] - share * tiedProducts[j * p + k]) / sum
          const value = product - step.mean[j] * step.mean[k]
          step.covariance[j * p + k] = value
          step.covariance[k * p + j] = value
        }
      yield step
    }
  }
}
