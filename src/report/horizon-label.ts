import { quantity, text } from '../text/with-numbers.ts'
import type { Cell } from './document.ts'

const perYear: Record<string, number> = { day: 365.25, week: 365.25 / 7, month: 12, year: 1 }

/** A time in the words of a report: `2 years`, `18 months`, `400 days`; whole years are said as years. */
export function horizonLabel(time: number, unit: string): string {
  return horizonCell(time, unit).text
}

/** The same as a cell, whose number keeps its value. */
export function horizonCell(time: number, unit: string): Cell {
  const singular = unit.toLowerCase().replace(/s$/, '')
  const year = perYear[singular]
  if (year !== undefined) {
    const years = Math.round(time / year)
    // 365, 730 and 1095 days are years too, though these have a quarter of a day more
    if (years > 0 && Math.abs(time / year - years) < 0.005) return counted(years, 'year')
    return counted(time, singular)
  }
  return unit === '' ? text`${quantity(time, String(time))}` : text`${quantity(time, String(time))} ${unit}`
}

function counted(count: number, noun: string): Cell {
  return text`${quantity(count, String(count))} ${noun}${count === 1 ? '' : 's'}`
}
