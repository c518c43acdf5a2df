import { gridOffsets, type LevelGrid } from './region.ts'
import { describeSizes, type SizeFeatures, type SizeMatrix } from './size-matrix.ts'

export const zoneFeatures = {
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

/** The GLSZM features of PyRadiomics: zones of equal level, joined over every neighbour at distance 1. */
export function glszm(grid: LevelGrid, flatAxis: number | undefined): Record<string, number> {
  const { steps } = gridOffsets(grid, [1], false, flatAxis)
  return describeSizes(zoneMatrix(grid, zoneSizes(grid, steps)), zoneFeatures)
}

/**
 * Union-find over the region's voxels: each joins its earlier neighbours of the same level.
 * Gives the zone's size at its first voxel (by position in `places`), 0 elsewhere.
 */
function zoneSizes(grid: LevelGrid, steps: Int32Array): Uint32Array {
  const { levels, places } = grid
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
  return zoneSizes(grid, gridOffsets(grid, [1], false, undefined).steps).reduce((n, size) => n + (size > 0 ? 1 : 0), 0)
}

function zoneMatrix(grid: LevelGrid, sizes: Uint32Array): SizeMatrix {
  const { levels, places, grey } = grid
  let largest = 0
  for (let v = 0; v < places.length; v++) if (sizes[places[v]] > largest) largest = sizes[places[v]]
  const keys = new Float64Array(places.length)
  let zones = 0
  for (let v = 0; v < places.length; v++) {
    const size = sizes[places[v]]
    if (size > 0) keys[zones++] = levels[places[v]] * (largest + 1) + size
  }
  const sorted = keys.subarray(0, zones).sort()
  const level: number[] = []
  const size: number[] = []
  const count: number[] = []
  for (let k = 0; k < zones; k++) {
    if (k > 0 && sorted[k] === sorted[k - 1]) {
      count[count.length - 1]++
      continue
    }
    const at = Math.floor(sorted[k] / (largest + 1))
    level.push(grey[at])
    size.push(sorted[k] - at * (largest + 1))
    count.push(1)
  }
  return { length: count.length, level, size, count, total: zones || Number.NaN }
}
