import { EntryNotBefore, NegativeTime, NotBinary, TooFewValues, UnequalLengths } from '../../errors/index.ts'
import { requireFinite } from '../numerics/check-arguments.ts'

/**
 * Checked follow-up times, those that differ by rounding only made equal (R's timefix): 0.1 + 0.2 and 0.3 are one time.
 *
 * time   n finite numbers, not negative, in any unit
 * event  n flags: 1 the event happened at `time`, 0 the patient was last seen without it (censored)
 */
export function checkedTimes(time: ArrayLike<number>, event: ArrayLike<number>): Float64Array {
  if (time.length !== event.length) throw UnequalLengths('The times', time.length, 'the events', event.length)
  if (time.length === 0) throw TooFewValues('A survival estimate', 1, 0)
  requireFinite(time, 'The follow-up times')
  for (let i = 0; i < time.length; i++) {
    if (time[i] < 0) throw NegativeTime(i, time[i])
    if (event[i] !== 0 && event[i] !== 1) throw NotBinary(i, event[i])
  }
  const sorted = Float64Array.from(new Set(Float64Array.from(time).sort()))
  const tolerance = Math.sqrt(Number.EPSILON)
  const scale = Math.max(1, sorted.reduce((a, b) => a + b, 0) / sorted.length)
  const merged = new Map<number, number>()
  for (let i = 1, cut = sorted[0]; i < sorted.length; i++) {
    if (sorted[i] - sorted[i - 1] <= tolerance * scale) merged.set(sorted[i], cut)
    else cut = sorted[i]
  }
  return merged.size === 0 ? Float64Array.from(time) : Float64Array.from(time, (t) => merged.get(t) ?? t)
}

/**
 * The same of patients who came under observation late (left truncation): those who entered at or after the time at which
 * they were last seen were never observed.
 *
 * start  n times of entry, below `time`; everybody from 0 where absent
 */
export function checkedEntries(
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  start?: ArrayLike<number>,
): { time: Float64Array; start?: Float64Array } {
  if (!start) return { time: checkedTimes(time, event) }
  const n = time.length
  if (start.length !== n) throw UnequalLengths('The times', n, 'the entries', start.length)
  // one rounding for both, as R's timefix has it
  const both = checkedTimes(
    [...Array.from(time), ...Array.from(start)],
    [...Array.from(event), ...new Array(n).fill(0)],
  )
  const [last, first] = [both.slice(0, n), both.slice(n)]
  for (let i = 0; i < n; i++) if (!(first[i] < last[i])) throw EntryNotBefore(i, start[i], time[i])
  return { time: last, start: first }
}
