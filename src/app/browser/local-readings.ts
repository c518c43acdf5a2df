import { FileNotFound } from '../../errors/index.ts'
import { openStudyIn } from '../../study/file/open.ts'
import { namesOf, openReadings, type ReadingFolder, type Readings } from '../../study/readings/readings.ts'
import type { ReadingClient } from '../reading-client.ts'
import { handleFolder } from './handle-folder.ts'
import { normalPath } from './paths.ts'

/** A folder of this browser for readings. */
function readingFolder(root: FileSystemDirectoryHandle): ReadingFolder {
  const { read, write, folder, file } = handleFolder(root)
  // A file is written whole, so lines that are added at once wait for each other.
  const adding = new Map<string, Promise<void>>()
  return {
    async list(path) {
      const found = await folder(path)
      if (!found) throw FileNotFound(path)
      const entries: { name: string; folder: boolean }[] = []
      for await (const [name, handle] of found.entries()) entries.push({ name, folder: handle.kind === 'directory' })
      return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
    },
    read: async (path) => new Uint8Array(await read(path)),
    write,
    append(path, text) {
      const add = async () => {
        const before = await file(path).catch(() => undefined)
        await write(path, before ? (await before.text()) + text : text)
      }
      const added = (adding.get(path) ?? Promise.resolve()).then(add, add)
      adding.set(path, added)
      return added
    },
    studyOf: async (path) => (await openStudyIn({ read, resolve: normalPath, exists: () => true }, path)).study,
  }
}

/** Readings without a server, in a folder of this browser: the same files as `nomoscope serve` writes. */
export function localReadings(root: FileSystemDirectoryHandle): ReadingClient {
  const folder = readingFolder(root)
  const opened = new Map<string, Readings>()
  const of = (study: string) => {
    const known = opened.get(study) ?? openReadings(folder, study, Date.now)
    opened.set(study, known)
    return known
  }
  const page = 'this page'
  return {
    async reading(study, reader = '') {
      const all = of(study)
      return { reader, readers: await all.readers(), cases: await all.worklist(reader) }
    },
    async image(study, patient, sequence, reader = '') {
      const found = await of(study).image(patient, sequence, reader)
      await of(study).log(reader, { action: 'open', patient, sequence })
      return { ...found, files: namesOf(found.files), phases: namesOf(found.phases) }
    },
    async imageBytes(study, patient, sequence, index, reader = '') {
      const { files, phases } = await of(study).image(patient, sequence, reader)
      return folder.read([...files, ...phases][index] ?? '')
    },
    strokes: (study, patient, sequence, reader = '') => of(study).strokes(patient, sequence, reader),
    addStroke: (study, patient, sequence, stroke, reader = '') =>
      of(study).addStroke(patient, sequence, reader, stroke),
    mask: async (study, patient, sequence, reader = '') =>
      folder.read(await of(study).maskFile(patient, sequence, reader)),
    async saveMask(study, patient, sequence, bytes, reader = '') {
      const all = of(study)
      await folder.write(await all.maskFile(patient, sequence, reader), bytes)
      await all.addStroke(patient, sequence, reader, undefined)
      await all.log(reader, { action: 'mask', patient, sequence, bytes: bytes.length })
    },
    form: (study, patient, reader = '') => of(study).form(patient, reader),
    async saveForm(study, patient, form, reader = '') {
      await of(study).saveForm(patient, reader, form)
      await of(study).log(reader, { action: 'form', patient, state: form.state })
    },
    hold: async (study, patient, reader = '', over) => of(study).hold(patient, reader, page, over),
    release: async (study, patient, reader = '') => of(study).release(patient, reader, page),
  }
}
