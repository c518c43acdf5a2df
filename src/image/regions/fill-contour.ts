/**
 * Which voxel centres a closed contour holds, by one rule on all sides: a centre on a left or upper edge is in, one on a
 * right or lower edge is out, so that regions which share an edge share no voxel and leave none, and the two sides of a
 * slit cancel. Coordinates are voxel indices, three a point, and count to 1/65,536 of a voxel; with that, edges of up to
 * 1,024 voxels are compared exactly.
 */
const grain = 65536

/** A coordinate as it counts: 4.999999999 is the rounding of a centre that the contour was drawn through. */
export const grained = (at: number) => Math.round(at * grain) / grain

/** Flips the voxels of one slice whose centres lie inside a contour (even–odd where it crosses itself). */
export function fillContour(points: ArrayLike<number>, slice: Uint8Array, nx: number, ny: number) {
  let [low, high] = [Infinity, -Infinity]
  for (let i = 1; i < points.length; i += 3) {
    low = Math.min(low, points[i])
    high = Math.max(high, points[i])
  }
  const n = points.length
  for (let y = Math.max(0, Math.ceil(low)); y <= Math.min(ny - 1, Math.floor(high)); y++) {
    const bounds: number[] = []
    for (let i = 0, j = n - 3; i < n; j = i, i += 3) {
      const downwards = points[i + 1] > points[j + 1]
      const [top, bottom] = downwards ? [j, i] : [i, j]
      if (points[top + 1] > y || points[bottom + 1] <= y) continue
      bounds.push(firstRightOf(points[top], points[top + 1], points[bottom], points[bottom + 1], y))
    }
    bounds.sort((a, b) => a - b)
    for (let b = 0; b + 1 < bounds.length; b += 2) {
      const to = Math.min(nx, bounds[b + 1])
      for (let x = Math.max(0, bounds[b]); x < to; x++) slice[y * nx + x] ^= 1
    }
  }
}

/** The first whole x on or right of an edge at height y, y0 ≤ y < y1: by division, then by the exact product. */
function firstRightOf(x0: number, y0: number, x1: number, y1: number, y: number): number {
  const [dx, dy] = [x1 - x0, y1 - y0]
  const isOn = (x: number) => (x - x0) * dy >= (y - y0) * dx
  const x = Math.ceil(x0 + ((y - y0) / dy) * dx)
  // Division is off by rounding alone, so by one place at the most.
  return isOn(x - 1) ? x - 1 : isOn(x) ? x : x + 1
}

/** The same for a single place, whole or not. */
export function isInsideContour(points: ArrayLike<number>, x: number, y: number): boolean {
  let inside = false
  const n = points.length
  for (let i = 0, j = n - 3; i < n; j = i, i += 3) {
    const downwards = points[i + 1] > points[j + 1]
    const [top, bottom] = downwards ? [j, i] : [i, j]
    if (points[top + 1] > y || points[bottom + 1] <= y) continue
    const [dx, dy] = [points[bottom] - points[top], points[bottom + 1] - points[top + 1]]
    if ((x - points[top]) * dy >= (y - points[top + 1]) * dx) inside = !inside
  }
  return inside
}
