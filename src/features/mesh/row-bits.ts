import type { Region } from '../regions/region.ts'

/**
 * A region as rows of bits along x with a margin of zeros: bit x + 1 of row (y, z), `words` words a row, row
 * y + 1 + (ny + 2)(z + 1).
 */
export interface RowBits {
  words: number
  bits: Int32Array
  size: readonly [number, number, number]
}

export function rowBits({ size, voxels }: Region): RowBits {
  const [nx, ny, nz] = size
  const words = Math.ceil((nx + 2) / 32)
  const bits = new Int32Array(words * (ny + 2) * (nz + 2))
  let row = -1
  let start = 0
  let at = 0
  for (let v = 0; v < voxels.length; v++) {
    const voxel = voxels[v]
    if (row < 0 || voxel >= start + nx) {
      row = (voxel / nx) | 0
      start = row * nx
      const z = (row / ny) | 0
      at = words * (row - z * ny + 1 + (ny + 2) * (z + 1))
    }
    const b = voxel - start + 1
    bits[at + (b >> 5)] |= 1 << (b & 31)
  }
  return { words, bits, size }
}
