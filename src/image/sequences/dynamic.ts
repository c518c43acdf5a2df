import { PhasesDiffer, TimesUnknown, TimesUnlikePhases, TooFewPhases } from '../../errors/index.ts'
import { compareGeometry, describeDifferences } from '../grid/geometry.ts'
import type { Mask, Volume } from '../volume.ts'

/** A map computed from several images: its values, their unit, and where they could not be computed (value 0). */
export interface ParametricMap {
  volume: Volume
  unit: string
  /** 1 where the computation failed. */
  failed: Uint8Array
}

/** Units of the maps that have one of their own, by the name of their source; the others have the image's or none. */
export const mapUnits = {
  pe: '%',
  'wash-in': '%/min',
  ttp: 's',
  'wash-out': '%/min',
  adc: '10⁻⁶ mm²/s',
} as const

/** The images of a dynamic series, before contrast first, with seconds after the first where they are known. */
export interface Dynamic {
  phases: Volume[]
  times?: number[]
}

/**
 * Subtraction, post − pre, in the images' own unit.
 *
 * @param pre before contrast
 * @param post after it, on the same grid
 * @returns a map in the images' unit
 * @throws PhasesDiffer
 */
export function subtraction(pre: Volume, post: Volume): ParametricMap {
  return perVoxel([pre, post], '', ([s0, s1]) => s1 - s0)
}

/**
 * Percentage enhancement, 100 (post − pre) / pre; fails where pre is not positive.
 *
 * @param pre before contrast
 * @param post after it, on the same grid
 * @returns a map in percent
 * @throws PhasesDiffer
 * @example
 * ```ts
 * import { type Geometry, percentageEnhancement, type Volume } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [2, 1, 1], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * const image = (...s: number[]): Volume => ({ ...grid, pixelType: 'float32', data: Float32Array.from(s) })
 * percentageEnhancement(image(100, 200), image(150, 500)).volume.data // → Float32Array(2) [ 50, 150 ]
 * ```
 */
export function percentageEnhancement(pre: Volume, post: Volume): ParametricMap {
  return perVoxel([pre, post], mapUnits.pe, ([s0, s1]) => (s0 > 0 ? (100 * (s1 - s0)) / s0 : Number.NaN))
}

/**
 * Signal enhancement ratio, (early − pre) / (late − pre): above 1 where contrast washes out, below where it goes on
 * rising. Fails where late equals pre.
 * Source: Esserman 1999; Hylton 2012.
 *
 * @param pre before contrast
 * @param early the early phase, on the same grid
 * @param late the late phase, on the same grid
 * @returns a map without unit
 * @throws PhasesDiffer
 * @example
 * ```ts
 * import { type Geometry, signalEnhancementRatio, type Volume } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [1, 1, 1], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * const image = (s: number): Volume => ({ ...grid, pixelType: 'float32', data: Float32Array.of(s) })
 * signalEnhancementRatio(image(100), image(200), image(180)).volume.data // → Float32Array(1) [ 1.25 ]
 * ```
 */
export function signalEnhancementRatio(pre: Volume, early: Volume, late: Volume): ParametricMap {
  return perVoxel([pre, early, late], '', ([s0, s1, s2]) => (s2 === s0 ? Number.NaN : (s1 - s0) / (s2 - s0)))
}

/**
 * Wash-in: the steepest rise between two phases, in percent of the first phase's signal a minute.
 *
 * @param dynamic phases on one grid and their times in seconds
 * @returns a map in percent a minute
 * @throws the Problem of absent times, PhasesDiffer
 * @example
 * ```ts
 * import { type Geometry, type Volume, washIn } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [1, 1, 1], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * const phase = (s: number): Volume => ({ ...grid, pixelType: 'float32', data: Float32Array.of(s) })
 * washIn({ phases: [phase(100), phase(200), phase(150)], times: [0, 60, 120] }).volume.data // → Float32Array(1) [ 100 ]
 * ```
 */
