import { NotBinary, NotFinite, OneClassOnly } from '../../errors/index.ts'

/** Throws NotFinite, with its place, at the first NaN or infinite number. */
export function requireFinite(values: ArrayLike<number>, name: string, first = 0): void {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) throw NotFinite(name, first + i, values[i])
}

/** Throws NotBinary where y is not 0 or 1, OneClassOnly where a class has no row of positive weight; gives the counts. */
export function requireBothClasses(
  y: ArrayLike<number>,
  weights?: ArrayLike<number>,
): { positive: number; negative: number } {
  let positive = 0
  let negative = 0
  for (let i = 0; i < y.length; i++) {
    const value = y[i]
    if (value !== 0 && value !== 1) throw NotBinary(i, value)
    if (weights && !(weights[i] > 0)) continue
    if (value === 1) positive++
    else negative++
  }
  if (positive === 0 || negative === 0) throw OneClassOnly(positive, negative)
  return { positive, negative }
}
