import type { Cohort, Column, Measured } from './variable.ts'

/** Why a column may not predict the outcome. */
export interface Refusal {
  column: string
  reason: string
}

/**
 * The columns that may not be predictors of `outcome`, each with the reason:
 * the outcome itself; what the codebook says was computed from it, or from what it was computed from, and those
 * sources; what is known only after it (`measured: after`); and what is shown to encode it.
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
  if (type === 'id' || type === 'text') return `it is ${type === 'id' ? 'an identifier' : 'free text'}`
  return encodes(column, cohort.columns.get(outcome))
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
const fewest = 8
/** More values than this are not codes of the outcome. */
const mostCodes = 12

/**
 * Whether a column's values determine the outcome: codes of which every one stands for one class only (hormone and
 * HER2 category), or numbers with a cut-off that separates the classes without an error (a FISH ratio).
 */
function encodes(column: Column, outcome: Column | undefined): string | undefined {
  if (!outcome?.variable.levels) return undefined
  const pairs: [number, number][] = []
  for (let row = 0; row < column.values.length; row++)
    if (!Number.isNaN(column.values[row]) && !Number.isNaN(outcome.values[row]))
      pairs.push([column.values[row], outcome.values[row]])
  const counts = new Map<number, number>()
  for (const [, y] of pairs) counts.set(y, (counts.get(y) ?? 0) + 1)
  if (counts.size < 2 || [...counts.values()].some((count) => count < fewest)) return undefined
  const classes = new Map<number, number>()
  let codes = true
  for (const [x, y] of pairs) {
    if (!classes.has(x)) classes.set(x, y)
    else if (classes.get(x) !== y) codes = false
  }
  if (codes && classes.size <= mostCodes) {
    return `its values determine ${outcome.variable.name} in all ${pairs.length} rows where both are known`
  }
  if (column.variable.levels || counts.size > 2) return undefined
  pairs.sort((a, b) => a[0] - b[0])
  const cut = pairs.findIndex(([, y]) => y !== pairs[0][1])
  const separated = pairs[cut][0] > pairs[cut - 1][0] && pairs.slice(cut).every(([, y]) => y === pairs[cut][1])
  return separated ? `the cut-off ${pairs[cut][0]} separates ${outcome.variable.name} without an error` : undefined
}

/** The columns of a model that are not known before tissue is taken: with one of these it is not non-invasive. */
export function needTissue(cohort: Cohort, columns: Iterable<string>): string[] {
  const tissue: Measured[] = ['tissue', 'after']
  return [...columns].filter((name) => tissue.includes(cohort.columns.get(name)?.variable.measured ?? 'baseline'))
}
