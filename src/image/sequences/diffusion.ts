import { TooFewBValues } from '../../errors/index.ts'
import type { Volume } from '../volume.ts'
import { mapUnits, type ParametricMap, perVoxel } from './dynamic.ts'

/**
 * Apparent diffusion coefficient in 10⁻⁶ mm²/s: the least-squares line of ln S over b, any number of b-values (s/mm²),
 * several images of one b-value counting each. Fails where a signal is not positive or the fitted coefficient is
 * negative.
 *
 * @param images volumes on one grid, each with its b-value in s/mm²
 * @returns the map in 10⁻⁶ mm²/s, and where it failed
 * @throws TooFewBValues where fewer than two b-values differ, PhasesDiffer where grids do
 * @example
 * ```ts
 * import { apparentDiffusion, type Geometry, type Volume } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [1, 1, 1], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * const signal = (value: number): Volume => ({ ...grid, pixelType: 'float64', data: Float64Array.of(value) })
 * const { volume } = apparentDiffusion([
 *   { bValue: 0, volume: signal(1000) },
 *   { bValue: 800, volume: signal(1000 * Math.exp(-0.8)) },
 * ])
 * volume.data[0].toFixed(3) // → '1000.000'
 * ```
 */
export function apparentDiffusion(images: readonly { bValue: number; volume: Volume }[]): ParametricMap {
  const b = images.map(({ bValue }) => bValue)
  const mean = b.reduce((sum, one) => sum + one, 0) / b.length
  const spread = b.reduce((sum, one) => sum + (one - mean) ** 2, 0)
  if (!(spread > 0)) throw TooFewBValues(b)
  const weights = b.map((one) => (-1e6 * (one - mean)) / spread)
  return perVoxel(
    images.map(({ volume }) => volume),
    mapUnits.adc,
    (signal) => {
      let coefficient = 0
      for (let k = 0; k < signal.length; k++) {
        if (!(signal[k] > 0)) return Number.NaN
        coefficient += weights[k] * Math.log(signal[k])
      }
      return coefficient >= 0 ? coefficient : Number.NaN
    },
  )
}
