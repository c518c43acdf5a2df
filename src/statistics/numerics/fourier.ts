/**
 * A Fourier transform of one length, in place; forward with e^(−i…), not scaled. The data are `width` sequences side by side:
 * element k of sequence s stands at s + width·k.
 */
type Transform = (re: Float64Array, im: Float64Array, width: number) => void

/** The least whole number from `least` on that has no prime factor but 2, 3 and 5. */
export function smoothLength(least: number): number {
  for (let n = Math.max(1, least); ; n++) {
    let rest = n
    for (const radix of [2, 3, 5]) while (rest % radix === 0) rest /= radix
    if (rest === 1) return n
  }
}

/** Stockham's self-sorting transform for products of 2, 3 and 5; any other length by Bluestein's chirps. */
function fourierTransform(n: number): Transform {
  const factors: (2 | 3 | 4 | 5)[] = []
  let rest = n
  for (const radix of [4, 2, 3, 5] as const)
    while (rest % radix === 0) {
      factors.push(radix)
      rest /= radix
    }
  return rest > 1 ? chirped(n) : stockham(n, factors)
}

type Butterflies = (from: [Float64Array, Float64Array], to: [Float64Array, Float64Array], stage: Stage) => void

interface Stage {
  /** Elements that lie together and share their twiddle factors. */
  run: number
  /** Groups of them in each of the radix's parts. */
  groups: number
  /** The step of the twiddle factors from group to group. */
  step: number
  cos: Float64Array
  sin: Float64Array
}

function stockham(n: number, factors: readonly (2 | 3 | 4 | 5)[]): Transform {
  const cos = Float64Array.from({ length: n }, (_, k) => Math.cos((2 * Math.PI * k) / n))
  const sin = Float64Array.from({ length: n }, (_, k) => -Math.sin((2 * Math.PI * k) / n))
  let spare: [Float64Array, Float64Array] = [new Float64Array(0), new Float64Array(0)]
  return (re, im, width) => {
    if (spare[0].length !== n * width) spare = [new Float64Array(n * width), new Float64Array(n * width)]
    let from: [Float64Array, Float64Array] = [re, im]
    let to = spare
    let step = 1
    let groups = n
    for (const radix of factors) {
      groups /= radix
      butterflies[radix](from, to, { run: width * step, groups, step, cos, sin })
      step *= radix
      ;[from, to] = [to, from]
    }
    if (from[0] === re) return
    re.set(from[0])
    im.set(from[1])
  }
}

const radix2: Butterflies = ([xr, xi], [yr, yi], { run, groups, step, cos, sin }) => {
  const part = run * groups
  for (let j = 0; j < groups; j++) {
    const [c1, s1] = [cos[j * step], sin[j * step]]
    for (let k = 0, at = run * j, to = 2 * run * j; k < run; k++, at++, to++) {
      const dr = xr[at] - xr[at + part]
      const di = xi[at] - xi[at + part]
      yr[to] = xr[at] + xr[at + part]
      yi[to] = xi[at] + xi[at + part]
      yr[to + run] = dr * c1 - di * s1
      yi[to + run] = dr * s1 + di * c1
    }
  }
}

const sin60 = Math.sqrt(3) / 2

const radix3: Butterflies = ([xr, xi], [yr, yi], { run, groups, step, cos, sin }) => {
  const part = run * groups
  for (let j = 0; j < groups; j++) {
    const [c1, s1, c2, s2] = [cos[j * step], sin[j * step], cos[2 * j * step], sin[2 * j * step]]
    for (let k = 0, at = run * j, to = 3 * run * j; k < run; k++, at++, to++) {
      const sr = xr[at + part] + xr[at + 2 * part]
      const si = xi[at + part] + xi[at + 2 * part]
      const dr = sin60 * (xr[at + part] - xr[at + 2 * part])
      const di = sin60 * (xi[at + part] - xi[at + 2 * part])
      const mr = xr[at] - 0.5 * sr
      const mi = xi[at] - 0.5 * si
      yr[to] = xr[at] + sr
      yi[to] = xi[at] + si
      yr[to + run] = (mr + di) * c1 - (mi - dr) * s1
      yi[to + run] = (mr + di) * s1 + (mi - dr) * c1
      yr[to + 2 * run] = (mr - di) * c2 - (mi + dr) * s2
      yi[to + 2 * run] = (mr - di) * s2 + (mi + dr) * c2
    }
  }
}

