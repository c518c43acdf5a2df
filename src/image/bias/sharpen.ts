import { fourierAlong } from '../../statistics/numerics/fourier.ts'

export interface Sharpening {
  /** Bins of the histogram of log intensities. */
  numberOfHistogramBins: number
  /** Full width at half maximum of the Gaussian that the field is taken to have blurred the histogram with, in log units. */
  biasFieldFullWidthAtHalfMaximum: number
  /** What is added to the filter's power where that is divided by. */
  wienerFilterNoise: number
}

/**
 * How far each log intensity of a region lies from what it is expected to be without a bias field: the histogram is
 * sharpened by Wiener deconvolution with a Gaussian, and each value moved to the mean of the sharpened values that the
 * Gaussian would bring to it. 0 outside the region, and everywhere where it has one value only.
 * Source: Sled 1998; ITK's `N4BiasFieldCorrectionImageFilter::SharpenImage`.
 *
 * log     log intensities
 * region  1 for the voxels that count
 */
export function residualOfSharpening(log: Float32Array, region: Uint8Array, how: Sharpening, out: Float32Array): void {
  const bins = how.numberOfHistogramBins
  const [low, high] = rangeWithin(region, log)
  out.fill(0)
  if (!(high > low)) return
  const slope = (high - low) / (bins - 1)
  const counts = new Float64Array(bins + 1)
  for (let i = 0; i < log.length; i++) {
    if (region[i] === 0) continue
    const at = (log[i] - low) / slope
    const bin = Math.floor(at)
    counts[bin] += 1 - (at - bin)
    counts[bin + 1] += at - bin
  }
  const expected = expectedValues(counts, low, slope, how)
  for (let i = 0; i < log.length; i++) {
    if (region[i] === 0) continue
    const at = (log[i] - low) / slope
    const bin = Math.min(bins - 2, Math.floor(at))
    out[i] = log[i] - (expected[bin] + (expected[bin + 1] - expected[bin]) * (at - bin))
  }
}

/** The least and the largest of the values in a region. */
export function rangeWithin(region: ArrayLike<number>, values: Float32Array): [number, number] {
  let low = Infinity
  let high = -Infinity
  for (let i = 0; i < values.length; i++) {
    if (region[i] === 0) continue
    if (values[i] < low) low = values[i]
    if (values[i] > high) high = values[i]
  }
  return [low, high]
}

/** E(u | v) at each bin's log intensity v, where the sharpened u was blurred to v. */
function expectedValues(counts: Float64Array, low: number, slope: number, how: Sharpening): Float64Array {
  const { numberOfHistogramBins: bins, biasFieldFullWidthAtHalfMaximum, wienerFilterNoise } = how
  let n = 2
  while (n < 2 * bins) n *= 2
  const offset = Math.floor((n - bins) / 2)
  const padded = new Float64Array(n)
  padded.set(counts.subarray(0, bins), offset)
  // A Gaussian that is even around 0 has a real transform.
  const blur = gaussian(n, biasFieldFullWidthAtHalfMaximum / slope)
  fourierAlong(blur, new Float64Array(n), [n, 1, 1], [0])
  const filtered = (signal: Float64Array, by: (k: number) => number) => {
    const [re, im] = [signal.slice(), new Float64Array(n)]
    fourierAlong(re, im, [n, 1, 1], [0])
    for (let k = 0; k < n; k++) {
      re[k] *= by(k) / n
      im[k] *= by(k) / n
    }
    // The inverse transform is the forward one with real and imaginary parts exchanged.
    fourierAlong(im, re, [n, 1, 1], [0])
    return re
  }
  const sharpened = filtered(padded, (k) => blur[k] / (blur[k] * blur[k] + wienerFilterNoise))
  const weighted = new Float64Array(n)
  for (let k = 0; k < n; k++) {
    sharpened[k] = Math.max(0, sharpened[k])
    weighted[k] = (low + (k - offset) * slope) * sharpened[k]
  }
  const numerator = filtered(weighted, (k) => blur[k])
  const denominator = filtered(sharpened, (k) => blur[k])
  const ratio = numerator.map((sum, k) => (denominator[k] === 0 ? 0 : sum / denominator[k]))
  return ratio.subarray(offset, offset + bins)
}

/** A Gaussian of so many bins at half maximum, wrapped around bin 0. */
function gaussian(n: number, fullWidth: number): Float64Array {
  const factor = (4 * Math.LN2) / (fullWidth * fullWidth)
  const scale = (2 * Math.sqrt(Math.LN2 / Math.PI)) / fullWidth
  return Float64Array.from({ length: n }, (_, k) => scale * Math.exp(-factor * Math.min(k, n - k) ** 2))
}
