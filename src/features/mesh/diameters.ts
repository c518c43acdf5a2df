import { type Ends, lineEnds } from './line-ends.ts'
import { planeHulls } from './plane-hulls.ts'
import type { RowBits } from './row-bits.ts'

/** Greatest distances between vertices of the mesh, mm: within one slice (z), column (y), row (x), and over all. */
export interface Diameters {
  slice: number
  column: number
  row: number
  all: number
}

/**
 * The mesh's vertices lie half-way between every voxel of the region and each of its six neighbours outside; kept in
 * doubled coordinates they are integers. Only the two ends of a line of them, and of those only what is a corner of the
 * convex hull in each of the three planes through it, can be the ends of the longest diameter.
 */
export function meshDiameters(rows: RowBits, spacing: readonly number[]): Diameters {
  const { alongX, alongY } = lineEnds(rows)
  const half = spacing.map((s) => s / 2)
  // alongX is by z, then y; alongY by z, then x. Doubled coordinates start at −1.
  const slices = planeHulls(alongX, alongX.planes, alongX.across, alongX.across, 1)
  const columns = planeHulls(alongX, alongX.across, 1, alongX.planes, alongX.across)
  const byRows = planeHulls(alongY, alongY.across, 1, alongY.planes, alongY.across)
  const slice = widest(slices, half[1], half[0])
  const column = widest(columns, half[2], half[0])
  const row = widest(byRows, half[2], half[1])
  const corners = cornersOfAll(slices, columns, byRows, alongX, alongY)
  return { slice, column, row, all: farthest(corners, half) }
}

/** What is a corner in all three planes through it: x, y, z in doubled coordinates one after the other. */
function cornersOfAll(slices: Int32Array[], columns: Int32Array[], byRows: Int32Array[], alongX: Ends, alongY: Ends) {
  const [nx, ny] = [alongY.across + 2, alongX.across + 2]
  const seen = new Uint8Array(nx * ny * (alongX.planes + 2))
  for (const [y, corners] of columns.entries())
    for (let k = 0; k < corners.length; k += 2) seen[corners[k + 1] + 1 + nx * (y + ny * (corners[k] + 1))] |= 1
  for (const [x, corners] of byRows.entries())
    for (let k = 0; k < corners.length; k += 2) seen[x + nx * (corners[k + 1] + 1 + ny * (corners[k] + 1))] |= 2
  const left: number[] = []
  for (const [z, corners] of slices.entries())
    for (let k = 0; k < corners.length; k += 2) {
      const [y, x] = [corners[k], corners[k + 1]]
      if (seen[x + 1 + nx * (y + 1 + ny * z)] === 3) left.push(x, y, z - 1)
    }
  return left
}

function widest(all: Int32Array[], halfAcross: number, halfAlong: number): number {
  let most = 0
  for (const points of all)
    for (let i = 0; i < points.length; i += 2)
      for (let j = i + 2; j < points.length; j += 2) {
        const a = (points[i] - points[j]) * halfAcross
        const b = (points[i + 1] - points[j + 1]) * halfAlong
        const square = a * a + b * b
        if (square > most) most = square
      }
  return Math.sqrt(most)
}

function farthest(corners: readonly number[], half: readonly number[]): number {
  const points = Float64Array.from(corners, (at, k) => at * half[k % 3])
  let most = 0
  for (let i = 0; i < points.length; i += 3) {
    const [x, y, z] = [points[i], points[i + 1], points[i + 2]]
    for (let j = i + 3; j < points.length; j += 3) {
      const dx = x - points[j]
      const dy = y - points[j + 1]
      const dz = z - points[j + 2]
      const square = dx * dx + dy * dy + dz * dz
      if (square > most) most = square
    }
  }
  return Math.sqrt(most)
}
