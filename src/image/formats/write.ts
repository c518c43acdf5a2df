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
 * Only NRRD keeps the names of segments. Throws UnknownImageFormat.
 */
export function writeImage(volume: Mask, fileName: string, deflate: Deflate = {}): Uint8Array {
  if (/\.nrrd$/i.test(fileName)) return writeNrrd(volume, { deflate: deflate.gzip })
  if (/\.nii(\.gz)?$/i.test(fileName))
    return writeNifti(volume, { pack: /\.gz$/i.test(fileName), deflate: deflate.gzip })
  if (/\.mha$/i.test(fileName)) return writeMetaImage(volume, { deflate: deflate.zlib })
  throw UnknownImageFormat(fileName)
}
