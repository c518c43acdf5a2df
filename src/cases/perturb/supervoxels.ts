import { wholeOf } from '../../features/filters/box.ts'
import { convolved, type Kernels, type Weights } from '../../features/filters/convolution/separable.ts'
import type { Triple } from '../../image/volume.ts'
import { pow } from '../../portable-math.ts'
import { eachNeighbour } from './surroundings.ts'

const rounds = 10
/** The weight of place against intensity. */
const compactness = 0.05
/** mm³ of a supervoxel, which has at least so many voxels. */
const usual = { volume: 500, voxels: 20 }

/**
 * The number of each voxel's supervoxel, from 0: SLIC (Achanta et al. 2012) with MIRP's settings, voxel for
 * voxel scikit-image's where voxels are cubes. Where they are not, seeds lie evenly in mm; scikit-image's lie as many voxels
 * apart along each axis, and between thick slices its supervoxels become columns.
 *
 * @param values intensities, x fastest
 */
export function supervoxels(values: Float64Array, size: Triple, spacing: Triple): Int32Array {
  const voxel = spacing[0] * spacing[1] * spacing[2]
  const wanted = Math.max(1, Math.floor(values.length / Math.max(usual.voxels, usual.volume / voxel)))
  const least = Math.min(...spacing)
  const ratios = spacing.map((mm) => mm / least) as Triple
  const seeds = seedsOf(size, ratios, wanted)
  const nearest = assigned(smoothed(values, size, ratios), size, spacing, seeds)
  return connected(nearest, size, values.length / (seeds.places.length / 3))
}

/** Scaled to 0–1, smoothed by a Gaussian of the smallest spacing, and divided by the compactness. */
function smoothed(values: Float64Array, size: Triple, ratios: Triple): Float64Array {
  let [lowest, highest] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < lowest) lowest = value
    if (value > highest) highest = value
  }
  const range = highest > lowest ? highest - lowest : 1
  const scaled = values.map((value) => (value - lowest) / range)
  const box = wholeOf({ size })
  const kernels = ratios.map((ratio) => gaussianOf(1 / ratio)) as Kernels
  return convolved({ box, data: scaled }, size, box, 'mirror', kernels).map((value) => value * (1 / compactness))
}

/** A Gaussian's weights up to four standard deviations. */
function gaussianOf(sigma: number): Weights {
  const radius = Math.floor(4 * sigma + 0.5)
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp((-0.5 * (i - radius) ** 2) / sigma ** 2),
  )
  const sum = weights.reduce((all, one) => all + one, 0)
  return weights.map((one) => one / sum)
}

interface Seeds {
  /** x, y and z of each, in voxels. */
  places: Float64Array
  /** Voxels from one to the next along each axis. */
  steps: Triple
  /** The largest of these in units of the smallest spacing. */
  longest: number
}

/** So many places, as far apart along every axis; an axis that is shorter than that has one. */
function seedsOf(size: Triple, ratios: Triple, wanted: number): Seeds {
  const lengths = size.map((n, axis) => n * ratios[axis])
  const order = [0, 1, 2].sort((a, b) => lengths[a] - lengths[b])
  const sorted = order.map((axis) => lengths[axis])
  const volume = (from: number) => sorted.slice(from).reduce((product, length) => product * length, 1)
  const apart = [0, 0, 0].fill(pow(volume(0) / wanted, 1 / 3))
  for (let k = 0; k < 2 && sorted.some((length, i) => length < apart[i]); k++) {
    apart[k] = sorted[k]
    apart.fill(pow(volume(k + 1) / wanted, 1 / (2 - k)), k + 1)
  }
  const inVoxels = ratios.map((ratio, axis) => Math.max(1, apart[order.indexOf(axis)] / ratio))
  const steps = inVoxels.map(halfToEven) as Triple
  const lines = inVoxels.map((by, axis) => {
    const line: number[] = []
    for (let at = Math.min(size[axis] - 1, Math.floor(by / 2)); at < size[axis]; at += steps[axis]) line.push(at)
    return line
  })
  const places: number[] = []
  for (const z of lines[2]) for (const y of lines[1]) for (const x of lines[0]) places.push(x, y, z)
  return { places: Float64Array.from(places), steps, longest: Math.max(...steps.map((by, axis) => by * ratios[axis])) }
}