const radix4: Butterflies = ([xr, xi], [yr, yi], { run, groups, step, cos, sin }) => {
  const part = run * groups
  for (let j = 0; j < groups; j++) {
    const [c1, s1, c2, s2] = [cos[j * step], sin[j * step], cos[2 * j * step], sin[2 * j * step]]
    const [c3, s3] = [cos[3 * j * step], sin[3 * j * step]]
    for (let k = 0, at = run * j, to = 4 * run * j; k < run; k++, at++, to++) {
      const evenR = xr[at] + xr[at + 2 * part]
      const evenI = xi[at] + xi[at + 2 * part]
      const gapR = xr[at] - xr[at + 2 * part]
      const gapI = xi[at] - xi[at + 2 * part]
      const oddR = xr[at + part] + xr[at + 3 * part]
      const oddI = xi[at + part] + xi[at + 3 * part]
      const stepR = xr[at + part] - xr[at + 3 * part]
      const stepI = xi[at + part] - xi[at + 3 * part]
      yr[to] = evenR + oddR
      yi[to] = evenI + oddI
      yr[to + run] = (gapR + stepI) * c1 - (gapI - stepR) * s1
      yi[to + run] = (gapR + stepI) * s1 + (gapI - stepR) * c1
      yr[to + 2 * run] = (evenR - oddR) * c2 - (evenI - oddI) * s2
      yi[to + 2 * run] = (evenR - oddR) * s2 + (evenI - oddI) * c2
      yr[to + 3 * run] = (gapR - stepI) * c3 - (gapI + stepR) * s3
      yi[to + 3 * run] = (gapR - stepI) * s3 + (gapI + stepR) * c3
    }
  }
}

const fifth = [1, 2].map((k) => [Math.cos((2 * Math.PI * k) / 5), Math.sin((2 * Math.PI * k) / 5)])

const radix5: Butterflies = ([xr, xi], [yr, yi], { run, groups, step, cos, sin }) => {
  const part = run * groups
  const [[ca, sa], [cb, sb]] = fifth
  for (let j = 0; j < groups; j++) {
    const w = j * step
    for (let k = 0, at = run * j, to = 5 * run * j; k < run; k++, at++, to++) {
      const p1r = xr[at + part] + xr[at + 4 * part]
      const p1i = xi[at + part] + xi[at + 4 * part]
      const m1r = xr[at + part] - xr[at + 4 * part]
      const m1i = xi[at + part] - xi[at + 4 * part]
      const p2r = xr[at + 2 * part] + xr[at + 3 * part]
      const p2i = xi[at + 2 * part] + xi[at + 3 * part]
      const m2r = xr[at + 2 * part] - xr[at + 3 * part]
      const m2i = xi[at + 2 * part] - xi[at + 3 * part]
      const ar = xr[at] + ca * p1r + cb * p2r
      const ai = xi[at] + ca * p1i + cb * p2i
      const br = xr[at] + cb * p1r + ca * p2r
      const bi = xi[at] + cb * p1i + ca * p2i
      const er = sa * m1i + sb * m2i
      const ei = -sa * m1r - sb * m2r
      const fr = sb * m1i - sa * m2i
      const fi = -sb * m1r + sa * m2r
      yr[to] = xr[at] + p1r + p2r
      yi[to] = xi[at] + p1i + p2i
      yr[to + run] = (ar + er) * cos[w] - (ai + ei) * sin[w]
      yi[to + run] = (ar + er) * sin[w] + (ai + ei) * cos[w]
      yr[to + 2 * run] = (br + fr) * cos[2 * w] - (bi + fi) * sin[2 * w]
      yi[to + 2 * run] = (br + fr) * sin[2 * w] + (bi + fi) * cos[2 * w]
      yr[to + 3 * run] = (br - fr) * cos[3 * w] - (bi - fi) * sin[3 * w]
      yi[to + 3 * run] = (br - fr) * sin[3 * w] + (bi - fi) * cos[3 * w]
      yr[to + 4 * run] = (ar - er) * cos[4 * w] - (ai - ei) * sin[4 * w]
      yi[to + 4 * run] = (ar - er) * sin[4 * w] + (ai - ei) * cos[4 * w]
    }
  }
}

