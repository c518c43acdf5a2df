import type { ModelResult } from '../../../model/index.ts'
import type { Table } from '../../../report/document.ts'
import type { Messages } from '../../../text/locales/index.ts'
import type { StudyConfig } from '../../file/schema.ts'
import type { StudyCohort } from '../../stages/cohort.ts'
import type { StudyFeatures } from '../../stages/features.ts'

/** What the methods section is written from: the study file and what the run made of it. */
export interface MethodsFacts {
  messages: Messages
  study: StudyConfig
  patients: StudyCohort
  /** Features per patient, and their settings where they were extracted here. */
  features: Pick<StudyFeatures, 'names' | 'settings' | 'histograms' | 'habitats' | 'network'>
  version: string
  /** Of all models: the methods tell which of them had a shrinkage, fewer folds than were asked for, or refits that failed. */
  results: readonly Pick<ModelResult, 'label' | 'shrinkage' | 'folds' | 'withheld'>[]
  /** The report's tables: the methods describe the comparisons that these make. */
  tables: readonly Pick<Table, 'id' | 'columns'>[]
}

/** Of a path on this computer only the file's name is of use to a reader. */
export const fileName = (path: string) => path.split(/[\\/]/).at(-1)!

/** A reader as papers name one: "reader 1" of what the study file calls reader1; a name as it is. */
export function readerName({ methods }: Messages, reader: string): string {
  const number = /^reader[ _-]?(\d+)$/i.exec(reader)?.[1]
  return number === undefined ? reader : methods.reader(number)
}
