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
 * Throws PhasesDiffer.
 */
export function subtraction(pre: Volume, post: Volume): ParametricMap {
  return perVoxel([pre, post], '', ([s0, s1]) => s1 - s0)
}

/** Percentage enhancement, 100 (post − pre) / pre; fails where pre is not positive. */
export function percentageEnhancement(pre: Volume, post: Volume): ParametricMap {
  return perVoxel([pre, post], mapUnits.pe, ([s0, s1]) => (s0 > 0 ? (100 * (s1 - s0)) / s0 : Number.NaN))
}

/**
 * Signal enhancement ratio, (early − pre) / (late − pre): above 1 where contrast washes out, below where it goes on
 * rising. Fails where late equals pre.
 * Source: Esserman 1999; Hylton 2012.
 */
export function signalEnhancementRatio(pre: Volume, early: Volume, late: Volume): ParametricMap {
  return perVoxel([pre, early, late], '', ([s0, s1, s2]) => (s2 === s0 ? Number.NaN : (s1 - s0) / (s2 - s0)))
}

/** Wash-in: the steepest rise between two phases, in percent of the first phase's signal a minute. */
export function washIn({ phases, times }: Dynamic): ParametricMap {
  const t = minutes('wash-in', phases, times)
  return perVoxel(phases, mapUnits['wash-in'], (s) => {
    let steepest = -Infinity
    for (let k = 1; k < s.length; k++) steepest = Math.max(steepest, (s[k] - s[k - 1]) / (t[k] - t[k - 1]))
    return s[0] > 0 ? (100 * steepest) / s[0] : Number.NaN
  })
}

/** Time to peak: seconds after the first phase at which the signal is highest (the first such phase). */
export function timeToPeak({ phases, times }: Dynamic): ParametricMap {
  const t = minutes('ttp', phases, times)
  return perVoxel(phases, mapUnits.ttp, (s) => 60 * t[peakOf(s)])
}

/**
 * Wash-out slope: from the peak to the last phase, in percent of the first phase's signal a minute; negative where
 * contrast leaves, 0 where the last phase is the peak.
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

/** The curve type of every voxel (uint8; see `CurveType`). */
export function curveTypeMap({ phases, times }: Dynamic, thresholds: CurveThresholds = curveThresholds): ParametricMap {
  if (phases.length < 3) throw TooFewPhases(3, phases.length)
  const map = perVoxel(phases, '', (s) => curveType(s, times, thresholds))
  return { ...map, volume: { ...map.volume, pixelType: 'uint8', data: Uint8Array.from(map.volume.data) } }
}

/** How many voxels of a region have each curve type, none first. */
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

/** A region's mean signal in each phase. */
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

/** Times that were given for phases: one for each, going on. Throws TimesUnlikePhases. */
export function checkTimes(phases: number, times: readonly number[]) {
  if (times.length !== phases || times.some((time, k) => !Number.isFinite(time) || (k > 0 && !(time > times[k - 1]))))
    throw TimesUnlikePhases(phases, times)
}

/** Computes a float32 map voxel by voxel; what comes out not finite is 0 and marked as failed. */
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
