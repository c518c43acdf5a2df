/** The distributions by name, each with both tails to full relative precision. See `continuous.ts` for the members. */
export { beta, chiSquare, fisherF, gamma, normal, studentT } from './continuous.ts'
export { binomial, hypergeometric } from './discrete.ts'
export { studentizedRange } from './studentized-range.ts'
