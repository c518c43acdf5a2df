import { readImage } from '../formats/read.ts'
import type { Mask } from '../volume.ts'
import type { ImageStore } from './image-store.ts'

/** An image file's voxels, and the names of the files beside it that hold some of them. */
export type ImageFile = Mask & { beside: string[] }

/**
 * Reads an image file of a store. A header may name files beside it: reading begins again when they are there, as
 * `readImage` cannot wait. Throws what `readImage` throws.
 */
export async function readFromStore(store: ImageStore, path: string): Promise<ImageFile> {
  const bytes = await store.bytes(path)
  const beside = new Map<string, Uint8Array | undefined>()
  for (;;) {
    let wanted: string | undefined
    const detached = (name: string) => {
      if (!beside.has(name)) {
        wanted = name
        throw new Error(`${name} is not read yet`)
      }
      return beside.get(name)
    }
    try {
      return { ...readImage(bytes, path, { inflate: store.inflate, detached }), beside: [...beside.keys()] }
    } catch (error) {
      if (wanted === undefined) throw error
      beside.set(wanted, await store.beside(path, wanted))
    }
  }
}
