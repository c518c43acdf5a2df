import { kernelOf, layOut } from '../../statistics/kernels/load.ts'
import type { IntensitySums } from '../matrices/intensity-sums.ts'
import { type OrderStatistics, orderOfRanks, percentiles } from '../matrices/order-statistics.ts'
import { evenEdges, type LaidLevels, type Levels } from '../regions/discretise.ts'
import { layoutOf, type Region } from '../regions/region.ts'
import { wasm } from './intensity.wasm.ts'

type Gather = (block: number, spans: number, count: number, values: number, out: number) => void

interface IntensityExports {
  gatherSingle: Gather
  gatherDouble: Gather
  gatherShort: Gather
  sum(values: number, from: number, to: number): number
  bin(
    values: number,
    n: number,
    low: number,
    step: number,
    inverse: number,
    raw: number,
    counts: number,
    twice: number,
    bins: number,
  ): void
  place(raw: number, spans: number, count: number, table: number, base: number, grid: number): void
  pick(raw: number, values: number, n: number, wanted: number, many: number, ends: number): void
  select(list: number, n: number, k: number): number
  moments(values: number, n: number, mean: number, shift: number, p10: number, p90: number, out: number): void
  robust(values: number, n: number, mean: number, p10: number, p90: number): number
}

const loaded = kernelOf<IntensityExports>(wasm)

/** What texture and first-order features need of a region's intensities in one image. */
export interface Intensities {
  levels: Levels | LaidLevels
  sums: (shift: number) => IntensitySums
}

/** A bin is a u16, and two beyond the last one are looked at. */
const maximumBins = 65532

/** A region in the kernel's memory: its runs along x, and where everything lies; one image after the other uses it. */
interface Bound {
  region: Region
  length: number
  spans: number
  places: number[]
}
let bound: Bound | undefined

function bind(memory: WebAssembly.Memory, region: Region, gridPlaces: Uint32Array, length: number) {
  if (bound?.region === region && bound.length === length) return bound
  const { voxels, inside } = region
  const spans = spansOf(region, gridPlaces)
  const n = voxels.length
  const places = layOut(memory, [
    8 * inside.length + 16,
    4 * spans.length,
    8 * n + 16,
    2 * n + 32,
    2 * length,
    2 * length,
    4 * (maximumBins + 4),
    4 * (maximumBins + 4),
    2 * (maximumBins + 4),
    16 * 2 * percentiles.length,
    4 * 2 * percentiles.length,
    8 * n,
    64,
  ])
  if (!places) return undefined
  new Uint32Array(memory.buffer, places[1], spans.length).set(spans)
  // Every image of the region writes the same places, so the rest stays 0.
  for (const grid of [places[4], places[5]]) new Uint16Array(memory.buffer, grid, length).fill(0)
  bound = { region, length, spans: spans.length / 3, places }
  return bound
}

/** The region's runs of voxels along x: start in the box, start in the grid, length. */
function spansOf({ voxels, size: [nx] }: Region, gridPlaces: Uint32Array): Uint32Array {
  const spans = new Uint32Array(3 * voxels.length)
  let to = 0
  for (let v = 0; v < voxels.length; ) {
    const start = voxels[v]
    const end = start - (start % nx) + nx
    let n = 1
    while (v + n < voxels.length && voxels[v + n] === start + n && start + n < end) n++
    spans[to++] = start
    spans[to++] = gridPlaces[v]
    spans[to++] = n
    v += n
  }
  return spans.subarray(0, to)
}

/**
 * The region's intensities in one image, binned by a width: what `gather`, `discretise` and `levelGrid` do, in one pass,
 * and sums as `sumsOf` gives them. Undefined where the kernel has no way (no wasm, another type, a voxel that is no finite
 * number, too many bins): the TypeScript then says what is wrong. All views are overwritten by the next image.
 */
