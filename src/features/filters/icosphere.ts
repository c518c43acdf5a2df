/**
 * Vertices of an icosahedron subdivided `subdivisions` times onto a sphere, x y z by rows, in trimesh's order (old
 * vertices first, then one midpoint an edge, edges by their larger and then their smaller vertex). Without any
 * subdivision the radius stays 1, as there.
 */
export function icosphere(subdivisions: number, radius: number): Float64Array {
  const t = (1 + Math.sqrt(5)) / 2
  const scale = Math.sqrt(2 + t)
  let vertices = icosahedronCorners.map((corner) =>
    corner.map((step) => (Math.abs(step) === 2 ? Math.sign(step) * t : step) / scale),
  )
  let faces = icosahedron()
  for (let level = 0; level < subdivisions; level++) {
    ;({ vertices, faces } = subdivide(vertices, faces))
    vertices = vertices.map((vertex) => {
      const [x, y, z] = vertex
      const length = Math.sqrt(x * x + y * y + z * z)
      return vertex.map((value) => value + (value / length) * (radius - length))
    })
  }
  return Float64Array.from(vertices.flat())
}

/** Corners with 2 standing for the golden ratio. */
const icosahedronCorners = [
  [-1, 2, 0],
  [1, 2, 0],
  [-1, -2, 0],
  [1, -2, 0],
  [0, -1, 2],
  [0, 1, 2],
  [0, -1, -2],
  [0, 1, -2],
  [2, 0, -1],
  [2, 0, 1],
  [-2, 0, -1],
  [-2, 0, 1],
]

/** The twenty faces: every triple of mutually adjacent corners (orientation plays no part in the vertices). */
function icosahedron(): number[][] {
  const faces: number[][] = []
  for (let i = 0; i < 12; i++) {
    for (let j = i + 1; j < 12; j++) {
      if (!adjacent(icosahedronCorners[i], icosahedronCorners[j])) continue
      for (let k = j + 1; k < 12; k++) {
        if (
          adjacent(icosahedronCorners[j], icosahedronCorners[k]) &&
          adjacent(icosahedronCorners[i], icosahedronCorners[k])
        )
          faces.push([i, j, k])
      }
    }
  }
  return faces
}

/** Neighbouring corners of this icosahedron are 2 apart (before scaling); all others are further. */
function adjacent(a: number[], b: number[]): boolean {
  const golden = (step: number) => (Math.abs(step) === 2 ? Math.sign(step) * 1.618 : step)
  return Math.hypot(...a.map((value, axis) => golden(value) - golden(b[axis]))) < 2.1
}

function subdivide(vertices: number[][], faces: number[][]) {
  const key = (a: number, b: number) => (a < b ? `${a} ${b}` : `${b} ${a}`)
  const edges = new Map<string, [number, number]>()
  for (const [a, b, c] of faces) {
    for (const [p, q] of [
      [a, b],
      [b, c],
      [c, a],
    ])
      edges.set(key(p, q), [Math.min(p, q), Math.max(p, q)])
  }
  const ordered = [...edges.values()].sort((p, q) => p[1] - q[1] || p[0] - q[0])
  const middle = new Map(ordered.map(([a, b], i) => [key(a, b), vertices.length + i]))
  return {
    vertices: [
      ...vertices,
      ...ordered.map(([a, b]) => vertices[a].map((value, axis) => (value + vertices[b][axis]) / 2)),
    ],
    faces: faces.flatMap(([a, b, c]) => {
      const ab = middle.get(key(a, b)) as number
      const bc = middle.get(key(b, c)) as number
      const ca = middle.get(key(c, a)) as number
      return [
        [a, ab, ca],
        [ab, b, bc],
        [ca, bc, c],
        [ab, bc, ca],
      ]
    }),
  }
}
