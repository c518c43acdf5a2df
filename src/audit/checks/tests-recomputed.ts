import { addsUp, type Check, deciding, type Examination, finding } from '../examination.ts'
import { overlap, type Printed, point, roundingOf, roundingWords, shownPs, significanceFlips } from '../printed.ts'
import { countsOf, type Placed, placedRows, unknownLevel } from '../rows.ts'
import { type CountTest, nominalTests, orderedTests } from '../tests/counts.ts'

/** Tests of the printed counts against the printed statistic and p: the one that gives them is named. */
export const testsRecomputed: Check = {
  id: 'tests-recomputed',
  title: 'Tests of counts, recomputed',
  question:
    'The printed p values or statistics are not those of the printed counts. Which test was made of which counts',
  examine: (transcript) =>
    placedRows(transcript)
      .filter(
        ({ table, row }) =>
          row.levels &&
          table.groups.length > 1 &&
          (row.p || row.statistic) &&
          !(table.weighted || table.imputed || table.paired || unmade.has(row.test ?? '')),
      )
      .flatMap(recompute),
}

/** Tests that take more than the table's counts. */
const unmade = new Set(['mcnemar', 'log-rank', 'friedman', 'wilcoxon', 't', 'welch', 'paired-t', 'anova'])

const named: Record<string, string[]> = {
  'chi-square': ['χ²'],
  yates: ['χ² with Yates'],
  fisher: ['Fisher'],
  'likelihood-ratio': ['likelihood ratio χ²'],
  trend: ['χ² for trend', 'linear-by-linear χ²'],
  'mann-whitney': ['Mann-Whitney', 'Mann-Whitney with continuity correction', 'Kruskal-Wallis'],
  'kruskal-wallis': ['Kruskal-Wallis', 'Mann-Whitney'],
}

/** All that may have been tested: the counts as they stand; without the level of unknown values; ordered; a level against the rest. */
export function testsOf(row: Placed['row']): { usual: CountTest[]; others: CountTest[] } {
  const counts = countsOf(row)
  const names = Object.keys(row.levels!)
  const known = counts.filter((_, l) => !unknownLevel(names[l]))
  const missing = row.missing?.map(({ value }) => value)
  const usual = [
    ...nominalTests(counts),
    ...(known.length < counts.length && known.length > 1 ? under('of the known', nominalTests(known)) : []),
  ]
  const others = [
    ...orderedTests(known.length > 1 ? known : counts),
    ...(missing?.some((n) => n > 0) ? under('with the missing as a level', nominalTests([...counts, missing])) : []),
    ...(counts.length > 2
      ? counts.flatMap((level, l) => {
          const rest = level.map((_, g) => counts.reduce((all, other) => all + other[g], 0) - level[g])
          return under(`of ${names[l]} against the rest`, nominalTests([level, rest]))
        })
      : []),
  ]
  return { usual, others }
}

const under = (how: string, tests: CountTest[]) => tests.map((one) => ({ ...one, name: `${one.name} ${how}` }))

/** A row of one level stands for those with it, and the rest of each group are those without. */
function completed({ table, row, ...rest }: Placed): Placed {
  const cells = Object.values(row.levels!)
  if (cells.length !== 1) return { table, row, ...rest }
  const others = cells[0].map(({ count, of }, g) => ({
    count: Math.max(0, (of ?? table.groups[g].n.value - (row.missing?.[g].value ?? 0)) - count),
    text: '',
  }))
  return { table, row: { ...row, levels: { ...row.levels, others } }, ...rest }
}

/** Whether the percentages of a row of one level say that all of each group are known. */
function restIsKnown({ table, row }: Placed): boolean {
  const cells = Object.values(row.levels!)
  return (
    cells.length > 1 ||
    cells[0].every(({ count, percent, of }, g) => {
      const share = (100 * count) / table.groups[g].n.value
      return of !== undefined || (percent !== undefined && roundingOf(point(share), percent) !== undefined)
    })
  )
}

