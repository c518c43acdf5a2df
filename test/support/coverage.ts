import { predictorTable } from '../../src/model/data/predictor-table.ts'
import { measuresAt } from '../../src/model/measures/measures.ts'
import { predictTable } from '../../src/model/resample/refit.ts'
import { validateModels } from '../../src/model/validate/validate-models.ts'
import { randomStream } from '../../src/statistics/resampling/random.ts'
import { simulate, simulatedStudy } from './known-truth.ts'
import { oneThread } from './one-thread.ts'

/** What nested cross-validation said of a model, and what fresh patients say of that very model. */
export interface Checked {
  model: string
  nested: number
  lower: number
  upper: number
  own: number
  /**
   * Calibration slope on the fresh patients and the recommended shrinkage; null of a model that gives everyone the same
   * risk: such a model has no slope.
   */
  slope: number | null
  factor: number | null
}

let drawn: { fresh: number; of: ReturnType<typeof freshPatients> } | undefined

function freshPatients(fresh: number) {
  const { positive, predictors } = simulate(fresh, randomStream(1, 'fresh'))
  const rows = Int32Array.from({ length: fresh }, (_, i) => i)
  return {
    rows,
    outcome: { kind: 'binary', positive } as const,
    table: predictorTable(Array.from(rows, String), rows, predictors),
  }
}

/** Fits and validates the simulated studies of the given seeds and judges each model on `fresh` further patients. */
export async function checkCoverage(
  seeds: readonly number[],
  fresh: number,
  folds: number,
  bootstrap: number,
): Promise<Checked[]> {
  if (drawn?.fresh !== fresh) drawn = { fresh, of: freshPatients(fresh) }
  const { rows, outcome, table } = drawn.of
  const checked: Checked[] = []
  for (const seed of seeds) {
    const study = simulatedStudy(seed)
    const settings = { nested: { folds, repeats: 1 }, bootstrap, permutations: 0 }
    for (const { name, model, performance, shrinkage } of await validateModels(study, settings, oneThread)) {
      const { auc, calibrationSlope } = measuresAt(rows, predictTable(study.plan, table, model), outcome)
      const { auc: nested, lower, upper } = performance.nested!
      const slope = Number.isNaN(calibrationSlope) ? null : calibrationSlope
      checked.push({ model: name, nested, lower, upper, own: auc, slope, factor: shrinkage?.factor ?? null })
    }
  }
  return checked
}

/** By model: mean nested AUC and mean own AUC, coverage, mean slopes, each mean with its standard error. */
export function summariseCoverage(checked: readonly Checked[]) {
  return [...new Set(checked.map(({ model }) => model))].map((model) => {
    const own = checked.filter((one) => one.model === model)
    const sloped = own.filter((one) => one.slope !== null && one.factor !== null)
    return {
      model,
      studies: own.length,
      nested: meanOf(own.map((one) => one.nested)),
      own: meanOf(own.map((one) => one.own)),
      coverage: meanOf(own.map(({ lower, own: auc, upper }) => Number(lower <= auc && auc <= upper))),
      /** Models that give everyone the same risk: they have no slope and no factor. */
      withoutSlope: own.length - sloped.length,
      slope: meanOf(sloped.map((one) => one.slope!)),
      factor: meanOf(sloped.map((one) => one.factor!)),
      shrunken: meanOf(sloped.map((one) => one.slope! / one.factor!)),
      medianShrunken: sloped.map((one) => one.slope! / one.factor!).sort((a, b) => a - b)[sloped.length >> 1],
    }
  })
}

/** A mean and its standard error. */
export function meanOf(values: readonly number[]): { mean: number; se: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, se: Math.sqrt(squares / Math.max(1, values.length - 1) / values.length) }
}
