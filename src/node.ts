/** What needs Node: images from folders and files, figures as PNG and PDF, and the map over worker threads. */

export { figurePdf, figurePng } from './figures/export.node.ts'
export { nodeStore } from './image/platform/image-store.node.ts'
export { openAcquired, openImage, openMask, openPhases, openRegions, openSource } from './image/platform/open.node.ts'
export { readImageFile } from './image/platform/read.node.ts'
export { writeImageFile } from './image/platform/write.node.ts'
export { openPool, type Pool } from './workers/pool.ts'
