import { describe, expect, test } from 'vitest'
import { expectedStatistics } from '../../../test/support/statistics.ts'
import { randomStream } from '../resampling/random.ts'
import { gaussianMixture, likeliestGaussian } from './gaussian-mixture.ts'
import { kMeans, kMeansFrom, nearestCentre } from './k-means.ts'

const expected = expectedStatistics('clusters', 'statistics-extra')
const flat = (rows: number[][]) => Float64Array.from(rows.flat())
const points = { dimensions: 3, values: flat(expected.points) }

describe('equals scikit-learn', () => {
  test('k-means from stated centres', () => {
    const { centres, inertia } = kMeansFrom(points, flat(expected.start))
    expect(centres).toMatchDigits(flat(expected.centres), 1e-10)
    expect(inertia).toBeCloseTo(expected.inertia, 8)
  })
  test('a centre that no point is nearest to takes the farthest point', () => {
    expect(kMeansFrom(points, flat(expected.far)).centres).toMatchDigits(flat(expected.emptiedCentres), 1e-10)
  })
  test('the best of several random starts, whatever the seed', () => {
    for (const seed of [1, 2, 3])
      expect(kMeans(points, 3, randomStream(seed, 'clusters')).inertia).toBeCloseTo(expected.bestInertia, 8)
  })
  test('a mixture of Gaussians and whose each point is', () => {
    const mixture = gaussianMixture(points, flat(expected.bestCentres))
    expect(mixture.iterations).toBe(expected.mixture.iterations)
    expect(mixture.logLikelihood).toBeCloseTo(expected.mixture.logLikelihood, 10)
    expect(mixture.weights).toMatchDigits(expected.mixture.weights, 1e-9)
    expect(mixture.means).toMatchDigits(flat(expected.mixture.means), 1e-8)
    expect(mixture.covariances).toMatchDigits(
      flat(expected.mixture.covariances.map((one: number[][]) => one.flat())),
      1e-8,
    )
    const own = likeliestGaussian(mixture)
    expect(expected.points.map((point: number[]) => own(point))).toEqual(expected.mixture.labels)
  })
})

test('the nearest centre of a point is the first of equals', () => {
  expect(nearestCentre([1], Float64Array.of(0, 2))).toBe(0)
})

test('refuses what it cannot part', () => {
  expect(() => kMeans({ dimensions: 1, values: Float64Array.of(1, 2) }, 3, randomStream(1, 'x'))).toThrow(
    'at most the 2',
  )
  expect(() => kMeansFrom(points, Float64Array.of(1, 2))).toThrow('3 dimensions')
  expect(() => kMeans({ dimensions: 2, values: Float64Array.of(1, 2, 3) }, 1, randomStream(1, 'x'))).toThrow(
    'whole points',
  )
  expect(() => kMeans({ dimensions: 1, values: Float64Array.of(1, Number.NaN) }, 1, randomStream(1, 'x'))).toThrow()
})
