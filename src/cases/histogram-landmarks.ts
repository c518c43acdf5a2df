import { nyulLandmarks } from '../image/intensity/normalise.ts'
import { cached } from '../jobs/cache.ts'
import { capturingFailure, type Failure } from '../jobs/failure.ts'
import type { JobBodies } from '../parallel.ts'
import type { CaseTask } from './case.ts'
import type { CasePlatform } from './platform.ts'

/** What Nyúl's common histogram learns of a case's image, kept like a finished case. */
async function landmarksOfCase(
  { image, source, cache }: CaseTask,
  { images, cache: open }: CasePlatform,
): Promise<{ landmarks: number[] }> {
  const learn = async () => ({ landmarks: nyulLandmarks((await images.open(image, source)).image) })
  if (!cache) return learn()
  const made = async () => ['landmarks/learn', await images.contentHash(image), source]
  return cached(open?.(cache.folder), cache, made, learn)
}

declare module '../parallel.ts' {
  interface Jobs {
    'landmarks/learn': Job<CaseTask, { landmarks: number[] } | Failure>
  }
}

export const jobs = (platform: CasePlatform): JobBodies<'landmarks/learn'> => ({
  'landmarks/learn': capturingFailure((task) => landmarksOfCase(task, platform)),
})
