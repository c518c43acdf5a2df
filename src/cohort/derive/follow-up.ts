import { Contradiction } from '../../errors/index.ts'
import type { Column } from '../codebook/variable.ts'
import { type Fault, fault } from '../fault.ts'

/** One visit; dates are days since 1970-01-01, NaN and undefined where not known. */
export interface Visit {
  date: number
  /** A new lesion on MRI, CT or ultrasound: recurrence or metastasis. */
  newLesion?: boolean
  /** Serum markers by name. */
  markers: Record<string, number>
}

/** One patient's way from diagnosis. */
export interface History {
  diagnosis: number
  /** Markers at diagnosis. */
  baseline: Record<string, number>
  visits: Visit[]
  death: number
  lastContact: number
}

/** A serum marker's upper limit of normal, and what it must have risen by since diagnosis to count (ratio). */
export type MarkerLimits = Record<string, { limit: number; rise: number }>

/** Upper limits of common assays; a rise of a quarter is beyond the usual analytical and biological variation. */
export const usualLimits: MarkerLimits = { cea: { limit: 5, rise: 1.25 }, ca153: { limit: 30, rise: 1.25 } }

/** The days of a month: 365.25 / 12. */
const month = 30.4375

/** What follow-up says of one patient. */
export interface Outcome {
  /** Months from diagnosis; NaN when unknown. */
  dfsMonths: number
  /** 1 progression or death, 0 censored, NaN unknown. */
  dfs: number
  osMonths: number
  os: number
  /** What showed the progression, first of all. */
  progression?: 'new lesion' | 'marker elevation' | 'death'
  status: 'stable' | 'progressing' | 'unknown'
  prognosis: 'good' | 'poor' | 'unknown'
  contradictions: string[]
}

/**
 * Outcomes by the paper's definitions.
 *
 * Progression is a new lesion or an elevated marker (above its limit, and above `rise` times its value at diagnosis
 * where that is known), dated by the first visit that shows it. DFS runs from diagnosis to progression or death, else
 * to the last visit that looked for progression; OS to death, else to the last contact. Prognosis is poor where
 * recurrence or metastasis occurred, good where the patient remained free of it; death alone leaves it as it was.
 * Contradictions (a visit before diagnosis, anything after death) are told and the contradicting entry is not used.
 *
 * @param history dates as days since 1970, NaN or absent where not known
 * @param limits the upper limit of each marker, in the marker's own unit
 * @returns times in months, events as 0 or 1, and the contradictions in words
 */
export function outcomeOf(history: History, limits: MarkerLimits = usualLimits): Outcome {
  const contradictions: string[] = []
  const outcome: Outcome = {
    dfsMonths: Number.NaN,
    dfs: Number.NaN,
    osMonths: Number.NaN,
    os: Number.NaN,
    status: 'unknown',
    prognosis: 'unknown',
    contradictions,
  }
  const { diagnosis } = history
  if (Number.isNaN(diagnosis)) return { ...outcome, contradictions: ['no date of diagnosis'] }
  let { death, lastContact } = history
  if (death < diagnosis) {
    contradictions.push('death before diagnosis')
    death = Number.NaN
  }
  if (lastContact < diagnosis) {
    contradictions.push('last contact before diagnosis')
    lastContact = Number.NaN
  }
  if (lastContact > death) contradictions.push('last contact after death')
  const visits = history.visits
    .filter((visit) => {
      if (Number.isNaN(visit.date)) contradictions.push('a visit without a date')
      else if (visit.date < diagnosis) contradictions.push('a visit before diagnosis')
      else if (visit.date > death) contradictions.push('a visit after death')
      else return true
      return false
    })
    .toSorted((a, b) => a.date - b.date)

  const died = !Number.isNaN(death)
  const seen = visits.reduce((latest, { date }) => Math.max(latest, date), Number.NEGATIVE_INFINITY)
  const end = died ? death : Math.max(seen, Number.isNaN(lastContact) ? Number.NEGATIVE_INFINITY : lastContact)
  if (Number.isFinite(end)) {
    outcome.osMonths = (end - diagnosis) / month
    outcome.os = died ? 1 : 0
  }
  const looked = visits.filter((visit) => showsProgression(visit, history.baseline, limits) !== undefined)
  const first = looked.find((visit) => showsProgression(visit, history.baseline, limits))
  if (first) {
    outcome.progression = showsProgression(first, history.baseline, limits) || undefined
    outcome.dfs = 1
    outcome.dfsMonths = (first.date - diagnosis) / month
  } else if (died) {
    outcome.progression = 'death'
    outcome.dfs = 1
    outcome.dfsMonths = outcome.osMonths
  } else if (looked.length > 0) {
    outcome.dfs = 0
    outcome.dfsMonths = (looked.at(-1)!.date - diagnosis) / month
  }
  if (first) {
    outcome.status = 'progressing'
    outcome.prognosis = 'poor'
  } else if (looked.length > 0) {
    outcome.status = 'stable'
    outcome.prognosis = 'good'
  }
  return outcome
}

