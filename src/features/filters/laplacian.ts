import type { Triple, Volume } from '../../image/volume.ts'
import { type Box, imageOf, wholeBlock } from './box.ts'
import {
  boundaryOf,
  convolutionRules,
  filteredAxes,
  numbersOf,
  rieszName,
  rieszOf,
  written,
} from './convolution/options.ts'
import { convolveAll, type Kernels, reachOf } from './convolution/separable.ts'
import { type Gain, throughSpectrum } from './convolution/spectrum.ts'
import type { Filter, Options } from './filter.ts'
import { positive } from './options.ts'

/**
 * The standard's Laplacian of Gaussian (IBSI L6PA) at each sigma (mm): the sampled kernel in a cube of ⌊truncation·σ + ½⌋
 * voxels to each side. On the cube it is the sum over the axes of a second derivative times Gaussians, which are separable.
 * Derivatives are per voxel of the first filtered axis (isotropic voxels: as in the standard; others: in proportion to mm).
 * With `riesz`, its Riesz transform.
 */
function* laplacians(volume: Volume, options: Options, box: Box) {
  const axes = filteredAxes(options, volume.dimension)
  const boundary = boundaryOf(options)
  const riesz = rieszOf(options, axes)
  for (const sigma of numbersOf(options, 'sigma', 'a list of numbers in mm')) {
    const all = kernelsOf(volume, sigma, positive(options, 'truncation', 4), axes)
    let data: Float64Array = new Float64Array(0)
    if (riesz)
      data = throughSpectrum(volume, box, { axes, reach: reachOf(all), boundary, riesz }, (size) => gainOf(all, size))
    else
      convolveAll(wholeBlock(volume), volume.size, box, boundary, all, (response) => {
        if (data.length === 0) data = response.slice()
        else for (let i = 0; i < data.length; i++) data[i] += response[i]
      })
    const name = `laplacian-sigma-${written(sigma)}-mm${rieszName(riesz, axes)}`
    yield { name, image: imageOf(volume, box, data) }
  }
}

/** For each axis the kernels whose convolutions add up. */
function kernelsOf({ spacing }: Volume, sigma: number, truncation: number, axes: readonly number[]): Kernels[] {
  const unit = spacing[axes[0]]
  const profiles = spacing.map((step) => {
    const width = sigma / step
    const radius = Math.floor(truncation * width + 0.5)
    const offsets = Float64Array.from({ length: 2 * radius + 1 }, (_, i) => i - radius)
    const smooth = offsets.map((k) => Math.exp((-k * k) / (2 * width * width)) / (Math.sqrt(2 * Math.PI) * width))
    const scale = (unit / sigma) * (unit / sigma)
    return { smooth, second: smooth.map((g, i) => g * scale * ((offsets[i] * offsets[i]) / (width * width) - 1)) }
  })
  return axes.map(
    (along) =>
      [0, 1, 2].map((axis) =>
        axes.includes(axis) ? profiles[axis][axis === along ? 'second' : 'smooth'] : undefined,
      ) as Kernels,
  )
}

/** The kernels' Fourier transform, which is real since they are even. */
function gainOf(all: readonly Kernels[], size: Triple): Gain {
  const spectra = all.map((kernels) =>
    kernels.map((weights, axis) => {
      if (!weights) return new Float64Array(size[axis]).fill(1)
      const centre = (weights.length - 1) / 2
      return Float64Array.from({ length: size[axis] }, (_, k) =>
        weights.reduce((sum, weight, i) => sum + weight * Math.cos((2 * Math.PI * k * (i - centre)) / size[axis]), 0),
      )
    }),
  )
  return ([i, j, k]) => spectra.reduce((sum, [x, y, z]) => sum + x[i] * y[j] * z[k], 0)
}

export const standardLaplacianFilter: Filter = {
  rules: { ...convolutionRules, truncation: { kind: 'number', above: 0, most: 20 } },
  images: (volume, options, { box }) => laplacians(volume, options, box),
}
