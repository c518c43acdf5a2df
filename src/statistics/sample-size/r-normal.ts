import { normal } from '../distributions/index.ts'

/**
 * R's rnorm after set.seed(seed): Mersenne Twister, inversion. Only for figures that an R package defines by simulation
 * from a fixed seed; everything else draws from `randomStream`.
 * Source: Matsumoto & Nishimura 1998; R's documentation of RNGkind.
 */
export function rNormalStream(seed: number): () => number {
  const state = new Uint32Array(624)
  let scrambled = seed >>> 0
  const next = () => {
    scrambled = (Math.imul(scrambled, 69069) + 1) >>> 0
    return scrambled
  }
  for (let i = 0; i < 51; i++) next()
  for (let i = 0; i < 624; i++) state[i] = next()
  let position = 624
  const twist = () => {
    for (let i = 0; i < 624; i++) {
      const y = (state[i] & 0x80000000) | (state[(i + 1) % 624] & 0x7fffffff)
      state[i] = state[(i + 397) % 624] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
    }
    position = 0
  }
  const uniform = () => {
    if (position === 624) twist()
    let y = state[position++]
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    y ^= y >>> 18
    return Math.min(1 - 2.328306437080797e-10, Math.max(2.328306437080797e-10, (y >>> 0) * 2.3283064365386963e-10))
  }
  const big = 134217728
  return () => {
    const high = Math.floor(big * uniform())
    return normal.quantile((high + uniform()) / big)
  }
}
