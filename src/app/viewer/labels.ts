import { colour } from './slice-pixels.ts'

/** A label of the mask as the page lists it. */
export interface Label {
  value: number
  name: string
  /** Red, green, blue. */
  rgb: [number, number, number]
  visible: boolean
}

/** ITK-SNAP's first colours; the next labels take turns. */
const colours: [number, number, number][] = [
  [255, 64, 64],
  [64, 220, 64],
  [80, 130, 255],
  [255, 255, 64],
  [64, 235, 255],
  [255, 90, 255],
  [255, 180, 90],
  [190, 140, 255],
]

export const newLabel = (value: number, name = `label ${value}`): Label => ({
  value,
  name,
  rgb: colours[(value - 1) % colours.length],
  visible: true,
})

/** The labels of a mask in order, with the names that its file gives; label 1 is there from the start. */
export function labelsIn(mask: Uint16Array, names?: ReadonlyMap<number, string>): Label[] {
  const seen = new Uint8Array(65536)
  for (let i = 0; i < mask.length; i++) seen[mask[i]] = 1
  for (const value of names?.keys() ?? []) seen[value] = 1
  seen[1] = 1
  const found: Label[] = []
  for (let value = 1; value < seen.length; value++)
    if (seen[value] === 1) found.push(newLabel(value, names?.get(value) ?? (value === 1 ? 'lesion' : undefined)))
  return found
}

/** A label's colour for `paintLabels`; nothing where it is hidden or unknown. */
export function colourOf(labels: readonly Label[], opacity: number): (label: number) => number {
  const table = new Map(labels.filter(({ visible }) => visible).map(({ value, rgb }) => [value, rgb]))
  return (label) => {
    const rgb = table.get(label)
    return rgb ? colour(...rgb, Math.round(255 * opacity)) : 0
  }
}
