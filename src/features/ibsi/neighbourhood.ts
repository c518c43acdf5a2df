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

/** Of each level: how many voxels have a neighbour in the region, and the sum of their distances to their neighbours' mean. */
interface ToneDifference {
  n: Float64Array
  s: Float64Array
}

/**
 * Neighbourhood grey tone difference (IPET) and neighbouring grey level dependence (REK0) features at Chebyshev distance
 * 1, dependence coarseness 0: a voxel's dependence is the number of neighbours of its own level, itself included.
 */
export function neighbourhood(volume: LevelVolume, flat: boolean): Tagged {
  const slabs = flat ? occupiedSlices(volume) : [wholeSlab(volume)]
  const neighbours = bothWays(flat ? sliceDirections : volumeDirections)
  const found = slabs.map((slab) => neighboursOf(volume, slab, neighbours))
  const tones = found.map(({ tone }) => tone)
  const dependences = found.map(({ dependence }) => dependence)
  const families = (aggregation: string, tone: Tagged, dependence: Tagged) => ({
    ...taggedFeatures('ngt', aggregation, tone),
    ...taggedFeatures('ngl', aggregation, dependence),
  })
  if (!flat) return families('3D', toneFeatures(tones[0]), dependenceFeatures(dependences[0]))
  return {
    ...families('2D', averaged(tones.map(toneFeatures)), averaged(dependences.map(dependenceFeatures))),
    ...families('2_5D', toneFeatures(mergedTones(tones)), dependenceFeatures(mergedCounts(dependences))),
  }
}

function neighboursOf({ size, levels, ng }: LevelVolume, slab: Slab, around: readonly Triple[]) {
  const tone: ToneDifference = { n: new Float64Array(ng), s: new Float64Array(ng) }
  const dependence: GreyLevelCounts = { cells: new Map(), voxels: slab.voxels }
  const slice = size[0] * size[1]
  const near = new Int32Array(around.length)
  const neighbours = neighboursWithin(size, slab, around, near)
  for (let at = slice * slab.from; at < slice * slab.to; at++) {
    const level = levels[at]
    if (level === 0) continue
    let sum = 0
    let count = 0
    let equal = 0
    for (let k = neighbours(at) - 1; k >= 0; k--) {
      const other = levels[near[k]]
      if (other === 0) continue
      sum += other
      count++
      if (other === level) equal++
    }
    addCount(dependence, level, equal + 1)
    if (count === 0) continue
    tone.n[level - 1]++
    tone.s[level - 1] += Math.abs(level - sum / count)
  }
  return { tone, dependence }
}

function mergedTones(parts: readonly ToneDifference[]): ToneDifference {
  const sum = (pick: (part: ToneDifference) => Float64Array) =>
    pick(parts[0]).map((_, i) => parts.reduce((total, part) => total + pick(part)[i], 0))
  return { n: sum(({ n }) => n), s: sum(({ s }) => s) }
}

function toneFeatures({ n, s }: ToneDifference): Tagged {
  const total = n.reduce((sum, count) => sum + count, 0)
  const present = Array.from(n.keys()).filter((k) => n[k] > 0)
  const p = n.map((count) => count / total)
  const weighted = present.reduce((sum, k) => sum + p[k] * s[k], 0)
  const differences = present.reduce((sum, k) => sum + s[k], 0)
  let spread = 0
  let change = 0
  let complexity = 0
  let strength = 0
  for (const i of present)
    for (const j of present) {
      const apart = i - j
      spread += p[i] * p[j] * apart * apart
      change += Math.abs((i + 1) * p[i] - (j + 1) * p[j])
      complexity += (Math.abs(apart) * (p[i] * s[i] + p[j] * s[j])) / (p[i] + p[j])
      strength += (p[i] + p[j]) * apart * apart
    }
  const ngp = present.length
  return {
    // A region without differences is as coarse as can be: 10⁶ by definition.
    coarseness: weighted === 0 ? 1e6 : 1 / weighted,
    contrast: ngp > 1 ? (spread / (ngp * (ngp - 1))) * (differences / total) : 0,
    busyness: ngp > 1 && change > 0 ? weighted / change : 0,
    complexity: complexity / total,
    strength: differences > 0 ? strength / differences : 0,
  }
}

function dependenceFeatures(counts: GreyLevelCounts): Tagged {
  const f = countFeatures(counts)
  return {
    lde: f.short,
    hde: f.long,
    lgce: f.low,
    hgce: f.high,
    ldlge: f.shortLow,
    ldhge: f.shortHigh,
    hdlge: f.longLow,
    hdhge: f.longHigh,
    glnu: f.levelNonUniformity,
    glnu_norm: f.levelNonUniformityNormalised,
    dcnu: f.numberNonUniformity,
    dcnu_norm: f.numberNonUniformityNormalised,
    dc_perc: f.percentage,
    gl_var: f.levelVariance,
    dc_var: f.numberVariance,
    dc_entr: f.entropy,
    dc_energy: f.energy,
  }
}
