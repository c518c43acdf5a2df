import { NoDicomImage, NoSuchSource, SeveralVolumes } from '../../errors/index.ts'
import { type DicomVolume, titleOf } from './series.ts'

/**
 * What an image of a folder is called in lists and messages.
 *
 * @param volume an image of a folder, as `readSeries` gives it
 * @returns series number, description and the image's name
 */
export const volumeTitle = ({ series, name }: DicomVolume) => titleOf(series, name)

/**
 * The image of a folder that a source names: `phase 2`, `b800`, a series' number, description or UID, or several of
 * these separated by commas; the only one where nothing is named. Localisers do not count where there is more.
 *
 * @param all the images of the folder, from `readSeries`
 * @param folder its name, for messages
 * @param source what names the image; absent where there is one
 * @returns the image
 * @throws NoDicomImage, SeveralVolumes (nothing is named and there are several), NoSuchSource
 */
export function chooseVolume(all: readonly DicomVolume[], folder: string, source?: string): DicomVolume {
  const volumes = all.filter(({ unusable }) => !unusable)
  const words = source?.split(',').map(plain) ?? []
  const named = (among: readonly DicomVolume[]) =>
    among.filter(
      (volume) => words.every((word) => answers(volume, word)) || plain(volumeTitle(volume)) === plain(source ?? ''),
    )
  const barred = all.filter(({ unusable }) => unusable)
  // What cannot be read is a fault where it is what was asked for.
  const asked = source === undefined ? [] : named(barred)
  if (asked.length && !named(volumes).length) throw asked[0].faults[0]
  if (!volumes.length) {
    if (barred.length === 1) throw barred[0].faults[0]
    throw NoDicomImage(folder, [...new Set(barred.map(({ faults }) => faults[0].message))])
  }
  const useful = volumes.filter(({ localiser }) => !localiser)
  const candidates = useful.length ? useful : volumes
  const chosen = named(candidates)
  if (chosen.length === 1) return chosen[0]
  if (chosen.length === 0) throw NoSuchSource(folder, source!, volumes.map(volumeTitle))
  throw SeveralVolumes(folder, chosen.map(volumeTitle))
}

const plain = (text: string) => text.toLowerCase().replace(/\s+/g, '')

const answers = ({ series, name }: DicomVolume, word: string) =>
  [
    series.uid,
    series.description,
    String(series.number),
    `series${series.number}`,
    `series${series.number}${series.description}`,
    name,
    ...name.split(', '),
    // `b800` means all its directions and repetitions, of which one has to be named.
    ...name.split(', ').flatMap((part) => /^(b\d+) /.exec(part)?.[1] ?? []),
  ]
    .map(plain)
    .includes(word)
