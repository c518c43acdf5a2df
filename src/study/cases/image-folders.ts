import { type Fault, fault } from '../../cohort/fault.ts'
import { withoutZeros } from '../../cohort/tables/row-identity.ts'
import { ImagesOfNobody, LeadingZerosLost } from '../../errors/index.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
import { patientPlace } from './patient-path.ts'

/** What the folders of images say of who was imaged. */
export interface ImageFolders {
  /** How the images call a patient, where it is not by the identifier of the table. */
  names: Map<string, string>
  faults: Fault[]
}

/**
 * Compares the names in the study's image folders with the patients of the table. A name that differs from one patient's
 * only in leading zeros, which Excel takes, is that patient's and is told; one that belongs to nobody is told.
 */
export function imageFolders(study: StudyConfig, patients: readonly string[], context: StudyContext): ImageFolders {
  const found = new Map<string, string>()
  for (const [sequence, { path }] of Object.entries(study.images ?? {}))
    for (const name of namesAt(path, context)) if (!found.has(name)) found.set(name, `images.${sequence}: ${path}`)
  const known = new Set(patients)
  const byNumber = new Map<string, string[]>()
  for (const id of patients)
    if (!found.has(id)) byNumber.set(withoutZeros(id), [...(byNumber.get(withoutZeros(id)) ?? []), id])
  const strangers = [...found.keys()].filter((name) => !known.has(name))
  const names = new Map<string, string>()
  const faults: Fault[] = []
  for (const name of strangers) {
    const file = found.get(name)!
    const candidates = byNumber.get(withoutZeros(name)) ?? []
    const rivals = strangers.filter((other) => withoutZeros(other) === withoutZeros(name))
    if (candidates.length === 1 && rivals.length === 1) {
      names.set(candidates[0], name)
      const problem = LeadingZerosLost(candidates[0], `the images of ${name}`)
      faults.push(fault(problem, { file, patient: candidates[0] }, 'note'))
    } else faults.push(fault(ImagesOfNobody(name, study.cohort.file), { file }, 'note'))
  }
  return { names, faults }
}

/** Names that stand for `{patient}` in a path such as `images/P{patient}/t2.nrrd`, from the folder's own listing. */
function namesAt(template: string, { list }: StudyContext): string[] {
  const place = patientPlace(template)
  if (!place || !list) return []
  return list(place.parent).flatMap(({ name, folder }) => {
    const patient = folder === place.isLast ? undefined : place.patientOf(name)
    return patient === undefined ? [] : [patient]
  })
}
