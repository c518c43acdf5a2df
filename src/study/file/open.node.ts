import { existsSync, readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { FileNotFound } from '../../errors/index.ts'
import { openStudyIn, type StudyFiles } from './open.ts'

/** A study file with its place on this machine: paths are taken from its folder. Throws FileNotFound, StudyFileFault. */
export const openStudy = (file: string) => openStudyIn(filesAround(dirname(resolve(file))), basename(file))

function filesAround(folder: string): StudyFiles {
  const at = (path: string) => resolve(folder, path)
  const exists = (path: string) => existsSync(at(path))
  return {
    async read(path) {
      const whole = at(path)
      if (!statSync(whole, { throwIfNoEntry: false })?.isFile()) throw FileNotFound(whole)
      return readFile(whole)
    },
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
