import { TooManyGreyLevels } from '../../errors/index.ts'

/** More bins than this is a mistaken width, not a texture: no matrix of that many levels says anything. */
const maximumLevels = 2 ** 24

/** How intensities become grey levels: by a width (edges at its multiples) or by a number of bins. */
export type Binning = { binWidth: number } | { binCount: number; single: boolean }

/**
 * Grey levels of one region.
 *
 * index  n positions in `grey`, from 1 (0 is kept for "outside the region")
 * grey   the levels that occur, ascending, as PyRadiomics numbers them (1 is the lowest bin); grey[0] is 0
 * counts voxels of each level, by the same position
 */
export interface Levels extends LevelCounts {
  index: Uint16Array | Uint32Array
}

/** The levels of a region and how many voxels each has. */
export interface LevelCounts {
  grey: Float64Array
  counts: Float64Array
}

/** The same, already laid out in a grid of the region by position and by grey level; 0 outside the region. */
export interface LaidLevels extends LevelCounts {
  levels: Uint16Array
  greys: Uint16Array
}

/**
 * Grey levels as PyRadiomics' `binImage` gives them for the region's intensities.
 *
 * values  n finite intensities of the region
 * Throws TooManyGreyLevels where the range holds more than 2²⁴ bins.
 */
export function discretise(values: Float64Array, binning: Binning): Levels {
  let minimum = Infinity
  let maximum = -Infinity
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value < minimum) minimum = value
    if (value > maximum) maximum = value
  }
  return 'binWidth' in binning
    ? byWidth(values, minimum, maximum, binning.binWidth)
    : byEdges(values, countEdges(minimum, maximum, binning))
}

/**
 * numpy.arange's edges: the lowest, the step, which is the difference of its first two values and which rounding can make
 * unlike the width, and the number of bins. Throws TooManyGreyLevels.
 */
export function evenEdges(minimum: number, maximum: number, width: number) {
  let past = minimum % width
  if (past < 0) past += width
  const low = minimum - past
  const step = low + width - low
  const bins = Math.ceil((maximum + 2 * width - low) / width) - 1
  if (!(bins <= maximumLevels) || !(step > 0)) throw TooManyGreyLevels(Math.floor((maximum - low) / width) + 1, width)
  return { low, step, bins }
}

function byWidth(values: Float64Array, minimum: number, maximum: number, width: number): Levels {
  const { low, step, bins } = evenEdges(minimum, maximum, width)
  const raw = rawLevels(values.length)
  const inverse = 1 / step
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    let bin = ((value - low) * inverse) | 0
    // The product only guesses; the edges decide, as numpy.digitize compares them.
    if (value < low + bin * step) bin--
    else if (value >= low + (bin + 1) * step) bin++
    raw[i] = bin + 1
  }
  return occupied(raw, bins + 1)
}

/** The edges of numpy.histogram, the last one raised by 1 so that the maximum falls inside. */
function countEdges(minimum: number, maximum: number, { binCount, single }: { binCount: number; single: boolean }) {
  let low = minimum
  let high = maximum
  if (low === high) {
    low -= 0.5
    high += 0.5
  }
  const edges = new Float64Array(binCount + 1)
  const step = (high - low) / binCount
  for (let k = 0; k < binCount; k++) edges[k] = k * step + low
  edges[binCount] = high
  // numpy gives the edges of a float32 image in float32.
  if (single) for (let k = 0; k <= binCount; k++) edges[k] = Math.fround(edges[k])
  edges[binCount] = single ? Math.fround(edges[binCount] + 1) : edges[binCount] + 1
  return edges
}

function byEdges(values: Float64Array, edges: Float64Array): Levels {
  const raw = rawLevels(values.length)
  for (let i = 0; i < values.length; i++) {
    let low = 0
    let high = edges.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (values[i] < edges[middle]) high = middle
      else low = middle + 1
    }
    raw[i] = low
  }
  return occupied(raw, edges.length)
}

let scratch = new Uint32Array(0)

/** Memory for levels before they are numbered anew; one image after the other uses it. */
function rawLevels(length: number): Uint32Array {
  if (scratch.length < length) scratch = new Uint32Array(length)
  return scratch.subarray(0, length)
}

/** Numbers the levels that occur from 1 on. */
function occupied(raw: Uint32Array, highest: number): Levels {
  const counts = new Uint32Array(highest + 1)
  for (let i = 0; i < raw.length; i++) counts[raw[i]]++
  const position = new Uint32Array(highest + 1)
  const grey = [0]
  const tally = [0]
  for (let level = 0; level <= highest; level++) {
    if (counts[level] === 0) continue
    position[level] = grey.length
    grey.push(level)
    tally.push(counts[level])
  }
  const index = grey.length <= 65536 ? new Uint16Array(raw.length) : new Uint32Array(raw.length)
  for (let i = 0; i < raw.length; i++) index[i] = position[raw[i]]
  return { index, grey: Float64Array.from(grey), counts: Float64Array.from(tally) }
}
