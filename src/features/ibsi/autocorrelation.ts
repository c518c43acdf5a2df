import { pow } from '../../portable-math.ts'
import { fourierAlong } from '../../statistics/numerics/fourier.ts'
import type { IbsiRegion } from './region.ts'

/**
 * Moran's I (N365) and Geary's C (NPT7) of the intensities, weighted by inverse distance. Sums over all pairs of voxels
 * are convolutions with 1/d, so they are taken by a Fourier transform on a grid that is padded against wrapping around.
 */
export function autocorrelation({ size, spacing, image, intensity }: IbsiRegion): { moran: number; geary: number } {
  const padded = size.map((n) => pow(2, Math.ceil(Math.log2(Math.max(2, 2 * n - 1)))))
  const [nx, ny] = size
  const [px, py, pz] = padded
  const length = px * py * pz
  let count = 0
  let mean = 0
  for (let at = 0; at < image.length; at++)
    if (intensity[at]) {
      count++
      mean += image[at]
    }
  mean /= count
  const inside = complex(length)
  const deviation = complex(length)
  let squares = 0
  for (let at = 0; at < image.length; at++) {
    if (!intensity[at]) continue
    const to = (at % nx) + px * ((Math.floor(at / nx) % ny) + py * Math.floor(at / (nx * ny)))
    const x = image[at] - mean
    inside.re[to] = 1
    // The deviation and its square travel as the two halves of one transform.
    deviation.re[to] = x
    deviation.im[to] = x * x
    squares += x * x
  }
  const weight = complex(length)
  for (let z = 0; z < pz; z++)
    for (let y = 0; y < py; y++)
      for (let x = 0; x < px; x++) {
        const d = Math.hypot(
          Math.min(x, px - x) * spacing[0],
          Math.min(y, py - y) * spacing[1],
          Math.min(z, pz - z) * spacing[2],
        )
        weight.re[x + px * (y + py * z)] = d === 0 ? 0 : 1 / d
      }
  for (const { re, im } of [inside, deviation, weight]) fourierAlong(re, im, padded, [0, 1, 2])
  let weights = 0
  let products = 0
  let mixed = 0
  for (let k = 0; k < length; k++) {
    const mirror = mirrored(k, px, py, pz)
    const w = weight.re[k] // real and even, so its transform is real
    weights += w * (inside.re[k] ** 2 + inside.im[k] ** 2)
    // Halves apart: X = (F(k) + F*(−k)) / 2, X² = (F(k) − F*(−k)) / 2i.
    const xRe = (deviation.re[k] + deviation.re[mirror]) / 2
    const xIm = (deviation.im[k] - deviation.im[mirror]) / 2
    const sRe = (deviation.im[k] + deviation.im[mirror]) / 2
    const sIm = (deviation.re[mirror] - deviation.re[k]) / 2
    products += w * (xRe * xRe + xIm * xIm)
    mixed += w * (sRe * inside.re[k] + sIm * inside.im[k])
  }
  return {
    moran: ((count / weights) * products) / squares,
    geary: ((count - 1) * (2 * mixed - 2 * products)) / (2 * weights * squares),
  }
}

interface Complex {
  re: Float64Array
  im: Float64Array
}

const complex = (length: number): Complex => ({ re: new Float64Array(length), im: new Float64Array(length) })

function mirrored(k: number, px: number, py: number, pz: number): number {
  const x = k % px
  const y = Math.floor(k / px) % py
  const z = Math.floor(k / (px * py))
  return ((px - x) % px) + px * (((py - y) % py) + py * ((pz - z) % pz))
}
