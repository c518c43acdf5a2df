import type { Shard } from '../jobs/shard.ts'
import type { MapOptions, ParallelMap } from '../parallel.ts'
import type { Case } from '../study/cases/extract-all.ts'
import { openStudy } from '../study/file/open.node.ts'
import { fitStudy } from '../study/study.ts'
import type { CaseCost } from './estimate.ts'
import { type AnyRefitTask, isRefit, keepingRefits, ofAnotherPart } from './kept-refits.ts'
import { type Plan, studyCache } from './plan.ts'

/** What a part needs of the machine. */
export interface PartContext {
  version: string
  map: ParallelMap
  onDone?: MapOptions['onDone']
}

/** Thrown to leave a study where its features would be extracted. */
class Reached {
  readonly cases: Case[]
  constructor(cases: Case[]) {
    this.cases = cases
  }
}

/**
 * The cases that a study extracts, in their order, none where it extracts nothing: the study is run up to there. What comes before (criteria, curves,
 * histograms that are learnt) is the same in every part, as the whole run would do it.
 */
export async function studyCases(
  file: string,
  { map, version }: { map: ParallelMap; version: string },
): Promise<Case[]> {
  const { study, files } = await openStudy(file)
  if (!study.features || !('params' in study.features)) return []
  const upToFeatures: ParallelMap = async (name, tasks, options) => {
    if (name !== 'case/extract') return map(name, tasks, options)
    const cases = tasks as readonly Case['task'][]
    throw new Reached(cases.map((task) => ({ input: { Image: task.image, Mask: task.mask }, task })))
  }
  try {
    await fitStudy(study, { ...files, version, map: upToFeatures, say: () => {}, progress: () => () => {} })
  } catch (error) {
    if (error instanceof Reached) return error.cases
    throw error
  }
  return []
}

/**
 * Computes the share of a study's refits that are not kept yet. What comes before them is the same in every part; features
 * are taken from the cache that the run has.
 */
export async function computeRefits(
  { file, out }: Plan,
  share: Shard,
  { map, version, onDone = () => {} }: PartContext,
): Promise<void> {
  const { study, files } = await openStudy(file)
  const { cases, refits } = studyCache(out)
  await fitStudy(study, {
    ...files,
    version,
    map: keepingRefits(map, { folder: refits, version, share }),
    cache: { folder: cases, resume: true, version },
    say: () => {},
    progress: () => onDone,
  })
}

/** What the refits of a study take here: of each kind a few are computed, none is kept. The study must extract no features. */
export async function sampleRefits(file: string, { map, version }: PartContext): Promise<CaseCost & { tasks: number }> {
  const { study, files } = await openStudy(file)
  const started = performance.now()
  const seconds: number[] = []
  let tasks = 0
  const tried: ParallelMap = async (name, all, options) => {
    if (!isRefit(name)) return map(name, all, options)
    const from = performance.now()
    await map(name, all.slice(0, 1))
    seconds.push((performance.now() - from) / 1000)
    tasks += all.length
    return (all as AnyRefitTask[]).map(ofAnotherPart) as Awaited<ReturnType<typeof map<typeof name>>>
  }
  await fitStudy(study, { ...files, version, map: tried, say: () => {}, progress: () => () => {} })
  const sum = seconds.reduce((all, one) => all + one, 0)
  return {
    tasks,
    before: (performance.now() - started) / 1000 - sum,
    seconds: sum / Math.max(1, seconds.length),
    longest: Math.max(0, ...seconds),
    megabytes: process.resourceUsage().maxRSS / 1024,
  }
}
