import { gridKernel, smallZones } from '../kernels/texture.ts'
import { describeSizes, type SizeFeatures, type SizeMatrix, sizeMatrix } from '../matrices/size-matrix.ts'
import type { LevelGrid } from '../regions/region.ts'
import { zones } from '../voxel/size-matrices.ts'
import type { ImageClass } from './feature-class.ts'

/**
 * Of the runs, zones or dependences of a region: P(i, j) counts those of grey level i and size j, N is their number.
 *
 * emphases          Σ P w / N, w = 1/j² (small), j² (large), 1/i² (low grey level), i² (high), or the product of two
 * variances         Σ P (i − μ)² / N of the level, Σ P (j − μ)² / N of the size
 * non-uniformities  Σᵢ (Σⱼ P)² / N of the level, Σⱼ (Σᵢ P)² / N of the size; normalised: divided by N once more
 * entropy           −Σ P/N log₂(P/N)
 * percentage        N / number of voxels
 *
 * Source: Thibault 2009; as PyRadiomics 3.0.1 has them.
 */
const zoneFeatures = {
  GrayLevelNonUniformity: 'greyNonUniformity',
  GrayLevelNonUniformityNormalized: 'greyNonUniformityNormalised',
  GrayLevelVariance: 'greyVariance',
  HighGrayLevelZoneEmphasis: 'highGrey',
  LargeAreaEmphasis: 'large',
  LargeAreaHighGrayLevelEmphasis: 'largeHighGrey',
  LargeAreaLowGrayLevelEmphasis: 'largeLowGrey',
  LowGrayLevelZoneEmphasis: 'lowGrey',
  SizeZoneNonUniformity: 'sizeNonUniformity',
  SizeZoneNonUniformityNormalized: 'sizeNonUniformityNormalised',
  SmallAreaEmphasis: 'small',
  SmallAreaHighGrayLevelEmphasis: 'smallHighGrey',
  SmallAreaLowGrayLevelEmphasis: 'smallLowGrey',
  ZoneEntropy: 'entropy',
  ZonePercentage: 'percentage',
  ZoneVariance: 'sizeVariance',
} as const satisfies SizeFeatures

export const glszmClass: ImageClass = {
  describes: 'image',
  names: Object.keys(zoneFeatures),
  needsNeighbours: false,
  compute: ({ grid }) => glszm(grid),
  voxel: zones(zoneFeatures),
}

/** The GLSZM features of PyRadiomics: zones of equal level, joined over every neighbour at distance 1. */
export function glszm(grid: LevelGrid): Record<string, number> {
  return describeSizes(zoneMatrix(grid), zoneFeatures)
}

function zoneMatrix(grid: LevelGrid): SizeMatrix {
  const { table, large } = countZones(grid)
  const matrix = sizeMatrix(table, grid.grey, smallZones)
  if (large.length === 0) return matrix
  // Sizes beyond the table are few; the same one seldom comes twice.
  const more = new Map<number, number>()
  for (let k = 0; k < large.length; k += 2) {
    const key = large[k] * 2 ** 32 + large[k + 1]
    more.set(key, (more.get(key) ?? 0) + 1)
  }
  const keys = [...more.keys()]
  const join = (list: ArrayLike<number>, further: number[]) => {
    const joined = new Float64Array(list.length + further.length)
    joined.set(list)
    joined.set(further, list.length)
    return joined
  }
  return {
    length: matrix.length + keys.length,
    level: join(
      matrix.level,
      keys.map((key) => grid.grey[Math.floor(key / 2 ** 32)]),
    ),
    size: join(
      matrix.size,
      keys.map((key) => key % 2 ** 32),
    ),
    count: join(matrix.count, [...more.values()]),
    total: (matrix.length > 0 ? matrix.total : 0) + large.length / 2,
  }
}

interface Zones {
  /** By level (a row of `smallZones`) the zones of each size from 1. */
  table: Uint32Array
  /** Level and size of each larger zone. */
  large: ArrayLike<number>
}

const countZones = (grid: LevelGrid): Zones => gridKernel(grid)?.zones(grid.near.steps) ?? tallyZones(grid)

function tallyZones(grid: LevelGrid): Zones {
  const { levels, places } = grid
  const sizes = zoneSizes(grid)
  const table = new Uint32Array(grid.grey.length * smallZones)
  const large: number[] = []
  for (let v = 0; v < places.length; v++) {
    const size = sizes[places[v]]
    if (size > smallZones) large.push(levels[places[v]], size)
    else if (size > 0) table[levels[places[v]] * smallZones + size - 1]++
  }
  return { table, large }
}

/**
 * Union-find over the region's voxels: each joins its earlier neighbours of the same level.
 * Gives the zone's size at its first voxel (by position in `places`), 0 elsewhere.
 */
function zoneSizes(grid: LevelGrid): Uint32Array {
  const { levels, places } = grid
  const { steps } = grid.near
  const parent = new Uint32Array(levels.length)
  for (let v = 0; v < places.length; v++) {
    const place = places[v]
    const level = levels[place]
    let root = place
    for (let d = 0; d < steps.length; d++) {
      let other = place - steps[d]
      if (levels[other] !== level) continue
      while (parent[other] !== other) {
        parent[other] = parent[parent[other]]
        other = parent[other]
      }
      if (other === root) continue
      // The earlier voxel stays the root, so that roots come before their zones in the scan.
      if (other < root) {
        parent[root] = other
        root = other
      } else parent[other] = root
    }
    parent[place] = root
  }
  const sizes = new Uint32Array(levels.length)
  for (let v = 0; v < places.length; v++) {
    let root = places[v]
    while (parent[root] !== root) root = parent[root]
    sizes[root]++
  }
  return sizes
}

/** How many connected parts (over all 26 neighbours) the zones of a grid make. */
export function zoneCount(grid: LevelGrid): number {
  const { table, large } = countZones(grid)
  return table.reduce((n, zones) => n + zones, large.length / 2)
}
