import type { Images } from '../image/platform/images.ts'
import type { Mask } from '../image/volume.ts'
import type { Cache } from '../jobs/cache.ts'

/** What cases need of the machine they are computed on. */
export interface CasePlatform {
  images: Images
  /** Where finished answers are kept; absent where nothing can be. */
  cache?: (folder: string) => Cache
  /** Writes an image or mask in the format of its path's ending, its folder made where there is none. */
  writeImage: (volume: Mask, path: string) => void
  /** ONNX Runtime's WebAssembly. */
  onnxRuntime: () => Promise<ArrayBuffer>
}
