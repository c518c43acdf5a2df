import { DamagedImage, DetachedDataMissing, UnknownImageFormat } from '../../errors/index.ts'
import { baseName, plainBytes } from '../bytes.ts'
import type { Mask } from '../volume.ts'
import { type Inflate, inflate, inflateHead, isGzip } from './inflate.ts'
import { isMetaImage, readMetaImage } from './metaimage.ts'
import { readNifti } from './nifti.ts'
import { isNifti } from './nifti-header.ts'
import { isNrrd, readNrrd } from './nrrd.ts'

/** What a reader of image files may be given: the files that a header names, and a faster inflate. */
export interface ReadOptions {
  /** Gives the bytes of a file that a header names, or nothing where there is none. */
  detached?: (name: string) => Uint8Array | undefined
  /** A faster way to unpack than the one in JavaScript. */
  inflate?: Inflate
}

/**
 * Reads an image or a label image from the bytes of a NRRD, NIfTI or MetaImage file; the content decides which.
 *
 * @param input the file's bytes
 * @param fileName as messages name it; an `.hdr` or `.img` pair is found by it
 * @param options the files that a header names, a faster inflate
 * @returns the image in ITK's geometry, LPS millimetres
 * @throws UnknownImageFormat, UnsupportedImage, DamagedImage, ImageTooLarge, DetachedDataMissing
 * @example
 * ```ts
 * import { type Geometry, readImage, writeImage } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [3, 1, 1], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * const bytes = writeImage({ ...grid, pixelType: 'uint8', data: Uint8Array.of(0, 1, 2) }, 'mask.nrrd')
 * readImage(bytes, 'mask.nrrd').data // → Uint8Array(3) [ 0, 1, 2 ]
 * ```
 */
export function readImage(input: Uint8Array, fileName: string, options: ReadOptions = {}): Mask {
  const image = readAnyFormat(input, fileName, options)
  const [a, b, c, d, e, f, g, h, i] = image.direction
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
  if (!(Math.abs(determinant) > 1e-6))
    throw DamagedImage(fileName, 'the directions of its axes do not span space, two of them being the same')
  return image
}

function readAnyFormat(input: Uint8Array, fileName: string, options: ReadOptions): Mask {
  const bytes = plainBytes(input)
  const source = {
    file: fileName,
    bytes,
    inflate: options.inflate ?? inflate,
    detached: (name: string) => {
      const found = options.detached?.(name)
      if (!found) throw DetachedDataMissing(fileName, name)
      return plainBytes(found)
    },
  }
  if (bytes.length === 0) throw DamagedImage(fileName, 'it is empty')
  if (isNrrd(bytes)) return readNrrd(source)
  if (isMetaImage(bytes)) return readMetaImage(source)
  const packed = isGzip(bytes)
  const analyze = /\.hdr(\.gz)?$/i.test(fileName)
  const head = packed ? inflateHead(bytes, 540) : bytes
  if (isNifti(head, analyze)) return readNifti(source)
  if (/\.img(\.gz)?$/i.test(fileName)) {
    const name = baseName(fileName)
    const header = source.detached(name.replace(/\.img(\.gz)?$/i, '.hdr$1'))
    const headerName = fileName.replace(/\.img(\.gz)?$/i, '.hdr$1')
    return readAnyFormat(header, headerName, {
      ...options,
      detached: (other) => (other === name ? bytes : options.detached?.(other)),
    })
  }
  if (packed && /\.nii\.gz$/i.test(fileName))
    throw DamagedImage(fileName, 'its gzip data breaks off before the header ends')
  throw UnknownImageFormat(fileName)
}
