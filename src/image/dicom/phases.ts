import { PhasesUncertain } from '../../errors/index.ts'
import { sameGeometry } from '../grid/geometry.ts'
import { chooseVolume, volumeTitle } from './choose.ts'
import { type DicomVolume, titleOf } from './series.ts'
import { isLikeContrast, isLikeNative, sharesName, weightingOf } from './series-names.ts'
import { orderByTime } from './times.ts'

/**
 * The images of a folder, with those named `phase 1` and on that make its dynamic series. That is the series that holds
 * phases; or, where scanners stored each phase as a series of its own, the largest set of series of one examination that
 * are one kind of image by what was acquired: frame of reference, grid, kind of image, echo and repetition time, flip
 * angle, one after another. Names only cast doubt: on a set whose first series says that it is after contrast, or of
 * which another says that it is before, or that lies beside a series of phases.
 *
 * Throws PhasesUncertain where it cannot be told which series belong, rather than compute without the one before contrast.
 */
export function phasesAcrossSeries(volumes: readonly DicomVolume[], folder = 'The folder'): DicomVolume[] {
  const doubt = (why: string, set: readonly DicomVolume[]) =>
    PhasesUncertain(folder, why, [...new Set(set.map(({ series }) => titleOf(series, '')))])
  const inSeries = volumes.filter(({ phase }) => phase !== undefined)
  if (inSeries.length) {
    const beside = volumes.filter((one) => isCandidate(one) && inSeries.some((phase) => belongs(phase, one)))
    if (beside.length && new Set(inSeries.map(({ series }) => series.uid)).size === 1)
      throw doubt('beside a series of several phases lies another of the same kind', [inSeries[0], ...beside])
    return [...volumes]
  }
  const sets = setsOf(volumes.filter(isCandidate))
  const most = Math.max(0, ...sets.map((set) => set.length))
  if (most < 2) return [...volumes]
  const largest = sets.filter((set) => set.length === most)
  if (largest.length > 1) throw doubt(`${largest.length} sets of ${most} series could be them`, largest.flat())
  return named(volumes, largest[0], doubt)
}

/** The same with the series that a source lists: `series 3 + series 4`. */
export function phasesFromList(volumes: readonly DicomVolume[], folder: string, list: string): DicomVolume[] {
  const chosen = list.split('+').flatMap((one) => {
    const serial = volumes.filter((volume) => volume.phase !== undefined && answersSeries(volume, folder, one))
    return serial.length ? serial : [chooseVolume(volumes, folder, one.trim())]
  })
  const times = orderByTime(chosen.map(({ frames }) => frames))
  const inOrder = times?.order.every((at, k) => at === k)
  return withPhases(volumes, chosen, inOrder ? times?.seconds : undefined, 'as they were listed')
}

function answersSeries(volume: DicomVolume, folder: string, word: string): boolean {
  try {
    return chooseVolume([{ ...volume, name: '' }], folder, word.trim()) !== undefined
  } catch {
    return false
  }
}

const isCandidate = ({ localiser, faults, bValue, phase, unusable }: DicomVolume) =>
  !localiser && !faults.length && bValue === undefined && phase === undefined && !unusable

/** Series of one kind; those whose names speak of different weightings are not. */
function setsOf(candidates: readonly DicomVolume[]): DicomVolume[][] {
  const sets: DicomVolume[][] = []
  for (const volume of candidates) {
    const set = sets.find(([first]) => belongs(first, volume))
    if (set) set.push(volume)
    else sets.push([volume])
  }
  return sets
}

function belongs(one: DicomVolume, other: DicomVolume): boolean {
  const [a, b] = [one.frames[0], other.frames[0]]
  const alike = (x: number | undefined, y: number | undefined) =>
    x === y || (x !== undefined && y !== undefined && Math.abs(x - y) <= 0.01 * Math.max(Math.abs(x), Math.abs(y)))
  return (
    one.series.study === other.series.study &&
    one.series.frameOfReference === other.series.frameOfReference &&
    one.series.modality === other.series.modality &&
    a.imageType === b.imageType &&
    alike(a.echoTime, b.echoTime) &&
    alike(a.repetitionTime, b.repetitionTime) &&
    alike(a.flipAngle, b.flipAngle) &&
    weightingOf(one.series.description) === weightingOf(other.series.description) &&
    sameGeometry(one.geometry, other.geometry, 1e-3)
  )
}

type Doubt = (why: string, set: readonly DicomVolume[]) => Error

function named(volumes: readonly DicomVolume[], set: DicomVolume[], doubt: Doubt): DicomVolume[] {
  const times = orderByTime(set.map(({ frames }) => frames))
  if (!times) throw doubt('no time that they state puts them in order', set)
  const ordered = times.order.map((i) => set[i])
  const names = ordered.map(({ series }) => series.description)
  const odd = ordered.filter((_, i) => !sharesName(names, i))
  if (odd.length) throw doubt(`"${odd[0].series.description}" is named unlike the others`, ordered)
  const native = ordered.filter(({ series }) => isLikeNative(series.description))
  if (native.length > 1) throw doubt(`${native.length} of them are named as before contrast`, ordered)
  if (native.length === 1 && native[0] !== ordered[0])
    throw doubt(`${volumeTitle(native[0])} is named as before contrast, but was acquired later than another`, ordered)
  const agents = ordered.map(({ frames }) => frames[0].contrast !== undefined)
  if (isLikeContrast(names[0]) || (agents[0] && agents.includes(false)))
    throw doubt(`the first of them, ${volumeTitle(ordered[0])}, is after contrast, and none is before`, ordered)
  return withPhases(volumes, ordered, times.seconds, `distinguished by the ${times.clock} of their series`)
}

function withPhases(
  volumes: readonly DicomVolume[],
  ordered: readonly DicomVolume[],
  seconds: number[] | undefined,
  how: string,
): DicomVolume[] {
  const note = `${ordered.length} phases, ${how}: ${ordered.map(({ series, name }) => titleOf(series, name)).join('; ')}`
  const rest = volumes.filter((volume) => !ordered.includes(volume)).map((volume) => ({ ...volume, phase: undefined }))
  const phases = ordered.map((volume, i) => ({
    ...volume,
    name: `phase ${i + 1}`,
    phase: i + 1,
    time: seconds?.[i],
    notes: [...volume.notes, note],
    dynamic: ordered[0].series.uid,
  }))
  return [...phases, ...rest]
}
