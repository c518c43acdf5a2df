import { GridsDiffer, ImageNotScalar } from '../../errors/index.ts'
import { compareGeometry, describeDifferences } from '../../image/grid/geometry.ts'
import type { Mask, Volume } from '../../image/volume.ts'
import { labelLayer } from '../regions/mask.ts'
import type { IbsiConfiguration } from './configurations.ts'
import { ibsiDiagnostics } from './diagnostics.ts'
import { ibsiFeatures } from './features.ts'
import { discretised, processed } from './process.ts'
import { responseFeatures } from './responses.ts'

/**
 * The features of IBSI 1 of one region, under the standard's tags: its own rules throughout, none of PyRadiomics'; with
 * `filters`, the intensity statistics of IBSI 2 of each response map as well.
 *
 * @param image one scalar image, in its own unit
 * @param mask labels on the image's grid
 * @param configuration interpolation, resegmentation and discretisation (see `readIbsiConfiguration`)
 * @param label the region's label
 * @returns the value of each feature by the standard's tag (`stat_mean`)
 * @throws ImageNotScalar, GridsDiffer, and the Problems of masks (NS-FEA-…): an absent label, a region that processing
 *   empties
 */
export function extractIbsi(
  image: Volume,
  mask: Mask,
  configuration: IbsiConfiguration,
  label = 1,
): Record<string, number> {
  const layer = checkedLayer(image, mask, label)
  const { interpolated, place, ...region } = processed(image, layer, label, configuration)
  const drawn = Uint8Array.from(layer.data, (value) => Number(value === label))
  const initial = {
    size: image.size,
    spacing: image.spacing,
    data: Float64Array.from(image.data),
    morphological: drawn,
  }
  return {
    ...ibsiDiagnostics(initial, interpolated, region),
    ...ibsiFeatures(region, discretised(region, configuration), configuration.texture),
    ...responseFeatures(interpolated, region, place, configuration.filters ?? []),
  }
}

/**
 * Of IBSI 2 alone: the intensity statistics of the region in the response maps of the configuration's filters, or of the
 * image where it has none.
 *
 * @param image one scalar image, in its own unit
 * @param mask labels on the image's grid
 * @param configuration interpolation, resegmentation and filters
 * @param label the region's label
 * @returns the value of each feature by the map's name and the standard's tag (`mean-5_stat_mean`)
 * @throws what `extractIbsi` throws, and the Problems of filters (NS-FIL-…)
 */
export function extractResponses(
  image: Volume,
  mask: Mask,
  configuration: IbsiConfiguration,
  label = 1,
): Record<string, number> {
  const layer = checkedLayer(image, mask, label)
  const { interpolated, place, ...region } = processed(image, layer, label, configuration)
  const { filters = [{ type: 'Original' as const }] } = configuration
  return responseFeatures(interpolated, region, place, filters)
}

function checkedLayer(image: Volume, mask: Mask, label: number): Mask {
  if ((image.components ?? 1) > 1) throw ImageNotScalar(image.components ?? 1)
  const layer = labelLayer(mask, label, 0)
  const differences = compareGeometry(image, layer, 1e-5)
  if (differences.length > 0) throw GridsDiffer(describeDifferences(differences))
  return layer
}
