import { PhasesDiffer } from '../../errors/index.ts'
import { compareGeometry, describeDifferences } from '../grid/geometry.ts'
import { foreground } from '../intensity/intensity.ts'
import type { Triple, Volume } from '../volume.ts'

/** A rigid shift between two images along the axes of their grid, in mm, and its length. */
export interface Motion {
  shift: Triple
  length: number
}

/**
 * The shift of a second image against a first of the same grid: the translation, with gain and offset of the signal,
 * that leaves the least squares over the foreground, from coarse to fine, voxels further than two standard deviations
 * from the fit left out in the end: contrast that arrives in a lesion is no motion. It measures; nothing is moved.
 * Source: Lucas & Kanade 1981.
 *
 * @param first the image that stands still
 * @param second the later image, on the same grid
 * @param body 1 where the patient is in the first image
 * @returns the shift in mm, and what the fit says of it
 * @throws PhasesDiffer
 */
export function motionBetween(first: Volume, second: Volume, body = foreground(first)): Motion {
  const differences = compareGeometry(first, second, 1e-3)
  if (differences.length) throw PhasesDiffer(2, describeDifferences(differences))
  const levels = [pyramidOf(first, body), pyramidOf(second, body)]
  let shift: Triple = [0, 0, 0]
  for (let level = levels[0].length - 1; level >= 0; level--) {
    const [a, b] = [levels[0][level], levels[1][level]]
    // Half the resolution of a large image gives its shift to a fiftieth of a voxel.
    if (level === 0 && levels[0].length > 1 && a.data.length > 1 << 20) break
    const scale = a.factor.map((one) => 1 / one)
    let local = shift.map((value, axis) => value * scale[axis]) as Triple
    let fit: Fit | undefined
    let known: Normal | undefined
    const moved = new Float64Array(a.data.length)
    // Once all voxels agree, those whose signal changed unlike the rest (a lesion takes up contrast) are left out.
    for (let pass = 0, robust = false; pass < 12; pass++) {
      const reading = readingAt(b, local)
      readMoved(b.data, a.size, reading, moved)
      const used = robust && fit ? likeTheRest(a, moved, reading, fit) : a.region
      // The same voxels are used in most passes, and the left side of the equations stays with them.
      if (!known || known.used !== used || !isSameBox(known.reading, reading)) known = normalEquations(a, reading, used)
      const found = refine(a, moved, known)
      if (!found) break
      local = local.map((value, axis) => value + found.step[axis]) as Triple
      fit = found
      const still = Math.hypot(...found.step) < 0.005
      if (still && robust && pass > 3) break
      robust ||= still || pass >= 5
    }
    shift = local.map((value, axis) => value * a.factor[axis]) as Triple
  }
  const millimetres = shift.map((value, axis) => value * first.spacing[axis]) as Triple
  return { shift: millimetres, length: Math.hypot(...millimetres) }
}

/** The signal of one image from the other's, and the standard deviation of what that leaves. */
interface Fit {
  gain: number
  offset: number
  spread: number
}

interface Level {
  size: Triple
  data: Float32Array
  region: Uint8Array
  /** Voxels of the image to one of the level, along each axis. */
  factor: Triple
}

