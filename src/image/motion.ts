import { PhasesDiffer } from '../errors.ts'
import { compareGeometry, describeDifferences } from './geometry.ts'
import { foreground } from './intensity.ts'
import type { Triple, Volume } from './volume.ts'

/** A rigid shift between two images along the axes of their grid, in mm, and its length. */
export interface Motion {
  shift: Triple
  length: number
}

/**
 * The shift of a second image against a first of the same grid: the translation, with gain and offset of the signal,
 * that leaves the least squares over the foreground, from coarse to fine. It measures; nothing is moved. Contrast that
 * arrives in a lesion is a change of signal that a shift does not explain, and weighs little in a whole image.
 * Source: Lucas & Kanade 1981. Throws PhasesDiffer.
 */
export function motionBetween(first: Volume, second: Volume): Motion {
  const differences = compareGeometry(first, second, 1e-3)
  if (differences.length) throw PhasesDiffer(2, describeDifferences(differences))
  const body = foreground(first)
  const levels = [pyramidOf(first, body), pyramidOf(second, body)]
  let shift: Triple = [0, 0, 0]
  for (let level = levels[0].length - 1; level >= 0; level--) {
    const [a, b] = [levels[0][level], levels[1][level]]
    // Half the resolution of a large image gives its shift to a fiftieth of a voxel.
    if (level === 0 && levels[0].length > 1 && a.data.length > 1 << 20) break
    const scale = a.factor.map((one) => 1 / one)
    let local = shift.map((value, axis) => value * scale[axis]) as Triple
    for (let pass = 0; pass < 6; pass++) {
      const step = refine(a, b, local)
      if (!step) break
      local = local.map((value, axis) => value + step[axis]) as Triple
      if (Math.hypot(...step) < 0.005) break
    }
    shift = local.map((value, axis) => value * a.factor[axis]) as Triple
  }
  const millimetres = shift.map((value, axis) => value * first.spacing[axis]) as Triple
  return { shift: millimetres, length: Math.hypot(...millimetres) }
}

interface Level {
  size: Triple
  data: Float32Array
  region: Uint8Array
  /** Voxels of the image to one of the level, along each axis. */
  factor: Triple
}

function pyramidOf(volume: Volume, region: Uint8Array): Level[] {
  const levels: Level[] = [{ size: volume.size, data: Float32Array.from(volume.data), region, factor: [1, 1, 1] }]
  while (levels.length < 4) {
    const last = levels[levels.length - 1]
    const halved = last.size.map((n) => (n >= 32 ? 2 : 1)) as Triple
    if (halved.every((by) => by === 1)) break
    levels.push(halve(last, halved))
  }
  return levels
}

function halve({ size, data, region, factor }: Level, by: Triple): Level {
  const n = size.map((length, axis) => Math.floor(length / by[axis])) as Triple
  const out = new Float32Array(n[0] * n[1] * n[2])
  const inside = new Uint8Array(out.length)
  const share = 1 / (by[0] * by[1] * by[2])
  let to = 0
  for (let z = 0; z < n[2]; z++)
    for (let y = 0; y < n[1]; y++)
      for (let x = 0; x < n[0]; x++, to++)
        for (let c = 0; c < by[2]; c++)
          for (let b = 0; b < by[1]; b++)
            for (let a = 0; a < by[0]; a++) {
              const from = x * by[0] + a + size[0] * (y * by[1] + b + size[1] * (z * by[2] + c))
              out[to] += data[from] * share
              inside[to] |= region[from]
            }
  return { size: n, data: out, region: inside, factor: factor.map((one, axis) => one * by[axis]) as Triple }
}