export function washIn({ phases, times }: Dynamic): ParametricMap {
  const t = minutes('wash-in', phases, times)
  return perVoxel(phases, mapUnits['wash-in'], (s) => {
    let steepest = -Infinity
    for (let k = 1; k < s.length; k++) steepest = Math.max(steepest, (s[k] - s[k - 1]) / (t[k] - t[k - 1]))
    return s[0] > 0 ? (100 * steepest) / s[0] : Number.NaN
  })
}

/**
 * Time to peak: seconds after the first phase at which the signal is highest (the first such phase).
 *
 * @param dynamic phases on one grid and their times in seconds
 * @returns a map in seconds
 * @throws the Problem of absent times, PhasesDiffer
 */
export function timeToPeak({ phases, times }: Dynamic): ParametricMap {
  const t = minutes('ttp', phases, times)
  return perVoxel(phases, mapUnits.ttp, (s) => 60 * t[peakOf(s)])
}

/**
 * Wash-out slope: from the peak to the last phase, in percent of the first phase's signal a minute; negative where
 * contrast leaves, 0 where the last phase is the peak.
 *
 * @param dynamic phases on one grid and their times in seconds
 * @returns a map in percent a minute
 * @throws the Problem of absent times, PhasesDiffer
 * @example
 * ```ts
 * import { type Geometry, type Volume, washOutSlope } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [1, 1, 1], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * const phase = (s: number): Volume => ({ ...grid, pixelType: 'float32', data: Float32Array.of(s) })
 * washOutSlope({ phases: [phase(100), phase(200), phase(150)], times: [0, 60, 120] }).volume.data // → Float32Array(1) [ -50 ]
 * ```
 */
export function washOutSlope({ phases, times }: Dynamic): ParametricMap {
  const t = minutes('wash-out', phases, times)
  const last = phases.length - 1
  return perVoxel(phases, mapUnits['wash-out'], (s) => {
    const peak = peakOf(s)
    if (!(s[0] > 0)) return Number.NaN
    return peak === last ? 0 : (100 * (s[last] - s[peak])) / (s[0] * (t[last] - t[peak]))
  })
}

/** How time–signal curves are told apart. */
export interface CurveThresholds {
  /** Percent of the early signal that the late one may leave and still be a plateau. */
  plateau: number
  /** Percent of enhancement in the early phase below which a voxel has no curve. */
  enhancing: number
  /** Seconds after the first phase within which the early peak is looked for. */
  early: number
}

/** BI-RADS: the early peak within about three minutes of injection, delayed change of 10 percent. */
export const curveThresholds: CurveThresholds = { plateau: 10, enhancing: 50, early: 180 }

/** 0 no enhancement, 1 persistent, 2 plateau, 3 wash-out. */
export type CurveType = 0 | 1 | 2 | 3

/**
 * The type of one time–signal curve: the last signal against the early peak.
 * Source: Kuhl 1999; ACR BI-RADS 2013.
 *
 * @param signal one value a phase, the first before contrast
 * @param times seconds of the phases, where known
 * @param thresholds enhancement and plateau in percent, early in seconds
 * @returns 0 none, 1 persistent, 2 plateau, 3 washout
 * @example
 * ```ts
 * import { curveType } from 'nomoscope/image'
 * curveType([100, 200, 250], undefined) // → 1
 * curveType([100, 200, 150], undefined) // → 3
 * ```
 */
export function curveType(
  signal: ArrayLike<number>,
  times: readonly number[] | undefined,
  thresholds: CurveThresholds = curveThresholds,
): CurveType {
  const { enhancement, change } = curveChanges(signal, times, thresholds)
  if (!(enhancement >= thresholds.enhancing)) return 0
  return change > thresholds.plateau ? 1 : change < -thresholds.plateau ? 3 : 2
}

/**
 * What a curve's type goes by: the early enhancement in percent of the first signal (NaN where that is not positive), and
 * the change from the early peak to the last signal in percent of the peak.
 *
 * @param signal one value a phase, the first before contrast
 * @param times seconds of the phases, where known
 * @param thresholds `early`: seconds after the first phase within which the early peak is sought
 * @returns enhancement and change, both in percent
 * @example
 * ```ts
 * import { curveChanges } from 'nomoscope/image'
 * curveChanges([100, 200, 150], undefined) // → { enhancement: 100, change: -25 }
 * ```
 */
