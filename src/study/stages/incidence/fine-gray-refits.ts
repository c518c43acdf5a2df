import type { Predictor } from '../../../model/index.ts'
import type { ModelFile } from '../../../model/predict/model-schema.ts'
import { baselineShifts } from '../../../model/predict/predict.ts'
import type { PageInterval } from '../../../report/html/nomogram-page.ts'
import { type Matrix, selectRows } from '../../../statistics/numerics/matrix.ts'
import { randomStream } from '../../../statistics/resampling/random.ts'
import { bootstrap } from '../../../statistics/resampling/resampling.ts'
import { fineGray, fineGrayRisk } from '../../../statistics/survival/fine-gray.ts'
import type { DesignedColumn } from '../regressions/column-models.ts'

/** A model's columns with the rows they are known in, their times and causes. */
export interface FineGrayData {
  x: Matrix
  design: Omit<DesignedColumn, 'values'>[]
  predictors: Predictor[]
  rows: readonly number[]
  /** Patient of each row. */
  patients: number[]
  time: Float64Array
  /** 0 censored, 1 the event, 2 the competing one. */
  cause: Float64Array
}

const refits = 100
/** Fewer refits than this give no interval. */
const fewest = 40
/** Beyond so many rows an interval is narrow, and refits take long. */
const mostRows = 20_000

/** Where a risk's interval comes from: refits to resamples of patients, each with its own baseline at the horizons. */
export function fineGrayRefits(
  { x, patients, time, cause }: FineGrayData,
  horizons: readonly number[],
  seed: number,
): ModelFile['uncertainty'] {
  if (patients.length > mostRows) return { kind: 'none' }
  const random = randomStream(seed, 'fine-gray bootstrap')
  const members = Array.from(
    { length: refits },
    () => bootstrap(patients.length, random, { groups: patients }).rows,
  ).flatMap((drawn) => {
    const of = (values: Float64Array) => Float64Array.from(drawn, (i) => values[i])
    try {
      const fit = fineGray(selectRows(x, drawn), of(time), of(cause))
      const survival = horizons.map((at) => rounded(1 - fineGrayRisk(fit, [0], at)[0]))
      return [{ intercept: 0, estimates: Array.from(fit.coefficients, rounded), survival }]
    } catch {
      return [] // a resample in which a column is constant or nobody has the event
    }
  })
  return members.length < fewest ? { kind: 'none' } : { kind: 'refits', members }
}

/** The same as a page has it. */
export function intervalOfRefits(
  uncertainty: ModelFile['uncertainty'],
  { baseline, horizons }: Pick<ModelFile, 'baseline' | 'horizons'>,
): PageInterval {
  if (uncertainty.kind !== 'refits') return { method: 'none' }
  return {
    method: 'refits',
    coefficients: uncertainty.members.map(({ intercept, estimates }) => [intercept, ...estimates]),
    shifts: horizons!.map((at) => baselineShifts({ uncertainty, baseline, horizons }, at)),
  }
}

/** Six significant digits: a thousandth of what refits differ by. */
function rounded(value: number): number {
  return Number(value.toPrecision(6))
}
