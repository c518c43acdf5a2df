import type { Triple } from '../../image/volume.ts'
import { pow } from '../../portable-math.ts'
import { aggregated, type LevelVolume, type Slab } from './directions.ts'
import type { Tagged } from './region.ts'

/** Grey level co-occurrence features (LFYI), symmetric matrices at Chebyshev distance 1, aggregated as the standard has it. */
export function cooccurrence(volume: LevelVolume, flat: boolean): Tagged {
  const count = (slab: Slab, direction: Triple) => pairs(volume, slab, direction)
  return aggregated('cm', volume, flat, count, (matrices) => cooccurrenceFeatures(merged(matrices), volume.ng))
}

/** How often level i has level j as its neighbour one step along the direction or against it; ng × ng. */
function pairs({ size: [nx, ny], levels, ng }: LevelVolume, { from, to }: Slab, [dx, dy, dz]: Triple): Float64Array {
  const matrix = new Float64Array(ng * ng)
  for (let z = from; z + dz < to; z++)
    for (let y = Math.max(0, -dy); y < Math.min(ny, ny - dy); y++)
      for (let x = Math.max(0, -dx); x < Math.min(nx, nx - dx); x++) {
        const i = levels[x + nx * (y + ny * z)]
        const j = levels[x + dx + nx * (y + dy + ny * (z + dz))]
        if (i === 0 || j === 0) continue
        matrix[(i - 1) * ng + j - 1]++
        matrix[(j - 1) * ng + i - 1]++
      }
  return matrix
}

function merged(matrices: Float64Array[]): Float64Array {
  const total = new Float64Array(matrices[0].length)
  for (const matrix of matrices) for (let k = 0; k < total.length; k++) total[k] += matrix[k]
  return total
}

/** The 25 features of one matrix of counts; NaN for an empty one. */
function cooccurrenceFeatures(counts: Float64Array, ng: number): Tagged {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const p = counts.map((count) => count / total)
  const row = new Float64Array(ng)
  const difference = new Float64Array(ng)
  const sums = new Float64Array(2 * ng - 1)
  for (let i = 0; i < ng; i++)
    for (let j = 0; j < ng; j++) {
      const q = p[i * ng + j]
      row[i] += q
      difference[Math.abs(i - j)] += q
      sums[i + j] += q
    }
  const average = expected(row, (i) => i + 1)
  const variance = expected(row, (i) => (i + 1 - average) ** 2)
  const differenceAverage = expected(difference, (k) => k)
  const sumAverage = expected(sums, (k) => k + 2)
  const entropy = entropyOf(p)
  const marginal = entropyOf(row)
  let product = 0
  let joint = 0
  let cross = 0
  const cell = (valueAt: (i: number, j: number) => number) => {
    let result = 0
    for (let i = 0; i < ng; i++) for (let j = 0; j < ng; j++) result += p[i * ng + j] * valueAt(i + 1, j + 1)
    return result
  }
  for (let i = 0; i < ng; i++)
    for (let j = 0; j < ng; j++) {
      const q = row[i] * row[j]
      if (q > 0) {
        product -= q * Math.log2(q)
        cross -= p[i * ng + j] * Math.log2(q)
      }
      joint = Math.max(joint, p[i * ng + j])
    }
  const autocorrelation = cell((i, j) => i * j)
  return {
    joint_max: total === 0 ? Number.NaN : joint,
    joint_avg: average,
    joint_var: variance,
    joint_entr: entropy,
    diff_avg: differenceAverage,
    diff_var: expected(difference, (k) => (k - differenceAverage) ** 2),
    diff_entr: entropyOf(difference),
    sum_avg: sumAverage,
    sum_var: expected(sums, (k) => (k + 2 - sumAverage) ** 2),
    sum_entr: entropyOf(sums),
    energy: expected(p, (k) => p[k]),
    contrast: expected(difference, (k) => k * k),
    dissimilarity: differenceAverage,
    inv_diff: expected(difference, (k) => 1 / (1 + k)),
    inv_diff_norm: expected(difference, (k) => 1 / (1 + k / ng)),
    inv_diff_mom: expected(difference, (k) => 1 / (1 + k * k)),
    inv_diff_mom_norm: expected(difference, (k) => 1 / (1 + (k / ng) ** 2)),
    inv_var: expected(difference, (k) => (k === 0 ? 0 : 1 / (k * k))),
    // A matrix of one grey level has no variance; its correlation is 1 by definition.
    corr: variance === 0 ? 1 : (autocorrelation - average ** 2) / variance,
    auto_corr: autocorrelation,
    clust_tend: cell((i, j) => (i + j - 2 * average) ** 2),
    clust_shade: cell((i, j) => pow(i + j - 2 * average, 3)),
    clust_prom: cell((i, j) => pow(i + j - 2 * average, 4)),
    info_corr1: marginal === 0 ? 0 : (entropy - cross) / marginal,
    info_corr2: Math.sqrt(Math.max(0, 1 - Math.exp(-2 * (product - entropy)))),
  }
}

function expected(p: Float64Array, term: (k: number) => number): number {
  let total = 0
  for (let k = 0; k < p.length; k++) total += p[k] * term(k)
  return total
}

function entropyOf(p: Float64Array): number {
  return -expected(p, (k) => (p[k] > 0 ? Math.log2(p[k]) : 0))
}
