import { NoSuchRegion } from '../../errors/index.ts'
import { baseName } from '../bytes.ts'
import { component } from '../formats/voxels.ts'
import type { Mask, Voxels } from '../volume.ts'

/** The name of a file beside another that differs from it in its ending. */
export const nameBeside = (path: string, ending: string) => baseName(path).replace(/(\.nii)?\.\w+$/i, ending)

/**
 * A label image with the region that is asked for, and the names of its labels.
 * names  from a file beside it, where it has none itself
 * Throws NoSuchRegion.
 */
export function labelsOf(
  mask: Mask,
  path: string,
  names: Map<number, string> | undefined,
  region?: string | number,
): Mask {
  if (mask.layers) {
    if (region === undefined) return mask
    const wanted = String(region).trim().toLowerCase()
    const layer = mask.layers.find(({ name, label }) => name.toLowerCase() === wanted || String(label) === wanted)
    if (!layer)
      throw NoSuchRegion(
        path,
        String(region),
        mask.layers.map(({ label, name }) => `${label} ${name}`),
      )
    const { layers: _, ...rest } = component(mask, layer.component)
    return { ...rest, segments: new Map([[layer.label, layer.name]]) }
  }
  return onlyRegion(names?.size ? { ...mask, segments: names } : mask, path, region)
}

/** A label image with one region only, found by its name; a number leaves the mask as it is. */
function onlyRegion(mask: Mask, path: string, region: string | number | undefined): Mask {
  if (region === undefined || /^\s*\d+\s*$/.test(String(region))) return mask
  const wanted = String(region).trim().toLowerCase()
  const named = [...(mask.segments ?? [])]
  const found = named.filter(([, name]) => name.toLowerCase() === wanted)
  if (found.length !== 1)
    throw NoSuchRegion(
      path,
      String(region),
      named.map(([label, name]) => `${label} ${name}`),
    )
  const [[label]] = found
  return { ...mask, data: mask.data.map((value) => (value === label ? label : 0)) as Voxels, segments: new Map(found) }
}