/** What a visit shows: false for nothing, `undefined` when neither imaging nor a marker was looked at. */
function showsProgression(visit: Visit, baseline: Record<string, number>, limits: MarkerLimits) {
  if (visit.newLesion) return 'new lesion'
  let measured = visit.newLesion !== undefined
  for (const [name, { limit, rise }] of Object.entries(limits)) {
    const value = visit.markers[name] ?? Number.NaN
    if (Number.isNaN(value)) continue
    measured = true
    const before = baseline[name] ?? Number.NaN
    if (value > limit && (Number.isNaN(before) || value > rise * before)) return 'marker elevation'
  }
  return measured ? false : undefined
}

/**
 * The outcomes of patients as columns dfs_months, dfs, os_months, os, progression_status and prognosis.
 *
 * @param outcomes one a patient, of `outcomeOf`
 * @param patients their identifiers, in the same order
 * @param file the visits' file, for messages
 * @returns columns, times in months, and the contradictions as faults
 */
export function followUpColumns(outcomes: readonly Outcome[], patients: readonly string[], file: string) {
  const faults: Fault[] = outcomes.flatMap(({ contradictions }, i) =>
    contradictions.map((what) => fault(Contradiction(`Follow-up: ${what}.`), { file, patient: patients[i] })),
  )
  const derivedFrom = ['visits']
  const time = (name: string, label: string, pick: (outcome: Outcome) => number): Column => ({
    variable: { name, label, type: 'continuous', unit: 'months', missing: [], measured: 'after', derivedFrom },
    values: Float64Array.from(outcomes, pick),
  })
  const coded = (name: string, label: string, levels: string[], pick: (outcome: Outcome) => number): Column => ({
    variable: {
      name,
      label,
      type: 'binary',
      levels: levels.map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) })),
      missing: [],
      measured: 'after',
      derivedFrom,
    },
    values: Float64Array.from(outcomes, pick),
  })
  const place = (levels: string[], value: string) => (levels.includes(value) ? levels.indexOf(value) : Number.NaN)
  const columns = [
    time('dfs_months', 'Disease-free survival', ({ dfsMonths }) => dfsMonths),
    coded('dfs', 'Progression or death', ['no', 'yes'], ({ dfs }) => dfs),
    time('os_months', 'Overall survival', ({ osMonths }) => osMonths),
    coded('os', 'Death', ['no', 'yes'], ({ os }) => os),
    coded('progression_status', 'Status', ['stable', 'progressing'], ({ status }) =>
      place(['stable', 'progressing'], status),
    ),
    coded('prognosis', 'Prognosis', ['good', 'poor'], ({ prognosis }) => place(['good', 'poor'], prognosis)),
  ]
  return { columns, faults }
}
