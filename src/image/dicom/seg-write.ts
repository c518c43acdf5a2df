import { OtherGrid } from '../../errors/index.ts'
import { compareGeometry, describeDifferences } from '../grid/geometry.ts'
import type { Mask, Triple } from '../volume.ts'
import { derivedHeader } from './derived-header.ts'
import { parseDicom, text } from './file.ts'
import type { Frame } from './frames/frame.ts'
import type { DicomVolume } from './series.ts'
import { sopClass, tag } from './tags.ts'
import { type Attribute, decimal, encodeDicom } from './write.ts'

const named = (value: string, scheme: string, meaning: string): Attribute[] => [
  [0x00080100, 'SH', value],
  [0x00080102, 'SH', scheme],
  [0x00080104, 'LO', meaning],
]

/**
 * A mask as a binary DICOM Segmentation of the series it was drawn on: one segment a label, frames for the slices that
 * hold it, each referring to its source image. The same mask and series give the same bytes; the study's date stands
 * for the clock.
 * Source: DICOM PS3.3 A.51.
 *
 * @param mask one label a segment
 * @param series the images that it was drawn on
 * @param version of the program, which is written into the file
 * @returns the DICOM file
 * @throws OtherGrid where the mask is not on the series' slices
 */
export async function writeSegmentation(mask: Mask, series: DicomVolume, version: string): Promise<Uint8Array> {
  const differences = compareGeometry(series.geometry, mask, 1e-3)
  if (differences.length) throw OtherGrid('The mask', 'its series', describeDifferences(differences))
  const frames = segmentFrames(mask)
  const labels = [...new Set(frames.map(({ label }) => label))].sort((a, b) => a - b)
  const pixels = packBits(frames.map(({ bits }) => bits))
  const { series: info, frames: images } = series
  const key = `${info.uid} ${labels.join()} `
  const [own, instance, organisation] = await Promise.all(
    ['series', 'instance', 'dimensions'].map((part) => uidOf(key + part, pixels)),
  )
  const [first] = images
  const source = parseDicom(await first.source.read(), first.source.name).dataset
  const kind = text(source, tag.SOPClassUID) ?? ''
  const uid = (frame: Frame) => frame.uid.split('#')[0]
  const reference = (frame: Frame): Attribute[] => [
    [0x00081150, 'UI', kind],
    [tag.ReferencedSOPInstanceUID, 'UI', uid(frame)],
    ...(frame.uid.includes('#') ? ([[0x00081160, 'IS', String(frame.index + 1)]] as Attribute[]) : []),
  ]
  const used = [...new Map(frames.map(({ z }) => [uid(images[z]), images[z]])).values()]
  const orientation = [0, 1].flatMap((j) => [0, 1, 2].map((i) => mask.direction[3 * i + j]))
  return encodeDicom(sopClass.segmentation, instance, [
    ...derivedHeader(source, {
      sopClass: sopClass.segmentation,
      instance,
      series: own,
      seriesNumber: 1000 + (info.number ?? 0),
      modality: 'SEG',
      description: 'Segmentation',
      version,
    }),
    [tag.ImageType, 'CS', 'DERIVED\\PRIMARY'],
    sequence(0x00081115, [sequence(0x0008114a, ...used.map(reference)), [tag.SeriesInstanceUID, 'UI', info.uid]]),
    [tag.StudyInstanceUID, 'UI', info.study],
    [tag.FrameOfReferenceUID, 'UI', info.frameOfReference],
    [0x00201040, 'LO', ''],
    sequence(0x00209221, [[0x00209164, 'UI', organisation]]),
    sequence(
      0x00209222,
      dimension(organisation, tag.ReferencedSegmentNumber, tag.SegmentIdentificationSequence),
      dimension(organisation, tag.ImagePositionPatient, tag.PlanePositionSequence),
    ),
    [tag.SamplesPerPixel, 'US', [1]],
    [tag.PhotometricInterpretation, 'CS', 'MONOCHROME2'],
    [tag.NumberOfFrames, 'IS', String(frames.length)],
    [tag.Rows, 'US', [mask.size[1]]],
    [tag.Columns, 'US', [mask.size[0]]],
    [tag.BitsAllocated, 'US', [1]],
    [tag.BitsStored, 'US', [1]],
    [tag.HighBit, 'US', [0]],
    [tag.PixelRepresentation, 'US', [0]],
    [0x00282110, 'CS', '00'],
    [tag.SegmentationType, 'CS', 'BINARY'],
    sequence(
      tag.SegmentSequence,
      ...labels.map((label, i) => segment(i + 1, mask.segments?.get(label) ?? `label ${label}`)),
    ),
    [0x00700080, 'CS', 'SEGMENTATION'],
    [0x00700081, 'LO', 'Regions of interest'],
    [0x00700084, 'PN', 'Nomoscope^'],
    sequence(tag.SharedFunctionalGroupsSequence, [
      sequence(tag.PlaneOrientationSequence, [[tag.ImageOrientationPatient, 'DS', decimals(orientation)]]),
      sequence(tag.PixelMeasuresSequence, [
        [tag.SliceThickness, 'DS', decimal(mask.spacing[2])],
        [tag.SpacingBetweenSlices, 'DS', decimal(mask.spacing[2])],
        [tag.PixelSpacing, 'DS', decimals([mask.spacing[1], mask.spacing[0]])],
      ]),
    ]),
    sequence(
      tag.PerFrameFunctionalGroupsSequence,
      ...frames.map(({ label, z }) =>
        frameGroups(labels.indexOf(label) + 1, z, images[z].position, reference(images[z])),
      ),
    ),
    [tag.PixelData, 'OB', pixels],
  ])
}

