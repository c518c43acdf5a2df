import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/**
 * Seeded damage to a file: bytes flipped, runs overwritten, cut, doubled or moved, numbers in its text replaced.
 * Most changes fall in the first kilobyte, where headers lie.
 */
export function mutator(seed: number): (bytes: Uint8Array) => Uint8Array {
  const random = xoroshiro128plus(seed)
  const below = (limit: number) => (limit <= 1 ? 0 : uniformInt(random, 0, limit - 1))
  const place = (length: number) => below(below(4) ? Math.min(length, 1024) : length)
  const numbers = ['0', '-1', '1e9', '999999999', '4294967296', 'nan', 'inf', '1e308', '0.5', '', '65536 65536 65536']
  const integers = [0, 1, 0x7f, 0x80, 0xff]

  const inPlace: ((bytes: Uint8Array) => Uint8Array)[] = [
    (bytes) => with_(bytes, below(bytes.length), below(256)),
    (bytes) => with_(bytes, place(bytes.length), below(256)),
    (bytes) => {
      // A bit turned: what memory and discs do.
      const at = below(bytes.length)
      return with_(bytes, at, (bytes[at] ?? 0) ^ (1 << below(8)))
    },
  ]
  // Half of the changes keep every length, or none would reach what lies behind a binary header.
  const changes: ((bytes: Uint8Array) => Uint8Array)[] = [
    ...inPlace,
    ...inPlace,
    (bytes) => with_(bytes, place(bytes.length), integers[below(integers.length)]),
    (bytes) => bytes.slice(0, below(bytes.length + 1)),
    (bytes) => {
      const start = place(bytes.length)
      return bytes.slice().fill(integers[below(integers.length)], start, start + 1 + below(8))
    },
    (bytes) => {
      const start = place(bytes.length)
      const run = bytes.subarray(start, start + below(64))
      return join(bytes.subarray(0, start), run, run, bytes.subarray(start + run.length))
    },
    (bytes) => {
      const start = place(bytes.length)
      return join(bytes.subarray(0, start), bytes.subarray(start + 1 + below(32)))
    },
    (bytes) => {
      const head = Buffer.from(bytes.subarray(0, 1024)).toString('latin1')
      const found = [...head.matchAll(/-?\d+(\.\d+)?/g)]
      if (!found.length) return bytes
      const one = found[below(found.length)]
      const text = numbers[below(numbers.length)]
      return join(bytes.subarray(0, one.index), Buffer.from(text, 'latin1'), bytes.subarray(one.index + one[0].length))
    },
  ]
  return (bytes) => {
    let out = bytes
    for (let count = 1 + below(3); count > 0; count--) out = changes[below(changes.length)](out)
    return out
  }
}

const with_ = (bytes: Uint8Array, at: number, value: number) => {
  const copy = bytes.slice()
  if (copy.length) copy[at] = value
  return copy
}

const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts))
