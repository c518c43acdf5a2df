import { pow } from '../../portable-math.ts'
import { type FisherTable, logFactorials, maximumTabulated, monteCarloP, tolerance } from './fisher-monte-carlo.ts'
import { Ways } from './fisher-ways.ts'
import type { Table } from './table.ts'

/** Steps of the network (a second or two) before the p-value is drawn instead. */
const maximumSteps = 10_000_000

/**
 * Fisher's exact test of an r × c table: the share of all tables with these margins that are no likelier than this one.
 *
 * Walks the network of Mehta & Patel 1983: columns are filled one after the other, ways that leave the same row totals
 * meet in one node, and a way is settled as soon as bounds of its likeliest and unlikeliest completion fall on one side.
 * The last two columns are filled together, each filling against all ways at once. Where even that would take too long:
 * 100,000 random tables with these margins, with p's standard error, and it says so.
 */
export function fisherTable(table: Table, seed = 1): FisherTable {
  const exact = networkP(table)
  return exact === undefined ? monteCarloP(table, seed) : { p: exact, method: 'exact' }
}

/** Row totals still to be filled, in rising order because rows are interchangeable, and the ways that lead there. */
interface Node {
  totals: Int32Array
  ways: Ways
}

/** Undefined where the walk would take more than `mostSteps`. */
function networkP(table: Table): number | undefined {
  if (table.n > maximumTabulated) return undefined
  const transposed = table.rows > table.columns
  const totals = Int32Array.from(transposed ? table.columnSums : table.rowSums).sort()
  const columns = Int32Array.from(transposed ? table.rowSums : table.columnSums)
    .sort()
    .reverse()
  // A node's name: its totals as the digits of one number. Where a double cannot hold it (nine rows of fifty) p is drawn.
  const base = totals[totals.length - 1] + 1
  if (pow(base, totals.length) > Number.MAX_SAFE_INTEGER) return undefined
  const logFactorial = logFactorials(table.n)
  const sum = (values: ArrayLike<number>) => {
    let total = 0
    for (let i = 0; i < values.length; i++) total += logFactorial[values[i]]
    return total
  }
  /** A table's log probability is this and Σ -log x! of its cells. */
  const unit = sum(totals) + sum(columns) - logFactorial[table.n]
  const seen = tolerance - sum(table.cells)
  const nameOf = (values: Int32Array) => values.reduce((name, value) => name * base + value, 0)

  let p = 0
  let steps = 0
  let left = sum(columns)
  let nodes = new Map<number, Node>([[nameOf(totals), { totals, ways: Ways.start() }]])
  for (let stage = 0; stage < columns.length - 2; stage++) {
    const next = new Map<number, Node>()
    for (const { totals: rest, ways } of nodes.values()) {
      const { least, most } = completionBounds(rest, columns.subarray(stage), logFactorial)
      const remaining = rest.reduce((a, b) => a + b, 0)
      // Σ over completions of Π 1 / x!, in closed form: all of a settled way's tables count.
      p += ways.settle(seen - most, seen - least, logFactorial[remaining] - sum(rest) - left + unit)
      if (ways.length === 0) continue
      const finished = eachFilling(rest, columns[stage], logFactorial, (after, log) => {
        const name = nameOf(after)
        let node = next.get(name)
        if (!node) {
          node = { totals: after.slice(), ways: new Ways() }
          next.set(name, node)
        }
        node.ways.addAll(ways, log)
        steps += ways.length + 2
        return steps <= maximumSteps
      })
      if (!finished) return undefined
    }
    nodes = next
    left -= logFactorial[columns[stage]]
  }
  for (const { totals: rest, ways } of nodes.values()) {
    ways.sum()
    const finished = eachLastPair(rest, columns[columns.length - 2], logFactorial, (log) => {
      p += ways.upTo(seen - log) * Math.exp(log + ways.anchor + unit)
      return ++steps <= maximumSteps
    })
    if (!finished) return undefined
  }
  return Math.min(1, p)
}

/**
 * Bounds of Σ -log x! over the fillings of these columns: each column by itself, spread evenly or heaped, row totals
 * bounding its cells only.
 */
function completionBounds(rest: Int32Array, columns: Int32Array, logFactorial: Float64Array) {
  let least = 0
  let most = 0
  for (const column of columns) {
    let toHeap = column
    let toSpread = column
    for (let row = rest.length - 1; row >= 0; row--) {
      const heap = Math.min(rest[row], toHeap)
      least -= logFactorial[heap]
      toHeap -= heap
    }
    for (let row = 0; row < rest.length; row++) {
      // The smallest rows first: each takes its even share of what is left, or all it can.
      const share = Math.min(rest[row], Math.floor(toSpread / (rest.length - row)))
      most -= logFactorial[share]
      toSpread -= share
    }
  }
  let byRows = 0
  for (const total of rest) {
    const share = Math.floor(total / columns.length)
    const over = total - share * columns.length
    byRows -= over * logFactorial[share + 1] + (columns.length - over) * logFactorial[share]
  }
  return { least, most: Math.min(most, byRows) }
}

/**
 * Calls `visit` for every filling of a column: the totals that it leaves, in rising order (one array, overwritten by the
 * next), and Σ -log x!. Stops, and gives false, where a visit gives false.
 */
function eachFilling(
  rest: Int32Array,
  column: number,
  logFactorial: Float64Array,
  visit: (after: Int32Array, log: number) => boolean,
): boolean {
  const rows = rest.length
  const after = new Int32Array(rows)
  const sorted = new Int32Array(rows)
  const beyond = roomBeyond(rest)
  const fill = (row: number, toPlace: number, log: number): boolean => {
    if (row === rows - 1) {
      after[row] = rest[row] - toPlace
      for (let i = 0; i < rows; i++) {
        const value = after[i]
        let j = i
        for (; j > 0 && sorted[j - 1] > value; j--) sorted[j] = sorted[j - 1]
        sorted[j] = value
      }
      return visit(sorted, log - logFactorial[toPlace])
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

/** Calls `visit` with Σ -log x! for every filling of two columns that use up the totals, the first one given. */
function eachLastPair(
  rest: Int32Array,
  column: number,
  logFactorial: Float64Array,
  visit: (log: number) => boolean,
): boolean {
  const last = rest.length - 1
  const beyond = roomBeyond(rest)
  const fill = (row: number, toPlace: number, log: number): boolean => {
    const total = rest[row]
    if (row === last) return visit(log - logFactorial[toPlace] - logFactorial[total - toPlace])
    const most = Math.min(total, toPlace)
    for (let x = Math.max(0, toPlace - beyond[row]); x <= most; x++)
      if (!fill(row + 1, toPlace - x, log - logFactorial[x] - logFactorial[total - x])) return false
    return true
  }
  return fill(0, column, 0)
}

/** Room in the rows after each. */
function roomBeyond(rest: Int32Array) {
  const beyond = new Int32Array(rest.length)
  for (let row = rest.length - 2; row >= 0; row--) beyond[row] = beyond[row + 1] + rest[row + 1]
  return beyond
}
