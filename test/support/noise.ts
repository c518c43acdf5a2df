import { predictorTable } from '../../src/model/data/predictor-table.ts'
import type { ModelPlan } from '../../src/model/plan/specification.ts'
import type { SelectionStep } from '../../src/model/steps/index.ts'
import type { ModelStudy } from '../../src/model/validate/model-study.ts'
import { randomStream } from '../../src/statistics/resampling/random.ts'

/** A study of n patients, a quarter with the outcome, and p features that have nothing to do with it. */
export function noiseStudy(seed: number, n: number, p: number, selection: SelectionStep[]): ModelStudy {
  const random = randomStream(seed, 'noise')
  const predictors = Array.from({ length: p }, (_, j) => ({
    name: `f${j}`,
    label: `f${j}`,
    values: Float64Array.from({ length: n }, random.gaussian),
  }))
  const rows = Int32Array.from({ length: n }, (_, i) => i)
  const ids = Array.from(rows, (i) => `P${i}`)
  return {
    table: predictorTable(ids, rows, predictors),
    outcome: { kind: 'binary', positive: Float64Array.from(rows, (i) => Number(i % 4 === 0)) },
    training: rows,
    validation: new Int32Array(0),
    seed,
    plan: scorePlan(
      predictors.map(({ name }) => name),
      selection,
    ),
  }
}

/** One model: the score of one block. */
export function scorePlan(columns: string[], selection: SelectionStep[]): ModelPlan {
  return {
    family: 'logistic',
    blocks: { radiomics: { columns, features: true } },
    selection,
    models: [{ name: 'radiomics', terms: [{ score: 'radiomics' }] }],
  }
}
