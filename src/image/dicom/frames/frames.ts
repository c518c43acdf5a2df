import { DamagedImage, NotAnImage, Problem, UnsupportedImage } from '../../../errors/index.ts'
import type { Triple } from '../../volume.ts'
import { type Dataset, type DicomFile, items, readAttributes, strings, text, value, values } from '../file.ts'
import { pixelFormat } from '../pixels/pixels.ts'
import type { DicomSource } from '../source.ts'
import { sopClass, tag } from '../tags.ts'
import { enhancedFrames } from './enhanced.ts'
import { clockTime, type Frame, paddingOf, rescaling, type SeriesInfo, seriesInfo, withValidPlane } from './frame.ts'
import { isMosaic, slicesOfMosaic } from './mosaic.ts'
import { slicesOfFile } from './multi-frame.ts'
import { privateDirection, privateValue } from './vendors.ts'

/** A file of a folder that gives no slices though it may look like an image: why not. */
export interface LeftOut {
  series: SeriesInfo
  file: string
  problem: Problem
  /** The file is broken, so that slices may be missing; otherwise it is no image of this kind. */
  damaged: boolean
}

/** What one file gives: slices, or why there are none; neither where it is no image at all (a report, a directory). */
export async function readFrames(source: DicomSource): Promise<{ frames: Frame[]; leftOut?: LeftOut }> {
  const { file, damage } = readAttributes(await source.read(), source.name)
  const { dataset } = file
  const without = (problem: Problem, damaged = false) => ({
    frames: [],
    leftOut: { series: seriesInfo(dataset), file: source.name, problem, damaged },
  })
  if (damage) return without(damage, true)
  const kind = text(dataset, tag.SOPClassUID)
  if (kind === sopClass.segmentation || kind === sopClass.labelMap)
    return without(NotAnImage(source.name, 'a segmentation'))
  if (kind === sopClass.structureSet) return without(NotAnImage(source.name, 'a structure set'))
  if (kind === sopClass.spectroscopy || dataset.elements.has(tag.SpectroscopyData))
    return without(NotAnImage(source.name, 'a spectrum'))
  if (!dataset.elements.has(tag.Rows)) return { frames: [] }
  // Its stored values mean nothing without the table.
  if (dataset.elements.has(tag.ModalityLUTSequence))
    return without(UnsupportedImage(source.name, 'values that a table translates (Modality LUT Sequence)'))
  try {
    const frames = dataset.elements.has(tag.PerFrameFunctionalGroupsSequence)
      ? enhancedFrames(source, file)
      : classicFrames(source, file)
    if (frames.length) return { frames }
    return without(UnsupportedImage(source.name, 'pixels without a position in the patient or a spacing'))
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem
    return without(problem, problem.code === DamagedImage.code)
  }
}

function classicFrames(source: DicomSource, file: DicomFile): Frame[] {
  const { dataset } = file
  const format = pixelFormat(file)
  // Nuclear medicine keeps the place with the detector.
  const detector = items(dataset, tag.DetectorInformationSequence)[0]
  const place = (which: number) => {
    const own = values(dataset, which)
    return own.length || !detector ? own : values(detector, which)
  }
  const position = place(tag.ImagePositionPatient)
  const orientation = place(tag.ImageOrientationPatient)
  if (position.length !== 3 || orientation.length !== 6) return []
  const [down, across] = values(dataset, tag.PixelSpacing)
  const date = text(dataset, tag.AcquisitionDate)
  const frame = withValidPlane({
    source,
    index: 0,
    uid: text(dataset, tag.SOPInstanceUID) ?? source.name,
    series: seriesInfo(dataset),
    format,
    padding: paddingOf(dataset, format),
    position: position as Triple,
    orientation,
    spacing: [across ?? Number.NaN, down ?? Number.NaN],
    thickness: value(dataset, tag.SpacingBetweenSlices) ?? value(dataset, tag.SliceThickness),
    ...rescaling(dataset, privateValue(dataset, 'scale')),
    imageType: strings(dataset, tag.ImageType).join('\\'),
    echoTime: value(dataset, tag.EchoTime),
    repetitionTime: value(dataset, tag.RepetitionTime),
    flipAngle: value(dataset, tag.FlipAngle),
    contrast: text(dataset, tag.ContrastBolusAgent),
    temporalPosition: value(dataset, tag.TemporalPositionIdentifier),
    triggerTime: value(dataset, tag.TriggerTime),
    acquisitionTime: clockTime(text(dataset, tag.AcquisitionDateTime), date, text(dataset, tag.AcquisitionTime)),
    contentTime: clockTime(undefined, text(dataset, tag.ContentDate), text(dataset, tag.ContentTime)),
    privatePhaseTime: privateValue(dataset, 'phaseTime'),
    acquisitionNumber: value(dataset, tag.AcquisitionNumber),
    instanceNumber: value(dataset, tag.InstanceNumber),
    bValue: bValue(dataset),
    gradient: values(dataset, tag.DiffusionGradientOrientation).join(' ') || privateDirection(dataset),
  })
  if (!frame) return []
  return isMosaic(frame) ? slicesOfMosaic(frame, file) : slicesOfFile(frame, file)
}

/** The b-value by the standard attribute, by the manufacturer's own, or by the name of the sequence. */
function bValue(dataset: Dataset): number | undefined {
  const stated = value(dataset, tag.DiffusionBValue) ?? privateValue(dataset, 'bValue')
  if (stated !== undefined) return stated
  const named = /(?:^|[_*\s])b(\d+)(?:#\d+|t)?$/i.exec(text(dataset, tag.SequenceName) ?? '')
  return named ? Number(named[1]) : undefined
}
