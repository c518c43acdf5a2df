import { spearman } from '../statistics/descriptive/correlation.ts'
import { treatmentName } from './codebook/draft-codebook.ts'
import type { Cohort, Column, Measured } from './codebook/variable.ts'

/** Why a column may not predict the outcome. */
export interface Refusal {
  column: string
  reason: string
}

/**
 * The columns that may not be predictors of `outcome`, each with the reason:
 * the outcome itself; what the codebook says was computed from it, or from what it was computed from, and those
 * sources; what is known only after it (`measured: after`); and what is shown to encode it.
 *
 * @param cohort the rows and their codebook
 * @param outcome name of its column
 * @param candidates names of columns
 * @returns the refused ones with the reason; a column that the cohort has not is none of them
 * @example
 * ```ts
 * import { buildCohort, readTable, refusePredictors } from 'nomoscope/cohort'
 * const csv = new TextEncoder().encode('id,age,relapse\nP1,40,yes\nP2,51,no\nP3,49,no\nP4,63,yes\n')
 * const { cohort } = buildCohort(await readTable(csv, 'patients.csv'), { id: 'id' })
 * refusePredictors(cohort, 'relapse', ['age', 'relapse']).map(({ column }) => column) // → [ 'relapse' ]
 * ```
 */
export function refusePredictors(cohort: Cohort, outcome: string, candidates: Iterable<string>): Refusal[] {
  const sources = ancestors(cohort, outcome)
  const refusals: Refusal[] = []
  for (const column of candidates) {
    const found = cohort.columns.get(column)
    const reason = found && refusalOf(cohort, outcome, sources, found)
    if (reason) refusals.push({ column, reason })
  }
  return refusals
}

function refusalOf(cohort: Cohort, outcome: string, sources: Set<string>, column: Column): string | undefined {
  const { name, measured, type } = column.variable
  if (name === outcome) return 'it is the outcome'
  if (sources.has(name)) return `${outcome} is derived from it`
  const own = ancestors(cohort, name)
  if (own.has(outcome)) return `it is derived from ${outcome}`
  for (const source of own) if (sources.has(source)) return `it is derived from ${source}, and so is ${outcome}`
  if (measured === 'after') return `it is known only after ${outcome}`
  if (type === 'date')
    return 'it is a date, which says nothing of a new patient; `derive: years(date - birth_date)` or the like makes a number of it'
  if (type === 'id') return 'it is an identifier'
  if (type === 'text') return ticked(column.text ?? []) ?? 'it is free text'
  return encodes(column, cohort.columns.get(outcome))
}

/** Why a column of one mark and blanks says nothing as it stands; undefined for other texts. */
function ticked(cells: readonly string[]): string | undefined {
  const filled = cells.filter((cell) => cell !== '')
  if (filled.length === 0 || filled.length === cells.length || filled.some((cell) => cell !== filled[0]))
    return undefined
  return `it is "${filled[0]}" in ${filled.length} rows and empty in ${cells.length - filled.length}; if empty means no, say so in the codebook: \`recode: { '': ${/^\d+$/.test(filled[0]) ? 0 : 'no'} }\``
}

/** Everything a column was computed from, step by step back; circular statements end where they began. */
function ancestors(cohort: Cohort, name: string): Set<string> {
  const found = new Set<string>()
  const open = [...(cohort.columns.get(name)?.variable.derivedFrom ?? [])]
  while (open.length > 0) {
    const next = open.pop()!
    if (next === name || found.has(next)) continue
    found.add(next)
    open.push(...(cohort.columns.get(next)?.variable.derivedFrom ?? []))
  }
  return found
}

/** Fewer rows of a class than this prove nothing: a good predictor may separate them by chance. */
const minimumRows = 8
/** More values than this are not codes of the outcome. */
const maximumCodes = 12

/**
 * The features, by name, whose values determine the outcome: somebody's label among the measurements.
 *
 * @param names of the features
 * @param values one array a feature, one value a row
 * @param outcome the outcome's column, one value a row
 * @returns the refused ones with the reason
 */
export function refuseFeatures(names: readonly string[], values: readonly Float64Array[], outcome: Column): Refusal[] {
  return names.flatMap((column, j) => {
    const reason = encodes({ values: values[j] }, outcome)
    return reason ? [{ column, reason }] : []
  })
}

/** A rank correlation with a time to an event beyond which a column is that time, told in another way. */
const sameOrder = 0.98

