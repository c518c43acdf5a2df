import { HabitatsUnparted } from '../../errors/index.ts'
import { gaussianMixture, likeliestGaussian } from '../../statistics/clustering/gaussian-mixture.ts'
import { kMeans, nearestCentre } from '../../statistics/clustering/k-means.ts'
import { mean, standardDeviation } from '../../statistics/descriptive/descriptive.ts'
import type { RandomStream } from '../../statistics/resampling/random.ts'
import { gridMap } from '../grid/grid-map.ts'
import { samplerOf } from '../grid/interpolators.ts'
import type { Mask, Volume } from '../volume.ts'

/** How voxels are told apart: by the nearest centre, or by the likeliest Gaussian. */
export type HabitatMethod = 'k-means' | 'mixture'

/** Habitats as they were learnt; plain data, so that a new patient's region is parted alike. */
export interface HabitatFit {
  method: HabitatMethod
  /** Of each map, over the learnt voxels: distances are in standard deviations. */
  means: number[]
  deviations: number[]
  /** One a habitat, in the maps' own units, by ascending value of the first map. */
  centres: number[][]
  /** Of a mixture: shares, and covariances in standard deviations (row by row). */
  weights?: number[]
  covariances?: number[][]
}

/** The voxels of a region with the value of each map there. */
export interface MapValues {
  /** Places in the mask's data, ascending. */
  voxels: Int32Array
  /** One a voxel and map; NaN where a map does not reach. */
  values: Float64Array
}

/** The maps' values at the voxels of a region, wherever each map's grid lies: linear interpolation in physical space. */
export function mapValuesAt(mask: Mask, label: number, maps: readonly Volume[]): MapValues {
  const [nx, ny] = mask.size
  const inside: number[] = []
  for (let i = 0; i < mask.data.length; i++) if (mask.data[i] === label) inside.push(i)
  const voxels = Int32Array.from(inside)
  const values = new Float64Array(voxels.length * maps.length).fill(Number.NaN)
  const at = new Float64Array(3)
  maps.forEach((volume, m) => {
    const sample = samplerOf(volume, 'sitkLinear')
    const place = gridMap(volume, mask)
    voxels.forEach((voxel, i) => {
      const [x, y, z] = [voxel % nx, Math.floor(voxel / nx) % ny, Math.floor(voxel / nx / ny)]
      if (place.exact(x, y, z, at)) values[i * maps.length + m] = sample(at[0], at[1], at[2])
    })
  })
  return { voxels, values }
}

/**
 * Habitats of voxels that were pooled over patients: clusters of the standardised maps, numbered by the first map.
 *
 * @param values n voxels × m maps, finite
 * @param maps m
 * @param number of habitats
 * @param method how voxels are told apart
 * @param random a stream of random numbers, from `randomStream`
 * @returns what parts any region alike
 * @throws HabitatsUnparted for a map that is the same everywhere, or fewer voxels than habitats
 */
export function fitHabitats(
  values: Float64Array,
  maps: number,
  number: number,
  method: HabitatMethod,
  random: RandomStream,
): HabitatFit {
  const n = values.length / maps
  if (n < number) throw HabitatsUnparted(`${n} voxels cannot be ${number} habitats`)
  const columns = Array.from({ length: maps }, (_, m) =>
    Float64Array.from({ length: n }, (_, i) => values[i * maps + m]),
  )
  const means = columns.map((column) => mean(column))
  const deviations = columns.map((column) => standardDeviation(column))
  const constant = deviations.findIndex((deviation) => !(deviation > 0))
  if (constant >= 0) throw HabitatsUnparted(`map ${constant + 1} is the same in all voxels`)
  const points = {
    dimensions: maps,
    values: values.map((value, i) => (value - means[i % maps]) / deviations[i % maps]),
  }
  const { centres } = kMeans(points, number, random)
  const mixture = method === 'mixture' ? gaussianMixture(points, centres) : undefined
  const found = mixture ? mixture.means : centres
  const order = Array.from({ length: number }, (_, h) => h).sort((a, b) => found[a * maps] - found[b * maps])
  const rowsOf = (all: Float64Array, width: number) =>
    order.map((h) => Array.from(all.subarray(h * width, (h + 1) * width)))
  return {
    method,
    means,
    deviations,
    centres: rowsOf(found, maps).map((row) => row.map((value, m) => means[m] + value * deviations[m])),
    ...(mixture && {
      weights: order.map((h) => mixture.weights[h]),
      covariances: rowsOf(mixture.covariances, maps * maps),
    }),
  }
}

/** The habitat of each voxel, from 1; 0 where a map does not reach. */
export function habitatsOf({ values }: MapValues, fit: HabitatFit): Uint8Array {
  const maps = fit.means.length
  const own = assigner(fit)
  const point = new Float64Array(maps)
  return Uint8Array.from({ length: values.length / maps }, (_, i) => {
    for (let m = 0; m < maps; m++) point[m] = (values[i * maps + m] - fit.means[m]) / fit.deviations[m]
    return point.some(Number.isNaN) ? 0 : own(point) + 1
  })
}

function assigner({ means, deviations, centres, weights, covariances }: HabitatFit) {
  const standard = Float64Array.from(centres.flatMap((row) => row.map((at, m) => (at - means[m]) / deviations[m])))
  if (!weights || !covariances) return (point: Float64Array) => nearestCentre(point, standard)
  return likeliestGaussian({
    weights: Float64Array.from(weights),
    means: standard,
    covariances: Float64Array.from(covariances.flat()),
  })
}
