import { MaskOfFieldElsewhere } from '../errors/index.ts'
import { biasField, type N4Settings, withoutBias } from '../image/bias/n4.ts'
import { suggestGridRepair } from '../image/grid/grid-mismatch.ts'
import type { Images, OpenOptions } from '../image/platform/images.ts'
import type { Volume } from '../image/volume.ts'
import { onGrid } from './on-grid.ts'

/** How the bias field is taken out of a case's image, and the mask that it is estimated in, where that is not the patient. */
export type BiasCorrection = N4Settings & { mask?: string }

/**
 * An image that was opened from a path, without its bias field, and how large that was, in numbers and a note. Computed once
 * for all regions and perturbations of the image, where anything is kept. Throws NoBiasField, MaskOfFieldElsewhere.
 */
export async function correctBias(
  image: Volume,
  n4: BiasCorrection,
  opened: { path: string; source?: string } & OpenOptions,
  images: Images,
): Promise<{ image: Volume; note: string; range: [least: number, most: number] }> {
  const { data, note, range } = await images.once(`n4 ${JSON.stringify([n4, opened])}`, async () => {
    const region = n4.mask === undefined ? undefined : await maskOf(n4.mask, image, opened.path, images)
    const field = biasField(image, region, n4)
    const [least, most] = field.range.map((factor) => factor.toFixed(2))
    const note = `bias field (N4) ${least} to ${most} taken out, ${field.iterations.join(' + ')} iterations`
    return { data: withoutBias(image, field).data, note, range: field.range }
  })
  return { image: { ...image, pixelType: 'float32', data }, note, range }
}

async function maskOf(file: string, image: Volume, path: string, images: Images): Promise<ArrayLike<number>> {
  const mask = await images.mask(file, image, path)
  const { kind, advice } = suggestGridRepair(image, mask)
  if (kind === 'ask') throw MaskOfFieldElsewhere(file, advice)
  return onGrid(mask, image).data
}

/** The correction with its mask's content in place of the path, as a cache knows it. */
export const byContent = async (n4: BiasCorrection, images: Images): Promise<BiasCorrection> =>
  n4.mask === undefined ? n4 : { ...n4, mask: await images.contentHash(n4.mask) }
