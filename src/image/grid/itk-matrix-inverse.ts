/**
 * The inverse of the matrix that leads from voxels to millimetres, to the last bit as ITK has it: by the singular
 * values of LINPACK's DSVDC, V · diag(1/s) · Uᵀ. Where a resampled point falls exactly between two voxels, the last
 * bit decides which of them a nearest-neighbour mask takes.
 *
 * matrix  n × n, row by row; n is 2 or 3
 * Source: Dongarra et al., LINPACK Users' Guide, 1979, chapter 11.
 */
export function inverseByDecomposition(matrix: readonly number[], n: number): number[] {
  const { u, s, v } = decompose(matrix, n)
  const inverse = new Array<number>(n * n).fill(0)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < n; k++) inverse[i * n + j] += v[k][i] * (1 / s[k]) * u[k][j]
    }
  }
  return inverse
}

type Columns = number[][]

function decompose(matrix: readonly number[], n: number): { u: Columns; s: number[]; v: Columns } {
  const x: Columns = Array.from({ length: n }, (_, j) => Array.from({ length: n }, (_, i) => matrix[i * n + j]))
  const u = zeros(n)
  const v = zeros(n)
  const { s, e } = bidiagonalise(x, u, v, n)
  accumulateLeft(u, s, n)
  accumulateRight(v, e, n)
  diagonalise(s, e, u, v, n)
  return { u, s, v }
}

const zeros = (n: number): Columns => Array.from({ length: n }, () => new Array<number>(n).fill(0))

/** Householder reflections from both sides; their vectors stay in u and v. */
function bidiagonalise(x: Columns, u: Columns, v: Columns, n: number) {
  const s = new Array<number>(n).fill(0)
  const e = new Array<number>(n).fill(0)
  for (let l = 0; l < n - 1; l++) {
    s[l] = reflector(x[l], l, n)
    for (let j = l + 1; j < n; j++) {
      if (s[l] !== 0) reflect(x[l], x[j], l, n)
      e[j] = x[j][l]
    }
    for (let i = l; i < n; i++) u[l][i] = x[l][i]
    if (l >= n - 2) continue
    const head = reflector(e, l + 1, n)
    e[l] = head
    if (head !== 0) {
      const work = new Array<number>(n).fill(0)
      for (let j = l + 1; j < n; j++) for (let i = l + 1; i < n; i++) work[i] += e[j] * x[j][i]
      for (let j = l + 1; j < n; j++) {
        const t = -e[j] / e[l + 1]
        for (let i = l + 1; i < n; i++) x[j][i] += t * work[i]
      }
    }
    for (let i = l + 1; i < n; i++) v[l][i] = e[i]
  }
  s[n - 1] = x[n - 1][n - 1]
  if (n > 1) e[n - 2] = x[n - 1][n - 2]
  e[n - 1] = 0
  return { s, e }
}

/** Turns a vector's tail from `from` into the reflector that leaves only its first entry; gives that entry. */
function reflector(a: number[], from: number, n: number): number {
  let size = norm(a, from, n)
  if (size === 0) return -size
  if (a[from] !== 0) size = Math.sign(a[from]) * size
  const inverse = 1 / size
  for (let i = from; i < n; i++) a[i] *= inverse
  a[from] += 1
  return -size
}

/** Applies the reflector in `a` to `b`. */
function reflect(a: number[], b: number[], from: number, n: number) {
  let dot = 0
  for (let i = from; i < n; i++) dot += a[i] * b[i]
  const t = -dot / a[from]
  for (let i = from; i < n; i++) b[i] += t * a[i]
}

/** The scaled Euclidean norm of the reference BLAS. */
function norm(a: number[], from: number, n: number): number {
  if (n - from === 1) return Math.abs(a[from])
  let scale = 0
  let sum = 1
  for (let i = from; i < n; i++) {
    if (a[i] === 0) continue
    const size = Math.abs(a[i])
    if (scale < size) {
      const ratio = scale / size
      sum = sum * (ratio * ratio) + 1
      scale = size
    } else {
      const ratio = size / scale
      sum += ratio * ratio
    }
  }
  return scale * Math.sqrt(sum)
}

