import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
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
  onnxRuntime,
})

const runtime = 'ort-wasm-simd-threaded'

/** The page's own copy, beside which the program lies; from source the package's. */
async function onnxRuntime(): Promise<ArrayBuffer> {
  const assets = join(import.meta.dirname, 'app', 'assets')
  const built = existsSync(assets)
    ? readdirSync(assets).find((name) => name.startsWith(runtime) && name.endsWith('.wasm'))
    : undefined
  const bytes = await readFile(
    built ? join(assets, built) : createRequire(import.meta.url).resolve(`onnxruntime-web/${runtime}.wasm`),
  )
  return Uint8Array.from(bytes).buffer
}
