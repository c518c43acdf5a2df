type Point = [number, number, number]

export interface ConvexHull {
  /** Corners of the hull. */
  corners: Point[]
  triangles: [number, number, number][]
  volume: number
  area: number
}

interface HullFace {
  corners: [number, number, number]
  normal: Point
  offset: number
}

/**
 * The convex hull of points in mm, one point after the other: the faces that see a point give way to those between it
 * and their horizon. Points on a face stay out, so coplanar ones do no harm. Needs four points that span a volume.
 */
export function convexHull(points: Point[]): ConvexHull {
  const scale = Math.max(...[0, 1, 2].map((axis) => extent(points.map((p) => p[axis]))))
  const tolerance = 1e-10 * scale
  const start = firstTetrahedron(points)
  const middle = [0, 1, 2].map((axis) => start.reduce((sum, i) => sum + points[i][axis], 0) / 4) as Point
  const faceOf = (i: number, j: number, k: number): HullFace => {
    const normal = unit(cross(minus(points[j], points[i]), minus(points[k], points[i])))
    const offset = dot(normal, points[i])
    if (dot(normal, middle) <= offset) return { corners: [i, j, k], normal, offset }
    return { corners: [i, k, j], normal: [-normal[0], -normal[1], -normal[2]], offset: -offset }
  }
  let faces = start.map((_, left) => start.filter((_, at) => at !== left)).map(([i, j, k]) => faceOf(i, j, k))
  for (let p = 0; p < points.length; p++) {
    const visible = faces.filter(({ normal, offset }) => dot(normal, points[p]) > offset + tolerance)
    if (visible.length === 0) continue
    const seen = new Set(visible)
    const edges = new Map<string, [number, number]>()
    for (const {
      corners: [i, j, k],
    } of visible)
      for (const [from, to] of [
        [i, j],
        [j, k],
        [k, i],
      ] as [number, number][]) {
        // An edge between two faces that both see the point is there twice, once each way, and goes.
        if (!edges.delete(`${to},${from}`)) edges.set(`${from},${to}`, [from, to])
      }
    faces = faces.filter((face) => !seen.has(face))
    for (const [from, to] of edges.values()) faces.push(faceOf(from, to, p))
  }
  return measured(points, faces)
}

/** Four points far apart, not in one plane. */
function firstTetrahedron(points: Point[]): number[] {
  const farthest = (distance: (p: Point) => number) => {
    let best = 0
    for (let i = 1; i < points.length; i++) if (distance(points[i]) > distance(points[best])) best = i
    return best
  }
  const a = farthest((p) => p[0] + p[1] / 8 + p[2] / 64)
  const b = farthest((p) => Math.hypot(...minus(p, points[a])))
  const along = unit(minus(points[b], points[a]))
  const c = farthest((p) => Math.hypot(...cross(along, minus(p, points[a]))))
  const normal = unit(cross(along, minus(points[c], points[a])))
  const d = farthest((p) => Math.abs(dot(normal, minus(p, points[a]))))
  return [a, b, c, d]
}

function measured(points: Point[], faces: HullFace[]): ConvexHull {
  const used = new Map<number, number>()
  const corners: Point[] = []
  const triangles = faces.map(({ corners: own }) =>
    own.map((at) => {
      if (!used.has(at)) used.set(at, corners.push(points[at]) - 1)
      return used.get(at)!
    }),
  ) as [number, number, number][]
  let volume = 0
  let area = 0
  for (const [i, j, k] of triangles) {
    const normal = cross(minus(corners[j], corners[i]), minus(corners[k], corners[i]))
    area += Math.hypot(...normal) / 2
    volume += Math.abs(dot(normal, minus(corners[i], corners[0]))) / 6
  }
  return { corners, triangles, volume, area }
}

/** Edges of the smallest box around a hull that has one of its faces on a face of the hull (exact to O'Rourke's other case). */
export function orientedBox({ corners, triangles }: ConvexHull): Point {
  let best: Point = [Infinity, Infinity, Infinity]
  for (const [i, j, k] of triangles) {
    const u = unit(minus(corners[j], corners[i]))
    const w = unit(cross(u, minus(corners[k], corners[i])))
    if (!Number.isFinite(w[0])) continue
    const v = cross(w, u)
    const height = extent(corners.map((p) => dot(p, w)))
    const flat = corners.map((p): [number, number] => [dot(p, u), dot(p, v)])
    const [a, b] = smallestRectangle(outline(flat))
    if (a * b * height < best[0] * best[1] * best[2]) best = [a, b, height]
  }
  return best
}

