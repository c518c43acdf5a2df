/**
 * Deriche's fourth-order recursive approximation of a Gaussian and of its second derivative, as ITK's
 * RecursiveGaussianImageFilter computes it: the same constants, the same order of every sum and the image's edge
 * value carried on beyond it.
 *
 * Source: Farnebäck & Westin, Improving Deriche-style recursive Gaussian filters, J Math Imaging Vis 2006.
 */

import type { Box } from './box.ts'
import { exp, sineAndCosine } from './elementary.ts'

/** Numerators n (causal) and m (anti-causal), the shared denominator d, and the edge terms of both. */
export interface Recursion {
  n: Float64Array
  m: Float64Array
  d: Float64Array
  edgeN: Float64Array
  edgeM: Float64Array
}

const W1 = 0.6681
const L1 = -1.3932
const W2 = 2.0787
const L2 = -1.3732
const gaussian = { a1: 1.353, b1: 1.8151, a2: -0.3531, b2: 0.0902 }
const secondOrder = { a1: -1.3563, b1: 5.2318, a2: 0.3446, b2: -2.2355 }

/** The smoothing pass (unit gain). sigma and spacing in mm. */
export const smoothing = remembered((sigma, spacing) => {
  const sigmad = sigma / spacing
  const d = denominator(sigmad)
  const { n, s } = numerator(sigmad, gaussian)
  const alpha = (2 * s) / d.sum - n[0]
  for (let i = 0; i < 4; i++) n[i] *= 1 / alpha
  return withEdges(n, d.d)
})

/** The second-derivative pass, multiplied by sigma² (normalised across scale). */
export const secondDerivative = remembered((sigma, spacing) => {
  const sigmad = sigma / spacing
  const { d, sum: sd, first: dd, second: ed } = denominator(sigmad)
  const zero = numerator(sigmad, gaussian)
  const two = numerator(sigmad, secondOrder)
  const beta = -(2 * two.s - sd * two.n[0]) / (2 * zero.s - sd * zero.n[0])
  const n = two.n.map((value, i) => value + beta * zero.n[i])
  const sn = two.s + beta * zero.s
  const dn = two.d + beta * zero.d
  const en = two.e + beta * zero.e
  const alpha = (en * sd * sd - ed * sn * sd - 2 * dn * dd * sd + 2 * dd * dd * sn) / (sd * sd * sd)
  for (let i = 0; i < 4; i++) n[i] *= (sigma * sigma) / alpha
  return withEdges(n, d)
})

/** The three axes, and one case after the other, ask for the same; some hundred are kept. */
function remembered(make: (sigma: number, spacing: number) => Recursion) {
  const known = new Map<string, Recursion>()
  return (sigma: number, spacing: number): Recursion => {
    const key = `${sigma}/${spacing}`
    let found = known.get(key)
    if (found) return found
    if (known.size >= 256) known.clear()
    known.set(key, (found = make(sigma, spacing)))
    return found
  }
}

function denominator(sigmad: number) {
  const { cos: cos1 } = sineAndCosine(W1 / sigmad)
  const { cos: cos2 } = sineAndCosine(W2 / sigmad)
  const exp1 = exp(L1 / sigmad)
  const exp2 = exp(L2 / sigmad)
  const d4 = exp1 * exp1 * exp2 * exp2
  const d3 = -2 * cos1 * exp1 * exp2 * exp2 + -2 * cos2 * exp2 * exp1 * exp1
  const d2 = 4 * cos2 * cos1 * exp1 * exp2 + (exp1 * exp1 + exp2 * exp2)
  const d1 = -2 * (exp2 * cos2 + exp1 * cos1)
  return {
    d: Float64Array.of(d1, d2, d3, d4),
    sum: 1 + d1 + d2 + d3 + d4,
    first: d1 + 2 * d2 + 3 * d3 + 4 * d4,
    second: d1 + 4 * d2 + 9 * d3 + 16 * d4,
  }
}

function numerator(sigmad: number, { a1, b1, a2, b2 }: typeof gaussian) {
  const { sin: sin1, cos: cos1 } = sineAndCosine(W1 / sigmad)
  const { sin: sin2, cos: cos2 } = sineAndCosine(W2 / sigmad)
  const exp1 = exp(L1 / sigmad)
  const exp2 = exp(L2 / sigmad)
  const n0 = a1 + a2
  const n1 = exp2 * (b2 * sin2 - (a2 + 2 * a1) * cos2) + exp1 * (b1 * sin1 - (a1 + 2 * a2) * cos1)
  const n2 =
    ((a1 + a2) * cos2 * cos1 - (b1 * cos2 * sin1 + b2 * cos1 * sin2)) * (2 * exp1 * exp2) +
    (a2 * exp1 * exp1 + a1 * exp2 * exp2)
  const n3 = exp2 * exp1 * exp1 * (b2 * sin2 - a2 * cos2) + exp1 * exp2 * exp2 * (b1 * sin1 - a1 * cos1)
  return {
    n: Float64Array.of(n0, n1, n2, n3),
    s: n0 + n1 + n2 + n3,
    d: n1 + 2 * n2 + 3 * n3,
    e: n1 + 4 * n2 + 9 * n3,
  }
}

