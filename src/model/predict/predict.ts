import { usualMissing } from '../../cohort/tables/absent-words.ts'
import { ColumnsMissing, HorizonBeyondFollowUp, NoHorizons } from '../../errors/index.ts'
import { pow } from '../../portable-math.ts'
import { quantileOfSorted } from '../../statistics/descriptive/descriptive.ts'
import { normal, studentT } from '../../statistics/distributions/index.ts'
import { closest } from '../../text/closest.ts'
import { baselineAt } from '../fit/baseline-survival.ts'
import { riskOf } from '../measures/measures.ts'
import { evaluateTerm, partsOf } from '../terms/term.ts'
import { type ClassRisk, classRisks } from './class-probabilities.ts'
import { type Contribution, contributionsOf } from './contributions.ts'
import type { ModelFile } from './model-schema.ts'

/** A cell of a table of new patients: a number, text as it stands in the file, or nothing. */
export type Cell = number | string | null | undefined

/** How many training patients had a risk from one value up to another, and how many of them the event. */
export type AlikePatients = NonNullable<ModelFile['groups']>['counts'][number] &
  Omit<NonNullable<ModelFile['groups']>, 'counts'>

/** What a model says of one patient, with what was imputed or lies out of range. */
export interface Prediction {
  /** Undefined where `error` says why there is none; of a Cox model that at the last of the horizons. */
  risk?: number
  lp?: number
  lower?: number
  upper?: number
  /** Of an outcome of several classes, each with its probability; there is no `risk` then. */
  classes?: ClassRisk[]
  /** Of a number that is foretold, in place of a risk; its interval is that of a new patient's. */
  value?: number
  /** Of a Cox or Fine–Gray model, at each horizon. */
  risks?: { horizon: number; risk: number; lower?: number; upper?: number }[]
  /** Training patients with about this risk, as counts, where the model file has them. */
  alike?: AlikePatients
  /** Which kind of interval `lower` and `upper` are. */
  interval: ModelFile['uncertainty']['kind']
  warnings: string[]
  error?: string
  /** Value of each of the model's terms: the number, or 1 for the patient's level. Empty where there is no risk. */
  x: number[]
  /** What makes the risk; empty where there is none. */
  contributions: Contribution[]
}

/**
 * Risks of new patients, in their order. A cell that is empty is imputed and said; a level that the training cohort did
 * not have, or text where a number belongs, leaves its row without a risk and the others as they are.
 *
 * @param file the model
 * @param rows one a patient: cells by column, numbers or text
 * @param horizon of a Cox model, the time to which the risk runs; the model's own horizons where absent
 * @returns one prediction a row, risks 0 to 1
 * @throws ColumnsMissing when the table lacks a column of the model, HorizonBeyondFollowUp for a time that its cohort
 *   did not reach, NoHorizons of a model that foretells no event in time
 */
export function predict(
  file: ModelFile,
  rows: readonly Readonly<Record<string, Cell>>[],
  horizon?: number,
): Prediction[] {
  const present = new Set(rows.flatMap((row) => Object.keys(row)))
  const absent = file.columns.map((column) => column.name).filter((name) => !present.has(name))
  if (rows.length > 0 && absent.length > 0) throw ColumnsMissing(file.name, absent, nearest(absent, [...present]))
  if (horizon !== undefined && !file.baseline) throw NoHorizons(file.name)
  const horizons = horizonsOf(file, horizon)
  const otherUnits = new Map(file.columns.flatMap((column) => unitSuspicion(column, rows)))
  return rows.map((row) => predictOne(file, row, otherUnits, horizons))
}

/** Columns of a table that may be those which it lacks under their names: Age, size (mm). */
function nearest(absent: readonly string[], there: readonly string[]): string[] {
  return [...new Set(absent.flatMap((name) => closest(name, there) ?? []))]
}

function horizonsOf({ name, horizons, baseline }: ModelFile, asked: number | undefined): number[] {
  if (!baseline) return []
  const last = baseline.time[baseline.time.length - 1]
  if (asked !== undefined && !(asked > 0 && asked <= last)) throw HorizonBeyondFollowUp(name, asked, last)
  return asked === undefined ? (horizons ?? [last]) : [asked]
}

