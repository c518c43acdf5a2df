const eps = 2 ** -52
const slots = 4096
const keys = new Float64Array(slots)
const terms = new Float64Array(slots)
const bits = new Float64Array(1)
const words = new Uint32Array(bits.buffer)

/**
 * p log₂(p + eps), the summand of every entropy. Probabilities are counts over a total, so that few differ: the last
 * ones are remembered, for the logarithm costs more than all the rest of a small matrix.
 */
export function entropyTerm(p: number): number {
  bits[0] = p
  const slot = Math.imul(words[0] ^ words[1], 0x9e3779b1) >>> 20
  if (keys[slot] === p) return terms[slot]
  keys[slot] = p
  return (terms[slot] = p * Math.log2(p + eps))
}
