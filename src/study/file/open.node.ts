import { existsSync, readdirSync } from 'node:fs'
import { totalmem } from 'node:os'
import { basename, dirname, resolve } from 'node:path'
import { readNamed } from '../../jobs/read-named.node.ts'
import { openStudyIn, type StudyFiles } from './open.ts'

/** A study file with its place on this machine: paths are taken from its folder. Throws FileNotFound, StudyFileFault. */
export const openStudy = (file: string) => openStudyIn(filesAround(dirname(resolve(file))), basename(file))

function filesAround(folder: string): StudyFiles {
  const at = (path: string) => resolve(folder, path)
  const exists = (path: string) => existsSync(at(path))
  return {
    read: (path) => readNamed(at(path)),
    resolve: at,
    exists,
    memory: memoryHere(),
    list: (path) =>
      exists(path)
        ? readdirSync(at(path), { withFileTypes: true })
            .map((entry) => ({ name: entry.name, folder: !entry.isFile() }))
            .sort((a, b) => (a.name < b.name ? -1 : 1))
        : [],
  }
}

/** What the machine has, or what a container or a job of a cluster may take of it. */
function memoryHere(): number {
  const limit = process.constrainedMemory?.() ?? 0
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}
