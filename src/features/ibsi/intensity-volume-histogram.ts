import type { Tagged } from './region.ts'

/** The intensities of the volume histogram: from `lowest` to `highest` in steps of `width`, and each voxel's own. */
export interface VolumeHistogramLevels {
  values: Float64Array
  lowest: number
  highest: number
  width: number
}

/** Intensity–volume histogram features (P88C). */
export function intensityVolumeHistogram({ values, lowest, highest, width }: VolumeHistogramLevels): Tagged {
  const n = values.length
  const sorted = Float64Array.from(values).sort()
  const steps = Math.round((highest - lowest) / width)
  // Share of the volume that has at least each intensity.
  const share = new Float64Array(steps + 1)
  for (let step = 0, below = 0; step <= steps; step++) {
    const intensity = lowest + step * width
    while (below < n && sorted[below] < intensity - 1e-9 * width) below++
    share[step] = 1 - below / n
  }
  const volumeAt = (x: number) => {
    for (let step = 0; step <= steps; step++) if (step / steps >= x - 1e-12) return share[step]
    return 0
  }
  const intensityAt = (x: number) => {
    for (let step = 0; step <= steps; step++) if (share[step] <= x + 1e-12) return lowest + step * width
    return highest + width
  }
  const [v10, v90, i10, i90] = [volumeAt(0.1), volumeAt(0.9), intensityAt(0.1), intensityAt(0.9)]
  let area = 0
  for (let step = 1; step <= steps; step++) area += (share[step] + share[step - 1]) / 2 / steps
  return {
    ivh_v10: v10,
    ivh_v90: v90,
    ivh_i10: i10,
    ivh_i90: i90,
    ivh_diff_v10_v90: v10 - v90,
    ivh_diff_i10_i90: i10 - i90,
    ivh_auc: area,
  }
}
