import type { CasePlatform } from '../../cases/platform.ts'
import { WrongArguments } from '../../errors/index.ts'
import { useCodecs } from '../../image/dicom/pixels/pixels.ts'
import { type ImageStore, type Once, rememberingLast } from '../../image/platform/image-store.ts'
import { imagesFrom } from '../../image/platform/images.ts'
import { chosenStore, folderStore, servedStore } from './image-stores.ts'
import { keptCases } from './kept.ts'
import type { ImageSource } from './messages.ts'

useCodecs(() => import('../../image/dicom/pixels/codecs.ts'))

/** Bytes of files that a thread keeps between hashing and decoding them. */
const lastFiles = 128 * 2 ** 20

/** Where a source's images are read. */
export function storeOf(source: ImageSource): ImageStore {
  if ('root' in source) return folderStore(source.root)
  return 'served' in source ? servedStore(source.served) : chosenStore(source.files)
}

/** The browser, for cases. */
export function browserPlatform(source: ImageSource, once: Once): CasePlatform {
  const store = storeOf(source)
  const cases = keptCases()
  return {
    images: imagesFrom(rememberingLast(store, lastFiles), once),
    cache: () => cases,
    writeImage: () => {
      throw WrongArguments('A browser writes no images beside a study; the command line does.')
    },
    onnxRuntime: async () => {
      const { default: url } = await import('onnxruntime-web/ort-wasm-simd-threaded.wasm?url')
      return (await fetch(url)).arrayBuffer()
    },
  }
}
