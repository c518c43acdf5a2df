import { sortedOrder } from '../descriptive/ranks.ts'
import { dot, normalise } from '../penalised/normalised-columns.ts'
import { wasm } from './correlated-columns.wasm.ts'
import { kernelOf } from './load.ts'

type Exports = Record<'normalise' | 'narrow' | 'leaveOut' | 'filter', (...args: number[]) => number>

const loaded = kernelOf<Exports>(wasm)
/** What the compiler put into the memory lies below. */
const memoryStart = 4096
/** Bytes of the scalar products that are kept at most: of about 5,000 columns. */
const maximumPairs = 2 ** 27

/** Columns over rows that count `counts` times each, all numbers finite. Each is looked at once, since it may be made then. */
export interface WeightedColumns {
  columns: readonly { readonly values: Float64Array }[]
  counts: Float64Array
}

/**
 * What a filter of a whole part leaves in the kernel's memory for the filters of its folds, until the next whole part takes
 * its place: it makes them faster and not different.
 */
export interface KnownPairs {
  rows: number
  columns: number
  /** Where its parts lie, and where they end. */
  z: number
  narrow: number
  pairs: number
  families: number
  roots: number
  end: number
}

/** A fold of a part that has been filtered. */
export interface FoldOf {
  pairs: KnownPairs
  /** Number of each of the fold's columns in the whole part, −1 where that lacks it or has other values. */
  columns: Int32Array
  /** Positions in the whole part of the rows that the fold lacks. */
  held: Int32Array
}

let resident: KnownPairs | undefined

/**
 * |Pearson correlation| of each column with the target over the rows as drawn; −1 for a constant column. The target is as
 * `normalise` makes it, one number a row.
 */
export function relevanceTo(target: Float64Array, { columns, counts }: WeightedColumns): Float64Array {
  const kernel = loaded()
  if (kernel) {
    const part = place(kernel, resident?.end ?? memoryStart, columns, counts, target)
    if (part) return normaliseIn(kernel, part)
  }
  const column = new Float64Array(counts.length)
  return Float64Array.from(columns, ({ values }) =>
    normalise(values, counts, column) ? Math.abs(dot(column, 0, target, 0, counts.length)) : -1,
  )
}

/**
 * Positions of the columns that stay when they are taken in the order of their relevance to the target (without one in
 * their own order) and each goes whose |correlation| with one that stayed is above `threshold`. Constant columns go; of
 * equally relevant ones the first is taken first.
 */
export function uncorrelatedColumns(
  columns: WeightedColumns,
  target: Float64Array | undefined,
  threshold: number,
  fold?: FoldOf,
): { kept: Int32Array; pairs?: KnownPairs } {
  const kernel = loaded()
  return (
    (kernel && filterIn(kernel, columns, target, threshold, fold)) ?? { kept: filterHere(columns, target, threshold) }
  )
}

type Kernel = NonNullable<ReturnType<typeof loaded>>

function filterIn(
  kernel: Kernel,
  { columns, counts }: WeightedColumns,
  target: Float64Array | undefined,
  threshold: number,
  fold: FoldOf | undefined,
): { kept: Int32Array; pairs?: KnownPairs } | undefined {
  const { exports, memory } = kernel
  const known = fold && fold.pairs === resident ? fold : undefined
  if (!known) resident = undefined
  const part = place(kernel, known ? known.pairs.end : memoryStart, columns, counts, target)
  if (!part) return undefined
  const relevance = normaliseIn(kernel, part)
  const { stride, z } = part
  const p = columns.length
  const order = inOrder(relevance)

  let end = part.end
  const claim = (bytes: number) => {
    const at = end
    end = aligned(at + bytes)
    return at
  }
  const orderAt = claim(4 * p)
  const at = claim(4 * p)
  const kept = claim(4 * p)
  const whole = known?.pairs ?? {
    rows: stride,
    columns: p,
    z,
    narrow: claim(4 * ((stride + 15) & ~15) * p),
    pairs: 4 * p * p <= maximumPairs ? claim(4 * p * p) : 0,
    families: claim(4 * p),
    roots: part.roots,
    end: 0,
  }
  if (!known) whole.end = end
  const length = known ? (known.held.length + 16) & ~15 : 0 // one more than are held, padded
  const out = claim(4 * length * whole.columns)
  const outside = claim(8 * whole.columns)
  const inside = claim(8 * whole.columns)
  const newest = claim(4 * whole.columns)
  const older = claim(4 * p)
  const held = claim(known ? 4 * known.held.length : 0)
  if (!reach(kernel, end)) return undefined

  const integers = new Int32Array(memory.buffer)
  integers.set(order, orderAt / 4)
  if (known) {
    integers.set(known.columns, at / 4)
    integers.set(known.held, held / 4)
    exports.leaveOut(
      whole.rows,
      whole.columns,
      whole.z,
      whole.roots,
      held,
      known.held.length,
      part.total,
      out,
      length,
      outside,
      inside,
    )
  } else {
    for (let j = 0; j < p; j++) integers[at / 4 + j] = j
    exports.narrow(stride, p, z, whole.narrow)
    integers.fill(0, whole.families / 4, whole.families / 4 + p)
    if (whole.pairs) new Uint8Array(memory.buffer).fill(255, whole.pairs, whole.pairs + 4 * p * p) // NaN
  }
  const count = exports.filter(
    order.length,
    orderAt,
    stride,
    z,
    at,
    whole.rows,
    whole.columns,
    whole.narrow,
    whole.pairs,
    whole.families,
    known ? out : 0,
    length,
    outside,
    inside,
    threshold,
    newest,
    older,
    kept,
  )
  if (!known && whole.pairs) resident = whole
  return { kept: integers.slice(kept / 4, kept / 4 + count), pairs: resident }
}

