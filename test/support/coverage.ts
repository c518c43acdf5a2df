import { type PredictorTable, predictorTable } from '../../src/model/data/predictor-table.ts'
import { measuresAt } from '../../src/model/measures/measures.ts'
import { predictTable } from '../../src/model/resample/refit.ts'
import type { ModelStudy } from '../../src/model/validate/model-study.ts'
import { validateModels } from '../../src/model/validate/validate-models.ts'
import { randomStream } from '../../src/statistics/resampling/random.ts'
import type { Outcome } from '../../src/step.ts'
import { incompletePatients, incompleteStudy, type Truth } from './incomplete-truth.ts'
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
  nestedSlope: { value: number | null; lower: number; upper: number }
}

interface Fresh {
  rows: Int32Array
  outcome: Outcome
  table: PredictorTable
}

let drawn: { of: string; fresh: Fresh } | undefined

/** Patients that are drawn once and judge the models of many studies. */
function drawnOnce(of: string, draw: () => Fresh): Fresh {
  if (drawn?.of !== of) drawn = { of, fresh: draw() }
  return drawn.fresh
}

function freshPatients(fresh: number): Fresh {
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
  const judges = drawnOnce(`demo ${fresh}`, () => freshPatients(fresh))
  return (await Promise.all(seeds.map((seed) => check(simulatedStudy(seed), judges, folds, bootstrap)))).flat()
}

/** The same of studies of `incompleteStudy`: logistic and Cox models, with and without missing values. */
export async function checkIncomplete(
  truth: Truth,
  seeds: readonly number[],
  fresh: number,
  folds: number,
): Promise<Checked[]> {
  const judges = drawnOnce(`${JSON.stringify(truth)} ${fresh}`, () => incompletePatients(truth, fresh, 1, 'fresh'))
  return (await Promise.all(seeds.map((seed) => check(incompleteStudy(truth, seed), judges, folds, 0)))).flat()
}

async function check(study: ModelStudy, fresh: Fresh, folds: number, bootstrap: number): Promise<Checked[]> {
  const settings = { nested: { folds, repeats: 1 }, bootstrap, permutations: 0 }
  const results = await validateModels(study, settings, oneThread)
  return results.map(({ name, model, performance, shrinkage }) => {
    const own = measuresAt(fresh.rows, predictTable(study.plan, fresh.table, model), fresh.outcome)
    const { auc: nested, lower, upper, calibrationSlope, intervals } = performance.nested!
    const known = (slope: number) => (Number.isNaN(slope) ? null : slope)
    return {
      model: name,
      nested,
      lower,
      upper,
      own: own.auc,
      slope: known(own.calibrationSlope),
      nestedSlope: { value: known(calibrationSlope), ...intervals.measures.calibrationSlope },
      factor: shrinkage?.factor ?? null,
    }
  })
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
      nestedSlope: meanOf(sloped.map(({ nestedSlope }) => nestedSlope.value ?? Number.NaN)),
      slopeCoverage: meanOf(
        sloped.map(({ nestedSlope, slope }) => Number(nestedSlope.lower <= slope! && slope! <= nestedSlope.upper)),
      ),
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
