import type { Volume } from '../../image/volume.ts'

/**
 * Intensities to mean 0 and standard deviation `scale` over the whole image, as ITK's Normalize (n − 1); values beyond
 * `outliers` standard deviations are set to that bound first. The image becomes float64 whatever it was.
 */
export function normalise(image: Volume, scale: number, outliers: number | null): Volume {
  const { data } = image
  const n = data.length
  let mean = 0
  for (let i = 0; i < n; i++) mean += data[i]
  mean /= n
  let squares = 0
  for (let i = 0; i < n; i++) squares += (data[i] - mean) ** 2
  const inverse = 1 / Math.sqrt(squares / (n - 1))
  const bound = outliers ?? Infinity
  const out = new Float64Array(n)
  for (let i = 0; i < n; i++) out[i] = Math.max(-bound, Math.min(bound, (data[i] - mean) * inverse)) * scale
  return { ...image, pixelType: 'float64', data: out }
}