function recompute(placed: Placed): Examination[] {
  const { row, at, name } = completed(placed)
  const sure = restIsKnown(placed)
  const counts = countsOf(row)
  const { usual, others } = testsOf(row)
  const told = row.test && named[row.test]
  const candidates = told
    ? [...usual, ...others].filter((one) => told.some((prefix) => one.name.startsWith(prefix)))
    : usual
  const further = told ? [...usual, ...others].filter((one) => !candidates.includes(one)) : others
  if (candidates.length === 0) return []
  const line = ({ name: test, statistics, p }: CountTest) =>
    statistics.length === 0 ? `${test}: p = ${shownPs(p)}` : `${test} = ${statistics[0].toFixed(3)}, p = ${shownPs(p)}`
  const lines = [`counts ${counts.map((one) => one.join(', ')).join(' | ')}`, ...candidates.slice(0, 6).map(line)]
  const examined: Examination[] = []
  const judge = (
    what: 'p' | 'statistic',
    printed: Printed,
    ranges: (test: CountTest) => { low: number; high: number }[],
    text: (test: CountTest) => string,
  ) => {
    const subject = `${name}: ${what}`
    const best = (tests: CountTest[]) => bestOf(tests, printed, ranges)
    const own = best(candidates)
    const other = best(further)
    const arithmetic = [...lines, `printed ${what} ${printed.text}`]
    if (own?.rounding === 'rounded')
      return examined.push(addsUp(subject, [at], ...arithmetic, `which is ${own.test.name}`))
    // Where levels may be ordered the test of ranks is as usual as χ², unless the paper tells which it made.
    if (other?.rounding === 'rounded' && !told && orderly(other.test.name))
      return examined.push(addsUp(subject, [at], ...arithmetic, line(other.test), `which is ${other.test.name}`))
    const first = candidates[0]
    const explained = own ?? other
    if (other) arithmetic.push(line(other.test))
    const statement = own
      ? `${name}: the printed ${what} ${printed.text} ${roundingWords[own.rounding as 'cut off']} (${own.test.name} gives ${text(own.test)}).`
      : `${name}: the printed ${what} is ${printed.text}; the printed counts give ${text(first)} by ${first.name}${
          other
            ? `; ${other.test.name} gives it`
            : candidates.length > 1
              ? ', and none of the usual tests gives what is printed'
              : ''
        }.`
    const brief = `${name} ${what} ${printed.text} where ${first.name} gives ${text(first)}`
    const one = finding(explained || !sure ? 'unusual' : 'inconsistent', subject, [at], statement, brief, arithmetic)
    const flips = what === 'p' && !explained && candidates.every(({ p }) => significanceFlips(p, printed))
    return examined.push(deciding(one, flips))
  }
  if (row.p)
    judge(
      'p',
      row.p,
      ({ p }) => [p],
      ({ p }) => shownPs(p),
    )
  if (row.statistic) {
    const size = absolute(row.statistic)
    const all = candidates.some(({ statistics }) => statistics.length > 0)
    if (all)
      judge(
        'statistic',
        size,
        ({ statistics }) => statistics.map(point),
        ({ statistics }) => (statistics[0] ?? Number.NaN).toFixed(3),
      )
  }
  return examined
}

/** The test that gives what is printed, best by rounding. */
function bestOf(tests: CountTest[], printed: Printed, ranges: (test: CountTest) => { low: number; high: number }[]) {
  let found: { test: CountTest; rounding: NonNullable<ReturnType<typeof roundingOf>> } | undefined
  for (const test of tests)
    for (const range of ranges(test)) {
      const rounding = overlap(range, printed) ? 'rounded' : roundingOf(range, printed)
      if (rounding === 'rounded') return { test, rounding } as const
      if (rounding && !found) found = { test, rounding }
    }
  return found
}

const orderly = (name: string) => /^(Kruskal|Mann|linear|χ² for trend)/.test(name)

/** A z is printed with either sign. */
function absolute(printed: Printed): Printed {
  if (printed.value >= 0) return printed
  return { ...printed, value: -printed.value, low: -printed.high, high: -printed.low }
}
