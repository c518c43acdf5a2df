import { randomStream } from '../../statistics/resampling/random.ts'
import { bootstrap, kFold, permutation } from '../../statistics/resampling/resampling.ts'
import { type Outcome, outcomeAt, requireApart } from '../../step.ts'
import type { TrainingSample } from '../data/training-sample.ts'
import { eventFlags, patientsByFlag } from '../fit/inner-folds.ts'

/** The whole of some rows, each once. */
export function fullSample(rows: Int32Array, outcome: Outcome, seed: number): TrainingSample {
  return { rows, counts: new Float64Array(rows.length).fill(1), outcome: outcomeAt(outcome, rows), seed }
}

/** A fold of a cross-validation: what is learnt from, and the rows that were left out. */
export interface Fold {
  part: TrainingSample
  held: Int32Array
}

/**
 * The folds of one cross-validation of `rows`, by patient and stratified by outcome. `outcome` and `patients` are those of
 * the whole table. Fewer than `folds` where fewer patients have the outcome (or event), or have it not: a fold without
 * both has no AUC. Two at least.
 */
export function crossValidationFolds(
  rows: Int32Array,
  outcome: Outcome,
  patients: Int32Array,
  folds: number,
  seed: number,
  ...name: (string | number)[]
): Fold[] {
  const flags = eventFlags(outcome)
  const groups = rows.map((row) => patients[row])
  const strata = Float64Array.from(rows, (row) => flags[row])
  const [having, without] = patientsByFlag(groups, strata)
  const k = Math.min(folds, Math.max(2, outcome.kind === 'binary' ? Math.min(having, without) : having))
  const fold = kFold(rows.length, k, randomStream(seed, 'folds', ...name), { groups, strata })
  return Array.from({ length: k }, (_, f) => {
    requireApart(
      groups,
      Uint8Array.from(fold, (own) => Number(own === f)),
    )
    const inside = rows.filter((_, i) => fold[i] !== f)
    const own = seedOf(seed, 'fold', ...name, f)
    return { part: fullSample(inside, outcome, own), held: rows.filter((_, i) => fold[i] === f) }
  })
}

/** Bootstrap sample number `b` of `rows`: patients drawn with replacement, copies kept as counts. */
export function bootstrapSample(
  rows: Int32Array,
  outcome: Outcome,
  patients: Int32Array,
  b: number,
  seed: number,
): TrainingSample {
  const groups = rows.map((row) => patients[row])
  const drawn = bootstrap(rows.length, randomStream(seed, 'bootstrap', b), { groups })
  const counts = new Float64Array(rows.length)
  for (const position of drawn.rows) counts[position]++
  const inside = rows.filter((_, i) => counts[i] > 0)
  return {
    rows: inside,
    counts: counts.filter((count) => count > 0),
    outcome: outcomeAt(outcome, inside),
    seed: seedOf(seed, 'bootstrap', b),
  }
}

/** The outcomes of the table dealt to other patients of `rows` at random; all other rows keep theirs. */
export function permutedOutcome(
  outcome: Outcome,
  rows: Int32Array,
  patients: Int32Array,
  k: number,
  seed: number,
): Outcome {
  const groups = rows.map((row) => patients[row])
  const lender = permutation(rows.length, randomStream(seed, 'permutation', k), { groups })
  const n = outcome.kind === 'binary' ? outcome.positive.length : outcome.time.length
  const from = Int32Array.from({ length: n }, (_, row) => row)
  rows.forEach((row, i) => {
    from[row] = rows[lender[i]]
  })
  return outcomeAt(outcome, from)
}

/** A seed that belongs to a purpose and its number. */
export function seedOf(seed: number, ...name: (string | number)[]): number {
  return randomStream(seed, ...name).below(2 ** 31)
}
