import { InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import { type RandomStream, shuffle } from './random.ts'

/**
 * The rows that are split or drawn. A group is a patient: its rows (lesions, or copies that a bootstrap drew) stay together.
 */
export interface Rows {
  /** Patient of each row, any whole numbers; each row its own patient where absent. */
  groups?: ArrayLike<number>
  /** Stratum of each row, such as the outcome; a patient belongs to the highest stratum among its rows. */
  strata?: ArrayLike<number>
}

/** Row indices, rising. */
export type Split = { training: Int32Array; validation: Int32Array }

/**
 * Splits n rows by patient, `share` of the patients of each stratum (rounded) to the training part.
 *
 * @param n number of rows
 * @param share share of patients for training, between 0 and 1
 * @param random a stream of random numbers, from `randomStream`
 * @param rows the patient and the stratum of each row
 * @returns the rows of both parts, rising
 * @throws InvalidArgument where a part would be empty or the share is not between 0 and 1
 * @throws InvalidArgument for an n that is not a positive whole number
 * @throws UnequalLengths where groups or strata are not n
 * @example
 * ```ts
 * import { randomStream, stratifiedSplit } from 'nomoscope/statistics'
 *
 * const strata = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
 * const { training } = stratifiedSplit(10, 0.8, randomStream(1, 'split'), { strata })
 * training.length // → 8
 * training.filter((row) => strata[row] === 1).length // → 4
 * ```
 */
export function stratifiedSplit(n: number, share: number, random: RandomStream, rows: Rows = {}): Split {
  if (!(share > 0 && share < 1)) throw InvalidArgument('share', 'between 0 and 1')
  const { members, strata } = patientsOf(n, rows)
  const inTraining = new Uint8Array(members.length)
  for (const patients of strata) {
    shuffle(patients, random)
    const take = Math.round(share * patients.length)
    for (let i = 0; i < take; i++) inTraining[patients[i]] = 1
  }
  const part = (wanted: number) =>
    Int32Array.from(members.flatMap((own, p) => (inTraining[p] === wanted ? own : []))).sort()
  const split = { training: part(1), validation: part(0) }
  if (split.training.length === 0 || split.validation.length === 0)
    throw InvalidArgument('share', `such that both parts of ${members.length} patients have some`)
  return split
}

/**
 * The fold (0 to k − 1) of each row: patients of each stratum dealt out in random order, so folds differ by at most one
 * patient in all and in each stratum by at most one.
 *
 * @param n number of rows
 * @param k number of folds, 2 or more
 * @param random a stream of random numbers, from `randomStream`
 * @param rows the patient and the stratum of each row
 * @returns n folds
 * @throws InvalidArgument for fewer patients than folds
 * @throws InvalidArgument for an n that is not a positive whole number
 * @throws UnequalLengths where groups or strata are not n
 * @example
 * ```ts
 * import { kFold, randomStream } from 'nomoscope/statistics'
 *
 * Array.from(kFold(6, 3, randomStream(1, 'folds'))).sort() // → [ 0, 0, 1, 1, 2, 2 ]
 * ```
 */
export function kFold(n: number, k: number, random: RandomStream, rows: Rows = {}): Int32Array {
  const { members, strata } = patientsOf(n, rows)
  if (!(Number.isInteger(k) && k >= 2 && k <= members.length))
    throw InvalidArgument('k', `from 2 to the number of patients (${members.length}), not ${k}`)
  const fold = new Int32Array(n)
  let next = 0
  const order = shuffle(
    Int32Array.from({ length: k }, (_, i) => i),
    random,
  )
  for (const patients of strata)
    for (const patient of shuffle(patients, random)) {
      for (const row of members[patient]) fold[row] = order[next]
      next = (next + 1) % k
    }
  return fold
}

/**
 * `kFold` once a repeat, each from its own stream, so that repeat 7 does not depend on how many are asked for.
 *
 * @param n number of rows
 * @param k number of folds, 2 or more
 * @param repeats how many times
 * @param stream the stream of each repeat, from 0
 * @param rows the patient and the stratum of each row
 * @returns the n folds of each repeat
 * @throws InvalidArgument for fewer patients than folds
 * @throws InvalidArgument for an n that is not a positive whole number
 * @throws UnequalLengths where groups or strata are not n
 * @example
 * ```ts
 * import { randomStream, repeatedKFold } from 'nomoscope/statistics'
 *
 * const folds = repeatedKFold(6, 3, 2, (repeat) => randomStream(1, 'folds', repeat))
 * folds.map((fold) => Array.from(fold).sort()) // → [ [ 0, 0, 1, 1, 2, 2 ], [ 0, 0, 1, 1, 2, 2 ] ]
 * ```
 */
export function repeatedKFold(
  n: number,
  k: number,
  repeats: number,
  stream: (repeat: number) => RandomStream,
  rows: Rows = {},
): Int32Array[] {
  return Array.from({ length: repeats }, (_, repeat) => kFold(n, k, stream(repeat), rows))
}

/**
 * Rows of a fold and of all others, rising.
 *
 * @param fold n folds, from `kFold`
 * @param which the fold that is held out
 * @returns its rows as validation, all others as training
 * @throws nothing
 * @example
 * ```ts
 * import { foldRows } from 'nomoscope/statistics'
 *
 * const { training, validation } = foldRows([0, 1, 0, 1], 1)
 * Array.from(training) // → [ 0, 2 ]
 * Array.from(validation) // → [ 1, 3 ]
 * ```
 */
export function foldRows(fold: ArrayLike<number>, which: number): Split {
  const training: number[] = []
  const validation: number[] = []
  for (let row = 0; row < fold.length; row++) (fold[row] === which ? validation : training).push(row)
  return { training: Int32Array.from(training), validation: Int32Array.from(validation) }
}

/** One bootstrap draw. */
export interface Bootstrap {
  /** The drawn rows, patient after patient, with their repeats. */
  rows: Int32Array
  /**
   * The patient of each drawn row, by its number in the data: hand it to `kFold` as `groups`, and all copies of a patient
   * fall into one inner fold.
   */
  patients: Int32Array
  /** Rows of the patients that were not drawn, rising. */
  outOfBag: Int32Array
}

/**
 * Draws as many patients as there are, with replacement, all rows of each; within strata where these are given.
 *
 * @param n number of rows
 * @param random a stream of random numbers, from `randomStream`
 * @param rows the patient and the stratum of each row
 * @returns the drawn rows, their patients, and the rows not drawn
 * @throws InvalidArgument for an n that is not a positive whole number
 * @throws UnequalLengths where groups or strata are not n
 * @example
 * ```ts
 * import { bootstrap, randomStream } from 'nomoscope/statistics'
 *
 * const { rows, outOfBag } = bootstrap(10, randomStream(1, 'bootstrap', 0))
 * rows.length // → 10
 * new Set([...rows, ...outOfBag]).size // → 10
 * ```
 */
export function bootstrap(n: number, random: RandomStream, rows: Rows = {}): Bootstrap {
  const { members, strata, groups } = patientsOf(n, rows)
  const drawn = new Uint8Array(members.length)
  const taken: number[] = []
  const patient: number[] = []
  for (const patients of strata)
    for (let i = 0; i < patients.length; i++) {
      const p = patients[random.below(patients.length)]
      drawn[p] = 1
      for (const row of members[p]) {
        taken.push(row)
        patient.push(groups[p])
      }
    }
  return {
    rows: Int32Array.from(taken),
    patients: Int32Array.from(patient),
    outOfBag: Int32Array.from(members.flatMap((own, p) => (drawn[p] ? [] : own))).sort(),
  }
}

/**
 * Which row lends its label to each row, for a permutation test. Labels move between patients with equally many rows, so
 * that the rows of one patient go on sharing what they share.
 *
 * @param n number of rows
 * @param random a stream of random numbers, from `randomStream`
 * @param rows the patient of each row
 * @returns n row indices, each once
 * @throws InvalidArgument for an n that is not a positive whole number
 * @throws UnequalLengths where groups or strata are not n
 * @example
 * ```ts
 * import { permutation, randomStream } from 'nomoscope/statistics'
 *
 * Array.from(permutation(3, randomStream(1, 'permutation'))).sort() // → [ 0, 1, 2 ]
 * ```
 */
export function permutation(n: number, random: RandomStream, rows: Pick<Rows, 'groups'> = {}): Int32Array {
  const { members } = patientsOf(n, rows)
  const from = new Int32Array(n)
  const bySize = new Map<number, number[]>()
  members.forEach((own, p) => {
    const same = bySize.get(own.length)
    if (same) same.push(p)
    else bySize.set(own.length, [p])
  })
  for (const patients of [...bySize.entries()].sort((a, b) => a[0] - b[0]).map((entry) => entry[1])) {
    const lenders = shuffle([...patients], random)
    patients.forEach((p, i) => {
      members[p].forEach((row, r) => {
        from[row] = members[lenders[i]][r]
      })
    })
  }
  return from
}

/** Patients in the order of their first rows, with their rows; the strata, rising, with their patients. */
function patientsOf(n: number, { groups, strata }: Rows) {
  if (!(Number.isInteger(n) && n > 0)) throw InvalidArgument('n', 'a positive whole number of rows')
  if (groups && groups.length !== n) throw UnequalLengths('the data', n, 'groups', groups.length)
  if (strata && strata.length !== n) throw UnequalLengths('the data', n, 'strata', strata.length)
  const members: number[][] = []
  const ids: number[] = []
  const stratum: number[] = []
  const known = new Map<number, number>()
  for (let row = 0; row < n; row++) {
    const id = groups ? groups[row] : row
    let p = known.get(id)
    if (p === undefined) {
      p = members.length
      known.set(id, p)
      members.push([])
      ids.push(id)
      stratum.push(strata ? strata[row] : 0)
    }
    members[p].push(row)
    if (strata) stratum[p] = Math.max(stratum[p], strata[row])
  }
  const levels = [...new Set(stratum)].sort((a, b) => a - b)
  const byLevel = levels.map((level) => stratum.flatMap((own, p) => (own === level ? [p] : [])))
  return { members, groups: ids, strata: byLevel }
}