/**
 * The columns that run with (or against) the time to an event over the rows that have both: the same time in other units,
 * a date, the time to another event.
 *
 * @param columns names and values, one a row, NaN where not known
 * @param time the time's name, for the reason
 * @param times one a row
 * @returns the columns whose rank correlation with the time is all but 1, with the reason
 */
export function tracksTime(
  columns: readonly { name: string; values: ArrayLike<number> }[],
  time: string,
  times: ArrayLike<number>,
): Refusal[] {
  return columns.flatMap(({ name, values }) => {
    const rows = Array.from(times, (_, row) => row).filter(
      (row) => !Number.isNaN(times[row]) && !Number.isNaN(values[row]),
    )
    const x = rows.map((row) => values[row])
    if (rows.length < 2 * minimumRows || new Set(x).size <= maximumCodes) return []
    const { r } = spearman(
      x,
      rows.map((row) => times[row]),
    )
    return Math.abs(r) > sameOrder
      ? [{ column: name, reason: `it runs with ${time} (rank correlation ${r.toFixed(3)}, ${rows.length} rows)` }]
      : []
  })
}

/** The rows in which a column and the outcome's level are both known, and how many of them each level has. */
interface KnownRows {
  x: Float64Array
  y: Float64Array
  counts: Map<number, number>
  /** Whether there are enough of each level to prove anything. */
  enough: boolean
}

/** Features are many: this is asked of each of them. */
function knownRows({ values }: Pick<Column, 'values'>, outcome: Column): KnownRows {
  const x = new Float64Array(values.length)
  const y = new Float64Array(values.length)
  const counts = new Map<number, number>()
  let n = 0
  for (let row = 0; row < values.length; row++) {
    const level = outcome.values[row]
    if (Number.isNaN(values[row]) || Number.isNaN(level)) continue
    x[n] = values[row]
    y[n++] = level
    counts.set(level, (counts.get(level) ?? 0) + 1)
  }
  const enough = counts.size >= 2 && [...counts.values()].every((count) => count >= minimumRows)
  return { x: x.subarray(0, n), y: y.subarray(0, n), counts, enough }
}

type Values = Pick<Column, 'values'> & { variable?: Column['variable'] }

/**
 * Whether a column's values determine the outcome: codes of which every one stands for one class only (hormone and
 * HER2 category), or numbers with a cut-off that separates the classes without an error (a FISH ratio).
 */
function encodes(column: Values, outcome: Column | undefined): string | undefined {
  return outcome?.variable.levels && encodedBy(column, knownRows(column, outcome), outcome.variable.name)
}

function encodedBy({ variable }: Values, { x, y, counts, enough }: KnownRows, outcome: string): string | undefined {
  if (!enough) return undefined
  const classes = new Map<number, number>()
  let codes = true
  for (let i = 0; i < x.length && codes; i++) {
    const known = classes.get(x[i])
    if (known === undefined) classes.set(x[i], y[i])
    codes = (known ?? y[i]) === y[i] && classes.size <= maximumCodes
  }
  if (codes) return `its values determine ${outcome} in all ${x.length} rows where both are known`
  if (variable?.levels || counts.size > 2) return undefined
  const [first, second] = [...counts.keys()].map((level) => ({ level, low: Infinity, high: -Infinity }))
  for (let i = 0; i < x.length; i++) {
    const own = y[i] === first.level ? first : second
    own.low = Math.min(own.low, x[i])
    own.high = Math.max(own.high, x[i])
    if (first.high >= second.low && second.high >= first.low) return undefined // they overlap from here on
  }
  const cut = first.high < second.low ? second.low : second.high < first.low ? first.low : undefined
  return cut === undefined ? undefined : `the cut-off ${cut} separates ${outcome} without an error`
}

/**
 * Columns that all but determine the outcome, by their levels or by a cut-off of their numbers: of the errors that always
 * guessing the commoner class makes, they leave one in ten or fewer. They may be copies of it with slips of the pen, or
 * measured after it; they are not refused, somebody should look.
 *
 * @param cohort the rows
 * @param outcome name of its column
 * @param candidates names of columns
 * @returns the suspect ones with the reason
 */
export function suspectPredictors(cohort: Cohort, outcome: string, candidates: Iterable<string>): Refusal[] {
  const target = cohort.columns.get(outcome)
  if (!target?.variable.levels) return []
  return [...candidates].flatMap((name) => {
    const column = cohort.columns.get(name)
    return column && name !== outcome ? suspicion(name, column, target) : []
  })
}

/**
 * The same of features.
 *
 * @param names of the features
 * @param values one array a feature, one value a row
 * @param outcome the outcome's column, one value a row
 * @returns the suspect ones with the reason
 */
