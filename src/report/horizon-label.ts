import type { Messages } from '../text/locales/index.ts'
import { quantity, text } from '../text/with-numbers.ts'
import type { Cell } from './document.ts'

const perYear = { day: 365.25, week: 365.25 / 7, month: 12, year: 1 }

/** A time in the words of a report: `2 years`, `18 months`, `400 days`; whole years are said as years. */
export function horizonLabel(time: number, unit: string, messages: Messages): string {
  return horizonCell(time, unit, messages).text
}

/** The same as a cell, whose number keeps its value. */
export function horizonCell(time: number, unit: string, { document: { duration } }: Messages): Cell {
  const singular = unit.toLowerCase().replace(/s$/, '')
  if (isUnit(singular)) {
    const years = Math.round(time / perYear[singular])
    // 365, 730 and 1095 days are years too, though these have a quarter of a day more
    if (years > 0 && Math.abs(time / perYear[singular] - years) < 0.005)
      return duration(quantity(years, String(years)), 'year')
    return duration(quantity(time, String(time)), singular)
  }
  return unit === '' ? text`${quantity(time, String(time))}` : text`${quantity(time, String(time))} ${unit}`
}

const isUnit = (unit: string): unit is keyof typeof perYear => unit in perYear
