import { parse } from 'yaml'
import { maskSequence } from '../../archive/pacs/protocol-map.ts'
import { editYaml } from './edit.ts'
import { type DraftFolder, sourceOfFolder } from './find-dicom.ts'

interface ArrivedStudy {
  /** The study file: a new one, or the one that is there with the sequences that it lacked. */
  text: string
  /** The sequences that were added. */
  added: string[]
  patients: string[]
}

/**
 * The study of images that came from an archive, by `images/PATIENT/SEQUENCE/SERIES/FILE`: its reading begins at once. What
 * the study file says already stays as it is.
 *
 * text   the study file that is there
 * paths  all files below the study's folder
 */
export async function studyOfArrived(
  text: string | undefined,
  title: string,
  table: string,
  folder: DraftFolder,
  paths: readonly string[],
): Promise<ArrivedStudy> {
  const patients = new Set<string>()
  const bySequence = new Map<string, { patient: string; files: string[] }>()
  for (const path of paths) {
    const [, patient, sequence] = /^images\/([^/]+)\/([^/]+)\/.+\.dcm$/.exec(path) ?? []
    if (!patient || sequence === maskSequence) continue
    patients.add(patient)
    // One patient's folder says what the others are likely to hold.
    const own = bySequence.get(sequence) ?? { patient, files: [] }
    if (own.patient === patient) own.files.push(path)
    bySequence.set(sequence, own)
  }
  let written = text ?? newStudy(title, table)
  const known = (parse(written) as { images?: object } | null)?.images ?? {}
  const added = [...bySequence.keys()].sort().filter((sequence) => !Object.hasOwn(known, sequence))
  for (const sequence of added) {
    const { source } = await sourceOfFolder(folder, bySequence.get(sequence)!.files)
    const entry = {
      path: `images/{patient}/${sequence}`,
      ...(source && { source }),
      mask: `masks/{patient}.${sequence}.nrrd`,
    }
    written = editYaml(written, ['images', sequence], entry).text
  }
  return { text: written, added, patients: [...patients].sort() }
}

const newStudy = (title: string, table: string) =>
  `study: ${JSON.stringify(title)}\nseed: 1\ncohort: { file: ${table}, id: patient }\n`
