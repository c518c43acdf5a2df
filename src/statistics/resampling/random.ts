import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { normal } from '../distributions/index.ts'

/** A stream of random numbers. Streams of different names share nothing, so work can be done in any order, on any core. */
export interface RandomStream {
  /** A whole number from 0 to n − 1, each as likely. */
  below: (n: number) => number
  /** A number in [0, 1) with 53 random bits. */
  uniform: () => number
  /** A standard normal number. */
  gaussian: () => number
}

/**
 * The stream that belongs to a seed and a name, such as `randomStream(20240601, 'bootstrap', 17)`.
 * Seed and name are hashed to the whole 128-bit state of xoroshiro128+, so that the 17th resample is the same whether the
 * first sixteen were made before it, elsewhere, or never.
 *
 * @param seed a whole number
 * @param name what the numbers are for
 * @returns the stream
 * @throws nothing
 * @example
 * ```ts
 * import { randomStream } from 'nomoscope/statistics'
 *
 * const again = randomStream(1, 'bootstrap', 17).uniform() === randomStream(1, 'bootstrap', 17).uniform()
 * again // → true
 * randomStream(1, 'bootstrap', 17).below(1) // → 0
 * ```
 */
export function randomStream(seed: number, ...name: (string | number)[]): RandomStream {
  const text = JSON.stringify([seed, ...name])
  const salts: number[] = [0x9e3779b9, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f]
  const state = salts.map((salt) => hash(text, salt))
  if (!state.some(Boolean)) state[0] = 1
  const generator = xoroshiro128plusFromState(state)
  const uniform = () => uniformFloat64(generator)
  return {
    below: (n) => uniformInt(generator, 0, n - 1),
    uniform,
    gaussian: () => normal.quantile(uniform() || 2 ** -54),
  }
}

/** MurmurHash3's mixing of a text's UTF-16 units, 32 bits. */
function hash(text: string, salt: number): number {
  let h = salt | 0
  for (let i = 0; i < text.length; i++) {
    let k = Math.imul(text.charCodeAt(i), 0xcc9e2d51)
    k = (k << 15) | (k >>> 17)
    h ^= Math.imul(k, 0x1b873593)
    h = (h << 13) | (h >>> 19)
    h = (Math.imul(h, 5) + 0xe6546b64) | 0
  }
  h ^= text.length
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/**
 * The values in random order, in place (Fisher–Yates).
 *
 * @param values n numbers; they are reordered in place
 * @param random a stream of random numbers, from `randomStream`
 * @returns the same array
 * @throws nothing
 * @example
 * ```ts
 * import { randomStream, shuffle } from 'nomoscope/statistics'
 *
 * shuffle([3, 1, 2], randomStream(1, 'order')).sort() // → [ 1, 2, 3 ]
 * ```
 */
export function shuffle<A extends { length: number; [i: number]: number }>(values: A, random: RandomStream): A {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const kept = values[i]
    values[i] = values[j]
    values[j] = kept
  }
  return values
}
