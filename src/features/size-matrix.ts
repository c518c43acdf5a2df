const eps = 2 ** -52

/** The entries of a matrix of grey level × size (of runs, zones or dependences), in ascending order of level, then size. */
export interface SizeMatrix {
  level: ArrayLike<number>
  size: ArrayLike<number>
  count: ArrayLike<number>
}

/**
 * What the run-length, size-zone and dependence classes all compute of their matrix; every value is NaN where the
 * matrix is empty. `percentage` is the number of entries over the number of voxels they cover.
 */
export function describeSizes({ level, size, count }: SizeMatrix) {
  let total = 0
  let voxels = 0
  let greySum = 0
  let sizeSum = 0
  const byLevel = new Map<number, number>()
  const bySize = new Map<number, number>()
  for (let k = 0; k < count.length; k++) {
    const n = count[k]
    total += n
    voxels += n * size[k]
    byLevel.set(level[k], (byLevel.get(level[k]) ?? 0) + n)
    bySize.set(size[k], (bySize.get(size[k]) ?? 0) + n)
    greySum += n * level[k]
    sizeSum += n * size[k]
  }
  const greyMean = greySum / total
  const sizeMean = sizeSum / total
  const sums = {
    small: 0,
    large: 0,
    lowGrey: 0,
    highGrey: 0,
    smallLowGrey: 0,
    smallHighGrey: 0,
    largeLowGrey: 0,
    largeHighGrey: 0,
    greyVariance: 0,
    sizeVariance: 0,
    entropy: 0,
    greyNonUniformity: 0,
    sizeNonUniformity: 0,
  }
  for (const n of byLevel.values()) sums.greyNonUniformity += n * n
  for (const n of bySize.values()) sums.sizeNonUniformity += n * n
  for (let k = 0; k < count.length; k++) {
    const n = count[k]
    const i = level[k]
    const j = size[k]
    const ii = i * i
    const jj = j * j
    sums.small += n / jj
    sums.large += n * jj
    sums.lowGrey += n / ii
    sums.highGrey += n * ii
    sums.smallLowGrey += n / (ii * jj)
    sums.smallHighGrey += (n * ii) / jj
    sums.largeLowGrey += (n * jj) / ii
    sums.largeHighGrey += n * jj * ii
    sums.greyVariance += n * (i - greyMean) ** 2
    sums.sizeVariance += n * (j - sizeMean) ** 2
    const p = n / total
    sums.entropy -= n * Math.log2(p + eps)
  }
  for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] /= total
  return { ...sums, total: total || Number.NaN, percentage: total / voxels }
}
