import type { Region } from '../regions/region.ts'

/** Greatest distances between vertices of the mesh, mm: within one slice (z), column (y), row (x), and over all. */
export interface Diameters {
  slice: number
  column: number
  row: number
  all: number
}

/**
 * The mesh's vertices lie half-way between every voxel of the region and each of its six neighbours outside; kept in
 * doubled coordinates they are integers. Only the two ends of a line of them, and of those only a plane's convex
 * hull, can be the ends of a diameter.
 */
export function meshDiameters(region: Region, spacing: readonly number[]): Diameters {
  const vertices = meshVertices(region)
  const half = spacing.map((s) => s / 2)
  const slices = planes(vertices, 2, 1, 0).map((points) => hull(points, 0, 1))
  const columns = planes(vertices, 1, 2, 0).map((points) => hull(points, 0, 2))
  const rows = planes(vertices, 0, 2, 1).map((points) => hull(points, 1, 2))
  const [slice, column, row] = [slices, columns, rows].map((hulls) => widest(hulls, half))
  return { slice, column, row, all: farthest(slices.flat(), half) }
}

type Vertex = readonly [number, number, number]

/** Vertices in doubled coordinates, x, y, z. */
function meshVertices(region: Region): Vertex[] {
  const [nx, ny, nz] = region.size
  const { inside, voxels } = region
  const found: Vertex[] = []
  for (let v = 0; v < voxels.length; v++) {
    const voxel = voxels[v]
    const line = (voxel / nx) | 0
    const z = (line / ny) | 0
    const y = line - z * ny
    const x = voxel - line * nx
    if (x === 0 || !inside[voxel - 1]) found.push([2 * x - 1, 2 * y, 2 * z])
    if (x === nx - 1 || !inside[voxel + 1]) found.push([2 * x + 1, 2 * y, 2 * z])
    if (y === 0 || !inside[voxel - nx]) found.push([2 * x, 2 * y - 1, 2 * z])
    if (y === ny - 1 || !inside[voxel + nx]) found.push([2 * x, 2 * y + 1, 2 * z])
    if (z === 0 || !inside[voxel - nx * ny]) found.push([2 * x, 2 * y, 2 * z - 1])
    if (z === nz - 1 || !inside[voxel + nx * ny]) found.push([2 * x, 2 * y, 2 * z + 1])
  }
  return found
}

/** The vertices of each plane across `axis`, thinned to the ends of its lines: a line is a place along `across`, its ends lie along `along`. */
function planes(vertices: Vertex[], axis: number, across: number, along: number): Vertex[][] {
  const byPlane = new Map<number, Map<number, [Vertex, Vertex]>>()
  for (const vertex of vertices) {
    let lines = byPlane.get(vertex[axis])
    if (!lines) byPlane.set(vertex[axis], (lines = new Map()))
    const ends = lines.get(vertex[across])
    if (!ends) lines.set(vertex[across], [vertex, vertex])
    else if (vertex[along] < ends[0][along]) ends[0] = vertex
    else if (vertex[along] > ends[1][along]) ends[1] = vertex
  }
  return [...byPlane.values()].map((lines) => [...lines.values()].flat())
}

const widest = (hulls: Vertex[][], half: readonly number[]) =>
  hulls.reduce((most, points) => Math.max(most, farthest(points, half)), 0)

/** Convex hull in the plane of coordinates a and b (Andrew's monotone chain). */
export function hull(points: Vertex[], a: number, b: number): Vertex[] {
  const sorted = [...points].sort((p, q) => p[a] - q[a] || p[b] - q[b])
  if (sorted.length < 3) return sorted
  const turn = (o: Vertex, p: Vertex, q: Vertex) => (p[a] - o[a]) * (q[b] - o[b]) - (p[b] - o[b]) * (q[a] - o[a])
  const chain = (ordered: Vertex[]) => {
    const kept: Vertex[] = []
    for (const point of ordered) {
      while (kept.length > 1 && turn(kept[kept.length - 2], kept[kept.length - 1], point) <= 0) kept.pop()
      kept.push(point)
    }
    kept.pop()
    return kept
  }
  return [...chain(sorted), ...chain(sorted.reverse())]
}

function farthest(points: Vertex[], half: readonly number[]): number {
  let most = 0
  for (let i = 0; i < points.length; i++) {
    const [x, y, z] = points[i]
    for (let j = i + 1; j < points.length; j++) {
      const dx = (x - points[j][0]) * half[0]
      const dy = (y - points[j][1]) * half[1]
      const dz = (z - points[j][2]) * half[2]
      const square = dx * dx + dy * dy + dz * dz
      if (square > most) most = square
    }
  }
  return Math.sqrt(most)
}
