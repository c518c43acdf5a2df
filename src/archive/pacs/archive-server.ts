import type { Problem } from '../../errors/index.ts'

/** What is looked for; text may hold * for any letters. Dates are YYYYMMDD. */
export interface Query {
  patient?: string
  study?: string
  modality?: string
  from?: string
  to?: string
  description?: string
}

/** A series that an archive has. */
export interface FoundSeries {
  patient: string
  name: string
  studyDate: string
  study: string
  series: string
  number: string
  modality: string
  studyDescription: string
  description: string
  instances: number
  /** The name that is to stand for the patient, where the user chose one. */
  pseudonym?: string
  /** The sequence that it is, where the user chose one for this very series. */
  sequence?: string
}

/** An archive that can be asked, over DICOMweb or DIMSE. What its functions throw are problems with a name. */
export interface ArchiveServer {
  /** How many objects one request is best for. */
  atOnce: number
  /** Asks whether it answers. */
  echo: () => Promise<void>
  find: (query: Query) => Promise<FoundSeries[]>
  /** The numbers of a series' objects. */
  instances: (series: FoundSeries) => Promise<string[]>
  /** Gets objects of a series, each as a DICOM file, in any order. */
  fetch: (series: FoundSeries, wanted: readonly string[], take: (file: Uint8Array) => Promise<void>) => Promise<void>
  /** Stores a DICOM file. */
  store: (file: Uint8Array, name: string) => Promise<void>
  close: () => Promise<void>
}

/** An object from the middle of a series; undefined where it has none. */
export async function oneObject(archive: ArchiveServer, series: FoundSeries): Promise<Uint8Array | undefined> {
  const all = await archive.instances(series)
  let file: Uint8Array | undefined
  await archive.fetch(series, all.slice(all.length >> 1).slice(0, 1), async (sent) => {
    file ??= sent
  })
  return file
}

/** Whether nothing more will come: access is refused, the certificate is wrong, or the disk here takes nothing. */
export const isFinal = ({ code }: Problem) => /^NS-(ARC-2[23]|DSK-\d+)$/.test(code)

/** A series in a message. */
export const nameOfSeries = ({ patient, number, description }: FoundSeries) =>
  `series ${number} "${description}" of ${patient}`

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** In place: by patient, date, the series' number, and its UID. */
export const sortSeries = (found: FoundSeries[]): FoundSeries[] =>
  found.sort(
    (a, b) =>
      compare(a.patient, b.patient) ||
      compare(a.studyDate, b.studyDate) ||
      Number(a.number) - Number(b.number) ||
      compare(a.series, b.series),
  )
