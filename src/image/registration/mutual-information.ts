import type { Readings } from './pyramid.ts'

const bins = 32
/** Cubic kernels reach two bins to either side. */
const margin = 2

/** Which of the bins each value falls into, values beyond the range into the outermost. */
export function binsOf(values: Float32Array, [low, high]: readonly [number, number]): Uint8Array {
  const scale = bins / (high - low)
  return Uint8Array.from(values, (value) => Math.max(0, Math.min(bins - 1, Math.floor((value - low) * scale))))
}

/**
 * Mattes' mutual information of the bins of one image and the readings of another, with cubic kernels along the second;
 * in nats. How it changes with the second image's value at each sample is written to `slopes`, 0 outside.
 * Source: Mattes 2003; Thévenaz & Unser 2000.
 */
export function mutualInformation(
  fixed: Uint8Array,
  { values, inside }: Readings,
  count: number,
  [low, high]: readonly [number, number],
  slopes: Float64Array,
): number {
  const across = bins + 2 * margin
  const joint = new Float64Array(bins * across)
  const scale = (bins - 1) / (high - low)
  const each = 1 / count
  const place = (value: number) => Math.max(0, Math.min(bins - 1, (value - low) * scale)) + margin
  for (let s = 0; s < inside.length; s++) {
    if (inside[s] === 0) continue
    const t = place(values[s])
    const k = Math.floor(t)
    const f = t - k
    const g = 1 - f
    const at = across * fixed[s] + k
    joint[at - 1] += (each * g * g * g) / 6
    joint[at] += (each * (4 - 6 * f * f + 3 * f * f * f)) / 6
    joint[at + 1] += (each * (4 - 6 * g * g + 3 * g * g * g)) / 6
    joint[at + 2] += (each * f * f * f) / 6
  }
  const first = new Float64Array(bins)
  const second = new Float64Array(across)
  for (let b = 0; b < bins; b++)
    for (let k = 0; k < across; k++) {
      first[b] += joint[across * b + k]
      second[k] += joint[across * b + k]
    }
  let value = 0
  // What a sample adds to the information where it adds to a bin.
  const logs = new Float64Array(joint.length)
  for (let b = 0; b < bins; b++)
    for (let k = 0; k < across; k++) {
      const p = joint[across * b + k]
      if (!(p > 0)) continue
      value += p * Math.log(p / (first[b] * second[k]))
      logs[across * b + k] = Math.log(p / second[k])
    }
  for (let s = 0; s < inside.length; s++) {
    slopes[s] = 0
    if (inside[s] === 0 || !(values[s] > low && values[s] < high)) continue
    const t = place(values[s])
    const k = Math.floor(t)
    const f = t - k
    const g = 1 - f
    const at = across * fixed[s] + k
    const change =
      -0.5 * g * g * logs[at - 1] +
      (1.5 * f * f - 2 * f) * logs[at] +
      (2 * g - 1.5 * g * g) * logs[at + 1] +
      0.5 * f * f * logs[at + 2]
    slopes[s] = change * scale * each
  }
  return value
}