const halfToEven = (value: number) =>
  value - Math.floor(value) === 0.5 ? 2 * Math.round(value / 2) : Math.round(value)

/** The seed of each voxel that is nearest in place and intensity, the seeds moved to the mean of theirs ten times. */
function assigned(image: Float64Array, size: Triple, spacing: Triple, { places, steps, longest }: Seeds): Int32Array {
  const [nx, ny, nz] = size
  const [sx, sy, sz] = spacing
  const weight = 1 / (longest * longest)
  const count = places.length / 3
  const centres = Float64Array.from(places)
  const levels = new Float64Array(count)
  const voxels = new Float64Array(count).fill(1)
  const out = new Int32Array(image.length)
  const distance = new Float64Array(image.length)
  const from = (centre: number, axis: number) => Math.floor(Math.max(centre - 2 * steps[axis], 0))
  const to = (centre: number, axis: number) => Math.floor(Math.min(centre + 2 * steps[axis] + 1, size[axis]))
  for (let round = 0; round < rounds; round++) {
    distance.fill(Infinity)
    for (let k = 0; k < count; k++) {
      if (voxels[k] === 0) continue
      const [cx, cy, cz] = [centres[3 * k], centres[3 * k + 1], centres[3 * k + 2]]
      const level = levels[k]
      const [x0, x1, y0, y1, z0, z1] = [from(cx, 0), to(cx, 0), from(cy, 1), to(cy, 1), from(cz, 2), to(cz, 2)]
      for (let z = z0; z < z1; z++) {
        const dz = sz * (cz - z)
        for (let y = y0; y < y1; y++) {
          const dy = sy * (cy - y)
          const beside = dz * dz + dy * dy
          const row = nx * (y + ny * z)
          for (let x = x0; x < x1; x++) {
            const dx = sx * (cx - x)
            const place = (beside + dx * dx) * weight
            const i = row + x
            if (place >= distance[i]) continue
            const apart = image[i] - level
            const all = place + apart * apart
            if (all >= distance[i]) continue
            distance[i] = all
            out[i] = k
          }
        }
      }
    }
    voxels.fill(0)
    centres.fill(0)
    levels.fill(0)
    for (let z = 0, i = 0; z < nz; z++)
      for (let y = 0; y < ny; y++)
        for (let x = 0; x < nx; x++, i++) {
          const k = out[i]
          voxels[k]++
          centres[3 * k] += x
          centres[3 * k + 1] += y
          centres[3 * k + 2] += z
          levels[k] += image[i]
        }
    for (let k = 0; k < count; k++) {
      if (voxels[k] === 0) continue
      levels[k] /= voxels[k]
      for (let c = 3 * k; c < 3 * k + 3; c++) centres[c] /= voxels[k]
    }
  }
  return out
}

/**
 * Every connected piece is a supervoxel, cut at thrice the usual size; one below half of it joins the piece that was seen
 * beside it last (the very first one the next).
 */
function connected(nearest: Int32Array, size: Triple, usualSize: number): Int32Array {
  const [least, most] = [Math.floor(usualSize / 2), Math.floor(3 * usualSize)]
  const parts = new Int32Array(nearest.length).fill(-1)
  const piece = new Int32Array(most)
  let next = 0
  for (let start = 0; start < nearest.length; start++) {
    if (parts[start] >= 0) continue
    let beside = next
    let found = 1
    piece[0] = start
    parts[start] = next
    const visit = (other: number) => {
      if (found >= most) return
      if (parts[other] >= 0) {
        if (parts[other] !== next) beside = parts[other]
      } else if (nearest[other] === nearest[start]) {
        parts[other] = next
        piece[found++] = other
      }
    }
    for (let i = 0; i < found && found < most; i++) eachNeighbour(piece[i], size, visit)
    if (found >= least) next++
    else for (let i = 0; i < found; i++) parts[piece[i]] = beside
  }
  return parts
}
