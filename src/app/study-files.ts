import type { FolderEntry } from '../server/folder.ts'

/** The study files among a folder's entries. */
export const studyFiles = (entries: readonly FolderEntry[]) =>
  entries.map(({ name }) => name).filter((name) => /study.*\.ya?ml$/i.test(name))