const butterflies = { 2: radix2, 3: radix3, 4: radix4, 5: radix5 }

/** Bluestein: a transform of any length as a convolution with a chirp, at a length that Stockham's takes. */
function chirped(n: number): Transform {
  const size = smoothLength(2 * n - 1)
  const inner = fourierTransform(size)
  const angle = (k: number) => (Math.PI * ((k * k) % (2 * n))) / n
  const cos = Float64Array.from({ length: n }, (_, k) => Math.cos(angle(k)))
  const sin = Float64Array.from({ length: n }, (_, k) => Math.sin(angle(k)))
  const chirpRe = new Float64Array(size)
  const chirpIm = new Float64Array(size)
  for (let k = 0; k < n; k++) {
    chirpRe[k] = cos[k]
    chirpIm[k] = sin[k]
    if (k === 0) continue
    chirpRe[size - k] = cos[k]
    chirpIm[size - k] = sin[k]
  }
  inner(chirpRe, chirpIm, 1)
  const wideRe = new Float64Array(size)
  const wideIm = new Float64Array(size)
  return (re, im, width) => {
    for (let first = 0; first < width; first++) {
      wideRe.fill(0)
      wideIm.fill(0)
      for (let k = 0, at = first; k < n; k++, at += width) {
        wideRe[k] = re[at] * cos[k] + im[at] * sin[k]
        wideIm[k] = im[at] * cos[k] - re[at] * sin[k]
      }
      inner(wideRe, wideIm, 1)
      for (let k = 0; k < size; k++) {
        const real = wideRe[k] * chirpRe[k] - wideIm[k] * chirpIm[k]
        wideIm[k] = wideRe[k] * chirpIm[k] + wideIm[k] * chirpRe[k]
        wideRe[k] = real
      }
      // The inverse transform is the forward one with real and imaginary parts exchanged.
      inner(wideIm, wideRe, 1)
      for (let k = 0, at = first; k < n; k++, at += width) {
        const real = wideRe[k] / size
        const imaginary = wideIm[k] / size
        re[at] = real * cos[k] + imaginary * sin[k]
        im[at] = imaginary * cos[k] - real * sin[k]
      }
    }
  }
}

/** Sequences along z that are brought together and transformed side by side. */
const together = 64

/** Transforms a block along the given axes, in place. */
export function fourierAlong(
  re: Float64Array,
  im: Float64Array,
  size: readonly number[],
  axes: readonly number[],
): void {
  const [nx, ny, nz] = size
  const plane = nx * ny
  for (const axis of axes) {
    const n = size[axis]
    if (n === 1) continue
    const transform = fourierTransform(n)
    if (axis < 2) {
      const block = axis === 0 ? nx : plane
      for (let at = 0; at < re.length; at += block)
        transform(re.subarray(at, at + block), im.subarray(at, at + block), axis === 0 ? 1 : nx)
      continue
    }
    for (let first = 0; first < plane; first += together) {
      const width = Math.min(together, plane - first)
      const someRe = new Float64Array(nz * width)
      const someIm = new Float64Array(nz * width)
      for (let z = 0; z < nz; z++) {
        const from = first + z * plane
        someRe.set(re.subarray(from, from + width), z * width)
        someIm.set(im.subarray(from, from + width), z * width)
      }
      transform(someRe, someIm, width)
      for (let z = 0; z < nz; z++) {
        re.set(someRe.subarray(z * width, (z + 1) * width), first + z * plane)
        im.set(someIm.subarray(z * width, (z + 1) * width), first + z * plane)
      }
    }
  }
}
