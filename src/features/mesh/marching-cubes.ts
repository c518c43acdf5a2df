/**
 * The surface that marching cubes at ½ lays through a mask, as PyRadiomics lays it: what one cube contributes, for
 * each of the 256 ways in which its 8 corners can be inside.
 *
 * Corners that are inside and meet only across a face's diagonal are kept apart; a cube whose corner 7 is inside has
 * the surface of its complement, turned around. How a loop that is not flat is cut into triangles decides its area;
 * `cuts` holds that choice for each configuration, found by asking which cut gives PyRadiomics' area at three
 * anisotropic spacings.
 */

/** Corners 0–7 of the cube as (z, y, x). */
const corners = [
  [0, 0, 0],
  [0, 0, 1],
  [0, 1, 1],
  [0, 1, 0],
  [1, 0, 0],
  [1, 0, 1],
  [1, 1, 1],
  [1, 1, 0],
] as const

/** Corners of the six faces, each in a circle. */
const faces = [
  [0, 1, 2, 3],
  [4, 5, 6, 7],
  [0, 1, 5, 4],
  [2, 3, 7, 6],
  [0, 3, 7, 4],
  [1, 2, 6, 5],
]

/** For configurations 1–127, which cut of the largest loop: the character's place after '0' in the order of `triangulation`. */
const cuts =
  '000000000000100000000020000000300020000000001220010000302120YY000000022000032000000002G00003D0700301101003D203022000=202G07B070'

type Point = readonly [number, number, number]
type Triangle = readonly [Point, Point, Point]

const known: { triangles: Triangle[]; sign: 1 | -1 }[] = []

/**
 * The triangles of the configuration in which the corners of `inside` (a bit each) are inside, in voxels from corner 0 as
 * (z, y, x); `sign` turns those of a complement.
 */
export function cubeSurface(inside: number): { triangles: Triangle[]; sign: 1 | -1 } {
  known[inside] ??=
    inside < 128
      ? { triangles: inside === 0 ? [] : triangles(inside), sign: 1 }
      : { triangles: cubeSurface(255 - inside).triangles, sign: -1 }
  return known[inside]
}

function triangles(inside: number): Triangle[] {
  const loops = surfaceLoops(inside)
  const largest = loops.reduce((at, loop, k) => (loop.length > loops[at].length ? k : at), 0)
  const cut = cuts.charCodeAt(inside - 1) - 48
  return loops.flatMap((loop, k) => triangulation(loop, k === largest ? cut : 0))
}

/** An edge by its two corners, the lower first, as one number. */
const edgeOf = (a: number, b: number) => 8 * Math.min(a, b) + Math.max(a, b)

function middle(edge: number): Point {
  const a = corners[edge >> 3]
  const b = corners[edge & 7]
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2]
}

/** The closed loops of crossed edges, each seen from outside counter to the mask's inside, starting at its lowest edge. */
function surfaceLoops(mask: number): Point[][] {
  const inside = (corner: number) => ((mask >> corner) & 1) === 1
  const joined = new Map<number, number[]>()
  const join = (a: number, b: number) => {
    joined.set(a, [...(joined.get(a) ?? []), b])
    joined.set(b, [...(joined.get(b) ?? []), a])
  }
  for (const face of faces) {
    const crossed = face.flatMap((corner, k) => {
      const next = face[(k + 1) % 4]
      return inside(corner) === inside(next) ? [] : [edgeOf(corner, next)]
    })
    if (crossed.length === 2) join(crossed[0], crossed[1])
    if (crossed.length === 4) {
      face.forEach((corner, k) => {
        if (inside(corner)) join(edgeOf(face[(k + 3) % 4], corner), edgeOf(corner, face[(k + 1) % 4]))
      })
    }
  }
  const left = new Set([...joined.keys()].sort((a, b) => a - b))
  const loops: number[][] = []
  for (const start of left) {
    const loop = [start]
    left.delete(start)
    for (let next: number | undefined = start; next !== undefined; ) {
      next = joined.get(next)!.find((edge) => left.has(edge))
      if (next !== undefined) {
        loop.push(next)
        left.delete(next)
      }
    }
    loops.push(facesOutward(loop, inside) ? loop : [loop[0], ...loop.slice(1).reverse()])
  }
  return loops.map((loop) => loop.map(middle))
}

function facesOutward(loop: number[], inside: (corner: number) => boolean): boolean {
  const normal = [0, 0, 0]
  const outward = [0, 0, 0]
  loop.forEach((edge, k) => {
    const a = middle(edge)
    const b = middle(loop[(k + 1) % loop.length])
    const from = inside(edge >> 3) ? edge >> 3 : edge & 7
    const to = inside(edge >> 3) ? edge & 7 : edge >> 3
    for (let d = 0; d < 3; d++) {
      const e = (d + 1) % 3
      const f = (d + 2) % 3
      normal[d] += a[e] * b[f] - a[f] * b[e]
      outward[d] += corners[to][d] - corners[from][d]
    }
  })
  return normal[0] * outward[0] + normal[1] * outward[1] + normal[2] * outward[2] >= 0
}

/** Ways to cut a polygon of so many corners into triangles (Catalan numbers); one for an edge. */
const ways = [0, 0, 1, 1, 2, 5, 14, 42]

/** Way number `cut` to cut a polygon into triangles: by the apex over its first-to-last edge, ascending, then by each side's. */
function triangulation(polygon: Point[], cut: number): Triangle[] {
  const last = polygon.length - 1
  let rest = cut
  for (let apex = 1; apex < last; apex++) {
    const onTheRight = ways[last - apex + 1]
    const here = ways[apex + 1] * onTheRight
    if (rest >= here) {
      rest -= here
      continue
    }
    return [
      ...triangulation(polygon.slice(0, apex + 1), Math.floor(rest / onTheRight)),
      ...triangulation(polygon.slice(apex), rest % onTheRight),
      [polygon[0], polygon[apex], polygon[last]],
    ]
  }
  return []
}
