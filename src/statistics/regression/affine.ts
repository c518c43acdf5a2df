import type { Design } from './design.ts'

/** Row-major m × m matrix A with raw = A · standardised, for `blocks` sets of an intercept and slopes. */
export function rawOfBlocks({ centre, scale }: Design, blocks: number): Float64Array {
  const p = centre.length
  const q = p + 1
  const m = blocks * q
  const map = new Float64Array(m * m)
  for (let b = 0; b < blocks; b++) {
    map[b * q * m + b * q] = 1
    for (let j = 0; j < p; j++) {
      map[b * q * m + b * q + 1 + j] = -centre[j] / scale[j]
      map[(b * q + 1 + j) * m + b * q + 1 + j] = 1 / scale[j]
    }
  }
  return map
}

/** The same for `cuts` thresholds, which slopes are taken off, and then the slopes. */
export function rawOfThresholds({ centre, scale }: Design, cuts: number): Float64Array {
  const p = centre.length
  const m = cuts + p
  const map = new Float64Array(m * m)
  for (let k = 0; k < cuts; k++) {
    map[k * m + k] = 1
    for (let j = 0; j < p; j++) map[k * m + cuts + j] = centre[j] / scale[j]
  }
  for (let j = 0; j < p; j++) map[(cuts + j) * m + cuts + j] = 1 / scale[j]
  return map
}

export function mapped(map: Float64Array, at: Float64Array): Float64Array {
  const m = at.length
  return Float64Array.from({ length: m }, (_, i) => {
    let sum = 0
    for (let j = 0; j < m; j++) sum += map[i * m + j] * at[j]
    return sum
  })
}

/** A · V · Aᵀ. */
export function mappedCovariance(map: Float64Array, v: Float64Array, m: number): Float64Array {
  const half = new Float64Array(m * m)
  const whole = new Float64Array(m * m)
  for (let i = 0; i < m; i++)
    for (let j = 0; j < m; j++) for (let k = 0; k < m; k++) half[i * m + j] += map[i * m + k] * v[k * m + j]
  for (let i = 0; i < m; i++)
    for (let j = 0; j < m; j++) for (let k = 0; k < m; k++) whole[i * m + j] += half[i * m + k] * map[j * m + k]
  return whole
}
