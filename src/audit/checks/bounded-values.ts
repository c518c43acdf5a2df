import { addsUp, type Check, type Examination, finding, type Grade } from '../examination.ts'
import type { Printed } from '../printed.ts'
import { type Placed, placedRows } from '../rows.ts'

interface Bounds {
  low: number
  high: number
  why: string
  /** Told by the transcript, or true of everybody; else by the unit or name, which may mean something else. */
  sure: boolean
}

/**
 * Means and deviations of values that have a least and a greatest: Likert items, shares in percent, ages. Of values between
 * a and b with the mean M the deviation is at most √((M − a)(b − M) n / (n − 1)); 0/1 values have exactly it (DEBIT).
 */
export const boundedValues: Check = {
  id: 'bounded-values',
  title: 'Means and deviations within their scale',
  question: 'Means, deviations or quartiles do not fit the scale of the values. What was measured',
  examine: (transcript) =>
    placedRows(transcript)
      .filter(({ row, table }) => (row.means || row.medians) && !table.weighted)
      .flatMap((placed) => [...ranges(placed), ...examineRow(placed)]),
}

const shares = /\b(?:ki-?\s?67|ejection fraction|l?vef|percentage|proportion|saturation|hematocrit|haematocrit)\b/i

function boundsOf({ row }: Placed): Bounds | undefined {
  if (row.scale)
    return { low: row.scale.lower.value, high: row.scale.upper.value, why: `the scale ${row.scale.text}`, sure: true }
  const unit = row.unit?.trim().toLowerCase() ?? ''
  if (unit === '%' || unit === 'percent')
    return { low: 0, high: 100, why: 'a share of 0 to 100%', sure: shares.test(row.variable) }
  if (/^(?:patients?'?s? )?age\b/i.test(row.variable) && !/month|week|day|gestation/i.test(`${unit} ${row.variable}`))
    return { low: 0, high: 120, why: 'an age in years', sure: /y/.test(unit) }
  return undefined
}

function examineRow(placed: Placed): Examination[] {
  const { table, row, at, name } = placed
  const bounds = boundsOf(placed)
  if (!bounds) return []
  const centres =
    row.means?.map(({ mean }) => mean) ?? row.medians!.flatMap(({ median, lower, upper }) => [median, lower, upper])
  const outside = centres.find((value) => value.high < bounds.low || value.low > bounds.high)
  // A change in percent, or an enhancement, goes beyond 100: its name or unit says nothing then.
  if (outside && !bounds.sure && row.unit) return []
  const grade = (sure: Grade): Grade => (bounds.sure ? sure : 'unusual')
  if (outside) {
    const statement = `${name}: ${outside.text} is outside ${bounds.why}.`
    return [finding(grade('impossible'), name, [at], statement, `${name}: ${outside.text}`, [statement])]
  }
  return (row.means ?? []).map(({ mean, sd, text }, g) => {
    const n = table.groups[g].n.value - (row.missing?.[g].value ?? 0)
    const subject = `${name}, ${table.groups[g].label}`
    const factor = row.spread === 'se' ? Math.sqrt(n) : 1
    const most = greatest(mean, n, bounds)
    const line = `√((M − ${bounds.low})(${bounds.high} − M) n / (n − 1)) = ${most.toFixed(sd.decimals + 1)} for M ${mean.text}, n ${n}; printed ${text}`
    if (sd.low * factor <= most) return addsUp(subject, [at], line)
    const statement = `${subject}: ${text}: with ${bounds.why} the deviation is at most ${most.toFixed(sd.decimals)}.`
    return finding(grade('impossible'), subject, [at], statement, `${subject}: ${text}`, [line])
  })
}

/** The largest deviation of n values in the bounds whose mean rounds to what is printed. */
function greatest(mean: Printed, n: number, { low, high }: Bounds): number {
  const spread = (m: number) => Math.sqrt(Math.max(0, (m - low) * (high - m)) * (n > 1 ? n / (n - 1) : 1))
  const middle = (low + high) / 2
  const best = Math.min(mean.high, Math.max(mean.low, middle))
  return Math.max(spread(mean.low), spread(mean.high), spread(best))
}

/** A mean and its deviation against the least and greatest value behind it. */
function ranges({ table, row, at, name }: Placed): Examination[] {
  return (row.means ?? []).flatMap(({ mean, sd, range, text }, g) => {
    const subject = `${name}, ${table.groups[g].label}`
    if (sd.value < 0) {
      const statement = `${subject}: a deviation of ${sd.text}.`
      return [finding('impossible', subject, [at], statement, `${subject}: ${text}`, [statement])]
    }
    if (!range) return []
    const n = table.groups[g].n.value - (row.missing?.[g].value ?? 0)
    const [low, high] = [range.lower.low, range.upper.high]
    const most = greatest(mean, n, { low, high, why: '', sure: true })
    const least = n > 1 ? (range.upper.low - range.lower.high) / Math.sqrt(2 * (n - 1)) : 0
    const line = `between ${range.lower.text} and ${range.upper.text} the deviation is from ${least.toFixed(sd.decimals + 1)} to ${most.toFixed(sd.decimals + 1)}; printed ${text}`
    const inside = mean.high >= low && mean.low <= high
    if (inside && sd.low <= most && sd.high >= least) return [addsUp(subject, [at], line)]
    const statement = inside
      ? `${subject}: ${text}: values in this range have another deviation.`
      : `${subject}: ${text}: the mean lies outside the range.`
    return [finding('impossible', subject, [at], statement, `${subject}: ${text}`, [line])]
  })
}
