import { ActivityUnits, RegionCut } from '../errors/index.ts'
import { labelLayer } from '../features/regions/mask.ts'
import type { Images } from '../image/platform/images.ts'
import { listLabels, type RegionExtent } from '../image/regions/regions.ts'
import type { Mask, Volume } from '../image/volume.ts'
import { span } from '../spans.ts'
import { carryRegion, type DrawnOn, type Opened } from './carry-region.ts'
import type { CaseTask, Lost } from './case.ts'
import { correctBias } from './correct-bias.ts'
import { deriveCaseRegion } from './derive-case-region.ts'
import { normaliseCase } from './normalise.ts'
import { perturbed } from './perturb/perturbation.ts'

/**
 * Reads the image and the mask of a case, the image on the scale that the task asks for (`original` as it was read), and
 * the label that counts: the task's, that of the region which it names, or the settings'. Notes say which image and which
 * region were taken where there was a choice; `drawn` is the region on the image's grid, neither derived nor perturbed.
 */
export async function openCase(task: CaseTask, images: Images, usual = 1) {
  const { image: path, mask: maskPath, source, region, n4, normalise, times, uneven, threshold } = task
  const {
    image: original,
    note,
    failed,
  } = await span('load', 'image', () => images.open(path, source, { times, uneven }))
  const measured = { image: original, path, source, times, uneven }
  const onto = task.drawn ? await openDrawn(task.drawn, images) : measured
  const outlined = await span('load', 'mask', () =>
    images.mask(maskPath, onto.image, onto.path, region ?? task.label, threshold),
  )
  const named = region === undefined ? [] : [...(outlined.segments ?? [])]
  // A region that is asked for by name brings its own number.
  const asked = Array.isArray(task.label) ? task.label[0] : task.label
  const label = asked ?? (named.length === 1 ? named[0][0] : threshold === undefined ? usual : 1)
  const notes = [...(note ? [`Image: ${note}.`] : []), ...named.map(([number, name]) => `Region: ${name} (${number}).`)]
  if (region === undefined && task.label === undefined) notes.push(...chosenOf(outlined, label))
  const moved =
    'register' in onto ? await carryRegion(labelLayer(outlined, label, 0), label, measured, onto, images) : undefined
  if (moved) notes.push(moved.carried.rejected === undefined ? `Region: ${moved.note}.` : moved.note)
  const mask = moved?.mask ?? outlined
  const carried = moved?.carried
  const even = n4 ? await correctBias(original, n4, { path, source, times, uneven }, images) : { image: original }
  if ('note' in even) notes.push(`Image: ${even.note}.`)
  const image = normalise ? await normaliseCase(even.image, mask, label, normalise, path, images) : even.image
  const lost = lostOf(mask, label)
  for (const seen of mask.notes ?? []) notes.push(`Mask: ${seen}.`)
  const activity = activityIn(original)
  if (activity) notes.push(activity.message)
  if (lost) notes.push(RegionCut(lost.region, path, lost.share).message)
  if (failed) notes.push(...failedWithin(failed, mask, label))
  notes.push(...paddedWithin(original, mask, label))
  const { perturb, derive } = task
  const again = (seen: Volume, drawn: Mask) =>
    perturb ? perturbed(seen, labelLayer(drawn, label, 0), label, perturb) : { image: seen, mask: drawn }
  const field = 'range' in even ? even.range : undefined
  if (!derive) return { ...again(image, mask), label, notes, original, drawn: mask, lost, carried, field }
  // The drawn region is perturbed; what is cut by the image's own voxels has to lie on them, and is perturbed as it is.
  const first = derive.clip === undefined ? again(image, mask) : { image, mask }
  const derived = await deriveCaseRegion(first.mask, label, derive, original, path, images)
  const last = derive.clip === undefined ? { ...first, mask: derived.mask } : again(image, derived.mask)
  return { ...last, label, notes: [...notes, ...derived.notes], original, drawn: mask, lost, carried, field }
}

/** The image that a mask was drawn on. */
export async function openDrawn(drawn: DrawnOn, images: Images): Promise<Opened & Pick<DrawnOn, 'register'>> {
  const { image: path, source, times, uneven, register } = drawn
  return { image: (await images.open(path, source, { times, uneven })).image, path, source, times, uneven, register }
}

/** PET whose values are an activity depends on dose, weight and delay. */
export function activityIn({ scan }: Volume) {
  return scan?.modality === 'PT' && /^(BQML|CNTS|PROPCNTS|PROPCPS|CPS|KBQML|MBQML)$/i.test(scan.unit)
    ? ActivityUnits(scan.unit)
    : undefined
}

/** Which label was taken where a mask has several and none was asked for. */
function chosenOf(mask: Mask, label: number): string[] {
  if (mask.components && mask.components > 1) return []
  const all = listLabels(mask)
  const said = ({ number, name, volume }: RegionExtent) => `${name} (${number}, ${(volume / 1000).toFixed(2)} mL)`
  const taken = all.find(({ number }) => number === label)
  return all.length > 1 && taken ? [`Region: ${said(taken)}, of ${all.map(said).join(', ')}.`] : []
}

/** How many voxels of a region a map could not be computed in, where there are such. */
function failedWithin(failed: Uint8Array, { data }: Mask, label: number): string[] {
  if (failed.length !== data.length) return []
  let [voxels, failures] = [0, 0]
  for (let i = 0; i < data.length; i++) {
    if (data[i] !== label) continue
    voxels++
    failures += failed[i]
  }
  return failures ? [`The map could not be computed in ${failures} of the region's ${voxels} voxels, which are 0.`] : []
}

/** How many voxels of a region hold nothing that was measured, where the file says by which value. */
function paddedWithin({ data: values, padding }: Volume, { data }: Mask, label: number): string[] {
  if (padding === undefined || values.length !== data.length) return []
  let [voxels, padded] = [0, 0]
  for (let i = 0; i < data.length; i++) {
    if (data[i] !== label) continue
    voxels++
    if (values[i] === padding) padded++
  }
  return padded
    ? [`Image: ${padded} of the region's ${voxels} voxels have the value ${padding}, by which the file marks padding.`]
    : []
}

/** What of a mask's label was lost on the way to the image's grid. */
function lostOf({ beyond, segments }: Mask, label: number): Lost | undefined {
  const share = beyond?.get(label)
  return share === undefined ? undefined : { region: segments?.get(label) ?? `label ${label}`, share }
}
