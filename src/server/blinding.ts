import { NotYourReading, Problem } from '../errors/index.ts'
import { studyFiles } from '../study/file/study-files.ts'
import type { Readings } from '../study/readings/readings.ts'
import type { ServedFolder } from './folder.ts'

/**
 * What a reader's link opens, whichever study file of the folder its address names: what any of them closes is closed, and
 * a file that any of them calls another reader's mask is handed out neither as a mask nor among the files of an image.
 */
export interface Blinding {
  /** Throws NotYourReading for what is no study file: a form or a mask, which a reader writes, could name any file. */
  refuseStudy: (study: string) => void
  /** Throws NotYourReading for a patient who is not to be opened. */
  refuseHidden: (study: string, patient: string, reader: string) => Promise<void>
  /** Tells of a file of the folder whether another reader drew it. */
  othersMasks: (study: string, patient: string, reader: string) => Promise<(path: string) => boolean>
}

/** The folder's study files are looked for again after so long, in ms. */
const lookAgain = 10_000

/** readingsOf  the readings of a study file of the folder */
export function openBlinding(folder: ServedFolder, readingsOf: (study: string) => Readings): Blinding {
  let found: { files: Promise<string[]>; until: number } | undefined
  async function studies(named: string): Promise<string[]> {
    if (!found || found.until < performance.now())
      found = { files: folder.files('.').then(studyFiles), until: performance.now() + lookAgain }
    return [...new Set([named, ...(await found.files)])]
  }
  /** Asks every study file in which the patient is read; one that cannot be read closes nothing. */
  async function inEach(named: string, patient: string, ask: (readings: Readings) => Promise<void>): Promise<void> {
    for (const study of await studies(named)) {
      const readings = readingsOf(study)
      try {
        if (study === named || (await readings.isRead(patient))) await ask(readings)
      } catch (error) {
        if (!(error instanceof Problem) || error.code === NotYourReading.code) throw error
      }
    }
  }
  return {
    refuseStudy(study) {
      if (!/\.ya?ml$/i.test(study)) throw NotYourReading(`${study}, which is no study file,`)
    },
    refuseHidden: (named, patient, reader) =>
      inEach(named, patient, (readings) => readings.refuseHidden(patient, reader)),
    async othersMasks(named, patient, reader) {
      const masks = new Set<string>()
      await inEach(named, patient, async (readings) => {
        for (const mask of await readings.masksOfOthers(patient, reader)) masks.add(folder.resolve(mask))
      })
      return (path) => masks.has(folder.resolve(path))
    },
  }
}
