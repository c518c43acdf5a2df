import type { Mask } from '../volume.ts'

/**
 * The parts of a label that do not touch by faces (ITK's ConnectedComponent as it is by default), the largest first, each
 * as its voxels in ascending order; of equal size, the one that comes first in memory.
 *
 * @param mask labels, 0 background
 * @param label the one whose parts are asked for
 * @returns voxels' indices, one list a part
 */
export function partsOfLabel({ size, data }: Pick<Mask, 'size' | 'data'>, label: number): Uint32Array[] {
  const seen = new Uint8Array(data.length)
  const parts: Uint32Array[] = []
  const [nx, ny] = size
  const area = nx * ny
  const steps = [-1, 1, -nx, nx, -area, area]
  for (let start = 0; start < data.length; start++) {
    if (data[start] !== label || seen[start] !== 0) continue
    const part = [start]
    seen[start] = 1
    for (let next = 0; next < part.length; next++) {
      const voxel = part[next]
      const x = voxel % nx
      const y = Math.floor(voxel / nx) % ny
      for (const step of steps) {
        if ((step === -1 && x === 0) || (step === 1 && x === nx - 1)) continue
        if ((step === -nx && y === 0) || (step === nx && y === ny - 1)) continue
        const other = voxel + step
        if (other < 0 || other >= data.length || seen[other] !== 0 || data[other] !== label) continue
        seen[other] = 1
        part.push(other)
      }
    }
    parts.push(Uint32Array.from(part).sort())
  }
  return parts.sort((a, b) => b.length - a.length)
}

/** 1 in the largest part of a label, else 0. */
export function largestPart(mask: Pick<Mask, 'size' | 'data'>, label: number): Uint8Array {
  const out = new Uint8Array(mask.data.length)
  for (const voxel of partsOfLabel(mask, label)[0] ?? []) out[voxel] = 1
  return out
}
