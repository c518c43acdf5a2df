import type { CasePlatform } from '../../src/cases/platform.ts'
import { nodeStore } from '../../src/image/platform/image-store.node.ts'
import { everyTime } from '../../src/image/platform/image-store.ts'
import { imagesFrom } from '../../src/image/platform/images.ts'
import { nodePlatform } from '../../src/workers/platform.node.ts'

/** The images of this machine, every file read anew: tests write to a path twice. */
export const images = imagesFrom(nodeStore)

export const platform: CasePlatform = { ...nodePlatform(everyTime), images }
