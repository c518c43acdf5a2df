import type { Mask, Triple, Volume } from '../../image/volume.ts'
import { pow } from '../../portable-math.ts'
import { type Box, extent, geometryOf } from './box.ts'
import { splineCoefficients, splineTaps } from './cubic-spline.ts'
import type { Filter, Options } from './filter.ts'
import { icosphere } from './icosphere.ts'
import { flag, positive, wholeOption } from './options.ts'
import { pairwiseSum, pairwiseSumSingle } from './pairwise-sum.ts'
import { sphericalHarmonic } from './spherical-harmonics.ts'

export interface Lbp3dOptions {
  /** Degrees of spherical harmonics, from 0; at least 2. */
  levels: number
  radius: number
  subdivision: number
}

/**
 * Local binary patterns on a sphere around each voxel of the ROI, as PyRadiomics computes them: one image a degree of
 * spherical harmonics (`lbp-3D-m1`, …) and the kurtosis of the samples (`lbp-3D-k`); 0 outside the ROI. Only the voxels
 * of `box` are computed and given.
 *
 * Samples are cubic-spline values in the image's own pixel type (rounded for integers), 0 outside the image.
 * Source: Banerjee et al. 2013, 3D LBP-based rotationally invariant region description.
 */
function localBinaryPattern3d(volume: Volume, mask: Mask, label: number, options: Lbp3dOptions, box: Box) {
  const { size, data } = volume
  const sphere = icosphere(options.subdivision, options.radius)
  const count = sphere.length / 3
  const harmonics = harmonicsOn(sphere, options)
  const { lower, upper } = box
  const coefficients = splineCoefficients(data, size, around(box, Math.ceil(Math.max(1, options.radius)) + 2, size))
  const [width, height, depth] = extent(box)
  const voxels = width * height * depth
  // The sphere's x, y, z are added to the voxel's z, y, x, as the arrays lie in numpy.
  const taps = [2, 1, 0].map((column, axis) =>
    Array.from({ length: count }, (_, v) => splineTaps(size[axis], sphere[3 * v + column])),
  )
  const images = Array.from({ length: options.levels }, () => new Float64Array(voxels))
  const kurtoses = new Float64Array(voxels)
  const samples = volume.pixelType === 'float32' ? new Float32Array(count) : new Float64Array(count)
  const pixel = pixelCast(volume)
  const kurtosis = samples instanceof Float32Array ? kurtosisSingle(count) : kurtosisDouble(count)
  const norms = normsByLevel(harmonics, count, options.levels)
  const signs = new Uint8Array(count)
  for (let z = lower[2], to = 0; z < upper[2]; z++) {
    for (let y = lower[1]; y < upper[1]; y++) {
      let p = lower[0] + size[0] * (y + size[1] * z)
      for (let x = lower[0]; x < upper[0]; x++, p++, to++) {
        if (mask.data[p] !== label) continue
        for (let v = 0; v < count; v++) {
          const tx = taps[0][v]
          const ty = taps[1][v]
          const tz = taps[2][v]
          let value = 0
          if (tx.inside[x] && ty.inside[y] && tz.inside[z]) {
            for (let k = 4 * z; k < 4 * z + 4; k++) {
              for (let j = 4 * y; j < 4 * y + 4; j++) {
                const row = size[0] * (ty.index[j] + size[1] * tz.index[k])
                for (let i = 4 * x; i < 4 * x + 4; i++)
                  value += coefficients[row + tx.index[i]] * tz.weight[k] * ty.weight[j] * tx.weight[i]
              }
            }
          }
          samples[v] = pixel(value)
          signs[v] = samples[v] >= data[p] ? 1 : 0
        }
        kurtoses[to] = kurtosis(samples as never)
        norms(signs, images, to)
      }
    }
  }
  const image = (values: Float64Array): Volume => ({ ...geometryOf(volume, box), pixelType: 'float64', data: values })
  return [
    ...images.map((values, level) => ({ name: `lbp-3D-m${level + 1}`, image: image(values) })),
    { name: 'lbp-3D-k', image: image(kurtoses) },
  ]
}

/** The box with `margin` voxels more on every side, as far as the image goes. */
function around({ lower, upper }: Box, margin: number, size: Triple): Box {
  return {
    lower: lower.map((at) => Math.max(0, at - margin)) as Triple,
    upper: upper.map((at, axis) => Math.min(size[axis], at + margin)) as Triple,
  }
}

interface Harmonics {
  re: Float64Array
  im: Float64Array
  /** First column of each degree; one more at the end. */
  degree: number[]
}

/** Harmonics by columns: all vertices of (0, 0), then of (−1, 1), (0, 1), (1, 1), … */
function harmonicsOn(sphere: Float64Array, { levels, radius }: Lbp3dOptions): Harmonics {
  const count = sphere.length / 3
  const columns: [number, number][] = []
  const degree: number[] = []
  for (let n = 0; n < levels; n++) {
    degree.push(columns.length)
    for (let m = -n; m <= n; m++) columns.push([m, n])
  }
  const re = new Float64Array(columns.length * count)
  const im = new Float64Array(columns.length * count)
  columns.forEach(([m, n], column) => {
    for (let v = 0; v < count; v++) {
      // PyRadiomics hands the polar angle over as scipy's azimuth and the azimuth as its polar angle.
      const theta = Math.acos(sphere[3 * v + 2] / radius)
      const phi = Math.atan2(sphere[3 * v + 1], sphere[3 * v])
      ;[re[column * count + v], im[column * count + v]] = sphericalHarmonic(m, n, theta, phi)
    }
  })
  return { re, im, degree: [...degree, columns.length] }
}

