import { NotTrainingRows, OutcomeOutsideTraining, PatientOnBothSides } from './errors/index.ts'

/** One column of some rows. */
export interface RowColumn {
  readonly name: string
  /** Of a factor; its values are then indices of these. */
  readonly levels?: readonly string[]
  /** One a row; NaN where not known. */
  readonly values: Float64Array
  /** The same by the second reader, NaN where that reader did not measure the row. */
  readonly second?: Float64Array
  /** The same by the first reader, where `values` are not that one's but the mean or the consensus of readers. */
  readonly first?: Float64Array
  /** The same measured again and again under perturbations. */
  readonly repeated?: RepeatedColumn
  /** Of a part too large to be held: its numbers are made whenever they are looked at, so look once and not in a loop. */
  readonly isMade?: true
}

/** Repeated measurements of a column, by row: their mean and standard deviation (n − 1), NaN where some are missing. */
export interface RepeatedColumn {
  readonly mean: Float64Array
  readonly sd: Float64Array
  /** Measurements of each row. */
  readonly count: number
}

/** Rows as any step may see them: predictors and who they belong to. There is no outcome here. */
export interface Rows {
  /** Number of each row in the study; a row stands here once, however often it was drawn. */
  readonly rows: Int32Array
  /** Patient of each row. */
  readonly patients: Int32Array
  /** Centre or scanner of each row, where the study names one. */
  readonly batches?: Int32Array
  /** Columns that a step may go by and that are no predictors here: what harmonisation keeps, further batches. */
  readonly beside?: readonly RowColumn[]
  readonly columns: readonly RowColumn[]
}

/** The follow-up of each row: its time, 1 where the event happened then, and of patients who came under observation late when they did. */
export interface FollowedRows {
  readonly kind: 'survival'
  readonly time: ArrayLike<number>
  readonly event: ArrayLike<number>
  readonly start?: ArrayLike<number>
}

/** What is to be predicted, one value a row. */
export type Outcome = { readonly kind: 'binary'; readonly positive: ArrayLike<number> } | FollowedRows

/** The outcomes at some rows, in their order. */
export function outcomeAt<Of extends Outcome>(outcome: Of, rows: ArrayLike<number>): Of
export function outcomeAt(outcome: Outcome, rows: ArrayLike<number>): Outcome {
  const at = (values: ArrayLike<number>) => Float64Array.from(rows, (row) => values[row])
  if (outcome.kind === 'binary') return { kind: 'binary', positive: at(outcome.positive) }
  const { time, event, start } = outcome
  return { kind: 'survival', time: at(time), event: at(event), ...(start && { start: at(start) }) }
}

declare const training: unique symbol

/**
 * The rows that a step may learn from, the only ones that come with an outcome. Nothing but `trainingRows` and
 * `narrowTraining` makes them, so a step cannot be written that reads the outcome of a row outside its training part.
 */
export interface TrainingRows extends Rows {
  readonly [training]: true
  readonly outcome: Outcome
  /**
   * How often each row was drawn: all 1 but in a bootstrap. Copies of a row are one row here, so that no inner fold can
   * have a copy on both of its sides.
   */
  readonly counts: Float64Array
  /** Where the step's own randomness comes from: the same rows and seed give the same fit. */
  readonly seed: number
}

/**
 * Whatever learns from rows. `fit` sees the training part alone and gives plain data; `apply` needs no more than that
 * data to treat any rows, and is handed no outcome.
 */
export interface Step<Fitted> {
  readonly name: string
  fit(training: TrainingRows): Fitted
  apply(fitted: Fitted, rows: Rows): Rows
}

const genuine = new WeakSet<object>()

/** Rows without an outcome; asking for one all the same (by a cast) throws OutcomeOutsideTraining. */
export function plainRows(rows: Rows): Rows {
  const { rows: numbers, patients, batches, beside, columns } = rows
  return Object.defineProperty({ rows: numbers, patients, batches, beside, columns }, 'outcome', {
    get: () => {
      throw OutcomeOutsideTraining()
    },
  })
}

