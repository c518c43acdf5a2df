import type { Cohort } from '../../cohort/codebook/variable.ts'
import { columnNamed, columnTimes } from '../../cohort/column-named.ts'
import { type Fault, fault } from '../../cohort/fault.ts'
import { aProblem, GroupsNeedLevels, LateEntryCompeting, NobodyFollowed, Problem } from '../../errors/index.ts'
import type { ParallelMap } from '../../parallel.ts'
import { rangeOf } from '../../statistics/descriptive/range.ts'
import {
  kaplanMeier,
  type LogRank,
  logRank,
  medianFollowUp,
  medianSurvival,
  survivalAt,
} from '../../statistics/index.ts'
import { matrixFromColumns } from '../../statistics/numerics/matrix.ts'
import { cox } from '../../statistics/survival/cox.ts'
import type { StudyConfig } from '../file/schema.ts'
import { countedFollowUp } from './counted-follow-up.ts'
import { competingName } from './endpoints.ts'
import { type CompetingRisks, competingRisksOf } from './incidence/competing-risks.ts'
import { type ColumnModel, fileNameOf } from './regressions/column-models.ts'
import { type SurvivalRequest, survivalRequests } from './survival-request.ts'

/** Kaplan–Meier estimates of the groups of one column, and the log-rank test between them; plain JSON. */
export interface SurvivalResult {
  /** The columns that the study file names; absent of groups that an analysis made itself. */
  request?: SurvivalRequest
  label: string
  unit: string
  by: string
  n: number
  events: number
  /** Rows without a time, an event, a group or an entry that is asked for. */
  missing: number
  /** What patients entered at, where they came under observation late. */
  start?: string
  landmark?: { at: number; before: number }
  /** By the reverse Kaplan–Meier estimate. */
  followUp: { value: number; lower: number; upper: number }
  groups: SurvivalGroup[]
  logRank?: { chiSquare: number; df: number; p: number; observed: number[]; expected: number[] }
  /** Of each group against the first, for which there is none; absent where no group can be compared. */
  hazardRatios?: ({ ratio: number; lower: number; upper: number; p: number } | undefined)[]
  competing?: CompetingRisks
  /** Why there is no test. */
  notCompared?: string
  marks: number[]
}

export interface SurvivalGroup {
  label: string
  n: number
  events: number
  median: { value: number; lower: number; upper: number }
  time: number[]
  survival: number[]
  lower: number[]
  upper: number[]
  censored: number[]
  atRisk: number[]
  /** Estimates at the figure's marks. */
  atTimes: { time: number; survival: number; lower: number; upper: number; atRisk: number }[]
}

/** The survival analyses of a study, and their Fine–Gray models as they are handed on; one that cannot be made is left out, and why is among the faults. */
export async function studySurvival(
  study: StudyConfig,
  cohort: Cohort,
  map: ParallelMap,
): Promise<{ results: SurvivalResult[]; deployed: ColumnModel[]; faults: Fault[] }> {
  const { file } = study.cohort
  const results: SurvivalResult[] = []
  const deployed: ColumnModel[] = []
  const faults: Fault[] = []
  for (const request of survivalRequests(study)) {
    const found = await survivalOf(cohort, request, file, study.seed, map).catch(aProblem)
    if (found instanceof Problem) {
      faults.push(fault(found, { file }))
      continue
    }
    const { deployed: made, ...result } = found
    results.push(result)
    const model = result.competing?.model?.fineGray
    if (!made || !model) continue
    model.file = fileNameOf(`${request.event}-fine-gray`, new Set(deployed.map(({ name }) => name)))
    deployed.push({ name: model.file, ...made })
  }
  return { results, deployed, faults }
}

/**
 * Throws ColumnAbsent, GroupsNeedLevels for a column that is not categorical, NobodyFollowed, EntryAfterLast and
 * LateEntryCompeting.
 */
