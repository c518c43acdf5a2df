import { gridKernel, maximumCells } from '../kernels/texture.ts'
import type { LevelGrid } from '../regions/region.ts'

/** The entries that are not zero of one normalised matrix, row by row; `row` and `column` are positions in `grey`, from 0. */
export interface Cooccurrence {
  length: number
  row: Uint32Array
  column: Uint32Array
  p: Float64Array
  px: Float64Array
  py: Float64Array
}

/** Pair counts of one direction, as entries. */
export interface Pairs {
  length: number
  row: Uint32Array
  column: Uint32Array
  count: Float64Array
}

/** Counts as many directions at once as tables of all levels allow. */
export function* dense(grid: LevelGrid, steps: Int32Array, symmetrical: boolean): Iterable<Pairs> {
  const side = grid.grey.length
  const cells = side * side
  const row = new Uint32Array(cells)
  const column = new Uint32Array(cells)
  const count = new Float64Array(cells)
  const together = Math.floor(maximumCells / cells)
  for (let from = 0; from < steps.length; from += together) {
    const some = steps.subarray(from, from + together)
    const counts = gridKernel(grid)?.pairs(some) ?? countPairs(grid, some)
    for (let d = 0; d < some.length; d++) {
      const matrix = counts.subarray(d * cells, (d + 1) * cells)
      let length = 0
      for (let i = 1; i < side; i++) {
        for (let j = 1, cell = i * side + 1, mirrored = i + side; j < side; j++, cell++, mirrored += side) {
          const n = symmetrical ? matrix[cell] + matrix[mirrored] : matrix[cell]
          if (n === 0) continue
          row[length] = i - 1
          column[length] = j - 1
          count[length++] = n
        }
      }
      yield { length, row, column, count }
    }
  }
}

/** One side × side table a direction: row by the voxel's level, column by its neighbour's, 0 outside the region. */
function countPairs(grid: LevelGrid, steps: Int32Array): Uint32Array {
  const { levels, places } = grid
  const side = grid.grey.length
  const counts = new Uint32Array(steps.length * side * side)
  for (let v = 0; v < places.length; v++) {
    const place = places[v]
    let row = levels[place] * side
    for (let d = 0; d < steps.length; d++, row += side * side) counts[row + levels[place + steps[d]]]++
  }
  return counts
}

/** One direction at a time, pairs sorted and counted: for thousands of levels, where a matrix would not fit. */
export function* sparse(grid: LevelGrid, steps: Int32Array, symmetrical: boolean): Iterable<Pairs> {
  const { levels, places } = grid
  const side = grid.grey.length - 1
  for (const step of steps) {
    const keys = new Float64Array(places.length * (symmetrical ? 2 : 1))
    let n = 0
    for (let v = 0; v < places.length; v++) {
      const i = levels[places[v]] - 1
      const j = levels[places[v] + step] - 1
      if (j < 0) continue
      keys[n++] = i * side + j
      if (symmetrical) keys[n++] = j * side + i
    }
    const sorted = keys.subarray(0, n).sort()
    const row = new Uint32Array(n)
    const column = new Uint32Array(n)
    const count = new Float64Array(n)
    let length = 0
    for (let k = 0; k < n; k++) {
      if (k > 0 && sorted[k] === sorted[k - 1]) count[length - 1]++
      else {
        row[length] = Math.floor(sorted[k] / side)
        column[length] = sorted[k] - row[length] * side
        count[length++] = 1
      }
    }
    yield { length, row, column, count }
  }
}

/** The weighted sum of all directions; each may reuse the buffers of the one before. */
export function merge(directions: Iterable<Pairs>, weights: number[], side: number): Pairs {
  const total = new Map<number, number>()
  let d = 0
  for (const pairs of directions) {
    for (let k = 0; k < pairs.length; k++) {
      const key = pairs.row[k] * side + pairs.column[k]
      total.set(key, (total.get(key) ?? 0) + pairs.count[k] * weights[d])
    }
    d++
  }
  const keys = Float64Array.from(total.keys()).sort()
  return {
    length: keys.length,
    row: Uint32Array.from(keys, (key) => Math.floor(key / side)),
    column: Uint32Array.from(keys, (key) => key % side),
    count: Float64Array.from(keys, (key) => total.get(key)!),
  }
}

export function normalise(pairs: Pairs, levels: number): Cooccurrence {
  const { length, row, column, count } = pairs
  let sum = 0
  for (let k = 0; k < length; k++) sum += count[k]
  const p = new Float64Array(length)
  const px = new Float64Array(levels)
  const py = new Float64Array(levels)
  for (let k = 0; k < length; k++) {
    p[k] = count[k] / sum
    px[row[k]] += p[k]
    py[column[k]] += p[k]
  }
  return { length, row, column, p, px, py }
}
