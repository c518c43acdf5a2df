import { InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import type { Matrix } from '../numerics/matrix.ts'
import { auc } from './roc.ts'

/**
 * Hand and Till's M (2001): of every pair of classes the mean of both AUCs, that of the first class's probability and that
 * of the second's, among the rows of the two; the mean over pairs. Pairs of which a class is absent are left out.
 *
 * @param risk n × k probabilities
 * @param y n classes, 0 to k − 1
 * @returns M, 0.5 to 1 for what is better than chance; NaN where only one class is there. Equals pROC::multiclass.roc
 * @throws UnequalLengths where the rows differ
 * @example
 * ```ts
 * import { handTill } from 'nomoscope/statistics'
 *
 * handTill({ rows: 2, columns: 2, values: Float64Array.of(0.9, 0.2, 0.1, 0.8) }, [0, 1]) // → 1
 * ```
 */
export function handTill(risk: Matrix, y: ArrayLike<number>): number {
  const { rows: n, columns: k, values } = risk
  if (y.length !== n) throw UnequalLengths('risk', n, 'y', y.length)
  return overPairs(k, y, (rows, a, b) => {
    const first = auc(
      rows.map((i) => values[a * n + i]),
      rows.map((i) => Number(y[i] === a)),
    )
    const second = auc(
      rows.map((i) => values[b * n + i]),
      rows.map((i) => Number(y[i] === b)),
    )
    return (first + second) / 2
  })
}

/**
 * The ordinal c-index (ORC, Van Calster 2012): the mean over pairs of classes of the AUC by which a score tells the higher
 * class from the lower. Each pair counts alike, however many patients it has.
 *
 * @param score n values, higher for higher classes
 * @param y n classes in their order, 0 to k − 1
 * @returns the index; NaN where only one class is there
 * @throws UnequalLengths where the arrays differ in length
 * @throws InvalidArgument for a class that is no whole number from 0
 * @example
 * ```ts
 * import { ordinalConcordance } from 'nomoscope/statistics'
 *
 * ordinalConcordance([1, 2, 3], [0, 1, 2]) // → 1
 * ```
 */
export function ordinalConcordance(score: ArrayLike<number>, y: ArrayLike<number>): number {
  if (y.length !== score.length) throw UnequalLengths('score', score.length, 'y', y.length)
  let k = 0
  for (let i = 0; i < y.length; i++) {
    if (!(Number.isInteger(y[i]) && y[i] >= 0)) throw InvalidArgument('y', 'whole numbers from 0')
    k = Math.max(k, y[i] + 1)
  }
  return overPairs(k, y, (rows, _, b) =>
    auc(
      rows.map((i) => score[i]),
      rows.map((i) => Number(y[i] === b)),
    ),
  )
}

function overPairs(
  classes: number,
  y: ArrayLike<number>,
  of: (rows: number[], a: number, b: number) => number,
): number {
  let sum = 0
  let pairs = 0
  for (let a = 0; a < classes; a++)
    for (let b = a + 1; b < classes; b++) {
      const rows: number[] = []
      const there = [0, 0]
      for (let i = 0; i < y.length; i++) {
        if (y[i] !== a && y[i] !== b) continue
        rows.push(i)
        there[Number(y[i] === b)]++
      }
      if (there[0] === 0 || there[1] === 0) continue
      sum += of(rows, a, b)
      pairs++
    }
  return pairs > 0 ? sum / pairs : Number.NaN
}
