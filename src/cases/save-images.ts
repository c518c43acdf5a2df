import { filteredImages } from '../features/filters/index.ts'
import { prepare } from '../features/prepare.ts'
import type { ParameterFile } from '../features/settings/settings.ts'
import type { Mask, Volume } from '../image/volume.ts'
import type { CasePlatform } from './platform.ts'

/** The ending of images written beside a case: NIfTI for NIfTI, else NRRD. */
export const endingLike = (image: string) => (/\.nii(\.gz)?$/i.test(image) ? '.nii.gz' : '.nrrd')

/**
 * Writes what a case is measured on: every (resampled, filtered) image whole under its name in the features, and the
 * mask of intensity and texture as `mask`.
 */
export function saveImages(
  image: Volume,
  mask: Mask,
  { setting, imageTypes }: ParameterFile,
  folder: string,
  ending: string,
  writeImage: CasePlatform['writeImage'],
) {
  const prepared = prepare(image, mask, setting)
  writeImage(prepared.mask, `${folder}/mask${ending}`)
  for (const [imageType, options] of imageTypes) {
    for (const made of filteredImages(prepared.image, imageType, options, { ...setting }, { mask: prepared.mask }))
      writeImage(made.image, `${folder}/${made.name}${ending}`)
  }
}
