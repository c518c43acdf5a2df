import type { CaseTask } from '../../cases/case.ts'
import type { FeatureRow } from '../../cases/feature-table.ts'
import { isFailure } from '../../jobs/failure.ts'
import type { MapOptions, ParallelMap } from '../../parallel.ts'

/** One case to extract, with the columns that go before its features in the table. */
export interface Case {
  input: Record<string, string>
  task: CaseTask
}

/** Many cases, each with its status: one that fails is named with its reason and never stops the rest. */
export async function extractCases(
  cases: readonly Case[],
  map: ParallelMap,
  onDone?: (done: number, total: number) => void,
): Promise<FeatureRow[]> {
  const tasks = cases.map((one) => one.task)
  const answers = await map('case/extract', tasks, { onDone })
  return answers.map((answer, i) => {
    const { input } = cases[i]
    if (isFailure(answer)) return { input, status: 'failed', reason: answer.failed, values: {} }
    const { warnings, values, lost, carried, field } = answer
    return { input, status: 'done', reason: warnings.join(' '), values, lost, carried, ...(field && { field }) }
  })
}

/** Extracts the cases whose image and mask are given; the others fail with what their row lacks. */
export async function extractGiven(
  cases: readonly Case[],
  map: ParallelMap,
  onDone?: MapOptions['onDone'],
): Promise<FeatureRow[]> {
  const lacking = cases.map(({ input }) => ['Image', 'Mask'].find((column) => !input[column]?.trim()))
  const done = await extractCases(
    cases.filter((_, i) => !lacking[i]),
    map,
    onDone,
  )
  let next = 0
  return cases.map(({ input }, i) =>
    lacking[i] ? { input, status: 'failed', reason: `${lacking[i]} is not given`, values: {} } : done[next++],
  )
}

/** Names of all value columns of some rows, in the order in which they first occur. */
export function valueNames(rows: readonly FeatureRow[]): string[] {
  const names = new Set<string>()
  for (const row of rows) for (const name of Object.keys(row.values)) names.add(name)
  return [...names]
}
