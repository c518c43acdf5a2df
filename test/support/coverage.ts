import { measuresAt } from '../../src/model/measures.ts'
import { predictTable } from '../../src/model/refit.ts'
import { recommendedShrinkage } from '../../src/model/shrinkage.ts'
import { predictorTable } from '../../src/model/table.ts'
import { validateModels } from '../../src/model/validate.ts'
import { randomStream } from '../../src/statistics/random.ts'
import { simulate, simulatedStudy } from './known-truth.ts'
import { oneThread } from './one-thread.ts'

/** What nested cross-validation said of a model, and what fresh patients say of that very model. */
export interface Checked {
  model: string
  nested: number
  covered: boolean
  own: number
  /** Calibration slope on the fresh patients, before and after the recommended shrinkage. */
  slope: number
  shrunken: number
}

/** Fits and validates the simulated studies of the given seeds and judges each model on `fresh` further patients. */
export async function checkCoverage(seeds: readonly number[], fresh: number, folds: number): Promise<Checked[]> {
  const { positive, predictors } = simulate(fresh, randomStream(1, 'fresh'))
  const rows = Int32Array.from({ length: fresh }, (_, i) => i)
  const table = predictorTable(Array.from(rows, String), rows, predictors)
  const checked: Checked[] = []
  for (const seed of seeds) {
    const study = simulatedStudy(seed)
    const settings = { nested: { folds, repeats: 1 }, bootstrap: 0, permutations: 0 }
    for (const result of await validateModels(study, settings, oneThread)) {
      const lp = predictTable(study.plan, table, result.model)
      const { auc, calibrationSlope } = measuresAt(rows, lp, { kind: 'binary', positive })
      const nested = result.performance.nested!
      checked.push({
        model: result.name,
        nested: nested.auc,
        covered: nested.lower <= auc && auc <= nested.upper,
        own: auc,
        slope: calibrationSlope,
        shrunken: calibrationSlope / recommendedShrinkage(result)!,
      })
    }
  }
  return checked
}

/** By model: mean nested AUC and mean own AUC, coverage, mean slopes. */
export function summariseCoverage(checked: readonly Checked[]) {
  return [...new Set(checked.map(({ model }) => model))].map((model) => {
    const own = checked.filter((one) => one.model === model)
    const mean = (of: (one: Checked) => number) => {
      const known = own.map(of).filter((value) => !Number.isNaN(value))
      return known.reduce((sum, value) => sum + value, 0) / known.length
    }
    return {
      model,
      studies: own.length,
      nested: mean((one) => one.nested),
      own: mean((one) => one.own),
      coverage: mean((one) => Number(one.covered)),
      slope: mean((one) => one.slope),
      shrunken: mean((one) => one.shrunken),
    }
  })
}
