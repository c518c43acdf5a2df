import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { FileNotFound } from '../errors/index.ts'
import type { StudyFolder } from './study-folder.ts'
import { writeAtomically } from './write-atomically.node.ts'

/** A folder of this machine. */
export const nodeFolder = (folder: string): StudyFolder => ({
  read: (name) =>
    readFile(join(folder, name)).catch(() => {
      throw FileNotFound(join(folder, name))
    }),
  write: (name, content) => writeAtomically(join(folder, name), content),
  remove: (name) => rm(join(folder, name), { force: true }),
})
