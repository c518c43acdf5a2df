import type { RowBits } from './row-bits.ts'

/** The ends (in doubled coordinates) of the line of vertices at each of two places; `none` where there is no vertex. */
export interface Ends {
  /** Places along the line's plane and across it. */
  planes: number
  across: number
  low: Int32Array
  high: Int32Array
}
/** Stands at the low end of a line without a vertex. */
export const none = 2 ** 30

/** The ends of all lines of vertices along x (by z, then y) and along y (by z, then x). */
export function lineEnds({ words, bits, size: [nx, ny, nz] }: RowBits): { alongX: Ends; alongY: Ends } {
  const [px, py, pz] = [2 * nx + 1, 2 * ny + 1, 2 * nz + 1]
  const ends = (planes: number, across: number): Ends => ({
    planes,
    across,
    low: new Int32Array(planes * across).fill(none),
    high: new Int32Array(planes * across).fill(-none),
  })
  const alongX = ends(pz, py)
  const alongY = ends(pz, px)
  const plane = words * (ny + 2)
  const seen = new Int32Array(words)
  // x faces to the left and to the right, y faces up and down, z faces up and down: where each lies in doubled coordinates.
  const faces = [
    [-1, 0, 0],
    [1, 0, 0],
    [0, -1, 0],
    [0, 1, 0],
    [0, 0, -1],
    [0, 0, 1],
  ]
  for (const [dx, dy, dz] of faces) {
    const step = dy * words + dz * plane
    const open = (at: number, w: number) => {
      const own = bits[at + w]
      if (dx < 0) return own & ~((own << 1) | (w > 0 ? bits[at + w - 1] >>> 31 : 0))
      if (dx > 0) return own & ~((own >>> 1) | (w + 1 < words ? bits[at + w + 1] << 31 : 0))
      return own & ~bits[at + w + step]
    }
    for (let z = 0; z < nz; z++) {
      const zPlace = 2 * z + dz + 1
      seen.fill(0)
      for (let y = 0; y < ny; y++) {
        const at = words * (y + 1 + (ny + 2) * (z + 1))
        const place = 2 * y + dy + 1 + py * zPlace
        const y2 = 2 * y + dy
        for (let w = 0; w < words; w++) {
          const here = open(at, w)
          if (here === 0) continue
          const low = 2 * (32 * w + 31 - Math.clz32(here & -here) - 1) + dx
          const high = 2 * (32 * w + 31 - Math.clz32(here) - 1) + dx
          if (low < alongX.low[place]) alongX.low[place] = low
          if (high > alongX.high[place]) alongX.high[place] = high
          let fresh = here & ~seen[w]
          seen[w] |= here
          while (fresh !== 0) {
            const x2 = 2 * (32 * w + 31 - Math.clz32(fresh & -fresh) - 1) + dx
            fresh &= fresh - 1
            const line = x2 + 1 + px * zPlace
            if (y2 < alongY.low[line]) alongY.low[line] = y2
          }
        }
      }
      seen.fill(0)
      for (let y = ny - 1; y >= 0; y--) {
        const at = words * (y + 1 + (ny + 2) * (z + 1))
        const y2 = 2 * y + dy
        for (let w = 0; w < words; w++) {
          const here = open(at, w)
          let fresh = here & ~seen[w]
          seen[w] |= here
          while (fresh !== 0) {
            const x2 = 2 * (32 * w + 31 - Math.clz32(fresh & -fresh) - 1) + dx
            fresh &= fresh - 1
            const line = x2 + 1 + px * zPlace
            if (y2 > alongY.high[line]) alongY.high[line] = y2
          }
        }
      }
    }
  }
  return { alongX, alongY }
}
