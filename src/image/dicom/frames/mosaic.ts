import { UnsupportedImage } from '../../../errors/index.ts'
import { cross, dot, unit } from '../../grid/geometry.ts'
import type { Triple, Voxels } from '../../volume.ts'
import { type Dataset, type DicomFile, privateTag, value, values } from '../file.ts'
import { tag } from '../tags.ts'
import type { Frame, Tile } from './frame.ts'

export const isMosaic = ({ imageType }: Frame) => /(^|\\)MOSAIC(\\|$)/.test(imageType)

/**
 * The slices of a Siemens mosaic, which stand as tiles in one picture, row by row. The stated position is that of the
 * picture as if it were one slice about the same centre; tiles follow along the normal in Siemens' own header, or along
 * that of the orientation where there is none.
 * Source: nibabel's documentation of Siemens mosaics; (0019,100A), CSA header (0029,1010).
 */
export function slicesOfMosaic(picture: Frame, { name, dataset }: DicomFile): Frame[] {
  const csa = readCsa(dataset)
  const stated = privateTag(dataset, 0x0019, /^SIEMENS MR HEADER/i, 0x0a)
  const count = (stated && values(dataset, stated, 'US')[0]) || csa.get('NumberOfImagesInMosaic')?.[0] || 0
  const { rows, columns } = picture.format
  const aSide = Math.ceil(Math.sqrt(count))
  if (!(count >= 1) || !Number.isInteger(count) || columns % aSide || rows % aSide)
    throw UnsupportedImage(name, `a mosaic of ${columns} × ${rows} pixels that does not say how many slices it holds`)
  const [width, height] = [columns / aSide, rows / aSide]
  const [x, y] = [unit(picture.orientation.slice(0, 3)), unit(picture.orientation.slice(3))]
  const [dx, dy] = picture.spacing
  const own = csa.get('SliceNormalVector')
  const straight = cross(x, y)
  const turned = own?.length === 3 && dot(own, straight) < 0
  const step = value(dataset, tag.SpacingBetweenSlices) ?? picture.thickness ?? 1
  const first = picture.position.map(
    (at, i) => at + (x[i] * dx * (columns - width)) / 2 + (y[i] * dy * (rows - height)) / 2,
  )
  const format = { ...picture.format, rows: height, columns: width }
  return Array.from({ length: count }, (_, k) => ({
    ...picture,
    format,
    uid: `${picture.uid}#${k}`,
    position: first.map((at, i) => at + (turned ? -1 : 1) * k * step * straight[i]) as Triple,
    tile: { across: columns, left: (k % aSide) * width, top: Math.floor(k / aSide) * height },
  }))
}

/**
 * The numbers of Siemens' own header (CSA, versions 1 and 2): a count of elements, each a name of 64 bytes, its
 * multiplicity, a representation, a type, a count of items and a mark, then items of four lengths and padded text.
 * Source: nibabel, nicom/csareader.
 */
function readCsa(dataset: Dataset): Map<string, number[]> {
  const found = new Map<string, number[]>()
  const where = privateTag(dataset, 0x0029, /^SIEMENS CSA HEADER/i, 0x10)
  const bytes = where === undefined ? undefined : dataset.elements.get(where)?.bytes
  if (!bytes || bytes.length < 84) return found
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = (at: number, length: number) => {
    let end = at
    while (end < at + length && bytes[end] !== 0) end++
    return String.fromCharCode(...bytes.subarray(at, end)).trim()
  }
  const second = text(0, 4) === 'SV10'
  let at = second ? 8 : 0
  let extra: number | undefined
  const elements = view.getUint32(at, true)
  at += 8
  for (let e = 0; e < elements && at + 84 <= bytes.length; e++) {
    const name = text(at, 64)
    const items = view.getUint32(at + 76, true)
    extra ??= items
    at += 84
    const numbers: number[] = []
    for (let i = 0; i < items && at + 16 <= bytes.length; i++) {
      // Version 1 adds the first element's count of items to every length.
      const length = second ? view.getUint32(at + 4, true) : view.getUint32(at, true) - extra
      at += 16
      if (length < 0 || length > bytes.length - at) return found
      const number = Number(text(at, length))
      if (length > 0 && Number.isFinite(number)) numbers.push(number)
      at += Math.ceil(length / 4) * 4
    }
    found.set(name, numbers)
  }
  return found
}

/** One tile of a decoded picture. */
export function tileOf(picture: Voxels, { across, left, top }: Tile, columns: number, rows: number): Voxels {
  const out = picture.slice(0, columns * rows)
  for (let y = 0; y < rows; y++) {
    const from = (top + y) * across + left
    out.set(picture.subarray(from, from + columns), y * columns)
  }
  return out
}
