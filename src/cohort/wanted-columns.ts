import { ColumnAbsent, FeaturesUnmatched } from '../errors/index.ts'
import { closest } from '../text/closest.ts'
import { type Fault, fault } from './fault.ts'
import { readPattern } from './rules/pattern.ts'
import type { JoinKey } from './tables/join.ts'

/** The names of a table that its options take for features; options that name what is not there are faults. */
export function wantedColumns(
  there: readonly string[],
  file: string,
  { id, columns, exclude = [] }: { id: JoinKey; columns?: string; exclude?: readonly string[] },
  faults: Fault[],
): string[] {
  const wanted = columns ? readPattern(columns) : /^(?!diagnostics_)/
  const excluded = new Set([id.column, ...exclude])
  for (const name of exclude)
    if (!there.includes(name))
      faults.push(fault(ColumnAbsent(file, name, closest(name, there)), { file, column: name }))
  if (columns !== undefined && !there.some((name) => wanted.test(name))) {
    const examples = there.filter((name) => name !== id.column).slice(0, 3)
    faults.push(fault(FeaturesUnmatched(columns, 'column', examples.join(', ')), { file }))
  }
  return there.filter((name) => !excluded.has(name) && wanted.test(name))
}
