import { UnknownImageFormat } from '../../errors/index.ts'
import type { Mask } from '../volume.ts'
import { writeMetaImage } from './metaimage.ts'
import { writeNifti } from './nifti.ts'
import { writeNrrd } from './nrrd.ts'

/** Packs bytes; the one in JavaScript is taken where none is given. */
export interface Deflate {
  gzip?: (bytes: Uint8Array) => Uint8Array
  zlib?: (bytes: Uint8Array) => Uint8Array
}

/**
 * The bytes of an image or mask in the format that the file's name asks for: `.nrrd`, `.nii`, `.nii.gz` or `.mha`.
 * Only NRRD keeps the names of segments.
 *
 * @param volume an image or mask; a mask's segments give the names
 * @param fileName decides the format
 * @param deflate faster ways to pack than the one in JavaScript
 * @returns the file's bytes, the same for the same volume
 * @throws UnknownImageFormat
 * @example
 * ```ts
 * import { type Geometry, readImage, writeImage } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [3, 1, 1], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * const bytes = writeImage({ ...grid, pixelType: 'int16', data: Int16Array.of(-5, 0, 7) }, 'image.nii.gz')
 * readImage(bytes, 'image.nii.gz').data // → Int16Array(3) [ -5, 0, 7 ]
 * ```
 */
export function writeImage(volume: Mask, fileName: string, deflate: Deflate = {}): Uint8Array {
  if (/\.nrrd$/i.test(fileName)) return writeNrrd(volume, { deflate: deflate.gzip })
  if (/\.nii(\.gz)?$/i.test(fileName))
    return writeNifti(volume, { pack: /\.gz$/i.test(fileName), deflate: deflate.gzip })
  if (/\.mha$/i.test(fileName)) return writeMetaImage(volume, { deflate: deflate.zlib })
  throw UnknownImageFormat(fileName)
}
