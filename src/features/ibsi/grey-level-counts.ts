/**
 * Counts over a grey level i and a number j (a run's length, a zone's size or distance, a dependence count), kept sparse
 * under i + 2¹⁶ j; `voxels` is what their percentage is of.
 */
export interface GreyLevelCounts {
  cells: Map<number, number>
  voxels: number
}

const span = 65_536

export function addCount({ cells }: GreyLevelCounts, i: number, j: number): void {
  const key = i + span * j
  cells.set(key, (cells.get(key) ?? 0) + 1)
}

export function mergedCounts(parts: readonly GreyLevelCounts[]): GreyLevelCounts {
  const merged: GreyLevelCounts = { cells: new Map(), voxels: 0 }
  for (const { cells, voxels } of parts) {
    merged.voxels += voxels
    for (const [key, count] of cells) merged.cells.set(key, (merged.cells.get(key) ?? 0) + count)
  }
  return merged
}

/** What the run-length, size-zone, distance-zone and dependence features have in common, in IBSI's order. */
export function countFeatures({ cells, voxels }: GreyLevelCounts) {
  let total = 0
  const byLevel = new Map<number, number>()
  const byNumber = new Map<number, number>()
  for (const [key, count] of cells) {
    const i = key % span
    const j = Math.floor(key / span)
    total += count
    byLevel.set(i, (byLevel.get(i) ?? 0) + count)
    byNumber.set(j, (byNumber.get(j) ?? 0) + count)
  }
  const mean = (term: (i: number, j: number, p: number) => number) => {
    let sum = 0
    for (const [key, count] of cells) sum += (count / total) * term(key % span, Math.floor(key / span), count / total)
    return total === 0 ? Number.NaN : sum
  }
  const squares = (marginal: Map<number, number>) => {
    let sum = 0
    for (const count of marginal.values()) sum += count * count
    return sum
  }
  const level = mean((i) => i)
  const number = mean((_, j) => j)
  return {
    short: mean((_, j) => 1 / (j * j)),
    long: mean((_, j) => j * j),
    low: mean((i) => 1 / (i * i)),
    high: mean((i) => i * i),
    shortLow: mean((i, j) => 1 / (i * i * j * j)),
    shortHigh: mean((i, j) => (i * i) / (j * j)),
    longLow: mean((i, j) => (j * j) / (i * i)),
    longHigh: mean((i, j) => i * i * j * j),
    levelNonUniformity: squares(byLevel) / total,
    levelNonUniformityNormalised: squares(byLevel) / total ** 2,
    numberNonUniformity: squares(byNumber) / total,
    numberNonUniformityNormalised: squares(byNumber) / total ** 2,
    percentage: total / voxels,
    levelVariance: mean((i) => (i - level) ** 2),
    numberVariance: mean((_, j) => (j - number) ** 2),
    entropy: mean((_i, _j, p) => -Math.log2(p)),
    energy: mean((_i, _j, p) => p),
  }
}
