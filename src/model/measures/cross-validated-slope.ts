import { normal } from '../../statistics/distributions/index.ts'

/**
 * Interval of a cross-validated calibration slope, for the slope of the model that is fitted to all rows.
 *
 * Out of fold a slope hardly varies from sample to sample: what a sample exaggerates in the fit it exaggerates in the held
 * rows too. The slope of the model itself varies, by about the recalibration's standard error; a fit to the rows outside
 * a fold k / (k − 1) times as much. Slopes are skewed as ratios are, so the interval is symmetric on the log scale, on
 * the slope's own where that is not clearly above 0. Coverage: docs/honesty.md.
 *
 * widening  of the standard error, for a model that is another one in every fold
 */
export function crossValidatedSlope(
  slope: number,
  standardError: number,
  folds: number,
  widening = 1,
  level = 0.95,
): { lower: number; upper: number } {
  const error = widening * standardError * Math.sqrt(folds / (folds - 1))
  const half = normal.upperQuantile((1 - level) / 2) * error
  if (slope > half) return { lower: slope * Math.exp(-half / slope), upper: slope * Math.exp(half / slope) }
  return { lower: slope - half, upper: slope + half }
}
