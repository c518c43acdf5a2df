import { isMap, parseDocument } from 'yaml'
import { ChangedElsewhere } from '../../errors/index.ts'
import { editYaml, linesOf, type YamlPath } from '../../study/file/edit.ts'
import { readStudyConfig } from '../../study/file/read.ts'
import { folderAt, type Place, readIfThere } from '../browser/place.ts'
import { type At, openAt } from './opened.ts'

const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)

/**
 * Writes a value into a YAML file of the folder; a study file is written only where it can then be read, and with
 * `revision` only where it is still as the views have it. `keys`: the value's keys are written into the map that stands
 * there now, `undefined` takes one out, and the map where it was the last. Throws ChangedElsewhere, StudyFileFault.
 */
export function edit(asked: Edit) {
  const edited = afterOthers.then(() => editNow(asked))
  afterOthers = edited.catch(() => undefined)
  return edited
}

interface Edit {
  place: Place
  file: string
  path: YamlPath
  value: unknown
  isStudy: boolean
  keys?: boolean
  revision?: number
}

/** One edit after the other, each of what the one before wrote. */
let afterOthers: Promise<unknown> = Promise.resolve()
/** The study file as it was written here last. */
let written: string | undefined

async function editNow({ place, file, path, value, isStudy, keys, revision }: Edit) {
  const folder = folderAt(place)
  const text = textOf(isStudy ? await folder.read(file) : await readIfThere(folder, file))
  if (revision !== undefined && text !== written && text !== (await openAt({ place, file, revision })).text)
    throw ChangedElsewhere(file)
  const edited = editYaml(text, path, keys ? withKeys(parseDocument(text).getIn(path), value as object) : value)
  if (isStudy) {
    readStudyConfig(edited.text, file)
    written = edited.text
  }
  await folder.write(file, edited.text)
  return edited
}

function withKeys(map: unknown, keys: object): object | undefined {
  const kept = Object.entries({ ...(isMap(map) && map.toJSON()), ...keys }).filter(([, value]) => value !== undefined)
  return kept.length > 0 ? Object.fromEntries(kept) : undefined
}

/** What a file has at some paths, with the lines; `value` as JSON has it. */
export async function lines(asked: { place: Place; file: string; paths: readonly YamlPath[]; revision: number }) {
  const text = textOf(await folderAt(asked.place).read(asked.file))
  return { text, lines: asked.paths.map((path) => linesOf(text, path)) }
}

/** The study file, read and checked. Throws StudyFileFault. */
export const study = async (asked: At) => (await openAt(asked)).study
