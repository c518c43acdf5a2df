import { compareGeometry } from '../grid/geometry.ts'
import { carryLabels } from '../grid/resample-labels.ts'
import { foreground, hasAir, meanAndSpread, percentile, regionWhere } from '../intensity/intensity.ts'
import { sortedValues } from '../intensity/sorted-values.ts'
import { distanceFrom } from '../regions/distance.ts'
import type { Volume } from '../volume.ts'

// `body` is 1 where the patient is; who measures several things of an image finds it once.

/**
 * Signal-to-noise: the mean of the foreground over the noise of the air, the air's standard deviation over 0.655 (its
 * magnitude signal is Rayleigh-distributed). Air is what is far darker than the patient or, where noise hides that, what
 * scatters as Rayleigh's distribution does. Undefined where there is none, or it was cut off to one value. Parallel
 * imaging makes noise uneven, so it compares images of one protocol only.
 * Source: NEMA MS 1; Gudbjartsson 1995.
 *
 * @param volume one scalar magnitude image
 * @param body 1 where the patient is, one a voxel
 * @returns a ratio without unit, or undefined
 */
export function signalToNoise(volume: Volume, body = foreground(volume)): number | undefined {
  const [nx, ny] = volume.size
  const side = [Math.max(1, Math.floor(nx / 10)), Math.max(1, Math.floor(ny / 10))]
  const corners = regionWhere(body.length, (i) => {
    if (body[i] || !(volume.data[i] > 0)) return false
    const x = i % nx
    const y = Math.floor(i / nx) % ny
    return (x < side[0] || x >= nx - side[0]) && (y < side[1] || y >= ny - side[1])
  })
  const air = meanAndSpread(volume.data, corners)
  if (air.count < 50 || !(air.sd > 0)) return undefined
  // Rayleigh's standard deviation is 0.52 of its mean, a little less where the threshold cut its tail off.
  const scatter = air.sd / air.mean
  if (!hasAir(volume, body) && (scatter < 0.35 || scatter > 0.65)) return undefined
  return meanAndSpread(volume.data, body).mean / (air.sd / 0.655)
}

/**
 * The share of foreground voxels that hold the image's largest value: 0 or next to it unless the scanner cut it off.
 *
 * @param volume one scalar image
 * @param body 1 where the patient is, one a voxel
 * @returns a share, 0 to 1
 * @example
 * ```ts
 * import { clippedShare, type Geometry } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [4, 1, 1], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * clippedShare({ ...grid, pixelType: 'uint8', data: Uint8Array.of(1, 9, 9, 9) }, Uint8Array.of(1, 1, 1, 1)) // → 0.5
 * ```
 */
export function clippedShare(volume: Volume, body = foreground(volume)): number {
  let [largest, inside, at] = [-Infinity, 0, 0]
  for (let i = 0; i < body.length; i++) {
    if (!body[i]) continue
    inside++
    if (volume.data[i] > largest) [largest, at] = [volume.data[i], 0]
    if (volume.data[i] === largest) at++
  }
  // One brightest voxel is no clipping.
  return inside ? (at - 1) / inside : 0
}

/**
 * Wrap-around: along each in-plane axis, the share of the two outermost lines at opposite sides that are both
 * foreground. A patient within the field of view touches one side at most. Undefined in a cropped image without air.
 *
 * @param volume one scalar image
 * @param body 1 where the patient is, one a voxel
 * @returns a share (0 to 1) along x and along y
 */
export function wrapShare(volume: Volume, body = foreground(volume)): { x: number; y: number } | undefined {
  if (!hasAir(volume, body)) return undefined
  const [nx, ny, nz] = volume.size
  let [x, y] = [0, 0]
  for (let z = 0; z < nz; z++) {
    const start = z * nx * ny
    for (let j = 0; j < ny; j++) x += body[start + j * nx] & body[start + j * nx + nx - 1]
    for (let i = 0; i < nx; i++) y += body[start + i] & body[start + i + (ny - 1) * nx]
  }
  return { x: x / (ny * nz), y: y / (nx * nz) }
}

