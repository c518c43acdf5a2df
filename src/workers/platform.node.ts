import type { CasePlatform } from '../cases/platform.ts'
import { nodeStore } from '../image/platform/image-store.node.ts'
import { type Once, rememberingLast } from '../image/platform/image-store.ts'
import { imagesFrom } from '../image/platform/images.ts'
import { writeImageFile } from '../image/platform/write.node.ts'
import { folderCache } from '../jobs/cache.node.ts'

/** Bytes of files that a thread keeps between hashing and decoding them. */
const lastFiles = 256 * 2 ** 20

/** This machine, for cases. */
export const nodePlatform = (once: Once, store = nodeStore): CasePlatform => ({
  images: imagesFrom(rememberingLast(store, lastFiles), once),
  cache: folderCache,
  writeImage: writeImageFile,
})
