import { nyulLandmarks } from '../image/intensity/normalise.ts'
import { cached } from '../jobs/cache.ts'
import { capturingFailure, type Failure } from '../jobs/failure.ts'
import type { JobBodies } from '../parallel.ts'
import type { CaseTask } from './case.ts'
import { byContent, correctBias } from './correct-bias.ts'
import type { CasePlatform } from './platform.ts'

/** What Nyúl's common histogram learns of a case's image, kept like a finished case. */
async function landmarksOfCase(
  { image, source, times, uneven, n4, cache }: CaseTask,
  { images, cache: open }: CasePlatform,
): Promise<{ landmarks: number[] }> {
  const learn = async () => {
    const opened = (await images.open(image, source, { times, uneven })).image
    const even = n4 ? (await correctBias(opened, n4, { path: image, source, times, uneven }, images)).image : opened
    return { landmarks: nyulLandmarks(even) }
  }
  if (!cache) return learn()
  const made = async () => {
    const from = ['landmarks/learn', await images.contentHash(image), source]
    return n4 ? [...from, times, uneven, await byContent(n4, images)] : from
  }
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
