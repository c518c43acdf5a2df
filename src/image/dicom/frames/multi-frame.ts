import { UnsupportedImage } from '../../../errors/index.ts'
import { cross, unit } from '../../grid/geometry.ts'
import type { Triple } from '../../volume.ts'
import { type DicomFile, strings, value, values } from '../file.ts'
import { tag } from '../tags.ts'
import type { Frame } from './frame.ts'

/**
 * The slices of a file of several frames without functional groups: of an RT Dose by its GridFrameOffsetVector, of a
 * reconstructed nuclear medicine image by its SpacingBetweenSlices. Other files do not say where their frames lie.
 * Source: DICOM PS3.3 C.8.8.3.2 and C.8.4.8. Throws UnsupportedImage.
 */
export function slicesOfFile(first: Frame, { name, dataset }: DicomFile): Frame[] {
  const { frames } = first.format
  if (frames === 1) return [first]
  const normal = unit(cross(first.orientation.slice(0, 3), first.orientation.slice(3)))
  const offsets = values(dataset, tag.GridFrameOffsetVector)
  const step = value(dataset, tag.SpacingBetweenSlices)
  const nuclear = strings(dataset, tag.ImageType).some((word) => /^(RECON TOMO|RECON GATED TOMO)$/.test(word))
  let places: Triple[] | undefined
  if (offsets.length === frames && offsets.every(Number.isFinite)) {
    // Offsets that begin at the position's z are heights in the patient, others go along the normal.
    const heights = offsets[0] !== 0 && Math.abs(offsets[0] - first.position[2]) < 0.01
    const along: Triple = heights ? [0, 0, 1] : normal
    places = offsets.map((offset) => shifted(first.position, along, offset - offsets[0]))
  } else if (nuclear && step !== undefined && step !== 0)
    places = Array.from({ length: frames }, (_, k) => shifted(first.position, normal, k * step))
  if (!places)
    throw UnsupportedImage(
      name,
      `${frames} frames in one file that does not say where in the patient each of them lies`,
    )
  return places.map((position, index) => ({ ...first, index, uid: `${first.uid}#${index}`, position }))
}

const shifted = (from: Triple, along: Triple, by: number): Triple => from.map((at, i) => at + by * along[i]) as Triple
