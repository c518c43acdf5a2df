import type { Cooccurrence } from '../matrices/glcm-pairs.ts'

const eps = 2 ** -52
const maximumSteps = 120
/** Above this, steps are fewer, and groups of levels that never meet are looked for first. */
const manyLevels = 2048
/** Of the residual; the eigenvalue's own error goes with its square. */
const tolerance = 1e-7

/**
 * The maximal correlation coefficient of one co-occurrence matrix: the root of the second largest eigenvalue of
 * Q = Σ_k p(i,k) p(j,k) / (p_x(i) p_y(k) + eps), as PyRadiomics defines it; 1 where there is one level only.
 *
 * Without eps, Q is similar to the symmetric N Nᵀ with N = p / √(p_x p_y), whose first eigenvector is √p_x: Lanczos
 * with that vector deflated finds the second, and one Rayleigh quotient with the eps in place gives Q's own value.
 */
export function maximalCorrelation({ length, row, column, p, px, py }: Cooccurrence): number {
  const levels = px.length
  if (levels < 2) return 1
  const rootX = Float64Array.from(px, Math.sqrt)
  const n = new Float64Array(length)
  for (let k = 0; k < length; k++) n[k] = p[k] / (rootX[row[k]] * Math.sqrt(py[column[k]]))
  const half = new Float64Array(levels)
  const apply: Operator = (memory, from, into) => {
    half.fill(0)
    memory.fill(0, into, into + levels)
    for (let k = 0; k < length; k++) half[column[k]] += n[k] * memory[from + row[k]]
    for (let k = 0; k < length; k++) memory[into + row[k]] += n[k] * half[column[k]]
  }
  const vector = (levels > manyLevels && splitVector(row, column, length, rootX)) || secondEigenvector(apply, rootX)
  if (!vector) return 0
  // Rayleigh quotient of Q with its left and right eigenvectors √p_x∘u and u/√p_x.
  half.fill(0)
  for (let k = 0; k < length; k++) half[column[k]] += (p[k] * vector[row[k]]) / rootX[row[k]]
  let top = 0
  for (let k = 0; k < length; k++) {
    top += (vector[row[k]] * rootX[row[k]] * p[k] * half[column[k]]) / (px[row[k]] * py[column[k]] + eps)
  }
  let bottom = 0
  for (let i = 0; i < levels; i++) bottom += vector[i] * vector[i]
  return Math.sqrt(top / bottom)
}

/**
 * Where the levels fall into groups that never meet, the second eigenvalue is 1, and its vector weighs the first group
 * against all others; undefined where they hang together.
 */
function splitVector(row: Uint32Array, column: Uint32Array, length: number, rootX: Float64Array) {
  // Rows and columns are two sets of nodes: a level may stand in one group as a voxel's and in another as a neighbour's.
  const levels = rootX.length
  const parent = Uint32Array.from({ length: 2 * levels }, (_, node) => node)
  const find = (node: number) => {
    let at = node
    while (parent[at] !== at) at = parent[at] = parent[parent[at]]
    return at
  }
  for (let k = 0; k < length; k++) parent[find(row[k])] = find(levels + column[k])
  const group = find(row[0])
  let share = 0
  for (let i = 0; i < levels; i++) if (find(i) === group) share += rootX[i] * rootX[i]
  if (!(share < 1 - 1e-9)) return undefined
  return rootX.map((root, i) => (find(i) === group ? root / share : -root / (1 - share)))
}

/** Applies a symmetric operator to the vector at `from` and puts the result at `into`. */
type Operator = (memory: Float64Array, from: number, into: number) => void

/** The vectors of one Lanczos run after the other: thousands of small arrays a case would cost more than the sums. */
let vectors = new Float64Array(0)

