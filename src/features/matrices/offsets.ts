import { pow } from '../../portable-math.ts'
/**
 * The neighbours that a texture matrix looks at, as PyRadiomics enumerates them: every offset whose largest component
 * is one of `distances`, in descending order of (z, y, x); the second half mirrors the first and is left out unless
 * `bothWays`. An offset that does not fit into the region's box is not enumerated.
 *
 * size      extent of the region's box along the array axes (z, y, x, or y, x for a 2D image)
 * distances infinity norms, voxels
 * flatAxis  array axis along which no offset may move (force2D), or undefined
 * Gives one offset per neighbour, in array-axis order; empty where the box is too small for every distance.
 */
export function neighbourOffsets(
  size: readonly number[],
  distances: readonly number[],
  bothWays: boolean,
  flatAxis?: number,
): number[][] {
  const axes = size.length
  let wanted = 0
  for (const distance of distances) {
    let upTo = 1
    let nearer = 1
    for (let axis = 0; axis < axes; axis++) {
      if (axis === flatAxis) continue
      upTo *= 2 * Math.min(distance, size[axis] - 1) + 1
      nearer *= 2 * Math.min(distance - 1, size[axis] - 1) + 1
    }
    wanted += upTo - nearer
  }
  if (!bothWays) wanted /= 2
  // No pair lies further apart than the box is wide.
  const reach = Math.min(Math.max(...distances), Math.max(...size) - 1)
  const side = 2 * reach + 1
  const found: number[][] = []
  // A distance given twice makes the enumeration start over, as it does in PyRadiomics.
  for (let code = 0; found.length < wanted; code++) {
    const offset = new Array<number>(axes)
    let rest = code % pow(side, axes)
    let norm = 0
    let fits = true
    for (let axis = axes - 1; axis >= 0; axis--) {
      const step = reach - (rest % side)
      rest = Math.floor(rest / side)
      offset[axis] = step
      norm = Math.max(norm, Math.abs(step))
      if (Math.abs(step) >= size[axis] || (axis === flatAxis && step !== 0)) fits = false
    }
    if (fits && distances.includes(norm)) found.push(offset)
  }
  return found
}