/** The training part of a split: its rows, their outcomes, and how often each was drawn. */
export function trainingRows(rows: Rows, outcome: Outcome, counts: Float64Array, seed: number): TrainingRows {
  const { rows: numbers, patients, batches, beside, columns } = rows
  const made = { rows: numbers, patients, batches, beside, columns, outcome, counts, seed } as unknown as TrainingRows
  genuine.add(made)
  return made
}

/** The same training part with other columns, as the next step sees it after one has been applied. */
export function withColumns(training: TrainingRows, columns: readonly RowColumn[]): TrainingRows {
  requireTraining('withColumns', training)
  return trainingRows({ ...training, columns }, training.outcome, training.counts, training.seed)
}

/** Fits a step. Throws NotTrainingRows when what it is handed was not made as a training part. */
export function fitStep<Fitted>(step: Step<Fitted>, rows: TrainingRows): Fitted {
  requireTraining(step.name, rows)
  return step.fit(rows)
}

/**
 * An inner split of a training part: `held[i]` is 1 for the rows left out. The held rows lose their outcome, and come with
 * the columns that are asked for. Throws PatientOnBothSides when a patient would be learnt from and predicted.
 */
export function narrowTraining(
  rows: TrainingRows,
  held: Uint8Array,
  seed: number,
): { training: TrainingRows; held: (names: readonly string[]) => Rows } {
  requireTraining('an inner split', rows)
  requireApart(rows.patients, held)
  return {
    training: takeTraining(rows, positionsWhere(held, 0), seed),
    held: (names) => plainRows(takeRows(pickColumns(rows, names), positionsWhere(held, 1))),
  }
}

/** The rows with the named columns only, in the order of `names`; a name that is absent is left out. */
export function pickColumns(rows: Rows, names: readonly string[]): Rows {
  const { columns } = rows
  const picked: RowColumn[] = []
  let next = 0
  let byName: Map<string, RowColumn> | undefined
  for (const name of names) {
    // most often the names are in the order of the columns
    while (!byName && next < columns.length && columns[next].name !== name) next++
    if (next === columns.length) byName ??= new Map(columns.map((column) => [column.name, column]))
    const found = byName ? byName.get(name) : columns[next++]
    if (found) picked.push(found)
  }
  return { ...rows, columns: picked }
}

/** The training part without the rows whose flag in `kept` is 0: those that a model cannot use. */
export function keepTraining(training: TrainingRows, kept: Uint8Array): TrainingRows {
  requireTraining('keepTraining', training)
  return kept.includes(0) ? takeTraining(training, positionsWhere(kept, 1), training.seed) : training
}

function takeTraining(training: TrainingRows, positions: Int32Array, seed: number): TrainingRows {
  const counts = Float64Array.from(positions, (i) => training.counts[i])
  return trainingRows(takeRows(training, positions), outcomeAt(training.outcome, positions), counts, seed)
}

/** The rows at `positions`, with every column. */
function takeRows(rows: Rows, positions: Int32Array): Rows {
  return {
    rows: positions.map((i) => rows.rows[i]),
    patients: positions.map((i) => rows.patients[i]),
    batches: rows.batches && positions.map((i) => rows.batches![i]),
    beside: rows.beside?.map((one) => ({ ...one, values: Float64Array.from(positions, (i) => one.values[i]) })),
    columns: takeColumns(rows.columns, positions),
  }
}

/** Numbers (512 MB) that the columns of a part have at most where they are held. */
export const mostHeld = 2 ** 26

