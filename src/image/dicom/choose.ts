import { NoDicomImage, NoSuchSource, SeveralVolumes } from '../../errors/index.ts'
import { type DicomVolume, titleOf } from './series.ts'

/** What an image of a folder is called in lists and messages. */
export const volumeTitle = ({ series, name }: DicomVolume) => titleOf(series, name)

/**
 * The image of a folder that a source names: `phase 2`, `b800`, a series' number, description or UID, or several of
 * these separated by commas; the only one where nothing is named. Localisers do not count where there is more.
 * Throws NoDicomImage, SeveralVolumes, NoSuchSource.
 */
export function chooseVolume(volumes: readonly DicomVolume[], folder: string, source?: string): DicomVolume {
  if (!volumes.length) throw NoDicomImage(folder)
  const useful = volumes.filter(({ localiser }) => !localiser)
  const candidates = useful.length ? useful : volumes
  const words = source?.split(',').map(plain) ?? []
  const chosen = candidates.filter((volume) => words.every((word) => answers(volume, word)))
  if (chosen.length === 1) return chosen[0]
  if (chosen.length === 0) throw NoSuchSource(folder, source!, volumes.map(volumeTitle))
  throw SeveralVolumes(folder, chosen.map(volumeTitle))
}

const plain = (text: string) => text.toLowerCase().replace(/\s+/g, '')

const answers = ({ series, name }: DicomVolume, word: string) =>
  [series.uid, series.description, String(series.number), `series${series.number}`, name, ...name.split(', ')]
    .map(plain)
    .includes(word)
