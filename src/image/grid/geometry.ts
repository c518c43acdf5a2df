import type { Geometry, Triple } from '../volume.ts'

/** How one property of two grids differs along one axis. */
export interface GeometryDifference {
  property: 'dimension' | 'size' | 'spacing' | 'origin' | 'direction'
  axis: 'x' | 'y' | 'z'
  /** Theirs less ours, in `unit`. */
  by: number
  unit: 'axes' | 'voxels' | 'mm' | 'degrees'
}

const axes = ['x', 'y', 'z'] as const

/**
 * Where two grids differ, the worst first along each property; nothing where they are one.
 *
 * @param ours the grid that counts, usually the image's
 * @param theirs the grid held against it, usually the mask's
 * @param tolerance as ITK's: millimetres of spacing and origin relative to ours' first spacing, direction cosines
 *   absolute
 * @returns the differences, theirs − ours, each with its axis and unit
 * @example
 * ```ts
 * import { compareGeometry, type Geometry } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [2, 2, 2], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * compareGeometry(grid, { ...grid, origin: [0, 0, 2] }) // → [ { property: 'origin', axis: 'z', by: 2, unit: 'mm' } ]
 * ```
 */
export function compareGeometry(ours: Geometry, theirs: Geometry, tolerance = 1e-6): GeometryDifference[] {
  const differences: GeometryDifference[] = []
  if (ours.dimension !== theirs.dimension)
    differences.push({ property: 'dimension', axis: 'z', by: theirs.dimension - ours.dimension, unit: 'axes' })
  const millimetres = Math.abs(tolerance * ours.spacing[0])
  for (let j = 0; j < 3; j++) {
    const add = (property: GeometryDifference['property'], by: number, unit: GeometryDifference['unit']) =>
      differences.push({ property, axis: axes[j], by, unit })
    if (ours.size[j] !== theirs.size[j]) add('size', theirs.size[j] - ours.size[j], 'voxels')
    const spacing = theirs.spacing[j] - ours.spacing[j]
    if (!(Math.abs(spacing) <= millimetres)) add('spacing', spacing, 'mm')
    const origin = theirs.origin[j] - ours.origin[j]
    if (!(Math.abs(origin) <= millimetres)) add('origin', origin, 'mm')
    const turned = [j, 3 + j, 6 + j].some((i) => !(Math.abs(ours.direction[i] - theirs.direction[i]) <= tolerance))
    if (turned) add('direction', angle(axisOf(ours, j), axisOf(theirs, j)), 'degrees')
  }
  return differences
}

/**
 * Whether two grids are one.
 *
 * @param ours a grid
 * @param theirs another
 * @param tolerance as for `compareGeometry`
 * @returns true where `compareGeometry` finds no difference
 * @example
 * ```ts
 * import { type Geometry, sameGeometry } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [2, 2, 2], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * sameGeometry(grid, { ...grid, spacing: [1, 1, 2] }) // → false
 * ```
 */
export const sameGeometry = (ours: Geometry, theirs: Geometry, tolerance = 1e-6) =>
  compareGeometry(ours, theirs, tolerance).length === 0

/**
 * Differences in words, for a message: "origin 2.1 mm along z, size 3 voxels along x".
 *
 * @param differences of `compareGeometry`
 * @returns the sentence's part, without a stop; empty where there are none
 * @example
 * ```ts
 * import { describeDifferences } from 'nomoscope/image'
 * describeDifferences([{ property: 'origin', axis: 'z', by: 2.1, unit: 'mm' }]) // → 'origin 2.1 mm along z'
 * ```
 */
export const describeDifferences = (differences: readonly GeometryDifference[]) =>
  differences
    .map(({ property, axis, by, unit }) =>
      property === 'dimension'
        ? `${by > 0 ? 3 : 2} dimensions instead of ${by > 0 ? 2 : 3}`
        : `${property} ${Number(by.toPrecision(3))} ${Math.abs(by) === 1 ? unit.replace(/s$/, '') : unit} along ${axis}`,
    )
    .join(', ')

/**
 * The unit vector of an axis in LPS.
 *
 * @param geometry of the grid
 * @param axis 0, 1 or 2
 * @returns the direction cosines of that axis
 * @example
 * ```ts
 * import { axisOf, type Geometry } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [2, 2, 2], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * axisOf(grid, 2) // → [ 0, 0, 1 ]
 * ```
 */
export const axisOf = ({ direction }: Geometry, axis: number): Triple => [
  direction[axis],
  direction[3 + axis],
  direction[6 + axis],
]

/** Degrees between two vectors. */
function angle(a: Triple, b: Triple): number {
  const cross = Math.hypot(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
  return (Math.atan2(cross, a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) * 180) / Math.PI
}

/**
 * LPS millimetres of a (possibly fractional) voxel index.
 *
 * @param geometry of the grid
 * @param index along x, y, z
 * @returns the point, LPS millimetres
 * @example
 * ```ts
 * import { type Geometry, toPoint } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [4, 4, 4], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * toPoint({ ...grid, spacing: [2, 2, 2], origin: [10, 0, 0] }, [1, 1, 0.5]) // → [ 12, 2, 1 ]
 * ```
 */
export function toPoint({ spacing: s, origin: o, direction: d }: Geometry, [x, y, z]: Readonly<Triple>): Triple {
  const [a, b, c] = [x * s[0], y * s[1], z * s[2]]
  return [
    o[0] + d[0] * a + d[1] * b + d[2] * c,
    o[1] + d[3] * a + d[4] * b + d[5] * c,
    o[2] + d[6] * a + d[7] * b + d[8] * c,
  ]
}

/**
 * The fractional voxel index of a point in LPS millimetres: the inverse of `toPoint`.
 *
 * @param geometry of the grid
 * @param point LPS millimetres
 * @returns index along x, y, z; whole at voxel centres
 * @example
 * ```ts
 * import { type Geometry, toIndex } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [4, 4, 4], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * toIndex({ ...grid, spacing: [2, 2, 2], origin: [10, 0, 0] }, [12, 2, 1]) // → [ 1, 1, 0.5 ]
 * ```
 */
export function toIndex(geometry: Geometry, point: Readonly<Triple>): Triple {
  const { spacing, origin } = geometry
  const inverse = invert(geometry.direction)
  const [x, y, z] = [point[0] - origin[0], point[1] - origin[1], point[2] - origin[2]]
  return [0, 1, 2].map(
    (j) => (inverse[3 * j] * x + inverse[3 * j + 1] * y + inverse[3 * j + 2] * z) / spacing[j],
  ) as Triple
}

/** The inverse of a 3 × 3 matrix given row by row. Throws RangeError where there is none. */
export function invert(m: readonly number[]): number[] {
  const [a, b, c, d, e, f, g, h, i] = m
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
  if (!(Math.abs(determinant) > 1e-12)) throw new RangeError('the directions of the axes do not span space')
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ].map((minor) => minor / determinant)
}

export const dot = (a: readonly number[], b: readonly number[]) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

export const cross = ([a, b, c]: readonly number[], [d, e, f]: readonly number[]): Triple => [
  b * f - c * e,
  c * d - a * f,
  a * e - b * d,
]

/** A vector of length one in the same direction. */
export function unit(vector: readonly number[]): Triple {
  const length = Math.sqrt(dot(vector, vector))
  return [vector[0] / length, vector[1] / length, vector[2] / length]
}
