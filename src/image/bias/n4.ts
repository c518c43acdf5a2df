import { NoBiasField } from '../../errors/index.ts'
import { foreground } from '../intensity/intensity.ts'
import type { Triple, Volume, Voxels } from '../volume.ts'
import { addApproximation, axesOf, fieldOf, firstLattice, type Lattice, refined, weightOf } from './lattice.ts'
import { rangeWithin, residualOfSharpening, type Sharpening } from './sharpen.ts'

/** The settings of N4, by ITK's names and with SimpleITK's values. */
export interface N4Settings extends Sharpening {
  /** Levels, each with twice the spans of the one before. */
  numberOfFittingLevels: number
  /** Control points of the first level along each axis. */
  numberOfControlPoints: number
  /** At most so many iterations, of each level. */
  maximumNumberOfIterations: number[]
  /** A level ends when the field's relative change varies (coefficient of variation) by no more than this. */
  convergenceThreshold: number
  /** The field is estimated on every so many-th voxel of an axis, where at least 16 are left on it. */
  shrinkFactor: number
}

/** SimpleITK's own settings, and every fourth voxel as in its example. */
export const n4Defaults: N4Settings = {
  numberOfFittingLevels: 4,
  numberOfControlPoints: 4,
  maximumNumberOfIterations: [50, 50, 50, 50],
  convergenceThreshold: 0.001,
  biasFieldFullWidthAtHalfMaximum: 0.15,
  wienerFilterNoise: 0.01,
  numberOfHistogramBins: 200,
  shrinkFactor: 4,
}

/** A bias field's logarithm, and how it was found. */
export interface BiasField {
  /** Of the field that the image was multiplied by, one value a voxel. */
  log: Float32Array
  /** Iterations of each level. */
  iterations: number[]
  /** The least and the largest factor of the field in the region. */
  range: [number, number]
}

/**
 * The smooth field that an MR image was multiplied by (coil sensitivity), as its logarithm: N4 with cubic splines. Equals
 * SimpleITK's `N4BiasFieldCorrection` on the image shrunk by `Shrink`, its `GetLogBiasFieldAsImage` of the whole, but for
 * single precision there. Departures: voxels of the region that are not above 0 or not finite have no logarithm and are
 * left out (ITK takes them as if they were logarithms), and a thin axis is not shrunk (see `shrinkFactor`).
 * Source: Tustison 2010; Sled 1998.
 *
 * @param volume one scalar image
 * @param region one value a voxel, not 0 where the field is estimated: the patient, by default `foreground`
 * @param settings those of ITK's filter, by its names
 * @returns the log field of the whole image, and the iterations of each level
 * @throws NoBiasField where fewer than two voxels of the region are above 0
 */
export function biasField(
  volume: Volume,
  region: ArrayLike<number> = foreground(volume),
  settings: N4Settings = n4Defaults,
): BiasField {
  const small = shrunk(volume, region, settings.shrinkFactor)
  if (small.voxels < 2) throw NoBiasField()
  const { lattice, iterations } = fittedLattice(small, settings)
  const log = fieldOf(lattice, axesOf(volume.size, lattice.size), new Float32Array(volume.data.length))
  const [least, most] = rangeWithin(region, log)
  return { log, iterations, range: [Math.exp(least), Math.exp(most)] }
}

/**
 * An image divided by its bias field.
 *
 * @param volume one scalar image
 * @param field of `biasField`
 * @returns the corrected image, single precision
 */
export function withoutBias(volume: Volume, { log }: Pick<BiasField, 'log'>): Volume {
  const data = new Float32Array(log.length)
  for (let i = 0; i < data.length; i++) data[i] = volume.data[i] / Math.exp(log[i])
  return { ...volume, pixelType: 'float32', data }
}

interface Shrunk {
  size: Triple
  log: Float32Array
  region: Uint8Array
  voxels: number
}

/** So many voxels of an axis have to be left where it is shrunk: two for each span of four levels. */
const leftOnAxis = 16

/** Log intensities of every so many-th voxel, as SimpleITK's `Shrink` takes them, with the region's that are above 0. */
function shrunk({ size, data }: Volume, region: ArrayLike<number>, factor: number): Shrunk {
  const steps = size.map((n) => (n >= leftOnAxis * factor ? factor : 1)) as Triple
  const to = size.map((n, axis) => Math.floor(n / steps[axis])) as Triple
  // The middle of the shrunk image is that of the image; halves go up.
  const offsets = to.map((n, axis) => Math.floor((size[axis] - 1 - (n - 1) * steps[axis]) / 2 + 0.5))
  const log = new Float32Array(to[0] * to[1] * to[2])
  const inside = new Uint8Array(log.length)
  let voxels = 0
  for (let z = 0, at = 0; z < to[2]; z++)
    for (let y = 0; y < to[1]; y++) {
      const row = size[0] * (offsets[1] + steps[1] * y + size[1] * (offsets[2] + steps[2] * z))
      for (let x = 0; x < to[0]; x++, at++) {
        const from = row + offsets[0] + steps[0] * x
        if (region[from] === 0 || !(data[from] > 0 && data[from] < Infinity)) continue
        log[at] = Math.log((data as Voxels)[from])
        inside[at] = 1
        voxels++
      }
    }
  return { size: to, log, region: inside, voxels }
}

function fittedLattice(
  { size, log, region, voxels }: Shrunk,
  settings: N4Settings,
): { lattice: Lattice; iterations: number[] } {
  let lattice = firstLattice(size, settings.numberOfControlPoints)
  const iterations: number[] = []
  const uncorrected = log.slice()
  const residual = new Float32Array(log.length)
  let field = new Float32Array(log.length)
  let next = new Float32Array(log.length)
  for (let level = 0; level < settings.numberOfFittingLevels; level++) {
    if (level > 0) lattice = refined(lattice)
    const axes = axesOf(size, lattice.size)
    const weight = weightOf(region, axes, lattice)
    let done = 0
    for (let change = Infinity; done < settings.maximumNumberOfIterations[level]; ) {
      if (!(change > settings.convergenceThreshold)) break
      residualOfSharpening(uncorrected, region, settings, residual)
      addApproximation(lattice, residual, axes, weight)
      fieldOf(lattice, axes, next)
      change = variation(field, next, region, voxels)
      ;[field, next] = [next, field]
      for (let i = 0; i < log.length; i++) uncorrected[i] = log[i] - field[i]
      done++
    }
    iterations.push(done)
  }
  return { lattice, iterations }
}

/** The coefficient of variation of the ratio of two fields over a region, from their logarithms. */
function variation(before: Float32Array, after: Float32Array, region: Uint8Array, voxels: number): number {
  let sum = 0
  let squares = 0
  for (let i = 0; i < before.length; i++) {
    if (region[i] === 0) continue
    const away = Math.exp(before[i] - after[i]) - 1
    sum += away
    squares += away * away
  }
  const mean = sum / voxels
  return Math.sqrt(Math.max(0, squares - sum * mean) / (voxels - 1)) / (1 + mean)
}
