import { WrongArguments } from '../errors/index.ts'
import type { ParallelMap } from '../parallel.ts'
import type { Case } from '../study/cases/extract-all.ts'
import { openStudy } from '../study/file/open.node.ts'
import { runStudy } from '../study/study.ts'

/** Thrown to leave a study where its features would be extracted. */
class Reached {
  readonly cases: Case[]
  constructor(cases: Case[]) {
    this.cases = cases
  }
}

/**
 * The cases that a study extracts, in their order: the study is run up to there. What comes before (criteria, curves,
 * histograms that are learnt) is the same in every part, as the whole run would do it.
 */
export async function studyCases(
  file: string,
  { map, version }: { map: ParallelMap; version: string },
): Promise<Case[]> {
  const { study, files } = await openStudy(file)
  if (!study.features || !('params' in study.features))
    throw WrongArguments(`${file} extracts no features: there is nothing to compute in parts.`)
  const upToFeatures: ParallelMap = async (name, tasks, options) => {
    if (name !== 'case/extract') return map(name, tasks, options)
    const cases = tasks as readonly Case['task'][]
    throw new Reached(cases.map((task) => ({ input: { Image: task.image, Mask: task.mask }, task })))
  }
  try {
    await runStudy(study, { ...files, version, map: upToFeatures, say: () => {}, progress: () => () => {} })
  } catch (error) {
    if (error instanceof Reached) return error.cases
    throw error
  }
  return []
}
