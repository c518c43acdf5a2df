import { pow } from '../../portable-math.ts'
import { type Kernel, kernelOf, layOut } from '../../statistics/kernels/load.ts'
import type { LevelGrid } from '../regions/region.ts'
import { wasm } from './texture.wasm.ts'

interface TextureExports {
  cooccurrence(
    table: number,
    side: number,
    symmetric: number,
    grey: number,
    highest: number,
    withMcc: number,
    memo: number,
    starts: number,
    work: number,
    out: number,
  ): number
  pairs(levels: number, first: number, last: number, steps: number, count: number, side: number, into: number): void
  runs(levels: number, lengths: number, first: number, last: number, step: number, stride: number, into: number): number
  neighbours(
    levels: number,
    greys: number,
    first: number,
    last: number,
    steps: number,
    count: number,
    dependence: number,
    differences: number,
    scratch: number,
  ): void
  zones(
    levels: number,
    parent: number,
    sizes: number,
    first: number,
    last: number,
    row: number,
    plane: number,
    steps: number,
    count: number,
    small: number,
    table: number,
    large: number,
  ): number
}

/** Sizes of zones that are counted in a table; the few larger ones are listed. */
export const smallZones = 64

/** The counting loops over one grid; results are views that the next call overwrites. */
export interface GridKernel {
  /**
   * One side × side table a step, side = levels + 1: row by the voxel's level, column by its neighbour's (0 outside).
   * All tables together must not have more cells than `mostCells`.
   */
  pairs: (steps: Int32Array) => Uint32Array
  /** The features of each direction's table as glcm-features.ts gives them; undefined where it cannot. */
  cooccurrences: (steps: Int32Array, symmetrical: boolean, withMcc: boolean) => Float64Array[] | undefined
  /** By level (row of `stride`) the voxels whose run so far has each length from 2 on. */
  runs: (step: number, stride: number) => { longest: number; ends: Uint32Array }
  /** Voxels by level and dependent neighbours (a row of steps + 1), and the sums of differences by level. */
  neighbours: (steps: Int32Array) => { dependence: Uint32Array; differences: Float64Array }
  /** Zones by level and size up to `smallZones` (a row of as many), and larger ones as pairs of level and size. */
  zones: (steps: Int32Array) => { table: Uint32Array; large: Uint32Array }
}

const loaded = kernelOf<TextureExports>(wasm)
const maximumGrey = 65535
/** One direction's table may have this many cells; the TypeScript has a way without tables for more levels. */
export const maximumCells = 2 ** 22
const maximumSteps = 2 ** 15
/** What the pair tables may take of a core's cache before directions are counted one after the other. */
const cached = 2 ** 17

/** Tables wider than this, or of higher levels, are described by the TypeScript. */
const maximumSide = 257
const maximumNarrow = 4095
/** Where MCC's iteration starts, as in classes/maximal-correlation.ts. */
const starts = Float64Array.from({ length: maximumSide }, (_, i) => Math.sin(1 + 12.9898 * i))
/** Entropy terms of counts up to this are remembered. */
const remembered = 4096
/** Imc2's place among the features; the kernel leaves its exponential, which is JavaScript's, to be taken. */
const imc2 = 14

let current: { grid: LevelGrid; kernel: GridKernel } | undefined

/** The kernel with this grid in its memory; undefined where there is no wasm or the grid does not fit its types. */
export function gridKernel(grid: LevelGrid): GridKernel | undefined {
  const kernel = loaded()
  const { grey, levels } = grid
  if (!kernel || levels.BYTES_PER_ELEMENT !== 2 || grey[grey.length - 1] > maximumGrey) return undefined
  if (grey.length * grey.length > maximumCells || grid.around.steps.length > maximumSteps) return undefined
  if (current?.grid === grid) return current.kernel
  const bound = bind(kernel, grid)
  current = bound && { grid, kernel: bound }
  return bound
}