/** The norm of each degree's part of the sign pattern: √Σ f², real part, f = Σ c Y over the orders of the degree. */
function normsByLevel({ re, im, degree }: Harmonics, count: number, levels: number) {
  const partRe = new Float64Array(count)
  const partIm = new Float64Array(count)
  return (signs: Uint8Array, images: Float64Array[], at: number) => {
    for (let level = 0; level < levels; level++) {
      partRe.fill(0)
      partIm.fill(0)
      for (let column = degree[level]; column < degree[level + 1]; column++) {
        let cr = 0
        let ci = 0
        for (let v = 0, k = column * count; v < count; v++, k++) {
          if (signs[v] === 0) continue
          cr += re[k]
          ci += im[k]
        }
        for (let v = 0, k = column * count; v < count; v++, k++) {
          partRe[v] += cr * re[k] - ci * im[k]
          partIm[v] += cr * im[k] + ci * re[k]
        }
      }
      let sumRe = 0
      let sumIm = 0
      for (let v = 0; v < count; v++) {
        sumRe += partRe[v] * partRe[v] - partIm[v] * partIm[v]
        sumIm += partRe[v] * partIm[v] + partIm[v] * partRe[v]
      }
      images[level][at] = rootsRealPart(sumRe, sumIm)
    }
  }
}

/** The real part of the principal square root of a complex number. */
function rootsRealPart(re: number, im: number): number {
  if (re === 0 && im === 0) return 0
  return re >= 0
    ? Math.sqrt((re + Math.hypot(re, im)) * 0.5)
    : Math.abs(im) / (2 * Math.sqrt((-re + Math.hypot(re, im)) * 0.5))
}

/** Excess kurtosis of the samples, NaN where they do not vary (scipy's threshold). */
function kurtosisDouble(count: number) {
  const work = new Float64Array(count)
  return (samples: Float64Array): number => {
    const mean = pairwiseSum(samples, 0, count) / count
    for (let i = 0; i < count; i++) work[i] = (samples[i] - mean) * (samples[i] - mean)
    const second = pairwiseSum(work, 0, count) / count
    for (let i = 0; i < count; i++) work[i] *= work[i]
    const fourth = pairwiseSum(work, 0, count) / count
    return second <= (1e-15 * mean) ** 2 ? Number.NaN : fourth / (second * second) - 3
  }
}

function kurtosisSingle(count: number) {
  const round = Math.fround
  const work = new Float32Array(count)
  return (samples: Float32Array): number => {
    const mean = round(pairwiseSumSingle(samples, 0, count) / count)
    for (let i = 0; i < count; i++) {
      const centred = round(samples[i] - mean)
      work[i] = centred * centred
    }
    const second = round(pairwiseSumSingle(work, 0, count) / count)
    for (let i = 0; i < count; i++) work[i] *= work[i]
    const fourth = round(pairwiseSumSingle(work, 0, count) / count)
    const least = round(round(1e-6) * mean)
    return second <= round(least * least) ? Number.NaN : round(round(fourth / round(second * second)) - 3)
  }
}

/** scipy's cast of an interpolated value into the image's type: half away from zero, held within the type. */
function pixelCast({ pixelType }: Volume): (value: number) => number {
  if (pixelType === 'float32') return Math.fround
  if (pixelType === 'float64') return (value) => value
  const bits = Number(pixelType.replace(/\D/g, ''))
  const [low, high] = pixelType.startsWith('u') ? [0, pow(2, bits) - 1] : [-pow(2, bits - 1), pow(2, bits - 1) - 1]
  return (value) => {
    const shifted = value > 0 ? value + 0.5 : low === 0 ? 0 : value - 0.5
    return Math.trunc(Math.min(high, Math.max(low, shifted)))
  }
}

export const lbp3dFilter: Filter = {
  rules: {
    lbp3DLevels: { kind: 'whole', least: 1 },
    lbp3DIcosphereRadius: { kind: 'number', above: 0 },
    lbp3DIcosphereSubdivision: { kind: 'whole', least: 0 },
  },
  images: (volume, options, { box, mask, warn }) => patterns3d(volume, options, box, mask, warn),
}

function patterns3d(
  volume: Volume,
  options: Options,
  box: Box,
  mask: Mask | undefined,
  warn: (message: string) => void,
) {
  if (volume.dimension !== 3) {
    warn(`LBP 3D only available for 3 dimensional images, found ${volume.dimension} dimensions`)
    return []
  }
  if (!mask) throw new TypeError('LBP3D needs the mask in its context')
  if (flag(options, 'force2D', false))
    warn('Calculating Local Binary Pattern in 3D, but extracting features in 2D. Use with caution!')
  return localBinaryPattern3d(
    volume,
    mask,
    wholeOption(options, 'label', 1, 1, 2 ** 32 - 1),
    {
      levels: wholeOption(options, 'lbp3DLevels', 2, 2, 32),
      radius: positive(options, 'lbp3DIcosphereRadius', 1),
      subdivision: wholeOption(options, 'lbp3DIcosphereSubdivision', 1, 0, 5),
    },
    box,
  )
}