/** The columns at `positions`; those of a large part are gathered whenever they are looked at. */
export function takeColumns(columns: readonly RowColumn[], positions: Int32Array, most = mostHeld): RowColumn[] {
  const n = positions.length
  const readings = columns.reduce((count, column) => count + readingsOf(column), 0)
  const isMade = n * readings > most
  // one piece of memory for all columns: thousands of small ones take longer to get than to fill
  const block = new Float64Array(isMade ? 0 : n * readings)
  let taken = 0
  const from = (at: Int32Array) => (values: Float64Array) => {
    const own = isMade ? new Float64Array(n) : block.subarray(n * taken, n * ++taken)
    for (let i = 0; i < n; i++) own[i] = values[at[i]]
    return own
  }
  const take = from(positions)
  // of what is itself gathered, straight from where that comes from
  const through = new Map<Int32Array, typeof take>()
  return columns.map((column) => {
    const origin = origins.get(column)
    if (!origin) return remembered(changedColumn(column, take, isMade), column, positions)
    let straight = through.get(origin.positions)
    if (!straight) {
      straight = from(positions.map((i) => origin.positions[i]))
      through.set(origin.positions, straight)
    }
    return changedColumn(origin.column, straight, isMade)
  })
}

/** Where columns that are gathered whenever they are looked at come from. */
const origins = new WeakMap<RowColumn, { column: RowColumn; positions: Int32Array }>()

function remembered(made: RowColumn, column: RowColumn, positions: Int32Array): RowColumn {
  if (made.isMade) origins.set(made, { column, positions })
  return made
}

function readingsOf(column: RowColumn): number {
  if (column.isMade) return 1 // what else it has is rare, and would be made to be counted
  const { second, first, repeated } = column
  return 1 + (second ? 1 : 0) + (first ? 1 : 0) + (repeated ? 2 : 0)
}

/** The columns held, where they are few enough for that by now. */
export function heldColumns(columns: readonly RowColumn[], rows: number): readonly RowColumn[] {
  return rows * columns.length <= mostHeld && columns.some(({ isMade }) => isMade)
    ? columns.map((column) => ({ ...column, isMade: undefined }))
    : columns
}

/** Which of a column's numbers: its values or another reading, mean or standard deviation of repeated ones. */
type Reading = 'values' | 'second' | 'first' | 'mean' | 'sd'

/** The column with its numbers changed: at once, or whenever they are looked at where its own are made so. */
export function changedColumn(
  column: RowColumn,
  change: (values: Float64Array, reading: Reading) => Float64Array,
  isMade = column.isMade ?? false,
): RowColumn {
  const { name, levels } = column
  const reading = (which: 'values' | 'second' | 'first') => {
    const values = column[which]
    return values && change(values, which)
  }
  const repeated = () => {
    const own = column.repeated
    return own && { ...own, mean: change(own.mean, 'mean'), sd: change(own.sd, 'sd') }
  }
  if (isMade)
    return {
      name,
      levels,
      isMade,
      get values() {
        return reading('values')!
      },
      get second() {
        return reading('second')
      },
      get first() {
        return reading('first')
      },
      get repeated() {
        return repeated()
      },
    }
  const values = reading('values')!
  return { name, levels, values, second: reading('second'), first: reading('first'), repeated: repeated() }
}

/** Throws PatientOnBothSides unless all rows of a patient are held or none is. `held` has one flag a row. */
export function requireApart(patients: Int32Array, held: Uint8Array): void {
  const side = new Map<number, number>()
  for (let i = 0; i < patients.length; i++) {
    const other = side.get(patients[i])
    if (other === undefined) side.set(patients[i], held[i])
    else if (other !== held[i]) throw PatientOnBothSides(patients[i])
  }
}

function requireTraining(who: string, rows: Rows): void {
  if (!genuine.has(rows)) throw NotTrainingRows(who)
}

function positionsWhere(flags: Uint8Array, value: number): Int32Array {
  const positions: number[] = []
  for (let i = 0; i < flags.length; i++) if (flags[i] === value) positions.push(i)
  return Int32Array.from(positions)
}
