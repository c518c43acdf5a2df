import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import { overlap, widened } from '../printed.ts'
import { type Placed, placedRows, sum } from '../rows.ts'

/** Counts of the levels against the size of their group, and each percentage against its count. */
export const percentages: Check = {
  id: 'percentages',
  title: 'Percentages and totals within tables',
  question: 'Counts and percentages do not agree, or counts do not add up to their group. Which are right',
  examine: (transcript) => placedRows(transcript).flatMap((placed) => [...rowTotals(placed), ...rowPercents(placed)]),
}

function rowTotals({ table, row, at, name }: Placed): Examination[] {
  const levels = Object.values(row.levels ?? {})
  if (levels.length < 2) return []
  return table.groups.flatMap(({ label, n }, g) => {
    const counts = levels.map((cells) => cells[g].count)
    const missing = row.missing?.[g].value ?? 0
    const total = sum(counts) + missing
    const line = `${counts.join(' + ')}${missing > 0 ? ` + ${missing} missing` : ''} = ${total}; ${label}: ${n.value}`
    const subject = `${name}, ${label}`
    if (total === n.value) return [addsUp(subject, [at], line)]
    const more = total > n.value
    const statement = more
      ? `${subject}: the levels hold ${total} patients, more than the ${n.value} of the group.`
      : `${subject}: the levels hold ${total} of ${n.value} patients, and nothing is said of the others.`
    const brief = `${subject}: ${total} of ${n.value}`
    return [finding(more ? 'impossible' : 'inconsistent', subject, [at], statement, brief, [line])]
  })
}

/** A percentage may be of the group or, where values are missing, of those that are known. */
function rowPercents({ table, row, at, name }: Placed): Examination[] {
  const entries = Object.entries(row.levels ?? {})
  return table.groups.flatMap(({ label, n }, g) => {
    const known = sum(entries.map(([, cells]) => cells[g].count))
    const bases = [...new Set([n.value, ...(entries.length > 1 ? [known] : [])])].filter((base) => base > 0)
    const percents = entries.map(([, cells]) => cells[g].percent)
    const places = Math.max(0, ...percents.map((percent) => percent?.decimals ?? 0))
    const added = percents.every((percent) => percent) ? sum(percents.map((percent) => percent!.value)) : Number.NaN
    return entries.flatMap(([level, cells]) => {
      const { count, percent, text } = cells[g]
      if (!percent) return []
      const exact = bases.map((base) => (100 * count) / base)
      const subject = `${name}, ${level}, ${label}`
      const lines = bases.map(
        (base, b) => `${count} / ${base} = ${exact[b].toFixed(percent.decimals + 2)}%; printed ${percent.text}%`,
      )
      if (exact.some((share) => overlap({ low: share, high: share }, percent))) return [addsUp(subject, [at], ...lines)]
      const near = exact.some((share) => overlap({ low: share, high: share }, widened(percent)))
      const adjusted = near && entries.length > 2 && Math.abs(added - 100) < 0.5 * 10 ** -places
      if (adjusted) lines.push(`the printed percentages of the column add up to ${added.toFixed(places)} with it`)
      const statement = `${subject}: ${text} is not what the count gives (${exact[0].toFixed(percent.decimals)}%)${adjusted ? '; it may have been set so that the column adds up to 100' : ''}.`
      const brief = `${subject}: ${count} of ${n.value} printed ${percent.text}%`
      return [finding(adjusted ? 'unusual' : 'inconsistent', subject, [at], statement, brief, lines)]
    })
  })
}
