import { type Predictor, predictorTable } from '../../src/model/data/predictor-table.ts'
import type { ModelStudy } from '../../src/model/validate/model-study.ts'
import { type RandomStream, randomStream } from '../../src/statistics/resampling/random.ts'
import type { Outcome } from '../../src/step.ts'

/** What is foretold, and what is done where a value is not known; `complete`: all are known. */
export interface Truth {
  family: 'logistic' | 'cox'
  missing: 'complete' | 'median' | 'multiple'
}

const effects = [0.8, -0.5, 0.4, 0, 0.6]
const patients = 250

/**
 * Patients of a known truth: four normal columns correlated at 0.3 and a yes or no; a third has the outcome, or times are
 * exponential and half of them censored. Where values go missing it is a third of the first column, more often where the
 * fourth is high (at random, given what is known), and a seventh of the second and of the last.
 */
function simulate({ family, missing }: Truth, n: number, random: RandomStream) {
  const common = Float64Array.from({ length: n }, random.gaussian)
  const columns = effects.map((_, j) =>
    common.map((z) => {
      const value = Math.sqrt(0.3) * z + Math.sqrt(0.7) * random.gaussian()
      return j < 4 ? value : Number(value > 0.4)
    }),
  )
  const lp = Float64Array.from(common, (_, i) => effects.reduce((sum, effect, j) => sum + effect * columns[j][i], 0))
  const outcome: Outcome =
    family === 'logistic'
      ? { kind: 'binary', positive: lp.map((own) => Number(random.uniform() < 1 / (1 + Math.exp(1.1 - own)))) }
      : survivalOf(lp, random)
  if (missing !== 'complete')
    for (let i = 0; i < n; i++) {
      if (random.uniform() < 1 / (1 + Math.exp(0.8 - columns[3][i]))) columns[0][i] = Number.NaN
      for (const j of [1, 4]) if (random.uniform() < 1 / 7) columns[j][i] = Number.NaN
    }
  const predictors = columns.map(
    (values, j): Predictor => ({
      name: `x${j}`,
      label: `x${j}`,
      values,
      ...(j === 4 && { levels: ['no', 'yes'].map((value) => ({ value, label: value })) }),
    }),
  )
  return { outcome, predictors }
}

function survivalOf(lp: Float64Array, random: RandomStream): Outcome {
  const own = lp.map((eta) => (-Math.log(random.uniform()) * 20) / Math.exp(eta))
  const followed = lp.map(() => 5 + 35 * random.uniform())
  return {
    kind: 'survival',
    time: own.map((time, i) => Math.min(time, followed[i])),
    event: own.map((time, i) => Number(time <= followed[i])),
  }
}

/** Patients of a truth as a table with their outcomes; `stream` names the draw. */
export function incompletePatients(truth: Truth, n: number, seed: number, stream: string) {
  const { outcome, predictors } = simulate(truth, n, randomStream(seed, stream, truth.family))
  const rows = Int32Array.from({ length: n }, (_, i) => i)
  return { rows, outcome, table: predictorTable(Array.from(rows, String), rows, predictors) }
}

/** A study of 250 patients of a truth, with one model of its five columns. */
export function incompleteStudy(truth: Truth, seed: number): ModelStudy {
  const { rows, outcome, table } = incompletePatients(truth, patients, seed, 'incomplete')
  const columns = table.columns.map(({ name }) => name)
  return {
    table,
    outcome,
    training: rows,
    validation: new Int32Array(0),
    seed,
    plan: {
      family: truth.family,
      blocks: { clinical: { columns, features: false } },
      selection: [],
      models: [{ name: `${truth.family} ${truth.missing}`, terms: ['clinical'] }],
      ...(truth.missing === 'multiple' && { missing: 'multiple' }),
      ...(truth.family === 'cox' && { horizons: [12] }),
    },
  }
}