function accumulateLeft(u: Columns, s: number[], n: number) {
  u[n - 1].fill(0)
  u[n - 1][n - 1] = 1
  for (let l = n - 2; l >= 0; l--) {
    if (s[l] === 0) {
      u[l].fill(0)
      u[l][l] = 1
      continue
    }
    for (let j = l + 1; j < n; j++) reflect(u[l], u[j], l, n)
    for (let i = l; i < n; i++) u[l][i] = -u[l][i]
    u[l][l] += 1
    for (let i = 0; i < l; i++) u[l][i] = 0
  }
}

function accumulateRight(v: Columns, e: number[], n: number) {
  for (let l = n - 1; l >= 0; l--) {
    if (l < n - 2 && e[l] !== 0) for (let j = l + 1; j < n; j++) reflect(v[l], v[j], l + 1, n)
    v[l].fill(0)
    v[l][l] = 1
  }
}

const maximumRounds = 30

/** Implicitly shifted QR on the bidiagonal (s, e) until e is negligible; singular values in descending order. */
function diagonalise(s: number[], e: number[], u: Columns, v: Columns, n: number) {
  let m = n
  for (let rounds = 0; m > 0 && rounds < maximumRounds; ) {
    let l = m - 1
    for (; l > 0; l--) {
      const beside = Math.abs(s[l - 1]) + Math.abs(s[l])
      if (beside + Math.abs(e[l - 1]) === beside) {
        e[l - 1] = 0
        break
      }
    }
    if (l === m - 1) {
      settle(s, u, v, l, n)
      m--
      rounds = 0
    } else {
      step(s, e, u, v, l, m)
      rounds++
    }
  }
}

/** Makes a converged singular value positive and sinks it to its place. */
function settle(s: number[], u: Columns, v: Columns, at: number, n: number) {
  if (s[at] < 0) {
    s[at] = -s[at]
    v[at] = v[at].map((value) => -value)
  }
  for (let l = at; l < n - 1 && s[l] < s[l + 1]; l++) {
    for (const list of [s, u, v] as unknown[][]) [list[l], list[l + 1]] = [list[l + 1], list[l]]
  }
}

/** One QR sweep over entries l to m − 1. */
function step(s: number[], e: number[], u: Columns, v: Columns, l: number, m: number) {
  const scale = Math.max(...[s[m - 1], s[m - 2], e[m - 2], s[l], e[l]].map(Math.abs))
  const last = s[m - 1] / scale
  const before = s[m - 2] / scale
  const side = e[m - 2] / scale
  const first = s[l] / scale
  const b = ((before + last) * (before - last) + side * side) / 2
  const c = (last * side) ** 2
  let shift = 0
  if (b !== 0 || c !== 0) {
    shift = Math.sqrt(b * b + c)
    if (b < 0) shift = -shift
    shift = c / (b + shift)
  }
  let f = (first + last) * (first - last) + shift
  let g = first * (e[l] / scale)
  for (let k = l; k < m - 1; k++) {
    const right = rotation(f, g)
    if (k !== l) e[k - 1] = right.size
    f = right.cosine * s[k] + right.sine * e[k]
    e[k] = right.cosine * e[k] - right.sine * s[k]
    g = right.sine * s[k + 1]
    s[k + 1] = right.cosine * s[k + 1]
    rotate(v[k], v[k + 1], right)
    const left = rotation(f, g)
    s[k] = left.size
    f = left.cosine * e[k] + left.sine * s[k + 1]
    s[k + 1] = -left.sine * e[k] + left.cosine * s[k + 1]
    g = left.sine * e[k + 1]
    e[k + 1] = left.cosine * e[k + 1]
    rotate(u[k], u[k + 1], left)
  }
  e[m - 2] = f
}

interface Rotation {
  size: number
  cosine: number
  sine: number
}

function rotation(a: number, b: number): Rotation {
  const larger = Math.abs(a) > Math.abs(b) ? a : b
  const scale = Math.abs(a) + Math.abs(b)
  if (scale === 0) return { size: 0, cosine: 1, sine: 0 }
  const size = (larger < 0 ? -1 : 1) * (scale * Math.sqrt((a / scale) ** 2 + (b / scale) ** 2))
  return { size, cosine: a / size, sine: b / size }
}

function rotate(a: number[], b: number[], { cosine, sine }: Rotation) {
  for (let i = 0; i < a.length; i++) {
    const turned = cosine * a[i] + sine * b[i]
    b[i] = cosine * b[i] - sine * a[i]
    a[i] = turned
  }
}
