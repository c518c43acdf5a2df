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

/**
 * Labels that were scaled, such as 0 and 1.7, are read as PyRadiomics reads them: the fraction is cut off. Where that loses
 * voxels to the background or makes one label of different values, they were probabilities or interpolated: no labels.
 */
function refuseFractions({ data }: Mask) {
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return
  const valueOfLabel = new Map<number, number>([[0, 0]])
  let [fractions, low, high, ambiguous] = [0, Infinity, -Infinity, false]
  for (let i = 0; i < data.length; i++) {
    const value = data[i]
    if (value < low) low = value
    if (value > high) high = value
    if (!Number.isInteger(value)) fractions++
    if (ambiguous) continue
    const label = value >>> 0
    const known = valueOfLabel.get(label)
    if (known === undefined) valueOfLabel.set(label, value)
    else if (known !== value) ambiguous = true
  }
  if (fractions && ambiguous) throw MaskOfFractions(fractions, low, high)
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

const maximumNamed = 12

function describeLabels(voxels: Map<number, number>, names?: Map<number, string>): string {
  const listed = [...voxels].slice(0, maximumNamed).map(([label, count]) => {
    const name = names?.get(label)
    // Below 0 a label has wrapped around, as PyRadiomics' has.
    return `${label > 0x7fff_ffff ? `−${0x1_0000_0000 - label}` : label}${name ? ` "${name}"` : ''} (${count} voxel${count === 1 ? '' : 's'})`
  })
  if (voxels.size > maximumNamed) listed.push(`${voxels.size - maximumNamed} more`)
  return listed.join(', ')
}
