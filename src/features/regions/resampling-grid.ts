import { ResampledGridTooLarge, SpacingDimensionWrong } from '../../errors/index.ts'
import type { Geometry, Mask, Triple } from '../../image/volume.ts'
import type { Box } from '../filters/box.ts'

const maximumVoxels = 2 ** 30

/**
 * The grid on which PyRadiomics resamples: the region's box with `padding` new voxels around it, aligned to the corner
 * (not the centre) of the mask's first voxel and clipped to the mask's extent. A spacing of 0, and that of an axis in
 * which the region is one voxel thick, stays the mask's.
 */
export function resamplingGrid(mask: Mask, box: Box, spacing: number[], padding: number): Geometry {
  if (spacing.length !== mask.dimension) throw SpacingDimensionWrong(spacing.length, mask.dimension)
  const grid: Geometry = {
    dimension: mask.dimension,
    size: [1, 1, 1],
    spacing: [...mask.spacing],
    origin: [0, 0, 0],
    direction: [...mask.direction],
  }
  const corner: Triple = [0, 0, 0]
  for (let axis = 0; axis < mask.dimension; axis++) {
    const { [axis]: lower } = box.lower
    const { [axis]: upper } = box.upper
    const old = mask.spacing[axis]
    const step = spacing[axis] === 0 || upper - lower === 1 ? old : spacing[axis]
    const ratio = old / step
    const last = Math.ceil(mask.size[axis] * ratio) - 1
    const from = Math.max(0, Math.floor((lower - 0.5) * ratio - padding))
    const to = Math.min(last, Math.ceil((upper - 0.5) * ratio + padding))
    grid.spacing[axis] = step
    grid.size[axis] = to - from + 1
    corner[axis] = (0.5 * (step - old)) / old + from / ratio
  }
  const voxels = grid.size[0] * grid.size[1] * grid.size[2]
  if (!(voxels <= maximumVoxels)) throw ResampledGridTooLarge(voxels)
  grid.origin = mask.origin.map((at, row) => {
    // The parts before the origin, as ITK adds them: the grid's last bits decide which way ties fall.
    let moved = 0
    for (let axis = 0; axis < mask.dimension; axis++)
      moved += mask.direction[3 * row + axis] * mask.spacing[axis] * corner[axis]
    return moved + at
  }) as Triple
  return grid
}
