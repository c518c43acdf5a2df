import { resample } from '../../image/grid/resample.ts'
import type { Mask, Triple, Volume } from '../../image/volume.ts'
import type { RandomStream } from '../../statistics/resampling/random.ts'
import { supervoxels } from './supervoxels.ts'
import { eachNeighbour, eachOf, surroundingsOf } from './surroundings.ts'

/** mm around the region that are parted into supervoxels. */
const surroundings = 25

/**
 * A region with a new contour (Zwanenburg et al. 2019, as MIRP draws it): its surroundings are parted into supervoxels; one
 * that the region covers by 90%, and the one that it covers most, belong to it, one below 20% does not, any other with the
 * probability of its cover; gaps of a voxel are closed. Departure: at the image's border MIRP's closing takes a layer away.
 */
export function redrawn(image: Volume, mask: Mask, label: number, stream: RandomStream): Mask {
  const around = surroundingsOf(mask, label, surroundings)
  if (!around) return mask
  const { part, box } = around
  const intensities = Float64Array.from(resample(image, part, 'sitkLinear').data)
  const inside = Uint8Array.from(part.data, (value) => Number(value === label))
  const parts = supervoxels(scaledTo(intensities, inside), part.size, mask.spacing)
  const closed = closing(chosenOf(parts, inside, stream), part.size)
  const data = mask.data.slice()
  eachOf(mask.size, box, (inner, whole) => {
    data[whole] = closed[inner] ? label : 0
  })
  return { ...mask, data }
}

/** The voxels of the supervoxels that are drawn, each with the probability of what the region covers of it. */
function chosenOf(parts: Int32Array, inside: Uint8Array, stream: RandomStream): Uint8Array {
  const count = 1 + parts.reduce((most, number) => Math.max(most, number), 0)
  const voxels = new Float64Array(count)
  const shares = new Float64Array(count)
  for (let i = 0; i < parts.length; i++) {
    voxels[parts[i]]++
    shares[parts[i]] += inside[i]
  }
  for (let number = 0; number < count; number++) shares[number] /= voxels[number] || 1
  const most = shares.indexOf(shares.reduce((best, share) => Math.max(best, share), 0))
  const chosen = Uint8Array.from(shares, (share, number) => {
    if (share === 0) return 0
    const drawn = stream.uniform()
    return Number(drawn < (number === most || share >= 0.9 ? 1 : share < 0.2 ? 0 : share))
  })
  return Uint8Array.from(parts, (number) => chosen[number])
}

/** Intensities as 0 to 1 over the region's range and a tenth of it on both sides. */
export function scaledTo(values: Float64Array, inside: Uint8Array): Float64Array {
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
