import type { Mask, Triple } from '../volume.ts'

/**
 * Millimetres from each voxel's centre to the nearest centre of a label's voxels (0 within), Infinity beyond `reach`.
 * Exact, axis by axis; only the region's surroundings within `reach` are worked on.
 * Source: Felzenszwalb & Huttenlocher 2012.
 */
export function distanceFrom(mask: Mask, label: number, reach: number): Float32Array {
  const { size, spacing, data } = mask
  const out = new Float32Array(size[0] * size[1] * size[2]).fill(Infinity)
  const box = boxAround(mask, label, reach)
  if (!box) return out
  const [from, to] = box
  const n: Triple = [to[0] - from[0] + 1, to[1] - from[1] + 1, to[2] - from[2] + 1]
  const squares = new Float64Array(n[0] * n[1] * n[2])
  for (let z = 0, i = 0; z < n[2]; z++)
    for (let y = 0; y < n[1]; y++) {
      const row = from[0] + size[0] * (from[1] + y + size[1] * (from[2] + z))
      for (let x = 0; x < n[0]; x++, i++) squares[i] = data[row + x] === label ? 0 : far
    }
  const strides = [1, n[0], n[0] * n[1]]
  for (let axis = 0; axis < 3; axis++) alongAxis(squares, n, strides, axis, spacing[axis])
  for (let z = 0, i = 0; z < n[2]; z++)
    for (let y = 0; y < n[1]; y++) {
      const row = from[0] + size[0] * (from[1] + y + size[1] * (from[2] + z))
      for (let x = 0; x < n[0]; x++, i++) {
        const distance = Math.sqrt(squares[i])
        if (distance <= reach) out[row + x] = distance
      }
    }
  return out
}

const far = 1e20

/** The box of a label's voxels and what lies within `reach` mm of it, inside the image: its first and last voxel. */
export function boxAround({ size, spacing, data }: Mask, label: number, reach: number): [Triple, Triple] | undefined {
  const from: Triple = [Infinity, Infinity, Infinity]
  const to: Triple = [-1, -1, -1]
  const [nx, ny, nz] = size
  for (let z = 0; z < nz; z++)
    for (let y = 0; y < ny; y++) {
      const row = nx * (y + ny * z)
      let first = 0
      while (first < nx && data[row + first] !== label) first++
      if (first === nx) continue
      let last = nx - 1
      while (data[row + last] !== label) last--
      from[0] = Math.min(from[0], first)
      to[0] = Math.max(to[0], last)
      from[1] = Math.min(from[1], y)
      to[1] = Math.max(to[1], y)
      from[2] = Math.min(from[2], z)
      to[2] = z
    }
  if (to[0] < 0) return undefined
  for (let axis = 0; axis < 3; axis++) {
    const margin = Math.ceil(reach / spacing[axis])
    from[axis] = Math.max(0, from[axis] - margin)
    to[axis] = Math.min(size[axis] - 1, to[axis] + margin)
  }
  return [from, to]
}

/** The lower envelope of parabolas along every line of one axis. */
function alongAxis(squares: Float64Array, n: Triple, strides: number[], axis: number, step: number) {
  const length = n[axis]
  const stride = strides[axis]
  const f = new Float64Array(length)
  const vertex = new Int32Array(length)
  const border = new Float64Array(length + 1)
  const lines = squares.length / length
  for (let line = 0; line < lines; line++) {
    // The lines of an axis begin at the voxels whose coordinate along it is 0.
    const start = (line % stride) + Math.floor(line / stride) * stride * length
    for (let q = 0; q < length; q++) f[q] = squares[start + q * stride]
    let k = 0
    vertex[0] = 0
    border[0] = -Infinity
    border[1] = Infinity
    for (let q = 1; q < length; q++) {
      let at: number
      do {
        const p = vertex[k]
        at = (f[q] - f[p] + step * step * (q * q - p * p)) / (2 * step * step * (q - p))
      } while (at <= border[k] && --k >= 0)
      k++
      vertex[k] = q
      border[k] = at
      border[k + 1] = Infinity
    }
    for (let q = 0, j = 0; q < length; q++) {
      while (border[j + 1] < q) j++
      squares[start + q * stride] = (step * (q - vertex[j])) ** 2 + f[vertex[j]]
    }
  }
}
