import { LabelAbsent, LabelChannelAbsent, MaskOfFractions, NothingSegmented } from '../../errors/index.ts'
import { component } from '../../image/formats/voxels.ts'
import type { Mask } from '../../image/volume.ts'

/**
 * The layer of a mask that is asked for, its labels as unsigned whole numbers (fractions are cut off).
 * Throws LabelChannelAbsent, NothingSegmented, LabelAbsent (with the labels that there are and their voxels).
 */
export function labelLayer(mask: Mask, label: number, channel: number): Mask {
  const channels = mask.components ?? 1
  if (channels > 1 && channel >= channels) throw LabelChannelAbsent(channel, channels)
  const layer = channels > 1 ? component(mask, channel) : mask
  refuseFractions(layer)
  const labels = wholeLabels(layer)
  if (labels.data.indexOf(label) < 0) {
    const voxels = labelVoxels(labels)
    if (voxels.size === 0) throw NothingSegmented()
    throw LabelAbsent(label, describeLabels(voxels, mask.segments))
  }
  return labels
}

/** A mask of fractions has no labels: probabilities, or labels that were interpolated or scaled. */
function refuseFractions({ data }: Mask) {
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return
  let [fractions, low, high] = [0, Infinity, -Infinity]
  for (let i = 0; i < data.length; i++) {
    if (data[i] < low) low = data[i]
    if (data[i] > high) high = data[i]
    if (!Number.isInteger(data[i])) fractions++
  }
  if (fractions) throw MaskOfFractions(fractions, low, high)
}

function wholeLabels(mask: Mask): Mask {
  const { data } = mask
  if (data instanceof Uint8Array || data instanceof Uint16Array || data instanceof Uint32Array) return mask
  // Storing cuts the fraction off.
  return { ...mask, pixelType: 'uint32', data: new Uint32Array(data) }
}

/** The voxels of each label but 0, by ascending label. */
export function labelVoxels(mask: Pick<Mask, 'data'>): Map<number, number> {
  const counts = new Map<number, number>()
  for (let i = 0; i < mask.data.length; i++) {
    const label = mask.data[i]
    if (label !== 0) counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  return new Map([...counts].sort(([a], [b]) => a - b))
}

const mostNamed = 12

function describeLabels(voxels: Map<number, number>, names?: Map<number, string>): string {
  const listed = [...voxels].slice(0, mostNamed).map(([label, count]) => {
    const name = names?.get(label)
    return `${label}${name ? ` "${name}"` : ''} (${count} voxel${count === 1 ? '' : 's'})`
  })
  if (voxels.size > mostNamed) listed.push(`${voxels.size - mostNamed} more`)
  return listed.join(', ')
}
