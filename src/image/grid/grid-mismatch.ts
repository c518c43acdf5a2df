import { OtherGrid } from '../../errors/index.ts'
import type { Geometry, Mask } from '../volume.ts'
import { compareGeometry, describeDifferences, type GeometryDifference } from './geometry.ts'

/**
 * The overlap of a label in two readers' masks, 2 |A ∩ B| / (|A| + |B|); NaN where neither has it.
 * Source: Dice 1945.
 *
 * @param one a reader's mask
 * @param other the other reader's, on the same grid
 * @param label in the first mask
 * @param otherLabel in the second
 * @returns 0 (apart) to 1 (the same)
 * @throws OtherGrid
 * @example
 * ```ts
 * import { maskDice, type Geometry, type Mask } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [4, 1, 1], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * const drawn = (...voxels: number[]): Mask => ({ ...grid, pixelType: 'uint8', data: Uint8Array.from(voxels) })
 * maskDice(drawn(1, 1, 0, 0), drawn(0, 1, 1, 0)) // → 0.5
 * ```
 */
export function maskDice(one: Mask, other: Mask, label = 1, otherLabel = label): number {
  const differences = compareGeometry(one, other, 1e-3)
  if (differences.length) throw OtherGrid("One reader's mask", "the other's", describeDifferences(differences))
  let [both, all] = [0, 0]
  for (let i = 0; i < one.data.length; i++) {
    const a = one.data[i] === label
    const b = other.data[i] === otherLabel
    if (a) all++
    if (b) all++
    if (a && b) both++
  }
  return (2 * both) / all
}

/** What can be done about a mask whose grid is not its image's. */
export interface Repair {
  /**
   * none      the grids are one
   * snap      rounding only (under a hundredth of a voxel): take the image's grid as it is
   * carry     another grid in the same space: carry the labels to the image's grid by nearest neighbour
   * ask       axes are mirrored or moved by whole voxels at equal sizes: more likely a header gone wrong than another
   *           grid, so look at both before anything is done
   */
  kind: 'none' | 'snap' | 'carry' | 'ask'
  differences: GeometryDifference[]
  advice: string
}

/**
 * How a mask's grid differs from its image's, and which repair is safe.
 *
 * @param image the image's grid
 * @param mask the mask's grid
 * @returns the kind of repair, the differences, and advice in words
 * @example
 * ```ts
 * import { type Geometry, suggestGridRepair } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [2, 2, 2], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * suggestGridRepair(grid, { ...grid, origin: [0.001, 0, 0] }).kind // → 'snap'
 * ```
 */
export function suggestGridRepair(image: Geometry, mask: Geometry): Repair {
  const differences = compareGeometry(image, mask)
  if (!differences.length) return { kind: 'none', differences, advice: 'Image and mask lie on one grid.' }
  const how = describeDifferences(differences)
  const sameSize = !differences.some(({ property }) => property === 'size' || property === 'dimension')
  const least = Math.min(...image.spacing)
  const rounding = differences.every(({ by, unit }) =>
    unit === 'mm' ? Math.abs(by) < 0.01 * least : unit === 'degrees' && Math.abs(by) < 0.05,
  )
  if (sameSize && rounding)
    return {
      kind: 'snap',
      differences,
      advice: `The grids differ by rounding (${how}); the mask can be taken to lie on the image's (correctMask: true in the parameter file does that).`,
    }
  const mirrored = differences.some(({ property, by }) => property === 'direction' && Math.abs(by) > 45)
  const moved = differences.every(({ property }) => property === 'origin')
  if (sameSize && (mirrored || moved))
    return {
      kind: 'ask',
      differences,
      advice: `Sizes agree but places do not (${how}): a header was probably changed on export. Compare both outlines before repairing.`,
    }
  return {
    kind: 'carry',
    differences,
    advice: `The mask lies on another grid (${how}); if both share a frame of reference, its labels can be carried to the image's grid by nearest neighbour (correctMask: true in the parameter file does that).`,
  }
}