function predictOne(
  file: ModelFile,
  row: Readonly<Record<string, Cell>>,
  otherUnits: ReadonlyMap<string, string>,
  horizons: readonly number[],
): Prediction {
  const nothing = { interval: file.uncertainty.kind, warnings: [], x: [], contributions: [] }
  if (file.columns.every((column) => isUnknown(column, row[column.name])))
    return { ...nothing, error: `none of ${file.columns.map((column) => column.name).join(', ')} is given` }
  const warnings: string[] = []
  const values = new Map<string, number | string>()
  for (const column of file.columns) {
    const read = readCell(column, row[column.name])
    if ('error' in read) return { ...nothing, error: read.error }
    if (read.warning) warnings.push(read.warning)
    const suspicion = otherUnits.get(column.name)
    if (suspicion) warnings.push(suspicion)
    values.set(column.name, read.value)
  }
  const own = Object.fromEntries(values)
  const x = file.terms.map((term) => evaluateTerm({ name: term.name, parts: partsOf(term) }, own))
  const lp = file.terms.reduce((sum, { estimate }, j) => sum + estimate * x[j], file.intercept)
  const common = {
    lp,
    interval: file.uncertainty.kind,
    warnings,
    x,
    contributions: file.equations ? [] : contributionsOf(file, values, x),
  }
  if (file.classes) return { ...common, classes: classRisks(file, lp, x) }
  if (file.family === 'linear') return { ...common, value: lp, ...newValueInterval(file, x, lp) }
  if (file.family === 'logistic')
    return { ...common, risk: riskOf(lp), ...intervalOf(file, x, lp, riskOf), ...alikeOf(file, riskOf(lp)) }
  const risks = horizons.map((horizon) => {
    const survival = baselineAt(file.baseline!, horizon)
    const risk = (value: number) => 1 - pow(survival, Math.exp(value))
    return { horizon, risk: risk(lp), ...intervalOf(file, x, lp, risk, horizon) }
  })
  const { horizon, ...last } = risks[risks.length - 1]
  return { ...common, ...last, risks, ...(file.groups?.horizon === horizon && alikeOf(file, last.risk)) }
}

/** The group of training patients that a risk falls into. */
function alikeOf({ groups }: ModelFile, risk: number): Pick<Prediction, 'alike'> {
  if (!groups) return {}
  const { counts, ...about } = groups
  const own = counts.find(({ to }) => risk < to) ?? counts[counts.length - 1]
  return { alike: { ...own, ...about } }
}

function readCell(
  column: ModelFile['columns'][number],
  cell: Cell,
): { value: number | string; warning?: string } | { error: string } {
  const { name, levels, bins, imputed } = column
  if (isUnknown(column, cell)) {
    if (imputed === undefined) return { error: `${name} is not given` }
    const value = levels ? levels[imputed].value : imputed
    return { value, warning: `${name} is not given; taken to be ${value}` }
  }
  if (levels) {
    const text = String(cell).trim()
    if (levels.some((level) => level.value === text)) return { value: text }
    const byLabel = levels.find((level) => level.label.toLowerCase() === text.toLowerCase())
    if (byLabel) return { value: byLabel.value }
    // 1.0 where a spreadsheet made a number of the code 1
    const byNumber = levels.find(
      (level) => isNumber(level.value) && isNumber(text) && Number(level.value) === Number(text),
    )
    if (byNumber) return { value: byNumber.value }
    return {
      error: `${name} is ${text}, which the model does not know (${levels.map((level) => level.value).join(', ')})`,
    }
  }
  const value = typeof cell === 'number' ? cell : Number(String(cell).trim())
  if (!Number.isFinite(value)) return { error: `${name} is ${cell}, which is not a number` }
  const { edges } = bins!
  const [low, high] = [edges[0], edges[edges.length - 1]]
  if (value >= low && value <= high) return { value }
  return { value, warning: `${name} is ${value}, outside the training cohort (${low} to ${high})` }
}

