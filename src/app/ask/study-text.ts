import { isMap, parseDocument } from 'yaml'
import { editYaml, linesOf, type YamlPath } from '../../study/file/edit.ts'
import { readStudyConfig } from '../../study/file/read.ts'
import { folderAt, type Place } from '../browser/place.ts'
import { type At, openAt } from './opened.ts'

/**
 * Writes a value into a YAML file of the folder; a study file is written only where it can then be read. `keys`: the value's
 * keys are written into the map that stands there now, `undefined` takes one out, and the map where it was the last.
 * Throws StudyFileFault.
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
}

/** One edit after the other, each of what the one before wrote. */
let afterOthers: Promise<unknown> = Promise.resolve()

async function editNow(asked: Edit) {
  const folder = folderAt(asked.place)
  const text = await folder.read(asked.file).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => '',
  )
  const value = asked.keys ? withKeys(parseDocument(text).getIn(asked.path), asked.value as object) : asked.value
  const edited = editYaml(text, asked.path, value)
  if (asked.isStudy) readStudyConfig(edited.text, asked.file)
  await folder.write(asked.file, edited.text)
  return edited
}

function withKeys(map: unknown, keys: object): object | undefined {
  const kept = Object.entries({ ...(isMap(map) && map.toJSON()), ...keys }).filter(([, value]) => value !== undefined)
  return kept.length > 0 ? Object.fromEntries(kept) : undefined
}

/** What a file has at some paths, with the lines; `value` as JSON has it. */
export async function lines(asked: { place: Place; file: string; paths: readonly YamlPath[]; revision: number }) {
  const text = new TextDecoder().decode(await folderAt(asked.place).read(asked.file))
  return { text, lines: asked.paths.map((path) => linesOf(text, path)) }
}

/** The study file, read and checked. Throws StudyFileFault. */
export const study = async (asked: At) => (await openAt(asked)).study
