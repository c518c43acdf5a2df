import type { Triple } from '../../image/volume.ts'

/** One of each two opposite neighbours at Chebyshev distance 1: 4 within a slice, 13 in the volume. */
export const sliceDirections: readonly Triple[] = [
  [1, 0, 0],
  [1, 1, 0],
  [0, 1, 0],
  [-1, 1, 0],
]
export const volumeDirections: readonly Triple[] = [
  ...sliceDirections,
  ...[-1, 0, 1].flatMap((y) => [-1, 0, 1].map((x): Triple => [x, y, 1])),
]

/** All neighbours: both ways. */
export const bothWays = (directions: readonly Triple[]): Triple[] =>
  directions.flatMap(([x, y, z]): Triple[] => [
    [x, y, z],
    [-x, -y, -z],
  ])

/**
 * Grey levels of a region: 1 … ng in the region, 0 outside; x fastest.
 * `slices` are those that hold at least one voxel of the region.
 */
export interface LevelVolume {
  size: Triple
  levels: Int32Array
  ng: number
}

/** The volume between two slices (`from` ≤ z < `to`), and how many voxels of the region it has. */
export interface Slab {
  from: number
  to: number
  voxels: number
}

/** Slices that hold a part of the region. */
export function occupiedSlices({ size: [nx, ny, nz], levels }: LevelVolume): Slab[] {
  const slabs: Slab[] = []
  for (let z = 0; z < nz; z++) {
    let voxels = 0
    for (let at = nx * ny * z; at < nx * ny * (z + 1); at++) if (levels[at] > 0) voxels++
    if (voxels > 0) slabs.push({ from: z, to: z + 1, voxels })
  }
  return slabs
}

/**
 * Makes the function that writes the positions of a voxel's neighbours within a slab into `into`, the background among
 * them, and returns how many they are.
 */
export function neighboursWithin([nx, ny]: Triple, { from, to }: Slab, around: readonly Triple[], into: Int32Array) {
  return (at: number): number => {
    const x = at % nx
    const y = Math.floor(at / nx) % ny
    const z = Math.floor(at / (nx * ny))
    let n = 0
    for (const [dx, dy, dz] of around) {
      const [a, b, c] = [x + dx, y + dy, z + dz]
      if (a >= 0 && b >= 0 && c >= from && a < nx && b < ny && c < to) into[n++] = a + nx * (b + ny * c)
    }
    return n
  }
}

export function wholeSlab({ size, levels }: LevelVolume): Slab {
  let voxels = 0
  for (let at = 0; at < levels.length; at++) if (levels[at] > 0) voxels++
  return { from: 0, to: size[2], voxels }
}

/** The mean of each feature over several matrices; those that a matrix does not define (NaN) take no part. */
export function averaged(features: readonly Record<string, number>[]): Record<string, number> {
  const mean: Record<string, number> = {}
  for (const name of Object.keys(features[0] ?? {})) {
    const known = features.map((one) => one[name]).filter((value) => !Number.isNaN(value))
    mean[name] = known.reduce((total, value) => total + value, 0) / known.length
  }
  return mean
}

/** Features under their tags: `cm`, `_2D_avg` and { contrast } make `cm_contrast_2D_avg`. */
export function taggedFeatures(
  family: string,
  aggregation: string,
  features: Record<string, number>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(features).map(([name, value]) => [`${family}_${name}_${aggregation}`, value]),
  )
}

/**
 * Features of matrices that have a direction, aggregated as the standard has it: within slices averaged, merged per slice,
 * merged per direction (2.5D) and merged at all (2.5D); in the volume averaged and merged.
 *
 * count  the matrix of one direction within a slab; of  the features of several matrices taken as one
 */
export function aggregated<Matrix>(
  family: string,
  volume: LevelVolume,
  flat: boolean,
  count: (slab: Slab, direction: Triple) => Matrix,
  featuresOf: (matrices: Matrix[]) => Record<string, number>,
): Record<string, number> {
  if (!flat) {
    const slab = wholeSlab(volume)
    const matrices = volumeDirections.map((direction) => count(slab, direction))
    return {
      ...taggedFeatures(family, '3D_avg', averaged(matrices.map((one) => featuresOf([one])))),
      ...taggedFeatures(family, '3D_comb', featuresOf(matrices)),
    }
  }
  const slices = occupiedSlices(volume).map((slab) => sliceDirections.map((direction) => count(slab, direction)))
  return {
    ...taggedFeatures(family, '2D_avg', averaged(slices.flatMap((own) => own.map((one) => featuresOf([one]))))),
    ...taggedFeatures(family, '2D_comb', averaged(slices.map(featuresOf))),
    ...taggedFeatures(
      family,
      '2_5D_avg',
      averaged(sliceDirections.map((_, d) => featuresOf(slices.map((own) => own[d])))),
    ),
    ...taggedFeatures(family, '2_5D_comb', featuresOf(slices.flat())),
  }
}
