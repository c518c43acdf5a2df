import type { Sampler, Volume } from '../volume.ts'

/**
 * SimpleITK's Gaussian interpolators: each voxel weighs as much of the Gaussian around the point as falls into it.
 * `sitkGaussian` (0.8 voxels wide, cut at 4 of that) averages; `sitkLabelGaussian` (1 voxel, cut at 1) takes the value
 * with the largest weight.
 */
export function gaussianSampler(image: Volume, name: 'sitkGaussian' | 'sitkLabelGaussian'): Sampler {
  const { data, size, dimension, spacing } = image
  const [width, reach] = name === 'sitkGaussian' ? [0.8, 4] : [1, 1]
  const parts = size.map((n, axis) => {
    const sigma = width * spacing[axis]
    return {
      n,
      scale: 1 / ((Math.SQRT2 * sigma) / spacing[axis]),
      cutoff: (sigma * reach) / spacing[axis],
      weights: new Float64Array(n),
      begin: 0,
      end: 1,
    }
  })
  if (dimension === 2) parts[2].weights[0] = 1
  const [nx, ny] = size
  const [ax, ay, az] = parts
  const axes = parts.slice(0, dimension)
  const visit = (each: (value: number, weight: number) => void) => {
    for (let k = az.begin; k < az.end; k++) {
      for (let j = ay.begin; j < ay.end; j++) {
        const row = nx * (j + ny * k)
        for (let i = ax.begin; i < ax.end; i++) each(data[row + i], ax.weights[i] * ay.weights[j] * az.weights[k])
      }
    }
  }
  return (x, y, z) => {
    const point = [x, y, z]
    axes.forEach((axis, d) => {
      setWeights(axis, point[d])
    })
    if (name === 'sitkGaussian') {
      let sum = 0
      let weights = 0
      visit((value, weight) => {
        sum += value * weight
        weights += weight
      })
      return sum / weights
    }
    const total = new Map<number, number>()
    let best = 0
    let most = 0
    visit((value, weight) => {
      const now = (total.get(value) ?? 0) + weight
      total.set(value, now)
      if (now > most) {
        most = now
        best = value
      }
    })
    return best
  }
}

interface AxisPart {
  n: number
  scale: number
  cutoff: number
  weights: Float64Array
  begin: number
  end: number
}

function setWeights(axis: AxisPart, at: number) {
  axis.begin = Math.max(0, Math.floor(at + 0.5 - axis.cutoff))
  axis.end = Math.min(axis.n, Math.ceil(at + 0.5 + axis.cutoff))
  let t = (-0.5 - at + axis.begin) * axis.scale
  let last = errorFunction(t)
  for (let i = axis.begin; i < axis.end; i++) {
    t += axis.scale
    const now = errorFunction(t)
    axis.weights[i] = now - last
    last = now
  }
}

/** erf by Kummer's series, whose terms all have one sign; beyond 6 it is ±1 to the last bit. */
function errorFunction(x: number): number {
  const a = Math.abs(x)
  if (a > 6) return Math.sign(x)
  const square = 2 * a * a
  let term = a
  let sum = a
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= square / (2 * n + 1)
    sum += term
  }
  return Math.sign(x) * (2 / Math.sqrt(Math.PI)) * Math.exp(-a * a) * sum
}
