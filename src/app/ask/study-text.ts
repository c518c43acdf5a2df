import { editYaml, linesOf, type YamlPath } from '../../study/file/edit.ts'
import { readStudyConfig } from '../../study/file/read.ts'
import { folderAt, type Place } from '../browser/place.ts'
import { type At, openAt } from './opened.ts'

/** Writes a value into a YAML file of the folder; a study file is written only where it can then be read. Throws StudyFileFault. */
export async function edit(asked: { place: Place; file: string; path: YamlPath; value: unknown; isStudy: boolean }) {
  const folder = folderAt(asked.place)
  const text = await folder.read(asked.file).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => '',
  )
  const edited = editYaml(text, asked.path, asked.value)
  if (asked.isStudy) readStudyConfig(edited.text, asked.file)
  await folder.write(asked.file, edited.text)
  return edited
}

/** What a file has at some paths, with the lines; `value` as JSON has it. */
export async function lines(asked: { place: Place; file: string; paths: readonly YamlPath[]; revision: number }) {
  const text = new TextDecoder().decode(await folderAt(asked.place).read(asked.file))
  return { text, lines: asked.paths.map((path) => linesOf(text, path)) }
}

/** The study file, read and checked. Throws StudyFileFault. */
export const study = async (asked: At) => (await openAt(asked)).study