/** Semi-axes of the ellipsoid of least volume around points. Source: Khachiyan 1996, with Todd & Yıldırım's step. */
export function enclosingEllipsoid(points: readonly Point[], tolerance = 1e-4): number[][] {
  const n = points.length
  const weights = new Float64Array(n).fill(1 / n)
  for (let step = 0; step < 5000; step++) {
    const inverse = invert4(moments(points, weights))
    let farthest = 0
    let most = -Infinity
    for (let i = 0; i < n; i++) {
      const q = quadratic(inverse, points[i])
      if (q > most) {
        most = q
        farthest = i
      }
    }
    const gain = (most - 4) / (4 * (most - 1))
    if (most - 4 < tolerance) break
    for (let i = 0; i < n; i++) weights[i] *= 1 - gain
    weights[farthest] += gain
  }
  const centre = [0, 1, 2].map((a) => points.reduce((sum, p, i) => sum + weights[i] * p[a], 0))
  return [0, 1, 2].map((a) =>
    [0, 1, 2].map((b) => 3 * (points.reduce((sum, p, i) => sum + weights[i] * p[a] * p[b], 0) - centre[a] * centre[b])),
  )
}

function moments(points: readonly Point[], weights: Float64Array): number[][] {
  const sums = Array.from({ length: 4 }, () => new Array<number>(4).fill(0))
  for (let i = 0; i < points.length; i++) {
    const q = [...points[i], 1]
    for (let a = 0; a < 4; a++) for (let b = 0; b < 4; b++) sums[a][b] += weights[i] * q[a] * q[b]
  }
  return sums
}

function quadratic(m: number[][], [x, y, z]: Point): number {
  const q = [x, y, z, 1]
  let sum = 0
  for (let a = 0; a < 4; a++) for (let b = 0; b < 4; b++) sum += q[a] * m[a][b] * q[b]
  return sum
}

/** Gauss–Jordan with partial pivoting. */
function invert4(matrix: number[][]): number[][] {
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => Number(i === j))])
  for (let c = 0; c < 4; c++) {
    const pivot = rows.slice(c).reduce((at, row, i) => (Math.abs(row[c]) > Math.abs(rows[at][c]) ? c + i : at), c)
    ;[rows[c], rows[pivot]] = [rows[pivot], rows[c]]
    const lead = rows[c][c]
    rows[c] = rows[c].map((value) => value / lead)
    for (let r = 0; r < 4; r++) {
      if (r === c) continue
      const factor = rows[r][c]
      rows[r] = rows[r].map((value, j) => value - factor * rows[c][j])
    }
  }
  return rows.map((row) => row.slice(4))
}

/** Convex outline of points in the plane, counter-clockwise (Andrew's monotone chain). */
function outline(points: [number, number][]): [number, number][] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1])
  const chain = (order: [number, number][]) => {
    const kept: [number, number][] = []
    for (const p of order) {
      while (kept.length > 1 && turn(kept[kept.length - 2], kept[kept.length - 1], p) <= 0) kept.pop()
      kept.push(p)
    }
    return kept.slice(0, -1)
  }
  return [...chain(sorted), ...chain(sorted.reverse())]
}

function smallestRectangle(polygon: [number, number][]): [number, number] {
  let best: [number, number] = [Infinity, Infinity]
  for (let i = 0; i < polygon.length; i++) {
    const next = polygon[(i + 1) % polygon.length]
    const along = [next[0] - polygon[i][0], next[1] - polygon[i][1]]
    const length = Math.hypot(along[0], along[1])
    if (length === 0) continue
    const [c, s] = [along[0] / length, along[1] / length]
    const a = extent(polygon.map(([x, y]) => c * x + s * y))
    const b = extent(polygon.map(([x, y]) => c * y - s * x))
    if (a * b < best[0] * best[1]) best = [a, b]
  }
  return best
}

function turn(a: [number, number], b: [number, number], c: [number, number]): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

function extent(values: number[]): number {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return high - low
}

const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
const dot = (a: Point, b: Point) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
const cross = (a: Point, b: Point): Point => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
const unit = (a: Point): Point => {
  const length = Math.hypot(...a)
  return [a[0] / length, a[1] / length, a[2] / length]
}
