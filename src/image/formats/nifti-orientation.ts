import type { NiftiHeader } from './nifti-header.ts'

/** Three rows of four: index to RAS millimetres. */
export type Matrix = number[]

const single = Math.fround

/**
 * The qform's matrix in single precision, as the NIfTI library makes it.
 * Source: nifti1.h, "METHOD 2".
 */
function qformMatrix(header: NiftiHeader): Matrix {
  let [b, c, d] = header.quaternion.map((value) => (Number.isFinite(value) ? single(value) : 0))
  let a = 1 - (b * b + c * c + d * d)
  if (a < 1e-7) {
    const scale = 1 / Math.sqrt(b * b + c * c + d * d)
    b *= scale
    c *= scale
    d *= scale
    a = 0
  } else a = Math.sqrt(a)
  const [dx, dy, dz] = [1, 2, 3].map((axis) => (header.pixdim[axis] > 0 ? single(header.pixdim[axis]) : 1))
  const x = dx
  const y = dy
  const z = header.pixdim[0] < 0 ? -dz : dz
  const [ox, oy, oz] = header.qoffset
  return [
    (a * a + b * b - c * c - d * d) * x,
    2 * (b * c - a * d) * y,
    2 * (b * d + a * c) * z,
    ox,
    2 * (b * c + a * d) * x,
    (a * a + c * c - b * b - d * d) * y,
    2 * (c * d - a * b) * z,
    oy,
    2 * (b * d - a * c) * x,
    2 * (c * d + a * b) * y,
    (a * a + d * d - c * c - b * b) * z,
    oz,
  ].map(single)
}

/** The unit columns of a matrix, row by row, and their lengths. */
function columns(matrix: Matrix): { unit: number[]; lengths: number[] } {
  const lengths = [0, 1, 2].map((j) => Math.hypot(matrix[j], matrix[4 + j], matrix[8 + j]))
  const unit = [0, 1, 2].flatMap((i) => [0, 1, 2].map((j) => matrix[4 * i + j] / lengths[j]))
  return { unit, lengths }
}

/** Orthonormal within ITK's 1e-4 once its columns are scaled to one. */
function isOrthogonal(matrix: Matrix): boolean {
  const { unit: u, lengths } = columns(matrix)
  if (lengths.some((length) => !(length > 0) || !Number.isFinite(length))) return false
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 3; j++) {
      const dot = u[3 * i] * u[3 * j] + u[3 * i + 1] * u[3 * j + 1] + u[3 * i + 2] * u[3 * j + 2]
      if (!(Math.abs(dot - (i === j ? 1 : 0)) <= 1e-4)) return false
    }
  return true
}

const within = (a: number[], b: number[], tolerance: number) =>
  a.every((value, i) => Math.abs(value - b[i]) <= tolerance)

const sameAxes = (a: number[], b: number[]) =>
  [0, 1, 2].every((j) => Math.abs(Math.abs(a[j] * b[j] + a[3 + j] * b[3 + j] + a[6 + j] * b[6 + j]) - 1) <= 1e-4)

/**
 * The matrix that ITK 5.4 takes: the sform where it has no skew and the qform is unknown, where it is in scanner
 * coordinates, or where it says the same as the qform; else the qform. Undefined where neither can be taken;
 * 'none' where the file has neither.
 */
export function chooseOrientation(header: NiftiHeader): Matrix | 'none' | undefined {
  const { qformCode, sformCode } = header
  if (qformCode <= 0 && sformCode <= 0) return 'none'
  const q = qformCode > 0 ? qformMatrix(header) : undefined
  const s = sformCode > 0 ? header.srow.map(single) : undefined
  if (s && isOrthogonal(s)) {
    if (!q || sformCode === 1) return s
    const [one, two] = [columns(s), columns(q)]
    const offset = (m: Matrix) => [m[3], m[7], m[11]]
    // ITK compares singular vectors, so an axis and its opposite count as one.
    if (sameAxes(one.unit, two.unit) && within(one.lengths, two.lengths, 1e-4) && within(offset(s), offset(q), 1e-4))
      return s
  }
  return q
}

/**
 * The quaternion (b, c, d) of a rotation given row by row, and the sign of its third axis.
 * Source: nifti1.h, the inverse of "METHOD 2".
 */
export function quaternionOf(rotation: readonly number[]): { quaternion: [number, number, number]; handed: 1 | -1 } {
  const r = [...rotation]
  const determinant =
    r[0] * (r[4] * r[8] - r[5] * r[7]) - r[1] * (r[3] * r[8] - r[5] * r[6]) + r[2] * (r[3] * r[7] - r[4] * r[6])
  const handed = determinant < 0 ? -1 : 1
  for (const i of [2, 5, 8]) r[i] *= handed
  const trace = r[0] + r[4] + r[8] + 1
  if (trace > 0.5) {
    const a = Math.sqrt(trace) / 2
    return { quaternion: [(r[7] - r[5]) / (4 * a), (r[2] - r[6]) / (4 * a), (r[3] - r[1]) / (4 * a)], handed }
  }
  const [x, y, z] = [1 + r[0] - r[4] - r[8], 1 + r[4] - r[0] - r[8], 1 + r[8] - r[0] - r[4]]
  let a: number
  let quaternion: [number, number, number]
  if (x > 1) {
    const b = Math.sqrt(x) / 2
    quaternion = [b, (r[1] + r[3]) / (4 * b), (r[2] + r[6]) / (4 * b)]
    a = (r[7] - r[5]) / (4 * b)
  } else if (y > 1) {
    const c = Math.sqrt(y) / 2
    quaternion = [(r[1] + r[3]) / (4 * c), c, (r[5] + r[7]) / (4 * c)]
    a = (r[2] - r[6]) / (4 * c)
  } else {
    const d = Math.sqrt(z) / 2
    quaternion = [(r[2] + r[6]) / (4 * d), (r[5] + r[7]) / (4 * d), d]
    a = (r[3] - r[1]) / (4 * d)
  }
  if (a < 0) quaternion = [-quaternion[0], -quaternion[1], -quaternion[2]]
  return { quaternion, handed }
}
