import type { Agreement } from './agreement.ts'
import type { HorizonMeasures, HorizonPerformance } from './at-horizon.ts'
import type { Gap } from './gap.ts'
import type { Measures } from './measures.ts'

export type MeasureIntervals = Record<
  'brier' | 'calibrationIntercept' | 'calibrationSlope',
  { lower: number; upper: number }
>

/** Performance on one set of rows, with the curves that show it. */
export interface PartPerformance extends Measures {
  n: number
  events: number
  lower: number
  upper: number
  /** How `lower` and `upper` were made. */
  interval: string
  /** Of the other measures; NaN where there is none. */
  intervals: { measures: MeasureIntervals; method: string }
  /** Of a logistic model: R², calibration errors and tests. */
  agreement?: Agreement
  /** Of a Cox model: what its risks at each horizon do; `predictions` and `decision` are those of the last. */
  horizons?: HorizonPerformance[]
  /** `time` of a Cox model, whose `outcome` is whether the event was seen at all, and `start` of a late entry. */
  predictions: { id: string; lp: number; risk: number; outcome: number; time?: number; start?: number }[]
  roc: { falsePositiveRate: number[]; sensitivity: number[]; threshold: number[] }
  calibration: { predicted: number[]; observed: number[]; corrected?: number[] }
  groups: { predicted: number; observed: number; lower: number; upper: number; n: number }[]
  decision: { thresholds: number[]; netBenefit: number[]; treatAll: number[] }
  /** What could not be computed from these rows, and why; absent where nothing is. */
  gaps?: Gap[]
}

/** Apparent performance less the optimism of whole-pipeline bootstrap refits, and .632+ beside it. */
export interface CorrectedPerformance extends Measures {
  lower: number
  upper: number
  interval: string
  intervals: { measures: MeasureIntervals; method: string }
  optimism: Measures
  /** Efron and Tibshirani's .632+ estimate of the AUC, with no information at 0.5. */
  auc632plus: number
  refits: number
  /** Of a Cox model, at each horizon. */
  horizons?: HorizonMeasures[]
}
