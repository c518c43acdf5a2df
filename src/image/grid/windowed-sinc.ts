import type { Sampler, Triple, Volume } from '../volume.ts'

const radius = 5

/** SimpleITK's windows on the sinc, five voxels to either side. Source: Meijering et al. 1999. */
export const sincWindows: Record<string, (x: number) => number> = {
  sitkHammingWindowedSinc: (x) => 0.54 + 0.46 * Math.cos(x * (Math.PI / radius)),
  sitkCosineWindowedSinc: (x) => Math.cos(x * (Math.PI / (2 * radius))),
  sitkWelchWindowedSinc: (x) => 1 - x * (1 / (radius * radius)) * x,
  sitkLanczosWindowedSinc: (x) => {
    const z = (Math.PI / radius) * x
    return x === 0 ? 1 : Math.sin(z) / z
  },
  sitkBlackmanWindowedSinc: (x) =>
    0.42 + 0.5 * Math.cos(x * (Math.PI / radius)) + 0.08 * Math.cos(x * ((2 * Math.PI) / radius)),
}

/** Windowed-sinc interpolation; beyond the border its voxels go on. Products and sums in ITK's order. */
export function windowedSincSampler({ data, size, dimension }: Volume, window: (x: number) => number): Sampler {
  const [nx, ny, nz] = size
  const taps = 2 * radius
  const weights = [0, 1, 2].map(() => new Float64Array(taps))
  const base: Triple = [0, 0, 0]
  return (x, y, z) => {
    const point = [x, y, z]
    for (let axis = 0; axis < 3; axis++) {
      base[axis] = Math.floor(point[axis])
      setWeights(weights[axis], point[axis] - base[axis], window)
    }
    let sum = 0
    for (let k = 0; k < (dimension === 3 ? taps : 1); k++) {
      const slice = dimension === 3 ? nx * ny * within(base[2] + k - radius + 1, nz) : 0
      const wz = dimension === 3 ? weights[2][k] : 1
      for (let j = 0; j < taps; j++) {
        const row = slice + nx * within(base[1] + j - radius + 1, ny)
        const wy = weights[1][j]
        for (let i = 0; i < taps; i++) sum += data[row + within(base[0] + i - radius + 1, nx)] * weights[0][i] * wy * wz
      }
    }
    return sum
  }
}

function setWeights(weights: Float64Array, distance: number, window: (x: number) => number) {
  let x = distance + radius
  for (let i = 0; i < weights.length; i++) {
    if (distance === 0) {
      weights[i] = i === radius - 1 ? 1 : 0
      continue
    }
    x -= 1
    const angle = Math.PI * x
    weights[i] = window(x) * (x === 0 ? 1 : Math.sin(angle) / angle)
  }
}

const within = (at: number, n: number) => (at < 0 ? 0 : at >= n ? n - 1 : at)