/** Both kernels are symmetric, which gives the anti-causal numerator. */
function withEdges(n: Float64Array, d: Float64Array): Recursion {
  const m = Float64Array.of(n[1] - d[0] * n[0], n[2] - d[1] * n[0], n[3] - d[2] * n[0], -d[3] * n[0])
  const sn = n[0] + n[1] + n[2] + n[3]
  const sm = m[0] + m[1] + m[2] + m[3]
  const sd = 1 + d[0] + d[1] + d[2] + d[3]
  return { n, m, d, edgeN: d.map((value) => (value * sn) / sd), edgeM: d.map((value) => (value * sm) / sd) }
}

/**
 * Filters the lines along `axis` that cross `box` (its extent along `axis` is not looked at: a recursion needs the
 * whole line) from `from` into `to`, both whole grids of `size`; they may be the same array.
 */
export function recursivePass(
  from: ArrayLike<number>,
  to: Float32Array,
  size: readonly number[],
  axis: 0 | 1 | 2,
  box: Box,
  recursion: Recursion,
) {
  const strides = [1, size[0], size[0] * size[1]]
  const [u, v] = axis === 0 ? [1, 2] : axis === 1 ? [0, 2] : [0, 1]
  const length = size[axis]
  const stride = strides[axis]
  const line = new Float64Array(length)
  const causal = new Float64Array(length)
  const anticausal = new Float64Array(length)
  for (let b = box.lower[v]; b < box.upper[v]; b++) {
    for (let a = box.lower[u]; a < box.upper[u]; a++) {
      const start = a * strides[u] + b * strides[v]
      for (let i = 0, p = start; i < length; i++, p += stride) line[i] = from[p]
      filterLine(line, causal, anticausal, recursion)
      for (let i = 0, p = start; i < length; i++, p += stride) to[p] = causal[i] + anticausal[i]
    }
  }
}

function filterLine(x: Float64Array, c: Float64Array, a: Float64Array, recursion: Recursion) {
  const [n0, n1, n2, n3] = recursion.n
  const [m1, m2, m3, m4] = recursion.m
  const [d1, d2, d3, d4] = recursion.d
  const [bn1, bn2, bn3, bn4] = recursion.edgeN
  const [bm1, bm2, bm3, bm4] = recursion.edgeM
  const length = x.length
  const first = x[0]
  c[0] = first * n0 + first * n1 + first * n2 + first * n3 - (first * bn1 + first * bn2 + first * bn3 + first * bn4)
  c[1] = x[1] * n0 + first * n1 + first * n2 + first * n3 - (c[0] * d1 + first * bn2 + first * bn3 + first * bn4)
  c[2] = x[2] * n0 + x[1] * n1 + first * n2 + first * n3 - (c[1] * d1 + c[0] * d2 + first * bn3 + first * bn4)
  c[3] = x[3] * n0 + x[2] * n1 + x[1] * n2 + first * n3 - (c[2] * d1 + c[1] * d2 + c[0] * d3 + first * bn4)
  for (let i = 4; i < length; i++) {
    const feed = x[i] * n0 + x[i - 1] * n1 + x[i - 2] * n2 + x[i - 3] * n3
    c[i] = feed - (c[i - 1] * d1 + c[i - 2] * d2 + c[i - 3] * d3 + c[i - 4] * d4)
  }
  const e = length - 1
  const last = x[e]
  a[e] = last * m1 + last * m2 + last * m3 + last * m4 - (last * bm1 + last * bm2 + last * bm3 + last * bm4)
  a[e - 1] = x[e] * m1 + last * m2 + last * m3 + last * m4 - (a[e] * d1 + last * bm2 + last * bm3 + last * bm4)
  a[e - 2] = x[e - 1] * m1 + x[e] * m2 + last * m3 + last * m4 - (a[e - 1] * d1 + a[e] * d2 + last * bm3 + last * bm4)
  a[e - 3] =
    x[e - 2] * m1 + x[e - 1] * m2 + x[e] * m3 + last * m4 - (a[e - 2] * d1 + a[e - 1] * d2 + a[e] * d3 + last * bm4)
  for (let i = e - 4; i >= 0; i--) {
    const feed = x[i + 1] * m1 + x[i + 2] * m2 + x[i + 3] * m3 + x[i + 4] * m4
    a[i] = feed - (a[i + 1] * d1 + a[i + 2] * d2 + a[i + 3] * d3 + a[i + 4] * d4)
  }
}
