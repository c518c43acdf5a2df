/** A time of the day, in minutes since midnight, on some days of the week (0 is Sunday), when an archive is let be. */
export interface QuietHours {
  days: readonly number[]
  from: number
  to: number
}

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const shape = /^(?:(sun|mon|tue|wed|thu|fri|sat)(?:-(sun|mon|tue|wed|thu|fri|sat))? )?(\d\d):(\d\d)-(\d\d):(\d\d)$/i
const dayLong = 24 * 60

/** `07:30-18:00`, `Mon-Fri 07:30-18:00`, or over midnight `Sat 22:00-06:00`; undefined for anything else. */
export function readQuietHours(text: string): QuietHours | undefined {
  const [, first, last, ...clock] = shape.exec(text.trim()) ?? []
  if (clock.length === 0) return undefined
  const [fromHour, fromMinute, toHour, toMinute] = clock.map(Number)
  const [from, to] = [60 * fromHour + fromMinute, 60 * toHour + toMinute]
  if (from > dayLong || to > dayLong || fromMinute > 59 || toMinute > 59 || from === to) return undefined
  const begin = first ? days.indexOf(first.toLowerCase()) : 0
  const end = last ? days.indexOf(last.toLowerCase()) : first ? begin : 6
  const count = ((end - begin + 7) % 7) + 1
  return { days: Array.from({ length: count }, (_, i) => (begin + i) % 7), from, to }
}

/** When an archive may be asked again, by this machine's clock; undefined where it may be asked now. */
export function quietUntil(quiet: readonly QuietHours[], now: Date): Date | undefined {
  let at = new Date(now)
  // Hours that follow on each other are one quiet time; a week of them is all there is.
  for (let round = 0; round < 7 * (quiet.length + 1); round++) {
    const next = quiet.flatMap((hours) => endOf(hours, at) ?? [])[0]
    if (!next) break
    at = next
  }
  return at > now ? at : undefined
}

/** The end of the quiet time that holds a moment; hours over midnight belong to the day on which they begin. */
function endOf({ days: own, from, to }: QuietHours, at: Date): Date | undefined {
  const minute = 60 * at.getHours() + at.getMinutes()
  const day = at.getDay()
  const end = (later: number) => new Date(at.getFullYear(), at.getMonth(), at.getDate() + later, 0, to)
  if (from < to) return own.includes(day) && minute >= from && minute < to ? end(0) : undefined
  if (own.includes(day) && minute >= from) return end(1)
  return own.includes((day + 6) % 7) && minute < to ? end(0) : undefined
}

/** Returns when an archive may be asked; `say` hears until when that is not. A machine that slept looks at its clock again. */
export async function waitWhileQuiet(quiet: readonly QuietHours[], say: (until: Date) => void): Promise<void> {
  let said: number | undefined
  for (let until = quietUntil(quiet, new Date()); until; until = quietUntil(quiet, new Date())) {
    if (said !== until.getTime()) say(until)
    said = until.getTime()
    const left = until.getTime() - Date.now()
    await new Promise((resolve) => setTimeout(resolve, Math.min(60_000, Math.max(1, left))))
  }
}
