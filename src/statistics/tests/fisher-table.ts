import { type FisherTable, logFactorials, monteCarloP, mostTabulated, tolerance } from './fisher-monte-carlo.ts'
import type { Table } from './table.ts'

/** Steps of the network (a second or two) before the p-value is drawn instead. */
const mostSteps = 4_000_000

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

/** Row totals still to be filled, in rising order because rows are interchangeable, and the ways that lead there. */
interface Node {
  totals: Int32Array
  /** By value: how many ways came here with this Σ -log x! so far. */
  ways: Map<number, { log: number; count: number }>
}

/** Undefined where the walk would take more than `mostSteps`. */
function networkP(table: Table): number | undefined {
  if (table.n > mostTabulated) return undefined
  const transposed = table.rows > table.columns
  const totals = Int32Array.from(transposed ? table.columnSums : table.rowSums).sort()
  const columns = Int32Array.from(transposed ? table.rowSums : table.columnSums)
    .sort()
    .reverse()
  // A node's name: its totals as the digits of one number. Where a double cannot hold it (nine rows of fifty) p is drawn.
  const base = totals[totals.length - 1] + 1
  if (base ** totals.length > Number.MAX_SAFE_INTEGER) return undefined
  const last = columns.length - 1
  const logFactorial = logFactorials(table.n)
  const margins = (values: ArrayLike<number>) => {
    let sum = 0
    for (let i = 0; i < values.length; i++) sum += logFactorial[values[i]]
    return sum
  }
  const unit = margins(totals) + margins(columns) - logFactorial[table.n]
  const seen = tolerance - margins(table.cells)
  const walk = new Fillings(logFactorial, base)
  const ends = Array.from(columns, () => new Map<number, Ends>())

  /** The unlikeliest and the likeliest completion from a node. */
  function completions(rest: Int32Array, name: number, stage: number): Ends | undefined {
    const known = ends[stage].get(name)
    if (known) return known
    const range = { least: Infinity, most: -Infinity }
    if (stage === last) range.least = range.most = -margins(rest)
    else {
      const finished = walk.each(rest, columns[stage], (after, afterName, log) => {
        const beyond =
          walk.steps++ < mostSteps &&
          (ends[stage + 1].get(afterName) ?? completions(after.slice(), afterName, stage + 1))
        if (!beyond) return false
        range.least = Math.min(range.least, log + beyond.least)
        range.most = Math.max(range.most, log + beyond.most)
        return true
      })
      if (!finished) return undefined
    }
    ends[stage].set(name, range)
    return range
  }

  let p = 0
  let left = margins(columns)
  let nodes = new Map<number, Node>([[walk.nameOf(totals), { totals, ways: new Map([[0, { log: 0, count: 1 }]]) }]])
  for (let stage = 0; stage <= last; stage++) {
    const next = new Map<number, Node>()
    for (const [name, { totals: rest, ways }] of nodes) {
      const range = completions(rest, name, stage)
      if (!range) return undefined
      const remaining = rest.reduce((a, b) => a + b, 0)
      // Σ over completions of Π 1 / x!, in closed form.
      const all = logFactorial[remaining] - margins(rest) - left
      const undecided: { log: number; count: number }[] = []
      for (const way of ways.values()) {
        if (way.log + range.most <= seen) p += way.count * Math.exp(way.log + all + unit)
        else if (way.log + range.least <= seen) undecided.push(way)
      }
      if (undecided.length === 0) continue
      const finished = walk.each(rest, columns[stage], (after, afterName, log) => {
        walk.steps += undecided.length
        let node = next.get(afterName)
        if (!node) {
          node = { totals: after.slice(), ways: new Map() }
          next.set(afterName, node)
        }
        for (const way of undecided) {
          const value = Math.round((way.log + log) * 1e9)
          const same = node.ways.get(value)
          if (same) same.count += way.count
          else node.ways.set(value, { log: way.log + log, count: way.count })
        }
        return walk.steps <= mostSteps
      })
      if (!finished) return undefined
    }
    nodes = next
    left -= logFactorial[columns[stage]]
  }
  return Math.min(1, p)
}

/** Σ -log x! of the unlikeliest and of the likeliest completion. */
interface Ends {
  least: number
  most: number
}

/** Walks the fillings of one column; counts the steps that all walks took together. */
class Fillings {
  steps = 0
  private readonly logFactorial: Float64Array
  private readonly base: number
  constructor(logFactorial: Float64Array, base: number) {
    this.logFactorial = logFactorial
    this.base = base
  }

  nameOf(totals: Int32Array) {
    let name = 0
    for (let i = 0; i < totals.length; i++) name = name * this.base + totals[i]
    return name
  }

  /**
   * Calls `visit` for every filling of a column with what its rows have left: the totals after it in rising order (one
   * array, overwritten by the next), their name, and Σ -log x!. Stops, and gives false, where a visit gives false.
   */
  each(rest: Int32Array, column: number, visit: (after: Int32Array, name: number, log: number) => boolean): boolean {
    const rows = rest.length
    const { logFactorial } = this
    const after = Int32Array.from(rest)
    const sorted = new Int32Array(rows)
    /** Room in the rows after each. */
    const beyond = new Int32Array(rows)
    for (let row = rows - 2; row >= 0; row--) beyond[row] = beyond[row + 1] + rest[row + 1]
    const fill = (row: number, toPlace: number, log: number): boolean => {
      if (row === rows - 1) {
        after[row] = rest[row] - toPlace
        for (let i = 0; i < rows; i++) {
          const value = after[i]
          let j = i
          for (; j > 0 && sorted[j - 1] > value; j--) sorted[j] = sorted[j - 1]
          sorted[j] = value
        }
        return visit(sorted, this.nameOf(sorted), log - logFactorial[toPlace])
      }
      const most = Math.min(rest[row], toPlace)
      for (let x = Math.max(0, toPlace - beyond[row]); x <= most; x++) {
        after[row] = rest[row] - x
        if (!fill(row + 1, toPlace - x, log - logFactorial[x])) return false
      }
      return true
    }
    return fill(0, column, 0)
  }
}
