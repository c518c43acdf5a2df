import { invert } from '../grid/geometry.ts'
import type { Geometry, Triple } from '../volume.ts'

/**
 * Where the points of one image lie in another: other = matrix · point + offset, both LPS mm (ITK's direction: from the
 * image that stands still to the one that is moved).
 */
export interface Placement {
  /** 3 × 3, row by row. */
  matrix: number[]
  offset: Triple
}

export const inPlace: Placement = { matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1], offset: [0, 0, 0] }

const rows = [0, 1, 2] as const

/** A 3 × 3 matrix times another. */
export const product = (a: readonly number[], b: readonly number[]): number[] =>
  rows.flatMap((i) => rows.map((j) => a[3 * i] * b[j] + a[3 * i + 1] * b[3 + j] + a[3 * i + 2] * b[6 + j]))

/** A 3 × 3 matrix times a vector. */
export const times = (m: readonly number[], [x, y, z]: readonly number[]): Triple =>
  rows.map((i) => m[3 * i] * x + m[3 * i + 1] * y + m[3 * i + 2] * z) as Triple

const sum = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value + b[i]) as Triple

/** The other image's point of one of the image that stands still. */
export const placed = ({ matrix, offset }: Placement, point: readonly number[]): Triple =>
  sum(times(matrix, point), offset)

/** First `inner`, then `outer`. */
export const after = (outer: Placement, inner: Placement): Placement => ({
  matrix: product(outer.matrix, inner.matrix),
  offset: placed(outer, inner.offset),
})

/** The placement of the image that stands still in the other. */
export function inverted({ matrix, offset }: Placement): Placement {
  const inverse = invert(matrix)
  return { matrix: inverse, offset: times(inverse, offset).map((value) => -value) as Triple }
}

/**
 * The other image (or a mask of its grid) where it lies in the space of the one that stands still: its voxels are the same,
 * its geometry is moved. Under an affine placement its axes need not be perpendicular any more.
 */
export function inSpaceOf<Image extends Geometry>(image: Image, placement: Placement): Image {
  const back = inverted(placement)
  const axes = product(
    back.matrix,
    image.direction.map((cosine, k) => cosine * image.spacing[k % 3]),
  )
  const spacing = rows.map((j) => Math.hypot(axes[j], axes[3 + j], axes[6 + j])) as Triple
  return { ...image, origin: placed(back, image.origin), spacing, direction: axes.map((x, k) => x / spacing[k % 3]) }
}

/** A turn about the origin by a vector (its axis, its length the angle). Source: Rodrigues 1840. */
export function rotation(by: Readonly<Triple>): number[] {
  const angle = Math.hypot(...by)
  const [x, y, z] = by
  const cross = [0, -z, y, z, 0, -x, -y, x, 0]
  // sin a / a and (1 − cos a) / a², whose series ends here where doubles no longer tell.
  const first = angle > 1e-8 ? Math.sin(angle) / angle : 1
  const half = angle > 1e-8 ? Math.sin(angle / 2) / (angle / 2) : 1
  const squared = product(cross, cross)
  return inPlace.matrix.map((one, k) => one + first * cross[k] + (half * half * squared[k]) / 2)
}