/**
 * The mean signal under the skin (3 to 10 mm within the patient's outline) over the median of what lies deeper. Where
 * fat was saturated it is low; an image of a fat-saturated protocol that stands out in its cohort lost its saturation.
 *
 * @param volume one scalar image
 * @param body 1 where the patient is, one a voxel
 * @returns a ratio without unit; undefined without air around the patient or tissue deeper than 10 mm
 */
export function subcutaneousRatio(volume: Volume, body = foreground(volume)): number | undefined {
  if (!hasAir(volume, body)) return undefined
  const air = { ...volume, pixelType: 'uint8' as const, data: body.map((inside) => 1 - inside) }
  const depth = distanceFrom(air, 1, 10)
  const rim = regionWhere(body.length, (i) => body[i] === 1 && depth[i] >= 3 && depth[i] <= 10)
  const { mean, count } = meanAndSpread(volume.data, rim)
  const deeper = regionWhere(body.length, (i) => body[i] === 1 && depth[i] > 10)
  const median = percentile(sortedValues(volume.data, { region: deeper }), 50)
  return count && median > 0 ? mean / median : undefined
}

/**
 * How far diffusion images are distorted against an anatomical image of the same frame of reference: the overlap (Dice)
 * of the two patient outlines, and how far apart their centres lie, in mm. Undefined where one has no air around the
 * patient, and so no outline.
 *
 * @param diffusion the diffusion image
 * @param anatomy the anatomical image, on any grid of the same frame of reference
 * @returns Dice (0 to 1) and shift (mm)
 */
export function outlineAgreement(diffusion: Volume, anatomy: Volume): { dice: number; shift: number } | undefined {
  const body = { ...diffusion, data: foreground(diffusion) }
  const fixed = foreground(anatomy)
  if (!hasAir(diffusion, body.data) || !hasAir(anatomy, fixed)) return undefined
  const carried = compareGeometry(anatomy, diffusion).length ? carryLabels(body, anatomy).data : body.data
  // Only what both fields of view hold can be compared.
  const field = carryLabels({ ...diffusion, data: new Uint8Array(body.data.length).fill(1) }, anatomy).data
  const [nx, ny] = anatomy.size
  const [one, other] = [new Float64Array(4), new Float64Array(4)]
  let both = 0
  for (let i = 0; i < fixed.length; i++) {
    if (!field[i]) continue
    const place = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)]
    for (const [sum, inside] of [
      [one, carried[i]],
      [other, fixed[i]],
    ] as const) {
      if (!inside) continue
      sum[3]++
      for (let axis = 0; axis < 3; axis++) sum[axis] += place[axis] * anatomy.spacing[axis]
    }
    both += carried[i] && fixed[i] ? 1 : 0
  }
  if (!one[3] || !other[3]) return undefined
  const shift = Math.hypot(...[0, 1, 2].map((axis) => one[axis] / one[3] - other[axis] / other[3]))
  return { dice: (2 * both) / (one[3] + other[3]), shift }
}

/** Robust standard deviations beyond which a value stands out. */
export const outlierLimit = 3.5

/**
 * Which values of a cohort stand out: those further than 3.5 robust standard deviations from the median (the median
 * distance over 0.6745, or 1.2533 times the mean distance where most values are the same).
 * Source: Iglewicz & Hoaglin 1993.
 *
 * @param values one a patient, undefined where not known
 * @param limit robust standard deviations
 * @returns one answer a value; none stands out among fewer than three
 * @example
 * ```ts
 * import { outliers } from 'nomoscope/image'
 * outliers([1, 2, 3, 2, 1, 50]) // → [ false, false, false, false, false, true ]
 * ```
 */
export function outliers(values: readonly (number | undefined)[], limit = outlierLimit): boolean[] {
  const known = Float64Array.from(values.filter((value) => value !== undefined)).sort()
  if (known.length < 3) return values.map(() => false)
  const median = percentile(known, 50)
  const distances = known.map((value) => Math.abs(value - median)).sort()
  const middle = percentile(distances, 50)
  const mean = distances.reduce((sum, one) => sum + one, 0) / distances.length
  const spread = middle > 0 ? middle / 0.6745 : 1.2533 * mean
  return values.map((value) => value !== undefined && spread > 0 && Math.abs(value - median) / spread > limit)
}