function bind({ exports, memory }: Kernel<TextureExports>, grid: LevelGrid): GridKernel | undefined {
  const { levels, grey, places } = grid
  const side = grey.length
  const neighbours = Math.max(grid.around.steps.length, grid.near.steps.length)
  const cells = Math.max(
    Math.min(maximumCells, neighbours * side * side),
    side * (Math.max(...grid.size) + 2),
    side * (neighbours + 1),
    side * smallZones + 2 * Math.ceil(places.length / smallZones) + 2,
  )
  const highest = grey[grey.length - 1]
  const narrow = side <= maximumSide && highest <= maximumNarrow
  const row = 8 * (side + 1)
  const work = row * (8 + 2 * side + 124) + 8 * 3 * (highest + 2) + 4 * 8 * 130 + 256
  const found = layOut(memory, [
    2 * levels.length,
    2 * levels.length,
    2 * levels.length,
    4 * levels.length,
    4 * levels.length,
    4 * neighbours,
    4 * cells,
    8 * side,
    64,
    ...(narrow ? [16 * remembered, 8 * maximumSide, 8 * side, work, 8 * 24] : []),
  ])
  if (!found) return undefined
  const [at, greys, lengths, parent, sizes, steps, counts, sums, scratch, memo, startAt, greyAt, workAt, out] = found
  new Uint16Array(memory.buffer, at, levels.length).set(levels)
  const gapless = grey.every((level, k) => level === k)
  if (!gapless && grid.greys) new Uint16Array(memory.buffer, greys, levels.length).set(grid.greys)
  else if (!gapless) {
    const actual = new Uint16Array(memory.buffer, greys, levels.length).fill(0)
    for (let v = 0; v < places.length; v++) actual[places[v]] = grey[levels[places[v]]]
  }
  const first = places[0]
  const last = places[places.length - 1]
  const emptied = (length: number) => new Uint32Array(memory.buffer, counts, length).fill(0)
  let known: { list: Int32Array; found: { dependence: Uint32Array; differences: Float64Array } } | undefined
  const withSteps = (list: Int32Array) => new Int32Array(memory.buffer, steps, list.length).set(list)
  return {
    pairs(list) {
      const table = side * side
      const into = emptied(list.length * table)
      withSteps(list)
      // Tables that fit the cache together are filled together: the level of a voxel is read once.
      const together = Math.max(1, Math.min(list.length, Math.floor(cached / table)))
      for (let d = 0; d < list.length; d += together) {
        const n = Math.min(together, list.length - d)
        exports.pairs(at, first, last, steps + 4 * d, n, side, counts + 4 * d * table)
      }
      return into
    },
    cooccurrences(list, symmetrical, withMcc) {
      if (!narrow || list.length * side * side > maximumCells) return undefined
      this.pairs(list)
      new Float64Array(memory.buffer, memo, 2 * remembered).fill(0)
      new Float64Array(memory.buffer, startAt, maximumSide).set(starts)
      new Float64Array(memory.buffer, greyAt, side - 1).set(grey.subarray(1))
      const all: Float64Array[] = []
      for (let d = 0; d < list.length; d++) {
        const table = counts + 4 * d * side * side
        const [symmetric, mcc] = [symmetrical, withMcc].map(Number)
        const how = exports.cooccurrence(table, side, symmetric, greyAt, highest, mcc, memo, startAt, workAt, out)
        if (how === 2) return undefined
        if (how === 0) continue
        const features = new Float64Array(memory.buffer, out, 24).slice()
        features[imc2] = Math.sqrt(1 - pow(Math.E, -2 * features[imc2]))
        all.push(features)
      }
      return all
    },
    runs(step, stride) {
      const ends = emptied(side * stride)
      return { longest: exports.runs(at, lengths, first, last, step, stride, counts), ends }
    },
    neighbours(list) {
      // Two classes ask for the same pass.
      if (known?.list === list) return known.found
      const dependence = emptied(side * (list.length + 1))
      const differences = new Float64Array(memory.buffer, sums, side).fill(0)
      withSteps(list)
      exports.neighbours(at, gapless ? at : greys, first, last, steps, list.length, counts, sums, scratch)
      const found = { dependence: dependence.slice(), differences: differences.slice() }
      known = { list, found }
      return found
    },
    zones(list) {
      const table = emptied(side * smallZones)
      const large = counts + 4 * table.length
      withSteps(list)
      const [, row, plane] = grid.stride
      const all = list.length === 13
      const n = exports.zones(
        at,
        parent,
        sizes,
        first,
        last,
        all ? row : 0,
        plane,
        steps,
        list.length,
        smallZones,
        counts,
        large,
      )
      return { table, large: new Uint32Array(memory.buffer, large, 2 * n) }
    },
  }
}
