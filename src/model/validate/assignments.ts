import { bootstrapSample, crossValidationFolds } from '../resample/samples.ts'
import type { ModelStudy, ValidationSettings } from './model-study.ts'

/**
 * Which fold of each nested cross-validation a training row was in (from 1), and how often each bootstrap sample drew it:
 * one text a repeat or sample, its numbers in the order of the training rows.
 */
export function assignments(
  { outcome, training, table, seed }: ModelStudy,
  { nested, bootstrap }: ValidationSettings,
): { nested: string[]; bootstrap: string[] } {
  const at = new Map(Array.from(training, (row, i) => [row, i]))
  const text = (fill: (into: number[]) => void) => {
    const numbers = Array.from(training, () => 0)
    fill(numbers)
    return numbers.join(' ')
  }
  return {
    nested: Array.from({ length: nested?.repeats ?? 0 }, (_, r) =>
      text((into) => {
        crossValidationFolds(training, outcome, table.patients, nested!.folds, seed, 'nested', r).forEach(
          ({ held }, f) => {
            for (const row of held) into[at.get(row)!] = f + 1
          },
        )
      }),
    ),
    bootstrap: Array.from({ length: bootstrap }, (_, b) =>
      text((into) => {
        const { rows, counts } = bootstrapSample(training, outcome, table.patients, b, seed)
        rows.forEach((row, i) => {
          into[at.get(row)!] = counts[i]
        })
      }),
    ),
  }
}
