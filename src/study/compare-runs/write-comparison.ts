import { NoResults } from '../../errors/index.ts'
import type { FigureRenderer } from '../../figures/export/renderer.ts'
import { writeReport } from '../../report/write-report.ts'
import { resultsSchema } from '../write/results-schema.ts'
import { compareRuns } from './compare-runs.ts'
import type { ComparedRun } from './tables.ts'

/** The run whose results.json is given; name  of its folder. Throws NoResults. */
export function readRun(text: string, file: string, name: string): ComparedRun {
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch {
    throw NoResults(file)
  }
  if (!resultsSchema.safeParse(found).success) throw NoResults(file)
  const { study, models, warnings, regressions = [], survival } = found as Omit<ComparedRun, 'name'>
  return { name, study, models, warnings, regressions, survival }
}

/** Writes comparison.html, .docx, .pptx and .json of two runs with their tables and figures. */
export async function writeComparison(
  runs: readonly [ComparedRun, ComparedRun],
  version: string,
  write: (name: string, content: string | Uint8Array) => Promise<void>,
  render: FigureRenderer,
  progress?: (done: number, total: number) => void,
): Promise<void> {
  const inputs = runs.map(({ name }) => `${name}/results.json`)
  const { report, drawings } = compareRuns(runs, inputs, version)
  await writeReport('comparison', report, drawings, write, render, progress)
  const { tables, figures, warnings, ...rest } = report
  const record = { schema: 1, runs: inputs, tables, figures, warnings, report: rest }
  await write('comparison.json', `${JSON.stringify(record, null, 1)}\n`)
}
