import { dot, unit } from '../grid/geometry.ts'
import type { Triple } from '../volume.ts'

/**
 * The share of an area within closed planar contours that lies beyond a grid, 0 to 1. A contour within another of its
 * plane is a hole. Coordinates are voxel indices, three a point; the grid reaches half a voxel beyond its outermost
 * centres.
 * Source: Sutherland & Hodgman 1974 (clipping by one half-space after the other; areas are right for concave contours).
 */
export function shareBeyond(contours: readonly Float64Array[], size: Readonly<Triple>): number {
  if (!contours.some((points) => leaves(points, size))) return 0
  // A contour that is there twice counts once.
  const each = [...new Map(contours.map((points) => [points.join(), points])).values()]
  const normal = unit(twiceArea(each[0]))
  const heights = each.map((points) => dot(normal, [points[0], points[1], points[2]]))
  const ordered = [...each.keys()].sort((a, b) => heights[a] - heights[b])
  const extents = each.map(extentOf)
  let [all, within, from] = [0, 0, 0]
  for (const i of ordered) {
    while (heights[i] - heights[ordered[from]] > samePlane) from++
    let around = 0
    for (let k = from; k < ordered.length && heights[ordered[k]] - heights[i] <= samePlane; k++) {
      const j = ordered[k]
      if (j !== i && encloses(extents[j], extents[i]) && isWithin(each[i], each[j])) around++
    }
    const sign = around % 2 ? -1 : 1
    all += sign * areaOf(each[i])
    within += sign * areaOf(clipped(each[i], size))
  }
  return all > 0 ? Math.min(1, Math.max(0, 1 - within / all)) : 0
}

/** Contours whose planes are no further apart lie in one, in voxels. */
const samePlane = 0.01

/** Rounding of positions that is nothing lost, in voxels. */
const slack = 1e-3

function leaves(points: Float64Array, size: Readonly<Triple>): boolean {
  for (let i = 0; i < points.length; i++)
    if (points[i] < -0.5 - slack || points[i] > size[i % 3] - 0.5 + slack) return true
  return false
}

/** The polygon cut to the grid's box, face by face. */
function clipped(points: ArrayLike<number>, size: Readonly<Triple>): ArrayLike<number> {
  let polygon = points
  for (let axis = 0; axis < 3; axis++)
    for (const [face, sign] of [
      [-0.5 - slack, 1],
      [size[axis] - 0.5 + slack, -1],
    ])
      polygon = cutAt(polygon, axis, face, sign)
  return polygon
}

/** What lies on the side of a face that `sign` points to. */
function cutAt(points: ArrayLike<number>, axis: number, face: number, sign: number): number[] {
  const kept: number[] = []
  const n = points.length
  for (let i = 0, j = n - 3; i < n; j = i, i += 3) {
    const [from, to] = [sign * (points[j + axis] - face), sign * (points[i + axis] - face)]
    if (from >= 0 !== to >= 0) {
      const share = from / (from - to)
      for (let k = 0; k < 3; k++) kept.push(points[j + k] + share * (points[i + k] - points[j + k]))
    }
    if (to >= 0) kept.push(points[i], points[i + 1], points[i + 2])
  }
  return kept
}

/** The area of a planar polygon in space, by Newell's sum. */
const areaOf = (points: ArrayLike<number>) => Math.hypot(...twiceArea(points)) / 2

function twiceArea(points: ArrayLike<number>): Triple {
  const twice: Triple = [0, 0, 0]
  const n = points.length
  for (let i = 0, j = n - 3; i < n; j = i, i += 3)
    for (let k = 0; k < 3; k++) {
      const [p, q] = [(k + 1) % 3, (k + 2) % 3]
      twice[k] += points[j + p] * points[i + q] - points[j + q] * points[i + p]
    }
  return twice
}

interface Extent {
  low: number[]
  high: number[]
}

function extentOf(points: Float64Array): Extent {
  const [low, high] = [
    [Infinity, Infinity, Infinity],
    [-Infinity, -Infinity, -Infinity],
  ]
  for (let i = 0; i < points.length; i++) {
    low[i % 3] = Math.min(low[i % 3], points[i])
    high[i % 3] = Math.max(high[i % 3], points[i])
  }
  return { low, high }
}

const encloses = (outer: Extent, inner: Extent) =>
  inner.low.every((at, k) => at >= outer.low[k] - 0.01 && inner.high[k] <= outer.high[k] + 0.01)

/** Whether a contour's first point lies within another of the same plane, seen along the axis that both are flattest in. */
function isWithin(points: Float64Array, other: Float64Array): boolean {
  const { low, high } = extentOf(other)
  const flat = [0, 1, 2].sort((a, b) => high[a] - low[a] - (high[b] - low[b]))[0]
  const [u, v] = [(flat + 1) % 3, (flat + 2) % 3]
  let inside = false
  const n = other.length
  for (let i = 0, j = n - 3; i < n; j = i, i += 3) {
    const [v0, v1] = [other[j + v], other[i + v]]
    if (
      v0 > points[v] !== v1 > points[v] &&
      points[u] < other[j + u] + ((points[v] - v0) / (v1 - v0)) * (other[i + u] - other[j + u])
    )
      inside = !inside
  }
  return inside
}
