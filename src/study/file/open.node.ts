import { existsSync, readdirSync } from 'node:fs'
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
    list: (path) =>
      exists(path)
        ? readdirSync(at(path), { withFileTypes: true })
            .map((entry) => ({ name: entry.name, folder: !entry.isFile() }))
            .sort((a, b) => (a.name < b.name ? -1 : 1))
        : [],
  }
}
