import { fisherF } from '../distributions/index.ts'

/** The F test of subjects against noise, by their mean squares, and the limits of the ratio. alpha  the share beyond each of them */
export function varianceRatio(between: number, noise: number, df1: number, df2: number, alpha: number) {
  const F = between / noise
  return {
    F,
    df1,
    df2,
    p: fisherF.upper(F, df1, df2),
    lower: F / fisherF.upperQuantile(alpha, df1, df2),
    upper: F * fisherF.upperQuantile(alpha, df2, df1),
  }
}

/** The intraclass correlation of a single measurement that a ratio of k measurements a subject stands for. */
export const ofSingle = (F: number, k: number) => (F === Infinity ? 1 : (F - 1) / (F + k - 1))
