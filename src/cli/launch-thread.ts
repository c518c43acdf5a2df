import { join } from 'node:path'
import { runFromCodeCache } from './code-cache.ts'

declare const NOMOSCOPE_START_HASH: string

/** What a thread of `nomoscope extract` runs first: the same file, from the same code. */
runFromCodeCache({
  bundle: join(__dirname, 'nomoscope.cjs'),
  build: NOMOSCOPE_START_HASH,
  use: 'extract',
  thread: 'worker',
})
