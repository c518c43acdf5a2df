import { RegionNotFlat } from '../../errors/index.ts'
import { convexHull } from '../mesh/convex-hull.ts'
import { axisEigenvalues } from '../mesh/symmetric-eigen.ts'
import type { Region } from '../regions/region.ts'
import { list, type ShapeClass } from './feature-class.ts'

/**
 * Of the line by marching squares at ½ (A the area inside, P its length, mm), and of the pixels' centres, whose
 * covariance has the eigenvalues λ₁ ≥ λ₂:
 *
 * Elongation                      √(λ₂ / λ₁)
 * MajorAxisLength                 4 √λ₁; MinorAxisLength 4 √λ₂
 * MaximumDiameter                 the largest distance of two vertices
 * MeshSurface, PixelSurface       A; pixels times the area of one
 * Perimeter, PerimeterSurfaceRatio P; P / A
 * Sphericity                      2 √(π A) / P; SphericalDisproportion its inverse
 *
 * Source: PyRadiomics 3.0.1 (shape2D).
 */
export const shape2dClass: ShapeClass = {
  describes: 'mask',
  names: list(`Elongation MajorAxisLength MaximumDiameter MeshSurface MinorAxisLength Perimeter PerimeterSurfaceRatio
    PixelSurface Sphericity`),
  deprecated: ['SphericalDisproportion'],
  compute: (region, { dimension, spacing }, { force2D, force2Ddimension }, everyClass) => {
    if (dimension === 2) return shape2d(region, spacing, 2)
    // PyRadiomics looks up the array's axis among x, y, z: nothing comes of a region one voxel thick along that.
    if (!force2D || region.size[force2Ddimension] === 1) return undefined
    const across = 2 - force2Ddimension
    if (region.size[across] === 1) return shape2d(region, spacing, across)
    if (everyClass) return undefined
    throw RegionNotFlat(region.size[across], 'xyz'[across])
  },
}

/**
 * The 2D shape features of PyRadiomics, deprecated ones included: of a region one voxel thick along the axis `across`.
 *
 * spacing along x, y, z in mm
 */
export function shape2d(region: Region, spacing: readonly number[], across: number): Record<string, number> {
  // Rows are the slower axis, columns the faster, as in PyRadiomics' array.
  const [columns, rows] = [0, 1, 2].filter((axis) => axis !== across)
  const sides = [spacing[rows], spacing[columns]]
  const pixels = plane(region, rows, columns)
  const { perimeter, surface } = outline(pixels, sides)
  const [minor, major] = axisSquares(region, spacing, rows, columns)
  const sphericity = (2 * Math.sqrt(Math.PI * surface)) / perimeter
  return {
    Elongation: Math.sqrt(minor / major),
    MajorAxisLength: 4 * Math.sqrt(major),
    MaximumDiameter: diameter(pixels, sides),
    MeshSurface: surface,
    MinorAxisLength: 4 * Math.sqrt(minor),
    Perimeter: perimeter,
    PerimeterSurfaceRatio: perimeter / surface,
    PixelSurface: region.voxels.length * sides[0] * sides[1],
    Sphericity: sphericity,
    SphericalDisproportion: 1 / sphericity,
  }
}

interface Plane {
  height: number
  width: number
  at: (row: number, column: number) => number
}

function plane(region: Region, rows: number, columns: number): Plane {
  const stride = [1, region.size[0], region.size[0] * region.size[1]]
  const height = region.size[rows]
  const width = region.size[columns]
  return {
    height,
    width,
    at: (row, column) =>
      row < 0 || column < 0 || row >= height || column >= width
        ? 0
        : region.inside[row * stride[rows] + column * stride[columns]],
  }
}

/** Middles of the four sides of a square of pixel centres: above, right, below, left, as (row, column). */
const middles = [
  [0, 0.5],
  [0.5, 1],
  [1, 0.5],
  [0.5, 0],
] as const

/**
 * Length of, and area inside, the line that marching squares at ½ draws; pixels that meet only at a corner are kept
 * apart, as in PyRadiomics.
 */
function outline({ height, width, at }: Plane, sides: number[]): { perimeter: number; surface: number } {
  let perimeter = 0
  let surface = 0
  for (let row = -1; row < height; row++) {
    for (let column = -1; column < width; column++) {
      const corners = [at(row, column), at(row, column + 1), at(row + 1, column + 1), at(row + 1, column)]
      for (const [from, to] of segments(corners)) {
        const a = middles[from].map((part, axis) => ((axis === 0 ? row : column) + part) * sides[axis])
        const b = middles[to].map((part, axis) => ((axis === 0 ? row : column) + part) * sides[axis])
        surface += a[0] * b[1] - b[0] * a[1]
        perimeter += Math.hypot(a[0] - b[0], a[1] - b[1])
      }
    }
  }
  return { perimeter, surface: surface / 2 }
}

/** The directed segments within one square, by the sides that they join; the inside lies to one hand throughout. */
function segments(corners: number[]): [number, number][] {
  const found: [number, number][] = []
  for (let corner = 0; corner < 4; corner++) {
    if (!corners[corner]) continue
    // A run of inside corners that starts here is cut off by one segment from the side before it to the side after.
    if (corners[(corner + 3) % 4]) continue
    let end = corner
    while (corners[(end + 1) % 4] && end < corner + 3) end++
    found.push([(corner + 3) % 4, end % 4])
  }
  return found
}

function axisSquares(region: Region, spacing: readonly number[], rows: number, columns: number): number[] {
  const n = region.voxels.length
  const sum = [0, 0]
  const products = [0, 0, 0]
  for (const voxel of region.voxels) {
    const line = Math.floor(voxel / region.size[0])
    const place = [voxel % region.size[0], line % region.size[1], Math.floor(line / region.size[1])]
    const a = place[rows]
    const b = place[columns]
    sum[0] += a
    sum[1] += b
    products[0] += a * a
    products[1] += b * b
    products[2] += a * b
  }
  const aa = ((products[0] - sum[0] ** 2 / n) / n) * spacing[rows] ** 2
  const bb = ((products[1] - sum[1] ** 2 / n) / n) * spacing[columns] ** 2
  const ab = ((products[2] - (sum[0] * sum[1]) / n) / n) * spacing[rows] * spacing[columns]
  return axisEigenvalues([
    [aa, ab],
    [ab, bb],
  ])
}

function diameter({ height, width, at }: Plane, sides: number[]): number {
  const vertices: [number, number][] = []
  for (let row = -1; row < height; row++) {
    for (let column = -1; column < width; column++) {
      const inside = at(row, column)
      if (inside !== at(row + 1, column)) vertices.push([2 * row + 1, 2 * column])
      if (inside !== at(row, column + 1)) vertices.push([2 * row, 2 * column + 1])
    }
  }
  let most = 0
  const ends = convexHull(vertices)
  for (const [a, b] of ends) {
    for (const [c, d] of ends) most = Math.max(most, Math.hypot(((a - c) * sides[0]) / 2, ((b - d) * sides[1]) / 2))
  }
  return most
}
