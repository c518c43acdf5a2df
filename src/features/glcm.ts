import { entropyTerm } from './entropy-term.ts'
import { gridKernel, mostCells } from './kernels/texture.ts'
import { maximalCorrelation } from './maximal-correlation.ts'
import type { LevelGrid } from './region.ts'
import { directionWeights, type WeightingNorm } from './weighting.ts'

export interface CooccurrenceOptions {
  symmetrical: boolean
  weightingNorm: WeightingNorm | undefined
  spacing: readonly number[]
}

/** The entries that are not zero of one normalised matrix, row by row; `row` and `column` are positions in `grey`, from 0. */
export interface Cooccurrence {
  length: number
  row: Uint32Array
  column: Uint32Array
  p: Float64Array
  px: Float64Array
  py: Float64Array
}

export const cooccurrenceNames = [
  'Autocorrelation',
  'ClusterProminence',
  'ClusterShade',
  'ClusterTendency',
  'Contrast',
  'Correlation',
  'DifferenceAverage',
  'DifferenceEntropy',
  'DifferenceVariance',
  'Id',
  'Idm',
  'Idmn',
  'Idn',
  'Imc1',
  'Imc2',
  'InverseVariance',
  'JointAverage',
  'JointEnergy',
  'JointEntropy',
  'MCC',
  'MaximumProbability',
  'SumAverage',
  'SumEntropy',
  'SumSquares',
] as const

const eps = 2 ** -52

/**
 * The GLCM features of PyRadiomics: each direction's matrix is normalised and described, then the directions are
 * averaged (without those in which the region has no pair); `weightingNorm` merges the matrices first.
 *
 * wanted  the features asked for, none for all; others may be NaN
 */
export function glcm(grid: LevelGrid, options: CooccurrenceOptions, wanted: readonly string[]): Record<string, number> {
  const { offsets, steps } = grid.pairs
  const levels = grid.grey.length - 1
  const matrices = grid.grey.length ** 2 <= mostCells ? dense : sparse
  const found: Float64Array[] = []
  const grey = grid.grey.subarray(1)
  const describe = describer(grey, grey[grey.length - 1], wanted)
  if (options.weightingNorm) {
    const weights = directionWeights(offsets, options.spacing, options.weightingNorm, 'glcm')
    const merged = merge(matrices(grid, steps, options.symmetrical), weights, levels)
    found.push(
      merged.length > 0
        ? describe(normalise(merged, levels))
        : new Float64Array(cooccurrenceNames.length).fill(Number.NaN),
    )
  } else {
    for (const pairs of matrices(grid, steps, options.symmetrical)) {
      if (pairs.length > 0) found.push(describe(normalise(pairs, levels)))
    }
  }
  const features: Record<string, number> = {}
  for (let f = 0; f < cooccurrenceNames.length; f++) features[cooccurrenceNames[f]] = meanOfDefined(found, f)
  return features
}

/** Pair counts of one direction, as entries. */
interface Pairs {
  length: number
  row: Uint32Array
  column: Uint32Array
  count: Float64Array
}

