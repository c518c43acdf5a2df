import { GridsDiffer } from '../errors/index.ts'
import { compareGeometry, describeDifferences } from '../image/grid/geometry.ts'
import { hasAir, patientOf } from '../image/intensity/intensity.ts'
import type { Images } from '../image/platform/images.ts'
import { deriveRegion, describeRule, type RegionRule } from '../image/regions/derive-region.ts'
import { distanceFrom } from '../image/regions/distance.ts'
import type { Mask, Volume } from '../image/volume.ts'

/** What a derived region may not reach: the air around the patient, mm under the skin, or what lies outside a mask. */
export type Clip = 'air' | { skin: number } | { mask: string }

/** How the region that is measured follows from the drawn one (see `deriveRegion`), and where it is cut. */
export interface CaseRegion extends RegionRule {
  clip?: Clip
}

/**
 * The region that a case's rule derives from the drawn one, on the grid that it was drawn on, with what is said of it.
 * Throws NothingLeftOfRegion, GridsDiffer (only a region on the image's own grid can be cut) and what reading throws.
 */
export async function deriveCaseRegion(
  mask: Mask,
  label: number,
  { clip, ...rule }: CaseRegion,
  image: Volume,
  imagePath: string,
  images: Images,
): Promise<{ mask: Mask; notes: string[] }> {
  // Layers that overlap are refused by the extraction, in its own words.
  if ((mask.components ?? 1) > 1) return { mask, notes: [] }
  const differences = clip === undefined ? [] : compareGeometry(image, mask, 1e-3)
  if (differences.length > 0) throw GridsDiffer(describeDifferences(differences))
  const { allowed, without } = await allowedVoxels(clip, image, imagePath, images)
  const derived = deriveRegion(mask, label, rule, allowed)
  const { voxels, clipped, atEdge } = derived
  const cut = clipped ? `, ${clipped} more cut off ${without}` : ''
  const said = describeRule(rule) || 'as drawn'
  const notes = [`Region: ${said} of label ${label}, ${voxels} voxels${cut}.`]
  if (clip && !allowed) notes.push('Region: no air was found around the patient; nothing was cut off.')
  if (atEdge && (rule.margin ?? rule.shell?.[1] ?? 0) > 0)
    notes.push('Region: it reaches the edge of the image, beyond which nothing is measured.')
  return { mask: derived.mask, notes }
}

/** 1 in voxels that may be measured; undefined where all may, or where no air can be told from the patient. */
async function allowedVoxels(clip: Clip | undefined, image: Volume, imagePath: string, images: Images) {
  if (clip === undefined) return { without: '' }
  if (typeof clip === 'object' && 'mask' in clip) {
    const inside = await images.mask(clip.mask, image, imagePath)
    const fits = inside.data.length === image.data.length
    return { allowed: fits ? inside.data : undefined, without: 'outside the given mask' }
  }
  const patient = patientOf(image)
  if (!hasAir(image, patient)) return { without: '' }
  if (clip === 'air') return { allowed: patient, without: 'in air' }
  const air: Mask = { ...image, pixelType: 'uint8', data: patient.map((inside) => 1 - inside) }
  const depth = distanceFrom(air, 1, clip.skin)
  return { allowed: patient.map((inside, i) => (inside && depth[i] > clip.skin ? 1 : 0)), without: 'in air and skin' }
}
