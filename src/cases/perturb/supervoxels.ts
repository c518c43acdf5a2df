import { resample } from '../../image/grid/resample.ts'
import type { Mask, Triple, Volume } from '../../image/volume.ts'
import type { RandomStream } from '../../statistics/resampling/random.ts'
import { eachOf, surroundingsOf } from './surroundings.ts'

/** mm around the region that are parted into supervoxels. */
const surroundings = 25
const rounds = 10
/** The weight of place against intensity, as MIRP has it for intensities of 0 to 1. */
const compactness = 0.05

/**
 * A region with a new contour (Zwanenburg et al. 2019): its surroundings are parted into supervoxels (SLIC, Achanta et al.
 * 2012); one that the region covers by 90% belongs to it, one below 20% does not, any other with the probability of its
 * cover; gaps of a voxel are closed.
 */
export function redrawn(image: Volume, mask: Mask, label: number, stream: RandomStream): Mask {
  const around = surroundingsOf(mask, label, surroundings)
  if (!around) return mask
  const { part, box } = around
  const { size } = part
  const intensities = Float64Array.from(resample(image, part, 'sitkLinear').data)
  const inside = Uint8Array.from(part.data, (value) => Number(value === label))
  const parts = supervoxels(scaledTo(intensities, inside), size, mask.spacing)
  const covered = new Map<number, [voxels: number, within: number]>()
  for (let i = 0; i < parts.length; i++) {
    const own = covered.get(parts[i]) ?? [0, 0]
    own[0]++
    own[1] += inside[i]
    covered.set(parts[i], own)
  }
  const shares = [...covered]
    .filter(([, [, within]]) => within > 0)
    .map(([number, [n, within]]) => ({ number, share: within / n }))
  const most = shares.reduce((best, one) => (one.share > best.share ? one : best))
  const chosen = new Set<number>()
  for (const one of shares) {
    const drawn = stream.uniform()
    const share = one === most || one.share >= 0.9 ? 1 : one.share < 0.2 ? 0 : one.share
    if (drawn < share) chosen.add(one.number)
  }
  const closed = closing(
    Uint8Array.from(parts, (number) => Number(chosen.has(number))),
    size,
  )
  const data = mask.data.slice()
  eachOf(mask.size, box, (inner, whole) => {
    data[whole] = closed[inner] ? label : 0
  })
  return { ...mask, data }
}

/** Intensities as 0 to 1 over the region's range and a tenth of it on both sides. */
function scaledTo(values: Float64Array, inside: Uint8Array): Float64Array {
  let [lowest, highest] = [Infinity, -Infinity]
  for (let i = 0; i < values.length; i++) {
    if (inside[i] === 0) continue
    lowest = Math.min(lowest, values[i])
    highest = Math.max(highest, values[i])
  }
  const margin = 0.1 * (highest - lowest)
  const range = highest - lowest + 2 * margin || 1
  return values.map((value) => Math.min(1, Math.max(0, (value - lowest + margin) / range)))
}

/** The supervoxel of each voxel: about 500 mm³, at least 20 voxels, each in one piece. */
function supervoxels(values: Float64Array, size: Triple, spacing: Triple): Int32Array {
  const [nx, ny, nz] = size
  const voxel = spacing[0] * spacing[1] * spacing[2]
  const step = Math.cbrt(Math.max(20, 500 / voxel) * voxel)
  const counts = size.map((n, axis) => Math.max(1, Math.round((n * spacing[axis]) / step)))
  const centres: number[][] = []
  for (let z = 0; z < counts[2]; z++)
    for (let y = 0; y < counts[1]; y++)
      for (let x = 0; x < counts[0]; x++) {
        const at = [x, y, z].map((i, axis) => Math.floor(((i + 0.5) * size[axis]) / counts[axis]))
        centres.push([...at, values[at[0] + nx * (at[1] + ny * at[2])]])
      }
  const labels = new Int32Array(values.length).fill(-1)
  const nearest = new Float64Array(values.length)
  const place = spacing.map((mm) => (mm / step) * (mm / step))
  const reach = spacing.map((mm) => Math.ceil(step / mm))
  for (let round = 0; round < rounds; round++) {
    nearest.fill(Infinity)
    centres.forEach(([cx, cy, cz, value], k) => {
      for (let z = Math.max(0, Math.ceil(cz - reach[2])); z <= Math.min(nz - 1, cz + reach[2]); z++)
        for (let y = Math.max(0, Math.ceil(cy - reach[1])); y <= Math.min(ny - 1, cy + reach[1]); y++)
          for (let x = Math.max(0, Math.ceil(cx - reach[0])); x <= Math.min(nx - 1, cx + reach[0]); x++) {
            const i = x + nx * (y + ny * z)
            const apart = (values[i] - value) / compactness
            const distance =
              apart * apart + place[0] * (x - cx) ** 2 + place[1] * (y - cy) ** 2 + place[2] * (z - cz) ** 2
            if (distance >= nearest[i]) continue
            nearest[i] = distance
            labels[i] = k
          }
    })
    const sums = centres.map(() => [0, 0, 0, 0, 0])
    for (let z = 0, i = 0; z < nz; z++)
      for (let y = 0; y < ny; y++)
        for (let x = 0; x < nx; x++, i++) {
          if (labels[i] < 0) continue
          const sum = sums[labels[i]]
          sum[0] += x
          sum[1] += y
          sum[2] += z
          sum[3] += values[i]
          sum[4]++
        }
    sums.forEach((sum, k) => {
      if (sum[4] > 0) centres[k] = sum.slice(0, 4).map((one) => one / sum[4])
    })
  }
  return inOnePiece(labels, size, values.length / centres.length / 2)
}

/** Every connected piece is a supervoxel; one below `least` voxels joins the piece found beside its first voxel. */
function inOnePiece(labels: Int32Array, size: Triple, least: number): Int32Array {
  const out = new Int32Array(labels.length).fill(-1)
  let next = 0
  for (let start = 0; start < labels.length; start++) {
    if (out[start] >= 0) continue
    let beside = -1
    eachNeighbour(start, size, (other) => {
      if (out[other] >= 0) beside = out[other]
    })
    const piece = [start]
    out[start] = next
    for (let i = 0; i < piece.length; i++)
      eachNeighbour(piece[i], size, (other) => {
        if (out[other] >= 0 || labels[other] !== labels[start]) return
        out[other] = next
        piece.push(other)
      })
    if (piece.length < least && beside >= 0) for (const at of piece) out[at] = beside
    else next++
  }
  return out
}

/** Gaps of one voxel closed: grown by faces, then shrunk. */
function closing(inside: Uint8Array, size: Triple): Uint8Array {
  const grown = inside.slice()
  for (let i = 0; i < inside.length; i++)
    if (inside[i])
      eachNeighbour(i, size, (other) => {
        grown[other] = 1
      })
  const out = grown.slice()
  for (let i = 0; i < grown.length; i++)
    if (grown[i] === 0)
      eachNeighbour(i, size, (other) => {
        out[other] = 0
      })
  return out
}

function eachNeighbour(i: number, [nx, ny, nz]: Triple, visit: (other: number) => void) {
  const x = i % nx
  const y = Math.floor(i / nx) % ny
  const z = Math.floor(i / (nx * ny))
  if (x > 0) visit(i - 1)
  if (x < nx - 1) visit(i + 1)
  if (y > 0) visit(i - nx)
  if (y < ny - 1) visit(i + nx)
  if (z > 0) visit(i - nx * ny)
  if (z < nz - 1) visit(i + nx * ny)
}
