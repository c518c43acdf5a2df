import type { Sampler, Volume } from '../volume.ts'
import { bsplineSampler, splineCoefficients } from './bspline.ts'
import { gaussianSampler } from './gaussian-interpolation.ts'
import { sincWindows, windowedSincSampler } from './windowed-sinc.ts'

/** SimpleITK's interpolators; the number of one in SimpleITK is its place here, from 1. */
export const interpolatorNames = [
  'sitkNearestNeighbor',
  'sitkLinear',
  'sitkBSpline',
  'sitkGaussian',
  'sitkLabelGaussian',
  'sitkHammingWindowedSinc',
  'sitkCosineWindowedSinc',
  'sitkWelchWindowedSinc',
  'sitkLanczosWindowedSinc',
  'sitkBlackmanWindowedSinc',
] as const
export type Interpolator = (typeof interpolatorNames)[number]

/** What interpolates an image by one of SimpleITK's interpolators. */
export function samplerOf(image: Volume, name: Interpolator): Sampler {
  switch (name) {
    case 'sitkNearestNeighbor':
      return nearest(image)
    case 'sitkLinear':
      return linear(image)
    case 'sitkBSpline':
      return bsplineSampler(splineCoefficients(image, [0, 0, 0], image.size), image.dimension)
    case 'sitkGaussian':
    case 'sitkLabelGaussian':
      return gaussianSampler(image, name)
    default:
      return windowedSincSampler(image, sincWindows[name])
  }
}

function nearest({ data, size }: Volume): Sampler {
  const [nx, ny, nz] = size
  return (x, y, z) => {
    const i = Math.min(nx - 1, Math.floor(x + 0.5))
    const j = Math.min(ny - 1, Math.floor(y + 0.5))
    const k = Math.min(nz - 1, Math.floor(z + 0.5))
    return data[i + nx * (j + ny * k)]
  }
}

/** Trilinear; beyond the centre of a border voxel its value goes on. */
function linear({ data, size }: Volume): Sampler {
  const [nx, ny, nz] = size
  return (x, y, z) => {
    const i = Math.max(0, Math.floor(x))
    const j = Math.max(0, Math.floor(y))
    const k = Math.max(0, Math.floor(z))
    const right = i < nx - 1 && x > i ? 1 : 0
    const below = j < ny - 1 && y > j ? nx : 0
    const behind = k < nz - 1 && z > k ? nx * ny : 0
    const at = i + nx * (j + ny * k)
    const row = (p: number) => data[p] + (data[p + right] - data[p]) * (x - i)
    const plane = (p: number) => {
      const first = row(p)
      return below ? first + (row(p + below) - first) * (y - j) : first
    }
    const first = plane(at)
    return behind ? first + (plane(at + behind) - first) * (z - k) : first
  }
}
