import { heterogeneityShift, margins } from '../../src/demo/truth.ts'
import type { Predictor } from '../../src/model/data/predictor-table.ts'
import { predictorTable } from '../../src/model/data/predictor-table.ts'
import type { ModelStudy } from '../../src/model/validate/model-study.ts'
import { type RandomStream, randomStream } from '../../src/statistics/resampling/random.ts'

const readings = ['type', 'edge', 'skin', 'axillary'] as const
const families = 12
const featureCount = 60

/**
 * Patients of the demo's truth without their images: HER-2 positive with probability 1/4, the structured readings by the
 * demo's margins, features in families of which the first shows the tumour's heterogeneity, with noise.
 */
export function simulate(n: number, random: RandomStream) {
  const positive = Float64Array.from({ length: n }, () => Number(random.uniform() < 0.25))
  const factors = readings.map((name): Predictor => {
    const levels = Object.keys(margins[name])
    const values = Array.from(positive, (y) => {
      const counts = levels.map((level) => margins[name][level][y ? 0 : 1])
      let at = random.below(counts.reduce((sum, count) => sum + count, 0))
      return counts.findIndex((count) => (at -= count) < 0)
    })
    return { name, label: name, levels: levels.map((value) => ({ value, label: value })), values }
  })
  const latent = Array.from({ length: families }, (_, f) =>
    positive.map((y) => random.gaussian() + (f === 0 ? heterogeneityShift * y : 0)),
  )
  const features = Array.from({ length: featureCount }, (_, j): Predictor => {
    const values = latent[j % families].map((z) => z + random.gaussian())
    return { name: `f${j}`, label: `f${j}`, values }
  })
  return { positive, predictors: [...factors, ...features] }
}

/** A study of 224 simulated patients: readings, and readings with the score of the features. */
export function simulatedStudy(seed: number, n = 224): ModelStudy {
  const { positive, predictors } = simulate(n, randomStream(seed, 'truth'))
  const rows = Int32Array.from({ length: n }, (_, i) => i)
  return {
    table: predictorTable(
      Array.from(rows, (i) => `P${i}`),
      rows,
      predictors,
    ),
    outcome: { kind: 'binary', positive },
    training: rows,
    validation: new Int32Array(0),
    seed,
    plan: {
      family: 'logistic',
      blocks: {
        mri: { columns: [...readings], features: false },
        radiomics: { columns: predictors.slice(readings.length).map(({ name }) => name), features: true },
      },
      selection: [{ correlation: 0.8, keep: 'outcome' }, { lasso: { folds: 5, lambda: 'min', alpha: 1 } }],
      models: [
        { name: 'mri', terms: ['mri'] },
        { name: 'radiomics', terms: [{ score: 'radiomics' }] },
        { name: 'combined', terms: ['mri', { score: 'radiomics' }] },
      ],
    },
  }
}
