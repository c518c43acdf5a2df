import { nyulLandmarks } from '../image/intensity/normalise.ts'
import { openSource } from '../image/platform/open.node.ts'
import { contentHash, openCache } from '../jobs/cache.ts'
import { capturingFailure, type Failure } from '../jobs/failure.ts'
import type { JobBodies } from '../parallel.ts'
import type { CaseTask } from './case.ts'
import { bytesOf } from './input-bytes.ts'

/** What Nyúl's common histogram learns of a case's image, kept like a finished case. */
async function landmarksOfCase({ image, source, cache }: CaseTask): Promise<{ landmarks: number[] }> {
  const learn = async () => ({ landmarks: nyulLandmarks((await openSource(image, source)).image) })
  if (!cache) return learn()
  const store = openCache<{ landmarks: number[] }>(cache.folder)
  const key = contentHash(...bytesOf(image), JSON.stringify(['landmarks', source]), cache.version)
  const known = cache.resume ? await store.get(key) : undefined
  if (known) return known
  const learnt = await learn()
  await store.set(key, learnt)
  return learnt
}

declare module '../parallel.ts' {
  interface Jobs {
    'landmarks/learn': Job<CaseTask, { landmarks: number[] } | Failure>
  }
}

export const jobs: JobBodies<'landmarks/learn'> = { 'landmarks/learn': capturingFailure(landmarksOfCase) }
