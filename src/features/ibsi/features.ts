import { cooccurrence } from './cooccurrence.ts'
import { intensityHistogram, intensityStatistics } from './intensity-statistics.ts'
import { intensityVolumeHistogram, type VolumeHistogramLevels } from './intensity-volume-histogram.ts'
import { localIntensity } from './local-intensity.ts'
import { morphology } from './morphology.ts'
import { neighbourhood } from './neighbourhood.ts'
import { type IbsiRegion, intensitiesOf, type Tagged } from './region.ts'
import { runLength } from './run-length.ts'
import { zones } from './zones.ts'

/** What a region is described by: its levels for histogram and texture, and those of the volume histogram. */
export interface Discretised {
  /** 1 … ng in the intensity mask, 0 outside. */
  levels: Int32Array
  ng: number
  volumeHistogram: VolumeHistogramLevels
}

/** All families of IBSI 1 in its order. aggregations  which of 2D with 2.5D, and 3D, texture is computed in. */
export function ibsiFeatures(
  region: IbsiRegion,
  { levels, ng, volumeHistogram }: Discretised,
  aggregations: readonly ('2D' | '3D')[],
): Tagged {
  const volume = { size: region.size, levels, ng }
  const inside = Float64Array.from(levels.filter((level) => level > 0))
  const texture = (taggedTexture: (flat: boolean) => Tagged): Tagged =>
    Object.assign({}, ...aggregations.map((aggregation) => taggedTexture(aggregation === '2D')))
  const zoned = texture((flat) => zones(volume, region.morphological, flat))
  const around = texture((flat) => neighbourhood(volume, flat))
  const family = (all: Tagged, prefix: string): Tagged =>
    Object.fromEntries(Object.entries(all).filter(([tag]) => tag.startsWith(prefix)))
  return {
    ...morphology(region),
    ...localIntensity(region),
    ...intensityStatistics(intensitiesOf(region)),
    ...intensityHistogram(inside, ng),
    ...intensityVolumeHistogram(volumeHistogram),
    ...texture((flat) => cooccurrence(volume, flat)),
    ...texture((flat) => runLength(volume, flat)),
    ...family(zoned, 'szm'),
    ...family(zoned, 'dzm'),
    ...family(around, 'ngt'),
    ...family(around, 'ngl'),
  }
}
