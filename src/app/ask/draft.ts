import { draftFolder } from '../../study/file/draft-folder.ts'
import { folderAt, type Place } from '../browser/place.ts'

/** Drafts study.yaml, codebook.yaml and, where there are images, params.yaml, and writes those that are not there. */
export async function draft({ place, name }: { place: Place; name: string }) {
  const folder = folderAt(place)
  const files = await folder.files()
  const drafted = await draftFolder(folder, files, name)
  const write = async (file: string, text: string | undefined) => {
    if (text !== undefined && !files.includes(file)) await folder.write(file, text)
  }
  await write('codebook.yaml', drafted.codebook)
  await write('params.yaml', drafted.params)
  await write('study.yaml', drafted.study)
  return { study: drafted.study, picked: drafted.picked, table: drafted.table }
}
