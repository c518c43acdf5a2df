import { ImageTooLargeForSpectrum } from '../../../errors/index.ts'
import type { Triple, Volume } from '../../../image/volume.ts'
import { fourierAlong } from '../../../statistics/numerics/fourier.ts'
import { type Box, cut, wholeBlock, wholeOf } from '../box.ts'
import { type Boundary, grown } from './boundary.ts'

/** A gain at a place of the spectrum: along each axis the index of the frequency, and the frequency from −1 to 1 (Nyquist). */
export type Gain = (index: Triple, frequency: Triple) => number

/** Two numbers a voxel are held at once: 1 GB. */
const mostVoxels = 2 ** 26

/**
 * An image filtered in the Fourier domain by a real, even gain and by a Riesz transform (IBSI AYRS) of the given orders:
 * (−i)^L √(L! / ∏ l!) ∏ ν^l / |ν|^L. Frequencies are those of voxels, as in the standard.
 *
 * @param axes those filtered; along the others every slice by itself
 * @param reach voxels by which the image is continued on every side by the boundary condition; beyond, it is periodic
 */
export function throughSpectrum(
  volume: Volume,
  box: Box,
  {
    axes,
    reach,
    boundary,
    riesz,
  }: { axes: readonly number[]; reach: Triple; boundary: Boundary; riesz?: readonly number[] },
  gainOn: (size: Triple) => Gain,
): Float64Array {
  const size = volume.size.map((n, axis) => n + 2 * reach[axis]) as Triple
  const voxels = size[0] * size[1] * size[2]
  if (voxels > mostVoxels) throw ImageTooLargeForSpectrum(voxels, mostVoxels)
  const re = grown(wholeBlock(volume), volume.size, wholeOf(volume), reach, boundary)
  const im = new Float64Array(re.length)
  fourierAlong(re, im, size, axes)
  const orders = riesz ?? []
  multiply(re, im, size, axes, orders, gainOn(size))
  // The inverse is the forward transform with real and imaginary parts exchanged.
  fourierAlong(im, re, size, axes)
  const total = orders.reduce((sum, order) => sum + order, 0)
  const part = total % 2 ? im : re
  const count = axes.reduce((product, axis) => product * size[axis], 1)
  const scale = (total % 4 > 1 ? -1 : 1) * (norm(orders) / count)
  const inner: Box = {
    lower: box.lower.map((at, axis) => at + reach[axis]) as Triple,
    upper: box.upper.map((at, axis) => at + reach[axis]) as Triple,
  }
  const out = cut(part, size, inner).slice()
  for (let i = 0; i < out.length; i++) out[i] *= scale
  return out
}

function multiply(
  re: Float64Array,
  im: Float64Array,
  size: Triple,
  axes: readonly number[],
  orders: readonly number[],
  gain: Gain,
): void {
  const frequencies = size.map((n, axis) => (axes.includes(axis) ? frequenciesOf(n) : new Float64Array(n)))
  const total = orders.reduce((sum, order) => sum + order, 0)
  const index: Triple = [0, 0, 0]
  const frequency: Triple = [0, 0, 0]
  for (let at = 0; index[2] < size[2]; index[2]++) {
    frequency[2] = frequencies[2][index[2]]
    for (index[1] = 0; index[1] < size[1]; index[1]++) {
      frequency[1] = frequencies[1][index[1]]
      for (index[0] = 0; index[0] < size[0]; index[0]++, at++) {
        frequency[0] = frequencies[0][index[0]]
        let factor = gain(index, frequency)
        if (total > 0) {
          const radius = Math.hypot(frequency[0], frequency[1], frequency[2])
          for (let axis = 0; axis < orders.length; axis++)
            for (let l = 0; l < orders[axis]; l++) factor *= radius === 0 ? 0 : frequency[axis] / radius
        }
        re[at] *= factor
        im[at] *= factor
      }
    }
  }
}

/** √(L! / ∏ l!). */
function norm(orders: readonly number[]): number {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))
  const total = orders.reduce((sum, order) => sum + order, 0)
  return Math.sqrt(factorial(total) / orders.reduce((product, order) => product * factorial(order), 1))
}

/**
 * The frequencies of a transform of length n as the standard's reference response maps have them: n steps from −1 to 1, both
 * included, so that for an even n none is 0.
 */
function frequenciesOf(n: number): Float64Array {
  const centre = (n - 1) / 2
  return Float64Array.from({ length: n }, (_, k) => (n === 1 ? 0 : (((k + (n >> 1)) % n) - centre) / centre))
}