export function suspectFeatures(names: readonly string[], values: readonly Float64Array[], outcome: Column): Refusal[] {
  return names.flatMap((name, j) => suspicion(name, { values: values[j] }, outcome))
}

function suspicion(name: string, column: Values, target: Column): Refusal[] {
  const known = knownRows(column, target)
  const outcome = target.variable.name
  const n = known.x.length
  if (!known.enough || encodedBy(column, known, outcome)) return []
  const most = (n - Math.max(...known.counts.values())) / 10
  const { wrong, cut } = column.variable?.levels ? byLevel(known) : byCutOff(known, most)
  if (wrong > most) return []
  const what = cut === undefined ? 'its values determine' : `a cut-off at ${cut} determines`
  return [{ column: name, reason: `${what} ${outcome} in all but ${wrong} of ${n} rows` }]
}

/** How many rows are wrong where each level stands for the class that most of its rows have. */
function byLevel({ x, y }: KnownRows): { wrong: number; cut?: number } {
  const byCode = new Map<number, Map<number, number>>()
  for (let i = 0; i < x.length; i++) {
    if (!byCode.has(x[i])) byCode.set(x[i], new Map())
    byCode.get(x[i])!.set(y[i], (byCode.get(x[i])!.get(y[i]) ?? 0) + 1)
  }
  const right = [...byCode.values()].reduce((sum, own) => sum + Math.max(...own.values()), 0)
  return { wrong: x.length - right }
}

/**
 * How many rows the best cut-off leaves on the wrong side, of two classes only; all of them where that is seen to be more
 * than `most` before anything is sorted.
 */
function byCutOff({ x, y, counts }: KnownRows, most: number): { wrong: number; cut?: number } {
  const n = x.length
  if (counts.size !== 2) return { wrong: n }
  const [first] = counts.keys()
  // Of two rows of different classes in the wrong order one at least is on the wrong side of any cut-off between the classes.
  let [notBelow, notAbove] = [0, 0]
  for (let i = 0, j = 0; i < n && j < n; i++, j++) {
    while (i < n && y[i] !== first) i++
    while (j < n && y[j] === first) j++
    if (i === n || j === n) break
    if (x[i] >= x[j]) notBelow++
    if (x[i] <= x[j]) notAbove++
    if (Math.min(notBelow, notAbove) > most) return { wrong: n }
  }
  const own = x.filter((_, i) => y[i] === first).sort()
  const others = x.filter((_, i) => y[i] !== first).sort()
  // Wrong where all below the cut-off are called `first` and all others `second`; the opposite call is the rest.
  let best: { wrong: number; cut?: number } = { wrong: n }
  let [a, b] = [0, 0]
  while (a < own.length || b < others.length) {
    const cut = Math.min(own[a] ?? Number.POSITIVE_INFINITY, others[b] ?? Number.POSITIVE_INFINITY)
    const below = own.length - a + b
    const wrong = Math.min(below, n - below)
    if (a + b > 0 && wrong < best.wrong) best = { wrong, cut }
    while (own[a] === cut) a++
    while (others[b] === cut) b++
  }
  return best
}

/**
 * The columns of a model that are not known before tissue is taken: with one of these it is not non-invasive.
 *
 * @param cohort whose codebook says when columns are known
 * @param columns names of the model's columns
 * @returns those of them that need tissue
 */
export function needTissue(cohort: Cohort, columns: Iterable<string>): string[] {
  const tissue: Measured[] = ['tissue', 'after']
  return [...columns].filter((name) => tissue.includes(cohort.columns.get(name)?.variable.measured ?? 'baseline'))
}

/** Words by which a name speaks of what was before a treatment, or of computed tomography, not of a treatment. */
const noTreatment =
  /\b(before|prior|previous|history|pre)\b|(^|[_\W])(pre|ct)(?=[_\W]|$)|pretreat|pre-?therap|prätherap|präop|治疗前|术前|家族史|既往/i

/**
 * The columns that sound like a treatment but are taken as known at baseline.
 *
 * @param cohort its codebook says when each column was measured
 * @param columns names of the columns that are asked about
 * @returns those of them that sound like a treatment
 */
export function treatmentsAsBaseline(cohort: Cohort, columns: Iterable<string>): string[] {
  return [...columns].filter((name) => {
    const variable = cohort.columns.get(name)?.variable
    if (variable?.measured !== 'baseline') return false
    return [name, variable.label].some((words) => treatmentName.test(words) && !noTreatment.test(words))
  })
}
