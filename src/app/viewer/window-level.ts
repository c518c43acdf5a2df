import type { Voxels } from '../../image/volume.ts'

/** Values from `low` (black) to `high` (white). */
export interface Window {
  low: number
  high: number
}

/** Windows of CT in HU, by name; MR has no units, so there the image's own spread decides. */
export const windowPresets: Record<string, Window> = {
  'soft tissue': { low: -160, high: 240 },
  lung: { low: -1350, high: 150 },
  bone: { low: -450, high: 1050 },
  brain: { low: 0, high: 80 },
  liver: { low: -45, high: 105 },
}

/**
 * The window that leaves `share` of the voxels black and as many white (ITK-SNAP's automatic contrast leaves 0.1 %).
 * Read from a histogram of at most a million voxels, so that a large image is not sorted.
 */
export function autoWindow(data: Voxels, share = 0.001): Window {
  const step = Math.max(1, Math.floor(data.length / 1e6))
  let [least, most] = [Infinity, -Infinity]
  for (let i = 0; i < data.length; i += step) {
    const value = data[i]
    if (value < least) least = value
    if (value > most) most = value
  }
  if (!(most > least))
    return { low: Number.isFinite(least) ? least - 0.5 : 0, high: Number.isFinite(least) ? least + 0.5 : 1 }
  const bins = new Uint32Array(4096)
  const scale = (bins.length - 1) / (most - least)
  let counted = 0
  for (let i = 0; i < data.length; i += step)
    if (Number.isFinite(data[i])) {
      bins[Math.round((data[i] - least) * scale)]++
      counted++
    }
  const wanted = counted * share
  let [low, high] = [0, bins.length - 1]
  for (let sum = bins[low]; sum <= wanted && low < high; sum += bins[++low]);
  for (let sum = bins[high]; sum <= wanted && high > low; sum += bins[--high]);
  if (low === high) return { low: least, high: most }
  return { low: least + low / scale, high: least + high / scale }
}

/** The window moved by a drag: to the right it widens, downwards it brightens; `extent` is the image's spread of values. */
export function draggedWindow({ low, high }: Window, dx: number, dy: number, extent: number): Window {
  const width = Math.max(extent / 4096, (high - low) * Math.exp(dx / 200))
  const centre = (low + high) / 2 - (dy * extent) / 1000
  return { low: centre - width / 2, high: centre + width / 2 }
}
