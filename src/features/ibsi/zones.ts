import type { Triple } from '../../image/volume.ts'
import {
  averaged,
  bothWays,
  type LevelVolume,
  neighboursWithin,
  occupiedSlices,
  type Slab,
  sliceDirections,
  taggedFeatures,
  volumeDirections,
  wholeSlab,
} from './directions.ts'
import { addCount, countFeatures, type GreyLevelCounts, mergedCounts } from './grey-level-counts.ts'
import type { Tagged } from './region.ts'

/**
 * Grey level size zone (9SAK) and distance zone (VMDZ) features: zones are voxels of one level that touch, be it at a
 * corner; their distance is that of their voxel nearest to the border of the morphological mask.
 */
export function zones(volume: LevelVolume, morphological: Uint8Array, flat: boolean): Tagged {
  const slabs = flat ? occupiedSlices(volume) : [wholeSlab(volume)]
  const neighbours = bothWays(flat ? sliceDirections : volumeDirections)
  const distance = borderDistance(volume.size, morphological, flat)
  const found = slabs.map((slab) => zonesOf(volume, slab, neighbours, distance))
  const sizes = found.map((one) => one.sizes)
  const far = found.map((one) => one.distances)
  const families = (aggregation: string, size: Tagged, distance: Tagged) => ({
    ...taggedFeatures('szm', aggregation, size),
    ...taggedFeatures('dzm', aggregation, distance),
  })
  if (!flat) return families('3D', sizeFeatures(sizes[0]), distanceFeatures(far[0]))
  return {
    ...families('2D', averaged(sizes.map(sizeFeatures)), averaged(far.map(distanceFeatures))),
    ...families('2_5D', sizeFeatures(mergedCounts(sizes)), distanceFeatures(mergedCounts(far))),
  }
}

function zonesOf({ size, levels }: LevelVolume, slab: Slab, around: readonly Triple[], border: Int32Array) {
  const { from, to, voxels } = slab
  const slice = size[0] * size[1]
  const sizes: GreyLevelCounts = { cells: new Map(), voxels }
  const distances: GreyLevelCounts = { cells: new Map(), voxels }
  const near = new Int32Array(around.length)
  const neighbours = neighboursWithin(size, slab, around, near)
  const seen = new Uint8Array(levels.length)
  const stack: number[] = []
  for (let start = slice * from; start < slice * to; start++) {
    if (levels[start] === 0 || seen[start]) continue
    const level = levels[start]
    seen[start] = 1
    stack.push(start)
    let count = 0
    let nearest = Infinity
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      count++
      nearest = Math.min(nearest, border[at])
      for (let k = neighbours(at) - 1; k >= 0; k--) {
        const next = near[k]
        if (levels[next] !== level || seen[next]) continue
        seen[next] = 1
        stack.push(next)
      }
    }
    addCount(sizes, level, count)
    addCount(distances, level, nearest)
  }
  return { sizes, distances }
}

/**
 * Steps from each voxel of the mask to its border, the border's own being 1: by faces, 4 within a slice and 6 in the
 * volume. What lies outside the block is outside the mask.
 */
function borderDistance([nx, ny, nz]: Triple, mask: Uint8Array, flat: boolean): Int32Array {
  const distance = new Int32Array(mask.length)
  const steps: Triple[] = [
    [1, 0, 0],
    [-1, 0, 0],
    [0, 1, 0],
    [0, -1, 0],
  ]
  if (!flat) steps.push([0, 0, 1], [0, 0, -1])
  const inside = (x: number, y: number, z: number) =>
    x >= 0 && y >= 0 && z >= 0 && x < nx && y < ny && z < nz && mask[x + nx * (y + ny * z)] === 1
  let front: number[] = []
  const place = (at: number): Triple => [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))]
  for (let at = 0; at < mask.length; at++) {
    if (!mask[at]) continue
    const [x, y, z] = place(at)
    if (steps.every(([dx, dy, dz]) => inside(x + dx, y + dy, z + dz))) continue
    distance[at] = 1
    front.push(at)
  }
  for (let step = 2; front.length > 0; step++) {
    const next: number[] = []
    for (const at of front) {
      const [x, y, z] = place(at)
      for (const [dx, dy, dz] of steps) {
        if (!inside(x + dx, y + dy, z + dz)) continue
        const to = x + dx + nx * (y + dy + ny * (z + dz))
        if (distance[to] > 0) continue
        distance[to] = step
        next.push(to)
      }
    }
    front = next
  }
  return distance
}

function sizeFeatures(counts: GreyLevelCounts): Tagged {
  const f = countFeatures(counts)
  return {
    sze: f.short,
    lze: f.long,
    lgze: f.low,
    hgze: f.high,
    szlge: f.shortLow,
    szhge: f.shortHigh,
    lzlge: f.longLow,
    lzhge: f.longHigh,
    glnu: f.levelNonUniformity,
    glnu_norm: f.levelNonUniformityNormalised,
    zsnu: f.numberNonUniformity,
    zsnu_norm: f.numberNonUniformityNormalised,
    z_perc: f.percentage,
    gl_var: f.levelVariance,
    zs_var: f.numberVariance,
    zs_entr: f.entropy,
  }
}

function distanceFeatures(counts: GreyLevelCounts): Tagged {
  const f = countFeatures(counts)
  return {
    sde: f.short,
    lde: f.long,
    lgze: f.low,
    hgze: f.high,
    sdlge: f.shortLow,
    sdhge: f.shortHigh,
    ldlge: f.longLow,
    ldhge: f.longHigh,
    glnu: f.levelNonUniformity,
    glnu_norm: f.levelNonUniformityNormalised,
    zdnu: f.numberNonUniformity,
    zdnu_norm: f.numberNonUniformityNormalised,
    z_perc: f.percentage,
    gl_var: f.levelVariance,
    zd_var: f.numberVariance,
    zd_entr: f.entropy,
  }
}