export function curveChanges(
  signal: ArrayLike<number>,
  times: readonly number[] | undefined,
  { early }: Pick<CurveThresholds, 'early'> = curveThresholds,
): { enhancement: number; change: number } {
  let peak = 1
  for (let k = 2; k < signal.length - 1; k++)
    if (times && times[k] - times[0] <= early && signal[k] > signal[peak]) peak = k
  const [s0, s1, s2] = [signal[0], signal[peak], signal[signal.length - 1]]
  return { enhancement: s0 > 0 ? (100 * (s1 - s0)) / s0 : Number.NaN, change: (100 * (s2 - s1)) / s1 }
}

/**
 * The curve type of every voxel (uint8; see `CurveType`).
 *
 * @param dynamic three or more phases on one grid, with their times in seconds where known
 * @param thresholds enhancement and plateau in percent, early in seconds
 * @returns a uint8 map
 * @throws TooFewPhases below three phases, PhasesDiffer where grids do
 * @example
 * ```ts
 * import { curveTypeMap, type Geometry, type Volume } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [4, 1, 1], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * const phase = (...s: number[]): Volume => ({ ...grid, pixelType: 'float32', data: Float32Array.from(s) })
 * const phases = [phase(100, 100, 100, 100), phase(100, 200, 200, 200), phase(100, 250, 200, 150)]
 * curveTypeMap({ phases, times: undefined }).volume.data // → Uint8Array(4) [ 0, 1, 2, 3 ]
 * ```
 */
export function curveTypeMap({ phases, times }: Dynamic, thresholds: CurveThresholds = curveThresholds): ParametricMap {
  if (phases.length < 3) throw TooFewPhases(3, phases.length)
  const map = perVoxel(phases, '', (s) => curveType(s, times, thresholds))
  return { ...map, volume: { ...map.volume, pixelType: 'uint8', data: Uint8Array.from(map.volume.data) } }
}

/**
 * How many voxels of a region have each curve type, none first.
 *
 * @param dynamic phases on one grid and their times in seconds, where known
 * @param mask labels on that grid
 * @param label the region's label
 * @param thresholds of the curve types, in percent and seconds
 * @returns voxels of each type: none, persistent, plateau, washout
 * @throws TooFewPhases below three phases, PhasesDiffer where grids do
 * @example
 * ```ts
 * import { countCurveTypes, type Geometry, type Mask, type Volume } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [4, 1, 1], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * const phase = (...s: number[]): Volume => ({ ...grid, pixelType: 'float32', data: Float32Array.from(s) })
 * const phases = [phase(100, 100, 100, 100), phase(100, 200, 200, 200), phase(100, 250, 200, 150)]
 * const mask: Mask = { ...grid, pixelType: 'uint8', data: Uint8Array.of(1, 1, 1, 1) }
 * countCurveTypes({ phases, times: undefined }, mask) // → [ 1, 1, 1, 1 ]
 * ```
 */
export function countCurveTypes(
  { phases, times }: Dynamic,
  mask: Mask,
  label = 1,
  thresholds: CurveThresholds = curveThresholds,
): [none: number, persistent: number, plateau: number, washout: number] {
  if (phases.length < 3) throw TooFewPhases(3, phases.length)
  agree([...phases, mask])
  const counts: [number, number, number, number] = [0, 0, 0, 0]
  const signal = new Float64Array(phases.length)
  for (let i = 0; i < mask.data.length; i++) {
    if (mask.data[i] !== label) continue
    for (let k = 0; k < phases.length; k++) signal[k] = phases[k].data[i]
    counts[curveType(signal, times, thresholds)]++
  }
  return counts
}

