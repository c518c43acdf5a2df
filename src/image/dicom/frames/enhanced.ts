import type { Triple } from '../../volume.ts'
import { type Dataset, type DicomFile, items, privateTag, strings, text, value, values } from '../file.ts'
import { pixelFormat } from '../pixels/pixels.ts'
import type { DicomSource } from '../source.ts'
import { tag } from '../tags.ts'
import { clockTime, type Frame, paddingOf, rescaling, seriesInfo, withValidPlane } from './frame.ts'
import { privateDirection, privateValue } from './vendors.ts'

/**
 * The frames of an enhanced multi-frame file: attributes of a frame stand in its own functional groups or in the shared
 * ones; what a legacy file was converted from, among its unassigned attributes; Philips' own, in a sequence of each frame.
 * Source: DICOM PS3.3 C.7.6.16, A.70.
 */
export function enhancedFrames(source: DicomSource, file: DicomFile): Frame[] {
  const { dataset } = file
  const format = pixelFormat(file)
  const shared = items(dataset, tag.SharedFunctionalGroupsSequence)[0]
  const series = seriesInfo(dataset)
  const uid = text(dataset, tag.SOPInstanceUID) ?? source.name
  const groups = items(dataset, tag.PerFrameFunctionalGroupsSequence).slice(0, format.frames)
  return groups.flatMap((own, index) => {
    const group = (which: number) => items(own, which)[0] ?? (shared && items(shared, which)[0])
    const position = numbers(group(tag.PlanePositionSequence), tag.ImagePositionPatient)
    const orientation = numbers(group(tag.PlaneOrientationSequence), tag.ImageOrientationPatient)
    if (position.length !== 3 || orientation.length !== 6) return []
    const measures = group(tag.PixelMeasuresSequence)
    const [down, across] = numbers(measures, tag.PixelSpacing)
    const content = group(tag.FrameContentSequence)
    const diffusion = group(tag.MRDiffusionSequence)
    const loose = [
      items(own, tag.UnassignedPerFrameConvertedAttributes)[0],
      shared && items(shared, tag.UnassignedSharedConvertedAttributes)[0],
      ...philipsOwn(own),
      dataset,
    ]
    const number = (which: number) => first(loose, (one) => value(one, which))
    const hidden = (which: Parameters<typeof privateValue>[1]) =>
      first([own, ...loose], (one) => privateValue(one, which))
    const direction = diffusion && items(diffusion, tag.DiffusionGradientDirectionSequence)[0]
    const trigger = group(tag.CardiacSynchronizationSequence)
    const frame = withValidPlane({
      source,
      index,
      uid: `${uid}#${index}`,
      series,
      format,
      padding: paddingOf(dataset, format),
      position: position as Triple,
      orientation,
      spacing: [across ?? Number.NaN, down ?? Number.NaN],
      thickness: measures && (value(measures, tag.SpacingBetweenSlices) ?? value(measures, tag.SliceThickness)),
      ...rescaling(group(tag.PixelValueTransformationSequence) ?? dataset, hidden('scale')),
      imageType:
        strings(group(tag.MRImageFrameTypeSequence) ?? dataset, tag.FrameType).join('\\') ||
        strings(dataset, tag.ImageType).join('\\'),
      echoTime: numbers(group(tag.MREchoSequence), tag.EffectiveEchoTime)[0] ?? number(tag.EchoTime),
      repetitionTime: number(tag.RepetitionTime),
      flipAngle: number(tag.FlipAngle),
      temporalPosition:
        (content && value(content, tag.TemporalPositionIndex)) ?? number(tag.TemporalPositionIdentifier),
      temporalOffset: numbers(group(tag.TemporalPositionSequence), tag.TemporalPositionTimeOffset)[0],
      triggerTime:
        numbers(trigger, tag.NominalCardiacTriggerDelayTime)[0] ??
        first(loose.slice(0, -1), (one) => value(one, tag.TriggerTime)),
      acquisitionTime:
        clockTime(content && text(content, tag.FrameAcquisitionDateTime)) ??
        clockTime(content && text(content, tag.FrameReferenceDateTime)) ??
        first(loose.slice(0, -1), (one) =>
          clockTime(
            text(one, tag.AcquisitionDateTime),
            text(one, tag.AcquisitionDate) ?? text(dataset, tag.AcquisitionDate),
            text(one, tag.AcquisitionTime),
          ),
        ),
      contentTime: first(loose.slice(0, -1), (one) =>
        clockTime(undefined, text(one, tag.ContentDate), text(one, tag.ContentTime)),
      ),
      privatePhaseTime: hidden('phaseTime'),
      acquisitionNumber: first(loose.slice(0, -1), (one) => value(one, tag.AcquisitionNumber)),
      instanceNumber: index,
      bValue: (diffusion && value(diffusion, tag.DiffusionBValue)) ?? number(tag.DiffusionBValue) ?? hidden('bValue'),
      gradient:
        (direction && values(direction, tag.DiffusionGradientOrientation).join(' ')) ||
        first([own, ...loose], privateDirection),
    })
    return frame ? [frame] : []
  })
}

const numbers = (group: Dataset | undefined, which: number) => (group ? values(group, which) : [])

function first<T>(among: readonly (Dataset | undefined)[], read: (one: Dataset) => T | undefined): T | undefined {
  for (const one of among) {
    const found = one && read(one)
    if (found !== undefined) return found
  }
  return undefined
}

/** Philips keeps the classic attributes of a frame, its own ones among them, in a private sequence (2005,140F). */
function philipsOwn(own: Dataset): Dataset[] {
  const where = privateTag(own, 0x2005, /^Philips MR Imaging DD 005/i, 0x0f)
  return where === undefined ? [] : items(own, where).slice(0, 1)
}
