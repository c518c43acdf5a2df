import type { YamlPath } from '../study/file/edit.ts'
import { type AnswerOf, ask } from './browser/ask.ts'
import type { Place } from './browser/place.ts'

/** The study that the views are of. */
export interface Workplace {
  /** The folder of the study file. */
  place: Place
  /** The study file in it. */
  file: string
  /** The study file in the address, from the served folder on. */
  address: string
  version: string
  served: boolean
  /** Counts what the views wrote, so that what is computed of the folder is computed anew. */
  revision: number
  changed: () => void
}

export const at = ({ place, file, revision }: Workplace) => ({ place, file, revision })

/** Writes one value into the study file; everything else in it stays. Throws ChangedElsewhere, and StudyFileFault where it could not be read then. */
export async function writeStudy(work: Workplace, path: YamlPath, value: unknown): Promise<AnswerOf<'edit'>> {
  try {
    return await ask('edit', { ...at(work), path, value, isStudy: true })
  } finally {
    // Also where it was refused: it may have been changed by somebody else.
    work.changed()
  }
}

/**
 * Writes some keys of a map of the study file, as it stands there now (what the page shows may be a step behind);
 * `undefined` takes one out, and the map where it was the last.
 */
export async function writeKeys(work: Workplace, path: YamlPath, keys: object): Promise<AnswerOf<'edit'>> {
  const { place, file } = work
  const edited = await ask('edit', { place, file, path, value: keys, isStudy: true, keys: true })
  work.changed()
  return edited
}

/** What the first view is given beside the study: where a folder is chosen. */
export interface StartProps {
  served: boolean
  /** The study files of the folder. */
  found: string[]
  root?: FileSystemDirectoryHandle
  setRoot: (root?: FileSystemDirectoryHandle) => void
  changed: () => void
}