/** The eigenvector of the largest eigenvalue of a symmetric operator among the vectors orthogonal to `first`. */
function secondEigenvector(apply: Operator, first: Float64Array) {
  const size = first.length
  const steps = Math.min(size > manyLevels ? maximumSteps / 2 : maximumSteps, size)
  if (vectors.length < (steps + 1) * size) vectors = new Float64Array((steps + 1) * size)
  const memory = vectors
  const diagonal: number[] = []
  const beside: number[] = []
  // Any start will do that is not orthogonal to the answer; a fixed one keeps results reproducible.
  for (let i = 0; i < size; i++) memory[i] = first[i] > 0 ? Math.sin(1 + 12.9898 * i) : 0
  removePart(memory, 0, first, 0, size)
  let scale = norm(memory, 0, size)
  if (!(scale > 1e-12)) return undefined
  for (let step = 0; step < steps; step++) {
    const current = step * size
    const next = current + size
    for (let i = current; i < next; i++) memory[i] /= scale
    apply(memory, current, next)
    const length = norm(memory, next, size)
    diagonal.push(dot(memory, current, memory, next, size))
    // Full reorthogonalisation keeps copies of converged vectors out; again where most of the vector was taken away.
    for (let pass = 0, before = Infinity; pass < 4; pass++, before = scale) {
      removePart(memory, next, first, 0, size)
      for (let earlier = 0; earlier <= current; earlier += size) removePart(memory, next, memory, earlier, size)
      scale = norm(memory, next, size)
      if (before !== Infinity && scale > 0.5 * before) break
      if (before === Infinity && scale > 0.1 * length) break
      if (scale < 1e-14) break
    }
    const done = scale < 1e-13 || step === steps - 1
    if (!done && (step < 6 || step % 4 !== 0)) {
      beside.push(scale)
      continue
    }
    const ritz = largestOfTridiagonal(diagonal, beside)
    if (!done && scale * Math.abs(ritz[ritz.length - 1]) > tolerance) {
      beside.push(scale)
      continue
    }
    const vector = new Float64Array(size)
    for (let k = 0; k <= step; k++) for (let i = 0; i < size; i++) vector[i] += ritz[k] * memory[k * size + i]
    return vector
  }
  return undefined
}

/** The unit eigenvector of the largest eigenvalue of a symmetric tridiagonal matrix, by bisection and inverse iteration. */
function largestOfTridiagonal(diagonal: number[], beside: number[]): Float64Array {
  const n = diagonal.length
  let low = Infinity
  let high = -Infinity
  for (let i = 0; i < n; i++) {
    const radius = (i > 0 ? Math.abs(beside[i - 1]) : 0) + (i < n - 1 ? Math.abs(beside[i]) : 0)
    low = Math.min(low, diagonal[i])
    high = Math.max(high, diagonal[i] + radius)
  }
  for (let round = 0; round < 60 && high - low > 1e-15 * Math.max(Math.abs(high), 1e-300); round++) {
    const middle = (low + high) / 2
    // Sturm: all pivots of T − middle are negative exactly when every eigenvalue lies below.
    let pivot = diagonal[0] - middle
    let below = pivot < 0
    for (let i = 1; i < n && below; i++) {
      pivot = diagonal[i] - middle - (beside[i - 1] * beside[i - 1]) / pivot
      below = pivot < 0
    }
    if (below) high = middle
    else low = middle
  }
  // Slightly above the eigenvalue T − shift is negative definite, so elimination needs no pivoting.
  const shift = high + 1e-15 * Math.max(Math.abs(high), 1e-8)
  const vector = new Float64Array(n).fill(1 / Math.sqrt(n))
  const pivots = new Float64Array(n)
  for (let round = 0; round < 3; round++) {
    pivots[0] = diagonal[0] - shift
    for (let i = 1; i < n; i++) {
      const factor = beside[i - 1] / pivots[i - 1]
      pivots[i] = diagonal[i] - shift - factor * beside[i - 1]
      if (pivots[i] === 0) pivots[i] = -1e-300
      vector[i] -= factor * vector[i - 1]
    }
    vector[n - 1] /= pivots[n - 1]
    for (let i = n - 2; i >= 0; i--) vector[i] = (vector[i] - beside[i] * vector[i + 1]) / pivots[i]
    const size = norm(vector, 0, n)
    for (let i = 0; i < n; i++) vector[i] /= size
  }
  return vector
}

function dot(a: Float64Array, atA: number, b: Float64Array, atB: number, size: number): number {
  let sum = 0
  for (let i = 0; i < size; i++) sum += a[atA + i] * b[atB + i]
  return sum
}

const norm = (a: Float64Array, at: number, size: number) => Math.sqrt(dot(a, at, a, at, size))

/** Takes the part along a unit vector out of another. */
function removePart(from: Float64Array, at: number, unit: Float64Array, atUnit: number, size: number) {
  const part = dot(from, at, unit, atUnit, size)
  for (let i = 0; i < size; i++) from[at + i] -= part * unit[atUnit + i]
}
