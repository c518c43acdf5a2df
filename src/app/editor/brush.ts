import type { Geometry, Triple } from '../../image/volume.ts'
import type { Plane } from '../viewer/planes.ts'

/** What painting may change. */
export interface PaintRule {
  label: number
  /** Every voxel, those without a label, or those of one label. */
  over: 'all' | 'empty' | number
  /** Voxels whose values are within these only. */
  range?: { low: number; high: number; data: ArrayLike<number> }
}

/** Whether a voxel may be painted by a rule. */
export const mayPaint = ({ over, range }: PaintRule, mask: Uint16Array, voxel: number) =>
  (over === 'all' || mask[voxel] === (over === 'empty' ? 0 : over)) &&
  (!range || (range.data[voxel] >= range.low && range.data[voxel] <= range.high))

/**
 * Voxels whose centres lie within `radius` mm of a voxel's: a disc on a plane, or a ball where there is no plane. The
 * edge counts as inside, so that a radius of one spacing takes the neighbours.
 */
export function dab(
  { size, spacing }: Geometry,
  centre: Readonly<Triple>,
  radius: number,
  plane: Plane | undefined,
  visit: (voxel: number) => void,
) {
  const reach = spacing.map((step, axis) => (axis === plane?.normal.axis ? 0 : Math.floor(radius / step + 1e-9)))
  const limit = radius * radius * (1 + 1e-9)
  const from = (axis: number) => Math.max(0, centre[axis] - reach[axis])
  const to = (axis: number) => Math.min(size[axis] - 1, centre[axis] + reach[axis])
  const [x0, x1] = [from(0), to(0)]
  for (let z = from(2); z <= to(2); z++)
    for (let y = from(1); y <= to(1); y++) {
      const off = ((z - centre[2]) * spacing[2]) ** 2 + ((y - centre[1]) * spacing[1]) ** 2
      if (off > limit) continue
      const row = size[0] * (y + size[1] * z)
      for (let x = x0; x <= x1; x++) if (off + ((x - centre[0]) * spacing[0]) ** 2 <= limit) visit(row + x)
    }
}

/** The voxels from one to another in a straight line, both ends among them, so that a fast stroke has no gaps. */
export function* between(from: Readonly<Triple>, to: Readonly<Triple>): Generator<Triple> {
  const steps = Math.max(1, ...from.map((at, axis) => Math.abs(to[axis] - at)))
  for (let s = 0; s <= steps; s++)
    yield from.map((at, axis) => Math.round(at + ((to[axis] - at) * s) / steps)) as Triple
}

/** The brush's radius in mm for a size in voxels of the finer side of a slice. */
export const radiusOf = ({ spacing }: Geometry, { across, down }: Plane, voxels: number) =>
  (voxels / 2) * Math.min(spacing[across.axis], spacing[down.axis])
