import { logGamma } from '../distributions/log-scale.ts'
import { randomStream } from '../resampling/random.ts'
import type { Table } from './table.ts'

export interface FisherTable {
  p: number
  method: 'exact' | 'Monte Carlo'
  /** Of a Monte Carlo p: its standard error and how many tables were drawn. */
  standardError?: number
  tables?: number
}

/** What R's network code calls equally likely, on the log scale. */
export const tolerance = 3.4525e-7
const drawnTables = 100_000

/** Patients up to which log n! is kept as a table. */
export const maximumTabulated = 1_000_000

/** log k! for k = 0..n. */
export function logFactorials(n: number) {
  return Float64Array.from({ length: n + 1 }, (_, i) => logGamma(i + 1))
}

/** Random tables with the margins given, cell by cell from the conditional hypergeometric (Patefield 1981). */
export function monteCarloP(table: Table, seed: number): FisherTable {
  const random = randomStream(seed, 'fisher')
  const { rows, columns, rowSums, columnSums, n } = table
  const tabulated = n <= maximumTabulated ? logFactorials(n) : undefined
  const logFactorial = tabulated ? (k: number) => tabulated[k] : (k: number) => logGamma(k + 1)
  let seen = 0
  for (const count of table.cells) seen -= logFactorial(count)
  let asRare = 0
  const left = new Float64Array(columns)
  for (let drawn = 0; drawn < drawnTables; drawn++) {
    left.set(columnSums)
    let rest = n
    let log = 0
    for (let i = 0; i < rows - 1; i++) {
      let toPlace = rowSums[i]
      let room = rest
      for (let j = 0; j < columns - 1; j++) {
        const x = drawHypergeometric(left[j], room - left[j], toPlace, random.uniform(), logFactorial)
        room -= left[j]
        toPlace -= x
        left[j] -= x
        log -= logFactorial(x)
      }
      left[columns - 1] -= toPlace
      log -= logFactorial(toPlace)
      rest -= rowSums[i]
    }
    for (let j = 0; j < columns; j++) log -= logFactorial(left[j])
    if (log <= seen + tolerance) asRare++
  }
  const p = (1 + asRare) / (drawnTables + 1)
  return { p, method: 'Monte Carlo', standardError: Math.sqrt((p * (1 - p)) / drawnTables), tables: drawnTables }
}

/** One hypergeometric draw by inversion outwards from the mode, so that its cost is the spread, not the range. */
function drawHypergeometric(
  successes: number,
  failures: number,
  drawn: number,
  u: number,
  logFactorial: (k: number) => number,
) {
  const lowest = Math.max(0, drawn - failures)
  const highest = Math.min(drawn, successes)
  if (lowest === highest) return lowest
  const peak = Math.floor(((drawn + 1) * (successes + 1)) / (successes + failures + 2))
  const mode = Math.min(highest, Math.max(lowest, peak))
  const logChoose = (n: number, k: number) => logFactorial(n) - logFactorial(k) - logFactorial(n - k)
  const atMode = Math.exp(
    logChoose(successes, mode) + logChoose(failures, drawn - mode) - logChoose(successes + failures, drawn),
  )
  let left = u - atMode
  if (left <= 0) return mode
  let up = mode
  let down = mode
  let pUp = atMode
  let pDown = atMode
  while (up < highest || down > lowest) {
    if (up < highest) {
      pUp *= ((successes - up) * (drawn - up)) / ((up + 1) * (failures - drawn + up + 1))
      up++
      left -= pUp
      if (left <= 0) return up
    }
    if (down > lowest) {
      pDown *= (down * (failures - drawn + down)) / ((successes - down + 1) * (drawn - down + 1))
      down--
      left -= pDown
      if (left <= 0) return down
    }
  }
  return mode
}
