import type { Volume } from '../volume.ts'
import { nodeStore } from './image-store.node.ts'
import { imagesFrom } from './images.ts'

/** The images of this machine, each read anew at every call. */
const images = imagesFrom(nodeStore)

/**
 * An image: a NRRD, NIfTI or MetaImage file, a DICOM file or folder (see `Images.open`).
 *
 * @param path a file or folder
 * @param source which image of a folder, as `imageFromSource` takes it; absent where there is one
 * @returns the decoded volume
 * @throws what reading the format throws: DamagedImage, UnsupportedImage, NoDicomImage, SeveralVolumes, NoSuchSource
 */
export async function openImage(path: string, source?: string): Promise<Volume> {
  return (await images.open(path, source)).image
}

/** The same, with what was taken or computed, in words (see `Images.open`). */
export const openSource = images.open

/** The image whose quality a source's rests on (see `Images.acquired`). */
export const openAcquired = images.acquired

/** The phases of the dynamic series in a DICOM folder, one at a time (see `Images.phases`). */
export const openPhases = images.phases

/** A mask, drawn on the image's grid where it has none of its own (see `Images.mask`). */
export const openMask = images.mask

/** The regions of a DICOM SEG or RT Structure Set (see `Images.regions`). */
export const openRegions = images.regions
