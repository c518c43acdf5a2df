import type { CaseTask } from '../../cases/case.ts'
import { suggestBinWidth } from '../../features/regions/grey-levels.ts'
import { isFailure } from '../../jobs/failure.ts'
import type { ParallelMap } from '../../parallel.ts'

export interface BinWidthSuggestion {
  /** By sequence; of a list of cases, one under ''. */
  sequence: string
  cases: number
  failed: string[]
  binWidth: number
}

/**
 * A bin width for each sequence, from the intensity ranges of the regions given, never from the outcome. It is fitted
 * once, on the training cases: it is not refitted inside folds, which the report says.
 */
export async function suggestBinWidths(
  cases: readonly { sequence: string; task: CaseTask }[],
  levels: number,
  map: ParallelMap,
  onDone?: (done: number, total: number) => void,
): Promise<BinWidthSuggestion[]> {
  const tasks = cases.map(({ task }) => task)
  const answers = await map('glance/range', tasks, {
    onDone,
  })
  return [...new Set(cases.map(({ sequence }) => sequence))].map((sequence) => {
    const own = answers.filter((_, i) => cases[i].sequence === sequence)
    const ranges = own.flatMap((answer) => (isFailure(answer) ? [] : [answer.range]))
    const failed = own.flatMap((answer) => (isFailure(answer) ? [answer.failed] : []))
    return { sequence, cases: ranges.length, failed, binWidth: suggestBinWidth(ranges, levels) }
  })
}