/** One Gauss–Newton step of shift, gain and offset: b(x + shift) against gain · a(x) + offset. */
function refine(a: Level, b: Level, shift: Triple): Triple | undefined {
  const [nx, ny, nz] = a.size
  const normal = new Float64Array(25)
  const right = new Float64Array(5)
  const row = new Float64Array(5)
  const strides = [1, nx, nx * ny]
  const thin = a.size.map((n) => n < 3)
  for (let z = thin[2] ? 0 : 1; z < nz - (thin[2] ? 0 : 1); z++)
    for (let y = 1; y < ny - 1; y++)
      for (let x = 1; x < nx - 1; x++) {
        const i = x + nx * (y + ny * z)
        if (!a.region[i]) continue
        const value = sample(b, x + shift[0], y + shift[1], z + shift[2])
        if (Number.isNaN(value)) continue
        // The gradient of the still image stands for that of the moved one, which is the same up to the gain.
        for (let axis = 0; axis < 3; axis++)
          row[axis] = thin[axis] ? 0 : (a.data[i + strides[axis]] - a.data[i - strides[axis]]) / 2
        row[3] = a.data[i]
        row[4] = 1
        for (let p = 0; p < 5; p++) {
          right[p] += row[p] * value
          for (let q = 0; q < 5; q++) normal[5 * p + q] += row[p] * row[q]
        }
      }
  for (let axis = 0; axis < 3; axis++) if (thin[axis]) normal[6 * axis] = 1
  const solved = solve(normal, right)
  if (!solved || !(Math.abs(solved[3]) > 1e-6)) return undefined
  // b(x + s) ≈ gain a(x + e) ≈ gain a + gain e · ∇a, where e is the shift that is left over, against s.
  const step = [0, 1, 2].map((axis) => Math.max(-1, Math.min(1, -solved[axis] / solved[3]))) as Triple
  return step.every(Number.isFinite) ? step : undefined
}

/** The value between voxels in proportion; NaN outside. */
function sample({ size: [nx, ny, nz], data }: Level, x: number, y: number, z: number): number {
  const [i, j, k] = [Math.floor(x), Math.floor(y), Math.floor(z)]
  if (i < 0 || j < 0 || k < 0 || i >= nx || j >= ny || k >= nz) return Number.NaN
  const [i1, j1, k1] = [Math.min(i + 1, nx - 1), Math.min(j + 1, ny - 1), Math.min(k + 1, nz - 1)]
  const [u, v, w] = [x - i, y - j, z - k]
  const at = (p: number, q: number, r: number) => data[p + nx * (q + ny * r)]
  const low = (at(i, j, k) * (1 - u) + at(i1, j, k) * u) * (1 - v) + (at(i, j1, k) * (1 - u) + at(i1, j1, k) * u) * v
  const high =
    (at(i, j, k1) * (1 - u) + at(i1, j, k1) * u) * (1 - v) + (at(i, j1, k1) * (1 - u) + at(i1, j1, k1) * u) * v
  return low * (1 - w) + high * w
}

/** Gaussian elimination with pivots of a 5 × 5 system; undefined where it is singular. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array | undefined {
  const n = right.length
  const m = matrix.slice()
  const x = right.slice()
  for (let c = 0; c < n; c++) {
    let pivot = c
    for (let r = c + 1; r < n; r++) if (Math.abs(m[n * r + c]) > Math.abs(m[n * pivot + c])) pivot = r
    if (!(Math.abs(m[n * pivot + c]) > 1e-9)) return undefined
    if (pivot !== c) {
      for (let k = 0; k < n; k++) [m[n * c + k], m[n * pivot + k]] = [m[n * pivot + k], m[n * c + k]]
      ;[x[c], x[pivot]] = [x[pivot], x[c]]
    }
    for (let r = c + 1; r < n; r++) {
      const by = m[n * r + c] / m[n * c + c]
      for (let k = c; k < n; k++) m[n * r + k] -= by * m[n * c + k]
      x[r] -= by * x[c]
    }
  }
  for (let c = n - 1; c >= 0; c--) {
    for (let k = c + 1; k < n; k++) x[c] -= m[n * c + k] * x[k]
    x[c] /= m[n * c + c]
  }
  return x
}
