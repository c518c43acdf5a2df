/**
 * The discrete Fourier transform of a complex signal whose length is a power of two, or its inverse (divided by the
 * length). Source: Cooley & Tukey 1965, in place, decimation in time.
 */
export function fourier(
  real: Float64Array,
  imaginary: Float64Array,
  inverse = false,
): [real: Float64Array, imaginary: Float64Array] {
  const n = real.length
  const re = new Float64Array(n)
  const im = new Float64Array(n)
  for (let i = 0, j = 0; i < n; i++) {
    re[j] = real[i]
    im[j] = imaginary[i]
    // Counts with the bits of the index reversed.
    let bit = n >> 1
    for (; bit > 0 && (j & bit) !== 0; bit >>= 1) j ^= bit
    j |= bit
  }
  for (let half = 1; half < n; half *= 2) {
    const angle = ((inverse ? 1 : -1) * Math.PI) / half
    for (let k = 0; k < half; k++) {
      const [c, s] = [Math.cos(angle * k), Math.sin(angle * k)]
      for (let a = k; a < n; a += 2 * half) {
        const b = a + half
        const x = re[b] * c - im[b] * s
        const y = re[b] * s + im[b] * c
        re[b] = re[a] - x
        im[b] = im[a] - y
        re[a] += x
        im[a] += y
      }
    }
  }
  const scale = inverse ? 1 / n : 1
  return [re.map((value) => value * scale), im.map((value) => value * scale)]
}
