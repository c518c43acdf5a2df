import { NoSuchRegion } from '../../errors/index.ts'
import { baseName } from '../bytes.ts'
import { component } from '../formats/voxels.ts'
import type { WhichRegion } from '../regions/regions.ts'
import type { Mask, Voxels } from '../volume.ts'

/** The name of a file beside another that differs from it in its ending. */
export const nameBeside = (path: string, ending: string) => baseName(path).replace(/(\.nii)?\.\w+$/i, ending)

/**
 * A label image with the region that is asked for, and the names of its labels.
 * names  from a file beside it, where it has none itself
 * Throws NoSuchRegion.
 */
export function labelsOf(mask: Mask, path: string, names: Map<number, string> | undefined, region?: WhichRegion): Mask {
  if (Array.isArray(region)) return oneRegion(names?.size ? { ...mask, segments: names } : mask, path, region)
  if (mask.layers) {
    if (region === undefined) return mask
    const wanted = String(region).trim().toLowerCase()
    const found = mask.layers.filter(({ name, label }) => name.toLowerCase() === wanted || String(label) === wanted)
    const [layer] = found
    if (found.length !== 1)
      throw NoSuchRegion(
        path,
        String(region),
        mask.layers.map(({ label, name }) => `${label} ${name}`),
      )
    const { layers: _, ...rest } = component(mask, layer.component)
    return { ...rest, segments: new Map([[layer.label, layer.name]]) }
  }
  return onlyRegion(names?.size ? { ...mask, segments: names } : mask, path, region as string | number | undefined)
}

/** A map of probabilities as a mask: voxels from a value on are the region, with the label 1. */
export function regionAbove(map: Mask, threshold: number): Mask {
  const { segments: _, layers: __, ...rest } = map
  return { ...rest, pixelType: 'uint8', data: Uint8Array.from(map.data, (value) => (value >= threshold ? 1 : 0)) }
}

/**
 * Several labels of a label image as one region; not every patient has each (no necrosis, no enhancing part), which a note
 * says. Throws NoSuchRegion where none is there.
 */
function oneRegion(mask: Mask, path: string, labels: readonly number[]): Mask {
  const there = new Set<number>()
  const data = mask.data.map((value) => {
    if (value !== 0) there.add(value)
    return labels.includes(value) ? labels[0] : 0
  }) as Voxels
  const absent = labels.filter((label) => !there.has(label))
  const all = [...there].sort((a, b) => a - b)
  if (absent.length === labels.length) throw NoSuchRegion(path, absent.join(', '), all.map(String))
  const nameOf = (label: number) => mask.segments?.get(label) ?? `label ${label}`
  const name = labels
    .filter((label) => there.has(label))
    .map(nameOf)
    .join(' + ')
  const notes = absent.length
    ? [...(mask.notes ?? []), `${baseName(path)} has no ${absent.map(nameOf).join(', ')}; it has ${all.join(', ')}`]
    : mask.notes
  return { ...mask, data, segments: new Map([[labels[0], name]]), ...(notes && { notes }) }
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
