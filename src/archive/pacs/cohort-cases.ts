import { type Dataset, readAttributes, text } from '../../image/dicom/file.ts'
import { tag } from '../../image/dicom/tags.ts'
import { maskSequence } from './protocol-map.ts'

interface CohortCase {
  id: string
  sequence: string
  /** The folder of the series. */
  image: string
  mask: string
}

/**
 * Pairs each mask with the series it was drawn on, by the numbers that it refers to. `lacking` says which patients' series
 * have no mask, which masks no series, and which series have several masks: those are left out, none is guessed.
 *
 * paths  of the files: PATIENT/SEQUENCE/SERIES/FILE, where the sequence of masks is `masks`
 */
export function cohortCases(paths: readonly string[], read: (path: string) => Uint8Array) {
  const images = new Map<string, { id: string; sequence: string; folder: string }>()
  const masks: { id: string; path: string; refers: Set<string> }[] = []
  const folders = new Set<string>()
  for (const path of paths.filter((one) => one.endsWith('.dcm'))) {
    const [, sequence] = path.split('/')
    const folder = path.slice(0, path.lastIndexOf('/'))
    if (sequence !== maskSequence && folders.has(folder)) continue
    folders.add(folder)
    const { dataset } = readAttributes(read(path), path).file
    const id = text(dataset, tag.PatientID) ?? ''
    if (sequence === maskSequence) masks.push({ id, path, refers: seriesIn(dataset) })
    else images.set(text(dataset, tag.SeriesInstanceUID) ?? '', { id, sequence, folder })
  }
  const cases: CohortCase[] = []
  const lacking: string[] = []
  for (const [uid, { id, sequence, folder }] of images) {
    const own = masks.filter(({ refers }) => refers.has(uid))
    if (own.length === 1) cases.push({ id, sequence, image: folder, mask: own[0].path })
    else if (own.length > 1) lacking.push(`${id}: ${sequence} has ${own.length} masks and is left out: ${folder}`)
  }
  for (const { id, path, refers } of masks)
    if (![...refers].some((uid) => images.has(uid)))
      lacking.push(`${id}: no series that was fetched belongs to the mask ${path}`)
  const having = new Set(cases.map(({ id }) => id))
  for (const id of new Set([...images.values()].map((image) => image.id)))
    if (!having.has(id)) lacking.push(`${id}: no series has a mask`)
  cases.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.sequence < b.sequence ? -1 : 1))
  return { cases, lacking }
}

/** The numbers of series that stand in a dataset's sequences. */
function seriesIn(dataset: Dataset, found = new Set<string>()): Set<string> {
  for (const { items = [] } of dataset.elements.values())
    for (const item of items) {
      const uid = text(item, tag.SeriesInstanceUID)
      if (uid) found.add(uid)
      seriesIn(item, found)
    }
  return found
}
