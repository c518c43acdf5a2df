import type { CasePlatform } from '../../cases/platform.ts'
import { WrongArguments } from '../../errors/index.ts'
import { useCodecs } from '../../image/dicom/pixels/pixels.ts'
import { type Once, rememberingLast } from '../../image/platform/image-store.ts'
import { imagesFrom } from '../../image/platform/images.ts'
import { chosenStore, folderStore } from './image-stores.ts'
import { keptCases } from './kept.ts'
import type { ImageSource } from './messages.ts'

/** Bytes of files that a thread keeps between hashing and decoding them. */
const lastFiles = 128 * 2 ** 20

/** The browser, for cases. */
export function browserPlatform(source: ImageSource, once: Once): CasePlatform {
  useCodecs(() => import('../../image/dicom/pixels/codecs.ts'))
  const store = 'root' in source ? folderStore(source.root) : chosenStore(source.files)
  const cases = keptCases()
  return {
    images: imagesFrom(rememberingLast(store, lastFiles), once),
    cache: () => cases,
    writeImage: () => {
      throw WrongArguments('A browser writes no images beside a study; the command line does.')
    },
  }
}
