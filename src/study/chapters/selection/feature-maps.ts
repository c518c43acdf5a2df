import { featureName } from '../../../features/feature-name.ts'
import { comparedMaps, mapRange } from '../../../figures/charts/slice.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText } from '../../../text/with-numbers.ts'
import type { FeatureMaps } from '../../stages/feature-maps.ts'
import type { DrawnFigure } from '../chapter.ts'

/** The features that weigh most, voxel by voxel on two patients; nothing where there are no maps. */
export function featureMapsFigure(
  { drawings, images: { maps: words }, patients: { group } }: Messages,
  featureMaps: FeatureMaps | undefined,
): DrawnFigure[] {
  if (!featureMaps) return []
  const labels = featureMaps.groups.map((level) => group(featureMaps.outcome, level))
  const maps = featureMaps.maps.map(({ feature, slices }) => ({
    feature: featureName(feature),
    patients: slices.map((slice, p) => ({ ...slice, label: labels[p] })),
  }))
  return [
    {
      id: 'feature-maps',
      title: words.title,
      caption: plainText(words.caption(featureMaps.model)),
      description: words.description(maps.map(({ feature }) => feature).join(', ')),
      data: {
        patients: featureMaps.patients.map((patient, p) => ({ patient, label: labels[p] })),
        features: maps.map((one) => ({ feature: one.feature, range: mapRange(one.patients.map(({ map }) => map)) })),
      },
      drawing: comparedMaps(maps, drawings),
    },
  ]
}
