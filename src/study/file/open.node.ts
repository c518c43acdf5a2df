import { existsSync, readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { FileNotFound, Unreadable } from '../../errors/index.ts'
import { openStudyIn, type StudyFiles } from './open.ts'

/** A study file with its place on this machine: paths are taken from its folder. Throws FileNotFound, StudyFileFault. */
export const openStudy = (file: string) => openStudyIn(filesAround(dirname(resolve(file))), basename(file))

/** What Node reads at once. */
const mostBytes = 2 ** 31 - 1

function filesAround(folder: string): StudyFiles {
  const at = (path: string) => resolve(folder, path)
  const exists = (path: string) => existsSync(at(path))
  return {
    async read(path) {
      const whole = at(path)
      const found = statSync(whole, { throwIfNoEntry: false })
      if (!found?.isFile()) throw FileNotFound(whole)
      if (found.size > mostBytes)
        throw Unreadable(whole, `it has ${(found.size / 2 ** 30).toFixed(1)} GB; 2 GB are the most`)
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