const sequence = (which: number, ...items: Attribute[][]): Attribute => [which, 'SQ', items]
const decimals = (values: readonly number[]) => values.map(decimal).join('\\')

const segment = (number: number, name: string): Attribute[] => [
  sequence(0x00620003, named('49755003', 'SCT', 'Morphologically Abnormal Structure')),
  [tag.SegmentNumber, 'US', [number]],
  [tag.SegmentLabel, 'LO', name.slice(0, 64)],
  [0x00620008, 'CS', 'MANUAL'],
  sequence(0x0062000f, named('52988006', 'SCT', 'Lesion')),
]

/** What a frame shows, where it lies, and the image it was drawn on. */
const frameGroups = (number: number, z: number, position: Triple, image: Attribute[]): Attribute[] => [
  sequence(0x00089124, [
    sequence(0x00082112, [
      ...image,
      sequence(0x0040a170, named('121322', 'DCM', 'Source image for image processing operation')),
    ]),
    sequence(0x00089215, named('113076', 'DCM', 'Segmentation')),
  ]),
  sequence(tag.FrameContentSequence, [[0x00209157, 'UL', [number, z + 1]]]),
  sequence(tag.PlanePositionSequence, [[tag.ImagePositionPatient, 'DS', decimals(position)]]),
  sequence(tag.SegmentIdentificationSequence, [[tag.ReferencedSegmentNumber, 'US', [number]]]),
]

const dimension = (organisation: string, pointer: number, group: number): Attribute[] => [
  [0x00209164, 'UI', organisation],
  [0x00209165, 'AT', [pointer]],
  [0x00209167, 'AT', [group]],
]

interface SegmentFrame {
  label: number
  z: number
  bits: Uint8Array
}

/** The slices of each label that hold it, label by label. */
function segmentFrames({ data, size }: Mask): SegmentFrame[] {
  const area = size[0] * size[1]
  const frames = new Map<string, SegmentFrame>()
  for (let i = 0; i < data.length; i++) {
    const label = data[i]
    if (label === 0) continue
    const z = Math.floor(i / area)
    const key = `${label} ${z}`
    let frame = frames.get(key)
    if (!frame) frames.set(key, (frame = { label, z, bits: new Uint8Array(area) }))
    frame.bits[i - z * area] = 1
  }
  return [...frames.values()].sort((a, b) => a.label - b.label || a.z - b.z)
}

/** One bit a voxel, the first in the lowest bit, frame after frame without a gap. */
function packBits(frames: Uint8Array[]): Uint8Array {
  const area = frames[0]?.length ?? 0
  const packed = new Uint8Array(Math.ceil((area * frames.length) / 8))
  for (const [f, bits] of frames.entries())
    for (let i = 0, at = f * area; i < area; i++, at++) packed[at >> 3] |= bits[i] << (at & 7)
  return packed
}

/** A UID derived from content (2.25 and a 128-bit number). */
export async function uidOf(key: string, content: Uint8Array): Promise<string> {
  const bytes = new Uint8Array(key.length + content.length)
  bytes.set(new TextEncoder().encode(key))
  bytes.set(content, key.length)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).subarray(0, 16)
  return `2.25.${digest.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)}`
}