/** A part's columns as they lie in the kernel's memory: raw until `normaliseIn`. */
interface Placed {
  stride: number
  columns: number
  total: number
  z: number
  counts: number
  roots: number
  target: number
  relevance: number
  end: number
}

/** Lays columns out from `start` on, padded with rows that count 0; undefined where the memory does not suffice. */
function place(
  kernel: Kernel,
  start: number,
  columns: WeightedColumns['columns'],
  counts: Float64Array,
  target: Float64Array | undefined,
): Placed | undefined {
  const n = counts.length
  const stride = (n + 7) & ~7
  const column = 8 * stride
  const z = aligned(start)
  const countsAt = z + column * columns.length
  const roots = countsAt + column
  const targetAt = roots + column
  const relevance = targetAt + column
  const end = aligned(relevance + 8 * columns.length)
  if (!reach(kernel, end)) return undefined
  const doubles = new Float64Array(kernel.memory.buffer)
  for (let j = 0; j < columns.length; j++) doubles.set(columns[j].values, (z + j * column) / 8)
  if (n < stride)
    for (let j = 0; j < columns.length; j++) doubles.fill(0, (z + j * column) / 8 + n, (z + (j + 1) * column) / 8)
  doubles.fill(0, countsAt / 8, relevance / 8)
  doubles.set(counts, countsAt / 8)
  if (target) doubles.set(target, targetAt / 8)
  let total = 0
  for (let i = 0; i < n; i++) {
    total += counts[i]
    doubles[roots / 8 + i] = Math.sqrt(counts[i])
  }
  return { stride, columns: columns.length, total, z, counts: countsAt, roots, target: targetAt, relevance, end }
}

/** Normalises placed columns; gives their relevance to the target. */
function normaliseIn({ exports, memory }: Kernel, part: Placed): Float64Array {
  const { stride, columns, total, z, counts, roots, target, relevance } = part
  exports.normalise(stride, columns, z, counts, roots, total, target, relevance)
  return new Float64Array(memory.buffer, relevance, columns).slice()
}

/** Lets the memory reach to `end`; false where it cannot. */
function reach({ memory }: Kernel, end: number): boolean {
  const missing = end - memory.buffer.byteLength
  if (missing <= 0) return true
  try {
    memory.grow(Math.ceil(missing / 65536))
    return true
  } catch {
    return false
  }
}

function aligned(at: number): number {
  return Math.ceil(at / 16) * 16
}

/** The columns that vary, the most relevant first. */
function inOrder(relevance: Float64Array): Uint32Array {
  let vary = 0
  for (let j = 0; j < relevance.length; j++) if (relevance[j] >= 0) vary++
  return sortedOrder(relevance.map((r) => -r)).subarray(0, vary)
}

/** What the kernel does, in TypeScript. */
function filterHere(
  { columns, counts }: WeightedColumns,
  target: Float64Array | undefined,
  threshold: number,
): Int32Array {
  const n = counts.length
  const z = new Float64Array(columns.length * n)
  const relevance = Float64Array.from(columns, ({ values }, j) =>
    normalise(values, counts, z, j * n) ? (target ? Math.abs(dot(z, j * n, target, 0, n)) : 0) : -1,
  )
  const kept: number[] = []
  for (const j of inOrder(relevance))
    if (kept.every((k) => Math.abs(dot(z, j * n, z, k * n, n)) <= threshold)) kept.push(j)
  return Int32Array.from(kept)
}