/** Whether a column's values would fit the training cohort, and do not, but for a factor of ten, a hundred or a thousand. */
function unitSuspicion(
  column: ModelFile['columns'][number],
  rows: readonly Readonly<Record<string, Cell>>[],
): [string, string][] {
  if (!column.bins) return []
  const { edges, shares } = column.bins
  const numbers = rows
    .map((row) => row[column.name])
    .filter((cell) => !isEmpty(cell))
    .map(Number)
    .filter(Number.isFinite)
  if (numbers.length === 0) return []
  const [low, high] = [edges[0], edges[edges.length - 1]]
  const inside = (factor: number) =>
    numbers.filter((x) => x * factor >= low && x * factor <= high).length / numbers.length
  if (inside(1) > 0.5) return []
  for (const factor of [0.1, 10, 0.01, 100, 0.001, 1000])
    if (inside(factor) >= 0.9 && typicalShare(numbers, factor, edges, shares) > 0)
      return [
        [
          column.name,
          `${column.name} looks ${factor < 1 ? 1 / factor : factor} times too ${factor < 1 ? 'large' : 'small'}: is it in ${column.unit ?? 'the unit of the training cohort'}?`,
        ],
      ]
  return []
}

/** Share of the training rows in the bin that the numbers' median falls into after the factor. */
function typicalShare(numbers: number[], factor: number, edges: readonly number[], shares: readonly number[]): number {
  const middle = factor * quantileOfSorted(Float64Array.from(numbers).sort(), 0.5)
  const bin = edges.findIndex((edge, i) => i + 1 < edges.length && middle >= edge && middle <= edges[i + 1])
  return bin < 0 ? 0 : shares[bin]
}

/** Between which limits a new patient's number will lie, 95 in a hundred times. */
function newValueInterval({ uncertainty, residual }: ModelFile, x: number[], lp: number) {
  if (uncertainty.kind !== 'wald' || !residual) return {}
  const { sd, df } = residual
  const half = studentT.upperQuantile(0.025, df) * Math.sqrt(sd * sd + quadratic(uncertainty.covariance, [1, ...x]))
  return { lower: lp - half, upper: lp + half }
}

function quadratic(covariance: readonly (readonly number[])[], x: readonly number[]): number {
  let sum = 0
  for (let j = 0; j < x.length; j++) for (let k = 0; k < x.length; k++) sum += x[j] * x[k] * covariance[j][k]
  return sum
}

/** The interval of a risk; refits of a Cox model speak with their own baseline where they have it at the horizon. */
function intervalOf(file: ModelFile, x: number[], lp: number, risk: (lp: number) => number, horizon?: number) {
  const { uncertainty } = file
  if (uncertainty.kind === 'none') return {}
  if (uncertainty.kind === 'wald') {
    const half = normal.upperQuantile(0.025) * Math.sqrt(quadratic(uncertainty.covariance, [1, ...x]))
    return { lower: risk(lp - half), upper: risk(lp + half) }
  }
  const shifts = baselineShifts(file, horizon)
  const lps = uncertainty.members.map(({ intercept, estimates }, m) =>
    estimates.reduce((sum, estimate, j) => sum + estimate * x[j], intercept + shifts[m]),
  )
  const sorted = Float64Array.from(lps).sort()
  return {
    lower: risk(Math.min(lp, quantileOfSorted(sorted, 0.025))),
    upper: risk(Math.max(lp, quantileOfSorted(sorted, 0.975))),
  }
}

/**
 * How much each refit's cumulative baseline hazard at a horizon exceeds the model's, as log ratio: added to its linear
 * predictor it makes up for the model's baseline standing in for its own.
 */
export function baselineShifts(
  { uncertainty, baseline, horizons }: ShiftSource,
  horizon: number | undefined,
): number[] {
  if (uncertainty.kind !== 'refits') return []
  const h = horizons?.indexOf(horizon!) ?? -1
  return uncertainty.members.map(({ survival }) => {
    if (!survival || h < 0) return 0
    const shift = Math.log(Math.log(survival[h]) / Math.log(baselineAt(baseline!, horizon!)))
    return Number.isFinite(shift) ? shift : 0
  })
}

type ShiftSource = Pick<ModelFile, 'uncertainty' | 'baseline' | 'horizons'>

function isNumber(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text))
}

/** Empty, or a word that means so and is no level: NA, unknown, 未知. */
function isUnknown({ levels }: ModelFile['columns'][number], cell: Cell): boolean {
  if (isEmpty(cell)) return true
  if (typeof cell !== 'string') return false
  const word = cell.trim().toLowerCase()
  const isLevel = levels?.some(({ value, label }) => [value, label].some((own) => own.toLowerCase() === word))
  return !isLevel && usualMissing.includes(word)
}

function isEmpty(cell: Cell): boolean {
  return cell === undefined || cell === null || (typeof cell === 'number' ? Number.isNaN(cell) : cell.trim() === '')
}
