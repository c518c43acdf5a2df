import { pow } from '../../portable-math.ts'
import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import { point, type Rounding, roundingOf, roundingWords } from '../printed.ts'
import { type Placed, placedRows, sum } from '../rows.ts'

/** Counts of the levels against the size of their group, and each percentage against its count. */
export const percentages: Check = {
  id: 'percentages',
  title: 'Percentages and totals within tables',
  question: 'Counts and percentages do not agree, or counts do not add up to their group. Which are right',
  examine: (transcript) =>
    placedRows(transcript)
      .filter(({ table, row }) => row.levels && !table.weighted && !table.imputed)
      .flatMap((placed) => [...rowTotals(placed), ...rowPercents(placed)]),
}

function rowTotals({ table, row, at, name }: Placed): Examination[] {
  const levels = Object.values(row.levels!)
  return table.groups.flatMap(({ label, n }, g) => {
    const subject = `${name}, ${label}`
    const over = levels.find((cells) => cells[g].count > (cells[g].of ?? n.value))
    if (over) {
      const of = over[g].of ?? n.value
      const statement = `${subject}: ${over[g].text} is more than the ${of} patients that there are.`
      return [finding('impossible', subject, [at], statement, `${subject}: ${over[g].text} of ${of}`, [statement])]
    }
    if (levels.length < 2) return []
    const counts = levels.map((cells) => cells[g].count)
    const missing = row.missing?.[g].value ?? 0
    const total = sum(counts) + missing
    const of = levels[0][g].of
    const whole = of !== undefined && levels.every((cells) => cells[g].of === of) && of < n.value ? of : n.value
    const line = `${counts.join(' + ')}${missing > 0 ? ` + ${missing} missing` : ''} = ${total}; ${label}: ${whole}`
    if (total === whole) return [addsUp(subject, [at], line)]
    const more = total > whole
    const fits = (base: number) =>
      levels.every(({ [g]: { count, percent } }) => percent && roundingOf(point((100 * count) / base), percent))
    // Percentages of the known tell that some are missing; percentages of all, of more than all, that levels overlap.
    const grade =
      more && levels.length > 2 && fits(whole)
        ? 'unusual'
        : more
          ? 'impossible'
          : fits(sum(counts)) && !fits(whole)
            ? 'unusual'
            : 'inconsistent'
    const why =
      grade !== 'unusual'
        ? ''
        : more
          ? ' Each percentage is that of its count: a patient may be in several levels.'
          : ' The percentages are those of the patients who are counted.'
    const statement = more
      ? `${subject}: the levels hold ${total} patients, more than the ${whole} of the group.${why}`
      : `${subject}: the levels hold ${total} of ${whole} patients, and nothing is said of the others.${why}`
    return [finding(grade, subject, [at], statement, `${subject}: ${total} of ${whole}`, [line])]
  })
}

/** What all percentages of a row may be of: their group, those known in it, the level in all groups, all patients. */
const bases: readonly { of: string; base: (placed: Placed, level: number, g: number) => number }[] = [
  { of: 'the group', base: ({ table }, _, g) => table.groups[g].n.value },
  { of: 'the known', base: ({ row }, _, g) => sum(Object.values(row.levels!).map((cells) => cells[g].count)) },
  {
    of: 'the group without its missing',
    base: ({ table, row }, _, g) => table.groups[g].n.value - (row.missing?.[g].value ?? 0),
  },
  {
    of: 'those with the level',
    base: ({ row }, level) => sum(Object.values(row.levels!)[level].map(({ count }) => count)),
  },
  { of: 'all groups', base: ({ table }) => sum(table.groups.map(({ n }) => n.value)) },
]

function rowPercents(placed: Placed): Examination[] {
  const { table, row, at, name } = placed
  const entries = Object.entries(row.levels!)
  const cells = entries.flatMap(([level, groups], l) => groups.map((cell, g) => ({ level, l, cell, g })))
  const shareOf = (base: number, count: number) => point(base > 0 ? (100 * count) / base : Number.NaN)
  const way = ({ l, cell, g }: (typeof cells)[number], b: number): Rounding | undefined =>
    cell.percent && roundingOf(shareOf(cell.of ?? bases[b].base(placed, l, g), cell.count), cell.percent)
  const printed = cells.filter(({ cell }) => cell.percent)
  // The first two may differ from cell to cell; the others are meant only where they fit the whole row.
  const whole = [0, 1, 2, 3, 4].find(
    (b) => printed.length > 1 && printed.every((one) => way(one, b) === 'rounded') && (b < 2 || entries.length > 1),
  )
  return printed.map(({ level, l, cell, g }) => {
    const { count, percent, text } = cell
    const own = [...new Set([0, ...(entries.length > 1 ? [1] : []), 2])]
    const values = [
      ...new Set((whole === undefined ? own : [whole]).map((b) => cell.of ?? bases[b].base(placed, l, g))),
    ]
    const exact = values.filter((base) => base > 0).map((base) => ({ base, share: (100 * count) / base }))
    const subject = `${name}, ${level}, ${table.groups[g].label}`
    const lines = exact.map(
      ({ base, share }) => `${count} / ${base} = ${share.toFixed(percent!.decimals + 2)}%; printed ${percent!.text}%`,
    )
    if (exact.length === 0) return addsUp(subject, [at], `${text} of none`)
    const ways = exact.map(({ share }) => ({ share, rounding: roundingOf(point(share), percent!) }))
    if (ways.some(({ rounding }) => rounding === 'rounded'))
      return addsUp(subject, [at], ...lines, ...(whole && whole > 2 ? [`percent of ${bases[whole].of}`] : []))
    const near = ways.find(({ rounding }) => rounding)
    const column = sum(entries.map(([, groups]) => groups[g].percent?.value ?? Number.NaN))
    const places = Math.max(...entries.map(([, groups]) => groups[g].percent?.decimals ?? 0))
    const unit = pow(10, -percent!.decimals)
    const adjusted =
      entries.length > 2 &&
      Math.abs(column - 100) < 0.5 * pow(10, -places) &&
      exact.some(({ share }) => Math.abs(share - percent!.value) < unit * (1 + 1e-9))
    if (adjusted) lines.push(`the printed percentages of the column add up to ${column.toFixed(places)} with it`)
    const why = adjusted
      ? '; it may have been set so that the column adds up to 100'
      : near
        ? `; it ${roundingWords[near.rounding as 'cut off']}`
        : ''
    const statement = `${subject}: ${text} is not what the count gives (${exact[0].share.toFixed(percent!.decimals)}%)${why}.`
    const brief = `${subject}: ${count} of ${exact[0].base} printed ${percent!.text}%`
    return finding(why ? 'unusual' : 'inconsistent', subject, [at], statement, brief, lines)
  })
}
