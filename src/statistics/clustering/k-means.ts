import { InvalidArgument } from '../../errors/index.ts'
import type { RandomStream } from '../resampling/random.ts'
import { type Points, requirePoints } from './points.ts'

/** Where k-means came to rest. */
export interface KMeans {
  /** k × m, one centre after the other. */
  centres: Float64Array
  /** Sum of squared distances of the points to their centres. */
  inertia: number
  iterations: number
}

const mostIterations = 300

/**
 * k-means by Lloyd's iterations from given centres, until no point changes its cluster. Equals scikit-learn's
 * `KMeans(init=centres, n_init=1, algorithm="lloyd", tol=0)`; a cluster that loses its last point takes, as there, the
 * point that is farthest from its own centre.
 *
 * @param points n points in m dimensions, finite
 * @param start k × m, one centre after the other
 * @returns the centres, in the order of `start`
 * @throws InvalidArgument for centres of another dimension, or more than points
 * @throws NotFinite for a coordinate that is NaN or infinite
 * @example
 * ```ts
 * import { kMeansFrom } from 'nomoscope/statistics'
 *
 * const points = { dimensions: 1, values: Float64Array.of(0, 1, 10, 11) }
 * Array.from(kMeansFrom(points, Float64Array.of(0, 1)).centres) // → [ 0.5, 10.5 ]
 * ```
 */
export function kMeansFrom(points: Points, start: Float64Array): KMeans {
  const n = requirePoints(points)
  const { dimensions: m, values } = points
  const k = start.length / m
  if (!Number.isInteger(k) || k < 1 || k > n)
    throw InvalidArgument('The first centres', `1 to ${n} in ${m} dimensions, not ${start.length} numbers`)
  let centres: Float64Array = Float64Array.from(start)
  const own = new Int32Array(n).fill(-1)
  const distances = new Float64Array(n)
  let iterations = 0
  for (let changed = true; changed && iterations < mostIterations; iterations++) {
    changed = false
    for (let i = 0; i < n; i++) {
      const [nearest, distance] = nearestOf(values, i * m, centres, k, m)
      if (nearest !== own[i]) changed = true
      own[i] = nearest
      distances[i] = distance
    }
    if (changed) centres = meansOf(values, own, distances, k, m)
  }
  return { centres, inertia: distances.reduce((sum, one) => sum + one, 0), iterations }
}

/**
 * k-means from several random starts (k-means++, Arthur & Vassilvitskii 2007), of which the one of least inertia counts.
 *
 * @param points n points in m dimensions, finite
 * @param k clusters
 * @param random a stream of random numbers, from `randomStream`
 * @param starts how many starts
 * @returns the centres, in no order
 * @throws InvalidArgument for more clusters than points
 * @throws NotFinite for a coordinate that is NaN or infinite
 * @example
 * ```ts
 * import { kMeans, randomStream } from 'nomoscope/statistics'
 *
 * const points = { dimensions: 1, values: Float64Array.of(0, 1, 10, 11) }
 * kMeans(points, 2, randomStream(1, 'habitats')).inertia // → 1
 * ```
 */
export function kMeans(points: Points, k: number, random: RandomStream, starts = 10): KMeans {
  const n = requirePoints(points)
  if (k > n) throw InvalidArgument('The clusters', `at most the ${n} points, not ${k}`)
  let best: KMeans | undefined
  for (let start = 0; start < starts; start++) {
    const found = kMeansFrom(points, spreadCentres(points, n, k, random))
    if (!best || found.inertia < best.inertia) best = found
  }
  return best!
}

/** Which centre is nearest to a point; the first of equals. */
export function nearestCentre(point: ArrayLike<number>, centres: Float64Array): number {
  return nearestOf(point, 0, centres, centres.length / point.length, point.length)[0]
}

function nearestOf(
  values: ArrayLike<number>,
  at: number,
  centres: Float64Array,
  k: number,
  m: number,
): [number, number] {
  let [nearest, least] = [0, Infinity]
  for (let c = 0; c < k; c++) {
    let sum = 0
    for (let d = 0; d < m; d++) sum += (values[at + d] - centres[c * m + d]) ** 2
    if (sum < least) [nearest, least] = [c, sum]
  }
  return [nearest, least]
}

function meansOf(values: Float64Array, own: Int32Array, distances: Float64Array, k: number, m: number): Float64Array {
  const counts = new Float64Array(k)
  const sums = new Float64Array(k * m)
  own.forEach((c, i) => {
    counts[c]++
    for (let d = 0; d < m; d++) sums[c * m + d] += values[i * m + d]
  })
  const empty = Array.from(counts.keys()).filter((c) => counts[c] === 0)
  const farthest = empty.length > 0 ? Array.from(own.keys()).sort((a, b) => distances[b] - distances[a]) : []
  empty.forEach((c, e) => {
    const i = farthest[e]
    counts[own[i]]--
    counts[c] = 1
    for (let d = 0; d < m; d++) {
      sums[own[i] * m + d] -= values[i * m + d]
      sums[c * m + d] = values[i * m + d]
    }
  })
  return sums.map((sum, j) => sum / counts[Math.floor(j / m)])
}

/** Each next centre is a point, drawn by its squared distance from those that there are. */
function spreadCentres({ dimensions: m, values }: Points, n: number, k: number, random: RandomStream): Float64Array {
  const centres = new Float64Array(k * m)
  const distances = new Float64Array(n).fill(Infinity)
  let next = random.below(n)
  for (let c = 0; c < k; c++) {
    const centre = values.subarray(next * m, (next + 1) * m)
    centres.set(centre, c * m)
    let total = 0
    for (let i = 0; i < n; i++) {
      distances[i] = Math.min(distances[i], nearestOf(values, i * m, centre, 1, m)[1])
      total += distances[i]
    }
    let left = random.uniform() * total
    next = n - 1
    for (let i = 0; i < n; i++) {
      left -= distances[i]
      if (left < 0) {
        next = i
        break
      }
    }
  }
  return centres
}