/** Counts as many directions at once as tables of all levels allow. */
function* dense(grid: LevelGrid, steps: Int32Array, symmetrical: boolean): Iterable<Pairs> {
  const side = grid.grey.length
  const cells = side * side
  const row = new Uint32Array(cells)
  const column = new Uint32Array(cells)
  const count = new Float64Array(cells)
  const together = Math.floor(mostCells / cells)
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
function* sparse(grid: LevelGrid, steps: Int32Array, symmetrical: boolean): Iterable<Pairs> {
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
function merge(directions: Iterable<Pairs>, weights: number[], side: number): Pairs {
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

function normalise(pairs: Pairs, levels: number): Cooccurrence {
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

/**
 * Makes the function that gives all features of one matrix in the order of `cooccurrenceNames`, with the scratch that
 * all matrices share. Groups of features of which none is wanted are left NaN or 0.
 *
 * grey     the level of each row and column
 * highest  the highest level of the region
 */
export function describer(
  grey: Float64Array,
  highest: number,
  wanted: readonly string[],
): (matrix: Cooccurrence, into?: Float64Array) => Float64Array {
  const any = (group: readonly string[]) => wanted.length === 0 || group.some((name) => wanted.includes(name))
  const withMcc = any(['MCC'])
  const withInformation = any(['Imc1', 'Imc2'])
  const withEntropy = withInformation || any(['JointEntropy'])
  const withSums = any(['ClusterProminence', 'ClusterShade', 'ClusterTendency', 'SumAverage', 'SumEntropy'])
  const withDifferences = any(cooccurrenceNames.filter((name) => /^(Contrast|Difference|Id|Inverse)/.test(name)))
  const withDifferenceEntropy = any(['DifferenceEntropy'])
  const withDifferenceVariance = any(['DifferenceVariance'])
  const withInverse = any(['Id', 'Idm', 'Idmn', 'Idn', 'InverseVariance'])
  const sums = new Float64Array(2 * highest + 1)
  const differences = new Float64Array(highest)
  return (matrix, into = new Float64Array(cooccurrenceNames.length)) => {
    const { length, row, column, p, px, py } = matrix
    let ux = 0
    let uy = 0
    for (let k = 0; k < length; k++) {
      ux += grey[row[k]] * p[k]
      uy += grey[column[k]] * p[k]
    }
    if (withSums) sums.fill(0)
    for (let k = 0; withDifferences && k < highest; k++) differences[k] = 0
    let autocorrelation = 0
    let varianceX = 0
    let varianceY = 0
    let covariance = 0
    let energy = 0
    let entropy = 0
    let crossEntropy = 0
    let largest = 0
    for (let k = 0; k < length; k++) {
      const i = grey[row[k]]
      const j = grey[column[k]]
      const pij = p[k]
      autocorrelation += pij * (i * j)
      varianceX += pij * (i - ux) ** 2
      varianceY += pij * (j - uy) ** 2
      covariance += pij * (i - ux) * (j - uy)
      energy += pij * pij
      if (withEntropy) entropy -= entropyTerm(pij)
      if (withInformation) crossEntropy -= pij * Math.log2(px[row[k]] * py[column[k]] + eps)
      if (pij > largest) largest = pij
      if (withSums) sums[i + j] += pij
      if (withDifferences) differences[i > j ? i - j : j - i] += pij
    }
    let tendency = 0
    let shade = 0
    let prominence = 0
    let sumAverage = 0
    let sumEntropy = 0
    for (let k = 2; withSums && k <= 2 * highest; k++) {
      const s = sums[k]
      if (s === 0) continue
      const d = k - ux - uy
      tendency += s * d * d
      shade += s * d * d * d
      prominence += s * d * d * d * d
      sumAverage += k * s
      sumEntropy -= entropyTerm(s)
    }
    let contrast = 0
    let differenceAverage = 0
    let differenceEntropy = 0
    let id = 0
    let idm = 0
    let idn = 0
    let idmn = 0
    let inverseVariance = 0
    for (let k = 0; withDifferences && k < highest; k++) {
      const d = differences[k]
      if (d === 0) continue
      contrast += d * k * k
      differenceAverage += k * d
      if (withDifferenceEntropy) differenceEntropy -= entropyTerm(d)
      if (!withInverse) continue
      id += d / (1 + k)
      idm += d / (1 + k * k)
      idn += d / (1 + k / highest)
      idmn += d / (1 + (k * k) / highest ** 2)
      if (k > 0) inverseVariance += d / (k * k)
    }
    let differenceVariance = 0
    for (let k = 0; withDifferenceVariance && k < highest; k++)
      differenceVariance += differences[k] * (k - differenceAverage) ** 2
    const spread = Math.sqrt(varianceX) * Math.sqrt(varianceY)
    const { hx, hy, independent } = withInformation ? marginalEntropies(px, py) : noEntropies
    const most = Math.max(hx, hy)
    const imc1 = entropy - crossEntropy
    into[0] = autocorrelation
    into[1] = prominence
    into[2] = shade
    into[3] = tendency
    into[4] = contrast
    into[5] = spread === 0 ? 1 : covariance / (spread + eps)
    into[6] = differenceAverage
    into[7] = differenceEntropy
    into[8] = differenceVariance
    into[9] = id
    into[10] = idm
    into[11] = idmn
    into[12] = idn
    into[13] = most === 0 ? 0 : imc1 / most
    // A rounding error below 0 has no root and, as in PyRadiomics, drops out of the mean.
    into[14] = !withInformation || independent === entropy ? 0 : Math.sqrt(1 - Math.E ** (-2 * (independent - entropy)))
    into[15] = inverseVariance
    into[16] = ux
    into[17] = energy
    into[18] = entropy
    into[19] = withMcc ? maximalCorrelation(matrix) : Number.NaN
    into[20] = largest
    into[21] = sumAverage
    into[22] = sumEntropy
    into[23] = varianceX
    return into
  }
}

const noEntropies = { hx: 0, hy: 0, independent: 0 }

/** Entropies of the two marginals and of the matrix that their independence would give. */
function marginalEntropies(px: Float64Array, py: Float64Array) {
  const levels = px.length
  let hx = 0
  let hy = 0
  for (let i = 0; i < levels; i++) {
    hx -= entropyTerm(px[i])
    hy -= entropyTerm(py[i])
  }
  let independent = 0
  if (levels <= 32) {
    // Summed as PyRadiomics does, so that a matrix of independent levels compares equal to its own marginals.
    for (let i = 0; i < levels; i++) {
      for (let j = 0; j < levels; j++) {
        independent -= entropyTerm(px[i] * py[j])
      }
    }
    return { hx, hy, independent }
  }
  // log2(p + eps) to the second order of eps / p, which leaves sums over one marginal at a time.
  let occupiedX = 0
  let occupiedY = 0
  let inverseX = 0
  let inverseY = 0
  for (let i = 0; i < levels; i++) {
    if (px[i] > 0) {
      independent -= px[i] * Math.log2(px[i])
      occupiedX++
      inverseX += 1 / px[i]
    }
    if (py[i] > 0) {
      independent -= py[i] * Math.log2(py[i])
      occupiedY++
      inverseY += 1 / py[i]
    }
  }
  independent -= (eps * (occupiedX * occupiedY - 0.5 * eps * inverseX * inverseY)) / Math.LN2
  return { hx, hy, independent }
}

function meanOfDefined(found: Float64Array[], f: number): number {
  let sum = 0
  let n = 0
  for (const values of found) {
    if (Number.isNaN(values[f])) continue
    sum += values[f]
    n++
  }
  return n === 0 ? Number.NaN : sum / n
}
