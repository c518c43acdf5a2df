/** The distributions by name, each with both tails to full relative precision. See `continuous.ts` for the members. */
export { beta, chiSquare, fisherF, gamma, normal, studentT } from './distributions/continuous.ts'
export { binomial, hypergeometric } from './distributions/discrete.ts'
export { studentizedRange } from './distributions/studentized-range.ts'
