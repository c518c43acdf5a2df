import { type Dataset, text } from './file.ts'
import { tag } from './tags.ts'
import type { Attribute } from './write.ts'

/** What tells an object that is made here from others. */
interface DerivedObject {
  sopClass: string
  instance: string
  series: string
  seriesNumber: number
  modality: string
  description: string
  /** Of the program. */
  version: string
}

/**
 * Whose an object is that is made of a DICOM file, and what it is: patient and study are the file's, the study's date
 * stands for the clock, so that the same file gives the same bytes.
 */
export function derivedHeader(source: Dataset, made: DerivedObject): Attribute[] {
  const copy = (which: number, vr: string): Attribute => [which, vr, text(source, which) ?? '']
  const date = text(source, 0x00080020) || '20000101'
  const time = text(source, 0x00080030) || '000000'
  return [
    [tag.SpecificCharacterSet, 'CS', 'ISO_IR 192'],
    [tag.SOPClassUID, 'UI', made.sopClass],
    [tag.SOPInstanceUID, 'UI', made.instance],
    [0x00080020, 'DA', date],
    [0x00080021, 'DA', date],
    [tag.ContentDate, 'DA', date],
    [0x00080030, 'TM', time],
    [0x00080031, 'TM', time],
    [tag.ContentTime, 'TM', time],
    copy(0x00080050, 'SH'),
    [tag.Modality, 'CS', made.modality],
    [tag.Manufacturer, 'LO', 'Nomoscope'],
    copy(0x00080090, 'PN'),
    [tag.SeriesDescription, 'LO', made.description],
    [0x00081090, 'LO', 'Nomoscope'],
    copy(tag.PatientName, 'PN'),
    copy(tag.PatientID, 'LO'),
    copy(0x00100030, 'DA'),
    copy(0x00100040, 'CS'),
    [0x00181000, 'LO', '1'],
    [0x00181020, 'LO', made.version],
    [tag.SeriesInstanceUID, 'UI', made.series],
    copy(0x00200010, 'SH'),
    [tag.SeriesNumber, 'IS', String(made.seriesNumber)],
    [tag.InstanceNumber, 'IS', '1'],
  ]
}