/**
 * A region's mean signal in each phase.
 *
 * @param dynamic phases on one grid
 * @param mask labels on that grid
 * @param label the region's label
 * @returns one mean a phase, in the images' unit; NaN where no voxel has the label
 * @throws PhasesDiffer
 * @example
 * ```ts
 * import { type Geometry, type Mask, timeSignalCurve, type Volume } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [2, 1, 1], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * const phase = (...s: number[]): Volume => ({ ...grid, pixelType: 'float32', data: Float32Array.from(s) })
 * const mask: Mask = { ...grid, pixelType: 'uint8', data: Uint8Array.of(1, 1) }
 * timeSignalCurve({ phases: [phase(100, 200), phase(200, 400)], times: [0, 60] }, mask) // → [ 150, 300 ]
 * ```
 */
export function timeSignalCurve({ phases }: Dynamic, mask: Mask, label = 1): number[] {
  agree([...phases, mask])
  return phases.map(({ data }) => {
    let [sum, count] = [0, 0]
    for (let i = 0; i < data.length; i++)
      if (mask.data[i] === label) {
        sum += data[i]
        count++
      }
    return sum / count
  })
}

function peakOf(signal: ArrayLike<number>): number {
  let peak = 0
  for (let k = 1; k < signal.length; k++) if (signal[k] > signal[peak]) peak = k
  return peak
}

/** Minutes after the first phase. Throws TooFewPhases, TimesUnknown. */
function minutes(what: string, phases: readonly Volume[], times: readonly number[] | undefined): number[] {
  if (phases.length < 2) throw TooFewPhases(2, phases.length)
  if (times?.length !== phases.length || times.some((time, k) => k > 0 && !(time > times[k - 1])))
    throw TimesUnknown(what)
  return times.map((time) => (time - times[0]) / 60)
}

/**
 * Times that were given for phases: one for each, going on.
 *
 * @param phases how many there are
 * @param times seconds, one a phase
 * @returns nothing where they agree
 * @throws TimesUnlikePhases
 * @example
 * ```ts
 * import { checkTimes } from 'nomoscope/image'
 * checkTimes(3, [0, 60, 120]) // → undefined
 * ```
 */
export function checkTimes(phases: number, times: readonly number[]) {
  if (times.length !== phases || times.some((time, k) => !Number.isFinite(time) || (k > 0 && !(time > times[k - 1]))))
    throw TimesUnlikePhases(phases, times)
}

/**
 * Computes a float32 map voxel by voxel; what comes out not finite is 0 and marked as failed.
 *
 * @param images on one grid
 * @param unit of the map, empty where it has none
 * @param compute the value from a voxel's signals, one an image; the array is the same at each call
 * @returns the map, and 1 where it failed
 * @throws PhasesDiffer where grids do
 * @example
 * ```ts
 * import { type Geometry, perVoxel, type Volume } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [2, 1, 1], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * const image = (...s: number[]): Volume => ({ ...grid, pixelType: 'float32', data: Float32Array.from(s) })
 * const { volume, failed } = perVoxel([image(6, 1), image(2, 0)], '', ([a, b]) => a / b)
 * volume.data // → Float32Array(2) [ 3, 0 ]
 * failed // → Uint8Array(2) [ 0, 1 ]
 * ```
 */
export function perVoxel(
  images: readonly Volume[],
  unit: string,
  compute: (signal: Float64Array) => number,
): ParametricMap {
  agree(images)
  const { pixelType: _, data: __, segments: ___, ...geometry } = images[0] as Mask
  const count = images[0].data.length
  const data = new Float32Array(count)
  const failed = new Uint8Array(count)
  const signal = new Float64Array(images.length)
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < images.length; k++) signal[k] = images[k].data[i]
    const value = compute(signal)
    if (Number.isFinite(value)) data[i] = value
    else failed[i] = 1
  }
  return { volume: { ...geometry, pixelType: 'float32', data }, unit, failed }
}

function agree(images: readonly Volume[]) {
  for (let k = 1; k < images.length; k++) {
    const differences = compareGeometry(images[0], images[k], 1e-3)
    if (differences.length) throw PhasesDiffer(k + 1, describeDifferences(differences))
  }
}
