import type { Triple } from '../../image/volume.ts'
import { aggregated, type LevelVolume, type Slab } from './directions.ts'
import { addCount, countFeatures, type GreyLevelCounts, mergedCounts } from './grey-level-counts.ts'
import type { Tagged } from './region.ts'

/** Grey level run length features (TP0I), aggregated as the standard has it. */
export function runLength(volume: LevelVolume, flat: boolean): Tagged {
  const count = (slab: Slab, direction: Triple) => runs(volume, slab, direction)
  return aggregated('rlm', volume, flat, count, (parts) => runFeatures(mergedCounts(parts)))
}

/** Runs of equal levels along a direction: each is counted from the voxel that no equal one goes before. */
function runs(
  { size: [nx, ny], levels }: LevelVolume,
  { from, to, voxels }: Slab,
  [dx, dy, dz]: Triple,
): GreyLevelCounts {
  const counts: GreyLevelCounts = { cells: new Map(), voxels }
  const at = (x: number, y: number, z: number) =>
    x < 0 || y < 0 || z < from || x >= nx || y >= ny || z >= to ? 0 : levels[x + nx * (y + ny * z)]
  for (let z = from; z < to; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++) {
        const level = levels[x + nx * (y + ny * z)]
        if (level === 0 || at(x - dx, y - dy, z - dz) === level) continue
        let length = 1
        while (at(x + length * dx, y + length * dy, z + length * dz) === level) length++
        addCount(counts, level, length)
      }
  return counts
}

function runFeatures(counts: GreyLevelCounts): Tagged {
  const f = countFeatures(counts)
  return {
    sre: f.short,
    lre: f.long,
    lgre: f.low,
    hgre: f.high,
    srlge: f.shortLow,
    srhge: f.shortHigh,
    lrlge: f.longLow,
    lrhge: f.longHigh,
    glnu: f.levelNonUniformity,
    glnu_norm: f.levelNonUniformityNormalised,
    rlnu: f.numberNonUniformity,
    rlnu_norm: f.numberNonUniformityNormalised,
    r_perc: f.percentage,
    gl_var: f.levelVariance,
    rl_var: f.numberVariance,
    rl_entr: f.entropy,
  }
}