export async function survivalOf(
  cohort: Cohort,
  request: SurvivalRequest,
  file: string,
  seed: number,
  map: ParallelMap,
): Promise<SurvivalResult & { deployed?: Omit<ColumnModel, 'name'> }> {
  const time = columnNamed(cohort, request.time, file)
  const by = columnNamed(cohort, request.by, file)
  const { levels } = by.variable
  if (!levels) throw GroupsNeedLevels(file, request.by)
  const { event: happened, time: since, start: entered, isKnown } = countedFollowUp(cohort, request, file)
  const names = {
    label: request.label ?? time.variable.label,
    unit: request.unit ?? time.variable.unit ?? '',
    by: by.variable.label,
    groups: levels.map(({ label }) => label),
  }
  const known = cohort.ids.flatMap((_, row) => (isKnown(row) && Number.isFinite(by.values[row]) ? [row] : []))
  const { landmark, start } = request
  const followed = known.filter((row) => Number.isFinite(since[row]))
  if (followed.length === 0) throw NobodyFollowed(file, request.time, request.event, request.by)
  const result = {
    request,
    ...survivalByGroup(since, happened, by.values, names, entered),
    missing: time.values.length - known.length,
    ...(start !== undefined && { start: columnNamed(cohort, start, file).variable.label }),
    ...(landmark !== undefined && { landmark: { at: landmark, before: known.length - followed.length } }),
  }
  const own = competingName(request.event)
  const competing = request.competing ?? (cohort.columns.has(own) ? own : undefined)
  if (competing !== undefined && start !== undefined) throw LateEntryCompeting(file, start, request.event)
  if (competing === undefined) return result
  const { deployed, ...risks } = (await competingRisksOf(cohort, { ...request, competing }, file, seed, map)) ?? {}
  return 'label' in risks ? { ...result, competing: risks, ...(deployed && { deployed }) } : result
}

/** The same of any times, flags and groups, one a row: `by` has the index of each row's group, NaN where it has none. */
export function survivalByGroup(
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  by: ArrayLike<number>,
  names: { label: string; unit: string; by: string; groups: readonly string[] },
  start?: ArrayLike<number>,
): SurvivalResult {
  const rows = Array.from(time, (_, row) => row).filter((row) =>
    [time[row], event[row], by[row], start?.[row] ?? 0].every(Number.isFinite),
  )
  const pick = (values: ArrayLike<number>, which = rows) => Float64Array.from(which, (row) => values[row])
  const times = pick(time)
  const marks = columnTimes(rangeOf(times)[1])
  const groups = names.groups.flatMap((label, index) => {
    const own = rows.filter((row) => by[row] === index)
    return own.length === 0 ? [] : [groupOf(label, pick(time, own), pick(event, own), marks, start && pick(start, own))]
  })
  return {
    label: names.label,
    unit: names.unit,
    by: names.by,
    n: rows.length,
    events: pick(event).reduce((sum, x) => sum + x, 0),
    missing: time.length - rows.length,
    followUp: medianFollowUp(times, pick(event), undefined, start && pick(start)),
    groups,
    ...compared(times, pick(event), pick(by), start && pick(start)),
    marks,
  }
}

function groupOf(
  label: string,
  time: Float64Array,
  event: Float64Array,
  marks: number[],
  start?: Float64Array,
): SurvivalGroup {
  const curve = kaplanMeier(time, event, 'log-log', undefined, start)
  const censored: number[] = []
  curve.time.forEach((t, i) => {
    if (curve.censored[i] > 0) censored.push(t)
  })
  return {
    label,
    n: time.length,
    events: event.reduce((sum, x) => sum + x, 0),
    median: medianSurvival(curve),
    time: [...curve.time],
    survival: [...curve.survival],
    lower: [...curve.lower],
    upper: [...curve.upper],
    censored,
    atRisk: [...curve.atRisk],
    atTimes: survivalAt(curve, marks).map(({ time: t, survival, lower, upper, atRisk }) => ({
      time: t,
      survival,
      lower,
      upper,
      atRisk,
    })),
  }
}

/** The test between the groups, or why there is none; a curve is still worth drawing. */
function compared(time: Float64Array, event: Float64Array, group: Float64Array, start?: Float64Array) {
  try {
    return {
      logRank: plain(logRank(time, event, group, 0, undefined, start)),
      hazardRatios: ratiosOf(time, event, group, start),
    }
  } catch (error) {
    if (error instanceof Problem) return { notCompared: error.message }
    throw error
  }
}

/** Hazard ratios of the groups against the first by a Cox regression on the group alone. */
function ratiosOf(
  time: Float64Array,
  event: Float64Array,
  group: Float64Array,
  start?: Float64Array,
): SurvivalResult['hazardRatios'] {
  const levels = [...new Set(group)].sort((a, b) => a - b)
  try {
    const x = matrixFromColumns(levels.slice(1).map((level) => group.map((value) => Number(value === level))))
    const { coefficients, wald, diverging } = cox(x, time, event, { ...(start && { start }) })
    return levels.map((_, k) => {
      if (k === 0 || diverging?.includes(k - 1)) return undefined
      const { lower, upper, p } = wald[k - 1]
      return { ratio: Math.exp(coefficients[k - 1]), lower: Math.exp(lower), upper: Math.exp(upper), p }
    })
  } catch (error) {
    if (error instanceof Problem) return undefined
    throw error
  }
}

function plain({ x2, df, p, observed, expected }: LogRank): NonNullable<SurvivalResult['logRank']> {
  return { chiSquare: x2, df, p, observed: [...observed], expected: [...expected] }
}