function pyramidOf(volume: Volume, region: Uint8Array): Level[] {
  const levels: Level[] = [{ size: volume.size, data: new Float32Array(volume.data), region, factor: [1, 1, 1] }]
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

/** The left side of the normal equations of shift, gain and offset: of the still image alone, 5 × 5. */
interface Normal {
  reading: Reading
  /** 1 for the voxels that take part. */
  used: Uint8Array
  matrix: Float64Array
  voxels: number
}

/** Factor and stride of the differences along each axis; one of one or two voxels has no gradient. */
function centralDifferences([nx, ny, nz]: Triple) {
  const factor = (n: number) => (n < 3 ? 0 : 0.5)
  return {
    ...{ gx: factor(nx), gy: factor(ny), gz: factor(nz) },
    ...{ sx: nx < 3 ? 0 : 1, sy: ny < 3 ? 0 : nx, sz: nz < 3 ? 0 : nx * ny },
  }
}

function normalEquations(a: Level, reading: Reading, used: Uint8Array): Normal {
  const { data } = a
  const [nx, ny] = a.size
  const { from, to } = reading
  const { gx, gy, gz, sx, sy, sz } = centralDifferences(a.size)
  // One by one: what comes out of an array is a number on the heap, and a new one at every addition.
  let xx = 0
  let xy = 0
  let xz = 0
  let xa = 0
  let x1 = 0
  let yy = 0
  let yz = 0
  let ya = 0
  let y1 = 0
  let zz = 0
  let za = 0
  let z1 = 0
  let aa = 0
  let a1 = 0
  let n = 0
  for (let z = from[2]; z <= to[2]; z++)
    for (let y = from[1]; y <= to[1]; y++) {
      const start = nx * (y + ny * z)
      for (let i = start + from[0]; i <= start + to[0]; i++) {
        if (used[i] === 0) continue
        // The gradient of the still image stands for that of the moved one, which is the same up to the gain.
        const dx = gx * (data[i + sx] - data[i - sx])
        const dy = gy * (data[i + sy] - data[i - sy])
        const dz = gz * (data[i + sz] - data[i - sz])
        const s = data[i]
        xx += dx * dx
        xy += dx * dy
        xz += dx * dz
        xa += dx * s
        x1 += dx
        yy += dy * dy
        yz += dy * dz
        ya += dy * s
        y1 += dy
        zz += dz * dz
        za += dz * s
        z1 += dz
        aa += s * s
        a1 += s
        n++
      }
    }
  if (gx === 0) xx = 1
  if (gy === 0) yy = 1
  if (gz === 0) zz = 1
  const matrix = [xx, xy, xz, xa, x1, xy, yy, yz, ya, y1, xz, yz, zz, za, z1, xa, ya, za, aa, a1, x1, y1, z1, a1, n]
  return { reading, used, matrix: Float64Array.from(matrix), voxels: n }
}

/** One Gauss–Newton step of shift, gain and offset: b(x + shift), which is `moved`, against gain · a(x) + offset. */
function refine(a: Level, moved: Float64Array, normal: Normal): (Fit & { step: Triple }) | undefined {
  const { matrix, voxels } = normal
  const right = rightSide(a, moved, normal)
  const solved = solve(matrix, right)
  if (!solved || !(Math.abs(solved[3]) > 1e-6)) return undefined
  // b(x + s) ≈ gain a(x + e) ≈ gain a + gain e · ∇a, where e is the shift that is left over, against s.
  const step = [0, 1, 2].map((axis) => Math.max(-1, Math.min(1, -solved[axis] / solved[3]))) as Triple
  const unexplained = solved.reduce((rest, value, i) => rest - right[i] * value, right[5])
  const fit = { gain: solved[3], offset: solved[4], spread: Math.sqrt(Math.max(0, unexplained) / voxels) }
  return step.every(Number.isFinite) ? { ...fit, step } : undefined
}

/** The right side of the normal equations, and the sum of squares of what is to be explained. */
function rightSide(a: Level, moved: Float64Array, { reading, used }: Normal): Float64Array {
  const { data } = a
  const [nx, ny] = a.size
  const { from, to } = reading
  const { gx, gy, gz, sx, sy, sz } = centralDifferences(a.size)
  let xb = 0
  let yb = 0
  let zb = 0
  let ab = 0
  let b1 = 0
  let bb = 0
  for (let z = from[2]; z <= to[2]; z++)
    for (let y = from[1]; y <= to[1]; y++) {
      const start = nx * (y + ny * z)
      for (let i = start + from[0]; i <= start + to[0]; i++) {
        if (used[i] === 0) continue
        const value = moved[i]
        xb += gx * (data[i + sx] - data[i - sx]) * value
        yb += gy * (data[i + sy] - data[i - sy]) * value
        zb += gz * (data[i + sz] - data[i - sz]) * value
        ab += data[i] * value
        b1 += value
        bb += value * value
      }
    }
  return Float64Array.of(xb, yb, zb, ab, b1, bb)
}

/** Where a level can be read when it is moved by a shift, and the weights of the eight voxels between which it is read. */
interface Reading {
  from: Int32Array
  to: Int32Array
  /** Index of the first of the eight voxels, from that of the voxel that is moved. */
  offset: number
  strides: [bx: number, by: number, bz: number]
  weights: [u: number, v: number, w: number]
}

function readingAt({ size }: Level, shift: Triple): Reading {
  const [nx, ny] = size
  const thin = size.map((n) => n < 3)
  const whole = shift.map(Math.floor)
  const weights = shift.map((value, axis) => value - whole[axis]) as Triple
  return {
    from: Int32Array.from(size, (_, axis) => Math.max(thin[axis] ? 0 : 1, -whole[axis])),
    to: Int32Array.from(size, (n, axis) =>
      Math.min(thin[axis] ? n - 1 : n - 2, n - 1 - whole[axis] - (weights[axis] > 0 ? 1 : 0)),
    ),
    offset: whole[0] + nx * (whole[1] + ny * whole[2]),
    // An axis without a fraction reads one voxel, so that it needs no neighbour.
    strides: [1, nx, nx * ny].map((stride, axis) => (weights[axis] > 0 ? stride : 0)) as Triple,
    weights,
  }
}

const isSameBox = (one: Reading, other: Reading): boolean =>
  [0, 1, 2].every((axis) => one.from[axis] === other.from[axis] && one.to[axis] === other.to[axis])

/** The moved image where it can be read; the weights of the eight voxels between which it is read are the same everywhere. */
function readMoved(data: Float32Array, [nx, ny]: Triple, reading: Reading, into: Float64Array): void {
  const { from, to, offset } = reading
  const [u, v, w] = reading.weights
  const [bx, by, bz] = reading.strides
  for (let z = from[2]; z <= to[2]; z++)
    for (let y = from[1]; y <= to[1]; y++) {
      const start = nx * (y + ny * z)
      for (let i = start + from[0]; i <= start + to[0]; i++) {
        const j = i + offset
        const k = j + bz
        const near =
          (data[j] * (1 - u) + data[j + bx] * u) * (1 - v) + (data[j + by] * (1 - u) + data[j + bx + by] * u) * v
        const far =
          (data[k] * (1 - u) + data[k + bx] * u) * (1 - v) + (data[k + by] * (1 - u) + data[k + bx + by] * u) * v
        into[i] = near * (1 - w) + far * w
      }
    }
}

/**
 * 1 for the voxels of the region but those further than two spreads from a fit, and the neighbours of those further than
 * four: the border of a lesion that takes up contrast looks like motion where nothing else varies along an axis.
 */
function likeTheRest(
  { size, data, region }: Level,
  moved: Float64Array,
  { from, to }: Reading,
  { gain, offset, spread }: Fit,
): Uint8Array {
  const [nx, ny, nz] = size
  const used = region.slice()
  for (let z = from[2]; z <= to[2]; z++)
    for (let y = from[1]; y <= to[1]; y++) {
      const start = nx * (y + ny * z)
      for (let x = from[0]; x <= to[0]; x++) {
        const i = start + x
        if (region[i] === 0) continue
        const away = Math.abs(moved[i] - gain * data[i] - offset)
        if (away <= 2 * spread) continue
        used[i] = 0
        if (away <= 4 * spread) continue
        const [first, last] = [Math.max(0, x - 1), Math.min(nx, x + 2)]
        for (let c = Math.max(0, z - 1); c <= Math.min(nz - 1, z + 1); c++)
          for (let e = Math.max(0, y - 1); e <= Math.min(ny - 1, y + 1); e++) {
            const row = nx * (e + ny * c)
            for (let k = row + first; k < row + last; k++) used[k] = 0
          }
      }
    }
  return used
}

/** Gaussian elimination with pivots of a 5 × 5 system; undefined where it is singular. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array | undefined {
  const n = 5
  const m = matrix.slice()
  const x = right.slice(0, n)
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
