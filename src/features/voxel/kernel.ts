import { KernelTooLarge } from '../../errors/index.ts'
import { neighbourOffsets } from '../matrices/offsets.ts'

/**
 * The geometry of a voxel's neighbourhood: (2 r + 1) positions along every axis but the flat one, numbered as they lie
 * in memory, and which of them are neighbours of each other.
 */
export interface VoxelKernel {
  positions: number
  /** Positions along an axis. */
  side: number
  /** Where each position lies from the centre, in array-axis order (z, y, x, or y, x of a 2D image). */
  offsets: number[][]
  /** Neighbours at the distances asked for, by direction: one entry a pair. */
  pairs: Pairs
  /** Neighbours at distance 1, by direction. */
  adjacent: Pairs
  /** Every line through the kernel along each direction of distance 1, positions in order, a −1 behind each line. */
  lines: Int32Array[]
}

/** Pairs of direction d stand at start[d] … start[d + 1]. */
interface Pairs {
  directions: number[][]
  start: Int32Array
  from: Int32Array
  to: Int32Array
}

/** More voxels around each voxel than this are no neighbourhood, and their pairs fill the memory. */
const maximumNeighbours = 20_000

/** Throws KernelTooLarge where the neighbourhood would hold more than 20,000 voxels. */
export function voxelKernel(
  radius: number,
  axes: number,
  distances: readonly number[],
  flatAxis: number | undefined,
): VoxelKernel {
  const size = Array.from({ length: axes }, (_, axis) => (axis === flatAxis ? 1 : 2 * radius + 1))
  const positions = size.reduce((product, side) => product * side, 1)
  if (positions > maximumNeighbours) throw KernelTooLarge(radius, positions)
  const places = Array.from({ length: positions }, (_, position) => {
    const place = new Array<number>(axes)
    for (let axis = axes - 1, rest = position; axis >= 0; axis--) {
      place[axis] = rest % size[axis]
      rest = Math.floor(rest / size[axis])
    }
    return place
  })
  const positionOf = (place: number[]) =>
    place.every((at, axis) => at >= 0 && at < size[axis])
      ? place.reduce((position, at, axis) => position * size[axis] + at, 0)
      : -1
  const move = (place: number[], by: number[]) => place.map((at, axis) => at + by[axis])
  const pairsOf = (directions: number[][]): Pairs => {
    const found = directions.map((direction) =>
      places.map((place, from) => [from, positionOf(move(place, direction))]).filter(([, to]) => to >= 0),
    )
    const start = new Int32Array(directions.length + 1)
    found.forEach((pairs, d) => {
      start[d + 1] = start[d] + pairs.length
    })
    return {
      directions,
      start,
      from: Int32Array.from(found.flat(), ([from]) => from),
      to: Int32Array.from(found.flat(), ([, to]) => to),
    }
  }
  const adjacent = pairsOf(neighbourOffsets(size, [1], false, flatAxis))
  const lines = adjacent.directions.map((direction) => {
    const back = direction.map((step) => -step)
    const all: number[] = []
    places.forEach((place, position) => {
      if (positionOf(move(place, back)) >= 0) return
      let next = place
      for (let at = position; at >= 0; at = positionOf(next)) {
        all.push(at)
        next = move(next, direction)
      }
      all.push(-1)
    })
    return Int32Array.from(all)
  })
  return {
    positions,
    side: 2 * radius + 1,
    offsets: places.map((place) => place.map((at, axis) => at - (size[axis] >> 1))),
    pairs: pairsOf(neighbourOffsets(size, distances, false, flatAxis)),
    adjacent,
    lines,
  }
}
