import { logHypergeometricAt } from '../distributions/hypergeometric.ts'
import { logGamma } from '../distributions/log-scale.ts'
import { randomStream } from '../random.ts'
import type { Table } from './table.ts'

export interface FisherTable {
  p: number
  method: 'exact' | 'Monte Carlo'
  /** Of a Monte Carlo p: its standard error and how many tables were drawn. */
  standardError?: number
  tables?: number
}

/** What R's network code calls equally likely, on the log scale. */
const tolerance = 3.4525e-7
/** Steps of the network (a second or two) before the p-value is drawn instead. */
const mostSteps = 4_000_000
const drawnTables = 100_000

/**
 * Fisher's exact test of an r × c table: the share of all tables with these margins that are no likelier than this one.
 *
 * Walks the network of Mehta & Patel 1983: columns are filled one after the other, ways that leave the same row totals
 * meet in one node, and a way is settled as soon as the likeliest and the unlikeliest completion fall on one side.
 * Where that would take too long: 100,000 random tables with these margins, with p's standard error, and it says so.
 */
export function fisherTable(table: Table, seed = 1): FisherTable {
  const exact = networkP(table)
  return exact === undefined ? monteCarloP(table, seed) : { p: exact, method: 'exact' }
}

/** A way's node: row totals still to be filled, in rising order because rows are interchangeable. */
interface Node {
  totals: number[]
  /** By their value: how many ways came here with the product of 1 / x! so far, as its logarithm. */
  ways: Map<number, { log: number; count: number }>
}

function networkP(table: Table): number | undefined {
  const transposed = table.rows > table.columns
  const totals = Array.from(transposed ? table.columnSums : table.rowSums).sort((a, b) => a - b)
  const columns = Array.from(transposed ? table.rowSums : table.columnSums).sort((a, b) => b - a)
  if (table.n > 1e6) return undefined
  const logFactorial = Float64Array.from({ length: table.n + 1 }, (_, i) => logGamma(i + 1))
  const margins = (values: ArrayLike<number>) => {
    let sum = 0
    for (let i = 0; i < values.length; i++) sum += logFactorial[values[i]]
    return sum
  }
  const left = new Float64Array(columns.length + 1)
  for (let stage = columns.length - 1; stage >= 0; stage--) left[stage] = left[stage + 1] + logFactorial[columns[stage]]
  const unit = margins(totals) + left[0] - logFactorial[table.n]
  let seen = 0
  for (const count of table.cells) seen -= logFactorial[count]
  seen += tolerance

  let steps = 0
  const ends = new Map<string, { least: number; most: number }>()
  /** The unlikeliest and the likeliest completion from a node, as log of Π 1 / x!. */
  function completions(rest: number[], stage: number): { least: number; most: number } | undefined {
    if (stage === columns.length - 1) {
      const only = -margins(rest)
      return { least: only, most: only }
    }
    const key = `${stage}:${rest}`
    const known = ends.get(key)
    if (known) return known
    let least = Infinity
    let most = -Infinity
    const finished = fillings(rest, columns[stage], (after, log) => {
      if (++steps > mostSteps) return false
      const beyond = completions(after, stage + 1)
      if (!beyond) return false
      least = Math.min(least, log + beyond.least)
      most = Math.max(most, log + beyond.most)
      return true
    })
    if (!finished) return undefined
    const range = { least, most }
    ends.set(key, range)
    return range
  }
  /** Calls `visit` for every filling of one column with the totals that remain and Σ -log x!; stops where it says false. */
  function fillings(rest: number[], column: number, visit: (after: number[], log: number) => boolean): boolean {
    const after = rest.slice()
    let room = rest.reduce((a, b) => a + b, 0)
    const fill = (row: number, toPlace: number, log: number): boolean => {
      if (row === rest.length - 1) {
        after[row] = rest[row] - toPlace
        return visit(
          after.slice().sort((a, b) => a - b),
          log - logFactorial[toPlace],
        )
      }
      room -= rest[row]
      for (let x = Math.max(0, toPlace - room); x <= Math.min(rest[row], toPlace); x++) {
        after[row] = rest[row] - x
        if (!fill(row + 1, toPlace - x, log - logFactorial[x])) return false
      }
      room += rest[row]
      return true
    }
    return fill(0, column, 0)
  }

  let p = 0
  let nodes = new Map<string, Node>([[String(totals), { totals, ways: new Map([[0, { log: 0, count: 1 }]]) }]])
  for (let stage = 0; stage < columns.length; stage++) {
    const next = new Map<string, Node>()
    for (const { totals: rest, ways } of nodes.values()) {
      const range = completions(rest, stage)
      if (!range) return undefined
      const remaining = rest.reduce((a, b) => a + b, 0)
      const all = logFactorial[remaining] - margins(rest) - left[stage]
      const undecided: { log: number; count: number }[] = []
      for (const way of ways.values()) {
        if (way.log + range.most <= seen) p += way.count * Math.exp(way.log + all + unit)
        else if (way.log + range.least <= seen) undecided.push(way)
      }
      if (undecided.length === 0) continue
      const finished = fillings(rest, columns[stage], (after, log) => {
        steps += undecided.length
        if (steps > mostSteps) return false
        const key = String(after)
        let node = next.get(key)
        if (!node) {
          node = { totals: after, ways: new Map() }
          next.set(key, node)
        }
        for (const way of undecided) {
          const sum = way.log + log
          const value = Math.round(sum * 1e9)
          const same = node.ways.get(value)
          if (same) same.count += way.count
          else node.ways.set(value, { log: sum, count: way.count })
        }
        return true
      })
      if (!finished) return undefined
    }
    nodes = next
  }
  return Math.min(1, p)
}

/** Random tables with the margins given, cell by cell from the conditional hypergeometric (Patefield 1981). */
function monteCarloP(table: Table, seed: number): FisherTable {
  const random = randomStream(seed, 'fisher')
  const { rows, columns, rowSums, columnSums, n } = table
  let seen = 0
  for (const count of table.cells) seen -= logGamma(count + 1)
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
        const x = drawHypergeometric(left[j], room - left[j], toPlace, random.uniform())
        room -= left[j]
        toPlace -= x
        left[j] -= x
        log -= logGamma(x + 1)
      }
      left[columns - 1] -= toPlace
      log -= logGamma(toPlace + 1)
      rest -= rowSums[i]
    }
    for (let j = 0; j < columns; j++) log -= logGamma(left[j] + 1)
    if (log <= seen + tolerance) asRare++
  }
  const p = (1 + asRare) / (drawnTables + 1)
  return { p, method: 'Monte Carlo', standardError: Math.sqrt((p * (1 - p)) / drawnTables), tables: drawnTables }
}

/** One hypergeometric draw by inversion outwards from the mode, so that its cost is the spread, not the range. */
function drawHypergeometric(successes: number, failures: number, drawn: number, u: number) {
  const lowest = Math.max(0, drawn - failures)
  const highest = Math.min(drawn, successes)
  if (lowest === highest) return lowest
  const mode = Math.min(
    highest,
    Math.max(lowest, Math.floor(((drawn + 1) * (successes + 1)) / (successes + failures + 2))),
  )
  const atMode = Math.exp(logHypergeometricAt(mode, successes, failures, drawn))
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
