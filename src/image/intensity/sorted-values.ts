import type { Voxels } from '../volume.ts'

/** Which voxels: every `step`-th, and of a region those where it is not 0, or where it is 0 (`outside`). */
export interface Which {
  region?: ArrayLike<number>
  outside?: boolean
  step?: number
}

/** Values in ascending order. */
export function sortedValues(data: Voxels, which: Which = {}): Float64Array {
  return data.BYTES_PER_ELEMENT <= 2 ? countedOut(data, which) : taken(data, which).sort()
}

function taken(data: Voxels, { region, outside = false, step = 1 }: Which): Float64Array {
  const values = new Float64Array(Math.ceil(data.length / step))
  let to = 0
  for (let i = 0; i < data.length; i += step)
    if (region === undefined || (region[i] === 0) === outside) values[to++] = data[i]
  return values.subarray(0, to)
}

/** How often each integer of 16 bits occurs; 0 between two calls. */
let counts: Uint32Array | undefined
const offset = 32768

/** Whole numbers of few bits are counted, which takes one look at each. */
function countedOut(data: Voxels, { region, outside = false, step = 1 }: Which): Float64Array {
  const [least, most] = data instanceof Uint16Array ? [0, 65535] : [-32768, 32767]
  counts ??= new Uint32Array(65536)
  const table = counts
  const shift = least === 0 ? 0 : offset
  let low = most
  let high = least
  let n = 0
  for (let i = 0; i < data.length; i += step) {
    if (region !== undefined && (region[i] === 0) !== outside) continue
    const value = data[i]
    if (value < low) low = value
    if (value > high) high = value
    table[value + shift]++
    n++
  }
  const values = new Float64Array(n)
  let to = 0
  for (let value = low; value <= high; value++) {
    const count = table[value + shift]
    if (count === 0) continue
    values.fill(value, to, to + count)
    to += count
    table[value + shift] = 0
  }
  return values
}
