import { sameGeometry } from '../grid/geometry.ts'
import type { DicomVolume } from './series.ts'

/**
 * Scanners also store each phase as a series of its own. Where no series holds phases, the largest set of series of one
 * examination that share a grid, a frame of reference, a kind of image and the stem of their description, and were
 * acquired one after the other, are taken for the phases. Gives all volumes, those among them named `phase 1` and on.
 */
export function phasesAcrossSeries(volumes: readonly DicomVolume[]): DicomVolume[] {
  if (volumes.some(({ phase }) => phase !== undefined)) return [...volumes]
  const sets: DicomVolume[][] = []
  for (const volume of volumes) {
    if (volume.localiser || volume.faults.length || volume.bValue !== undefined || startOf(volume) === undefined)
      continue
    const set = sets.find(([first]) => belongs(first, volume))
    if (set) set.push(volume)
    else sets.push([volume])
  }
  const largest = sets.reduce((best, set) => (set.length > best.length ? set : best), [] as DicomVolume[])
  const starts = largest.map((volume) => startOf(volume)!)
  if (largest.length < 2 || new Set(starts).size !== largest.length) return [...volumes]
  const ordered = [...largest].sort((a, b) => startOf(a)! - startOf(b)!)
  const first = startOf(ordered[0])!
  return volumes.map((volume) => {
    const phase = ordered.indexOf(volume) + 1
    if (phase === 0) return volume
    const notes = [...volume.notes, `${ordered.length} phases, told apart by the time of their series`]
    return {
      ...volume,
      name: `phase ${phase}`,
      phase,
      time: startOf(volume)! - first,
      notes,
      dynamic: ordered[0].series.uid,
    }
  })
}

const belongs = (one: DicomVolume, other: DicomVolume) =>
  one.series.study === other.series.study &&
  one.series.frameOfReference === other.series.frameOfReference &&
  one.frames[0].imageType === other.frames[0].imageType &&
  one.frames[0].echoTime === other.frames[0].echoTime &&
  stem(one.series.description) === stem(other.series.description) &&
  sameGeometry(one.geometry, other.geometry, 1e-3)

/** A description without what numbers the phases in it. */
const stem = (description: string) =>
  description
    .toLowerCase()
    .replace(/pre|post|phase|ph|dyn(amic)?|without|with|contrast|\+c|\d+(\.\d+)?|(st|nd|rd|th|min|sec|s)\b/g, '')
    .replace(/[^a-z]+/g, '')

function startOf({ frames }: DicomVolume): number | undefined {
  const times = frames.map(({ acquisitionTime, contentTime }) => acquisitionTime ?? contentTime)
  return times.every((time) => time !== undefined) ? Math.min(...times) : undefined
}