export function intensityKernel(
  block: ArrayLike<number>,
  region: Region,
  distances: readonly number[],
  width: number,
): Intensities | undefined {
  const kernel = loaded()
  const n = region.voxels.length
  if (!kernel || n < 2) return undefined
  const { exports, memory } = kernel
  const layout = layoutOf(region, Math.max(...distances))
  const ready = bind(memory, region, layout.places, layout.length)
  if (!ready) return undefined
  const { spans, places, length } = ready
  const [image, spanAt, values, raw, gridAt, greyAt, counts, twice, table, wanted, ends, lists, out] = places
  if (!gather()) return undefined
  const [minimum, maximum, bad] = new Float64Array(memory.buffer, out, 3)
  if (bad !== 0) return undefined
  const { low, step, bins } = evenEdges(minimum, maximum, width)
  if (bins > maximumBins) return undefined
  const tally = new Uint32Array(memory.buffer, counts, bins + 3).fill(0)
  new Uint32Array(memory.buffer, twice, bins + 3).fill(0)
  exports.bin(values, n, low, step, 1 / step, raw, counts, twice, bins + 3)
  const levels = layOutLevels()
  return { levels, sums }

  function gather(): boolean {
    if (block instanceof Float32Array) {
      new Float32Array(memory.buffer, image, block.length).set(block)
      exports.gatherSingle(image, spanAt, spans, values, out)
    } else if (block instanceof Float64Array) {
      new Float64Array(memory.buffer, image, block.length).set(block)
      exports.gatherDouble(image, spanAt, spans, values, out)
    } else if (block instanceof Int16Array) {
      new Int16Array(memory.buffer, image, block.length).set(block)
      exports.gatherShort(image, spanAt, spans, values, out)
    } else return false
    return true
  }

  function layOutLevels(): LaidLevels {
    const position = new Uint16Array(memory.buffer, table, bins + 3)
    const grey = [0]
    const voxels = [0]
    for (let level = 0; level <= bins + 1; level++) {
      if (tally[level] === 0) continue
      position[level] = grey.length
      grey.push(level)
      voxels.push(tally[level])
    }
    // Where no bin is empty, a level's position is the level less what lies below the first.
    const base = grey[grey.length - 1] - grey[1] === grey.length - 2 ? grey[1] - 1 : -1
    exports.place(raw, spanAt, spans, table, base, gridAt)
    if (base !== 0) exports.place(raw, spanAt, spans, table, 0, greyAt)
    return {
      grey: Float64Array.from(grey),
      counts: Float64Array.from(voxels),
      levels: new Uint16Array(memory.buffer, gridAt, length),
      greys: new Uint16Array(memory.buffer, base === 0 ? gridAt : greyAt, length),
    }
  }

  function sums(shift: number): IntensitySums {
    const order = orderStatistics()
    const mean = exports.sum(values, 0, n) / n
    exports.moments(values, n, mean, shift, order.p10, order.p90, out)
    const [energy, deviation, squares, cubes, fourths, robust, robustSum] = new Float64Array(memory.buffer, out, 7)
    const robustDeviation = exports.robust(values, n, robustSum / robust, order.p10, order.p90) / robust
    return { n, order, mean, energy, deviation, squares, cubes, fourths, robustDeviation }
  }

  /** The bins that hold the wanted ranks are picked out, and only those are searched. */
  function orderStatistics(): OrderStatistics {
    const below = percentiles.map((fraction) => Math.floor(fraction * (n - 1)))
    const ranks = [...new Set(below.flatMap((rank) => [rank, Math.min(rank + 1, n - 1)]))].sort((a, b) => a - b)
    const chosen: { bin: number; before: number; list: number; done: number }[] = []
    const binOf: number[] = []
    let bin = 0
    let before = 0
    let end = lists
    const ending = new Uint32Array(memory.buffer, ends, 2 * percentiles.length)
    const wide = new Uint16Array(memory.buffer, wanted, 16 * percentiles.length)
    for (const rank of ranks) {
      while (before + tally[bin] <= rank) before += tally[bin++]
      if (chosen[chosen.length - 1]?.bin !== bin) {
        wide.fill(bin, 8 * chosen.length, 8 * chosen.length + 8)
        ending[chosen.length] = end
        chosen.push({ bin, before, list: end, done: 0 })
        end += 8 * tally[bin]
      }
      binOf.push(chosen.length - 1)
    }
    exports.pick(raw, values, n, wanted, chosen.length, ends)
    const found = new Map<number, number>()
    for (const [r, rank] of ranks.entries()) {
      const one = chosen[binOf[r]]
      // What lies behind a rank that was found is not smaller, so the next search starts there.
      const rest = tally[one.bin] - one.done
      found.set(rank, exports.select(one.list + 8 * one.done, rest, rank - one.before - one.done))
      one.done = rank - one.before + 1
    }
    return orderOfRanks(n, (rank) => (rank === 0 ? minimum : rank === n - 1 ? maximum : found.get(rank)!))
  }
}
