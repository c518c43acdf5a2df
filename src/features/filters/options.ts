import { FilterOptionInvalid } from '../../errors/index.ts'
import type { Options } from './filter.ts'

export function positive(options: Options, name: string, fallback: number): number {
  const value = options[name] ?? fallback
  if (typeof value !== 'number' || !(value > 0) || !(value < 1e6)) throw FilterOptionInvalid(name, value, 'above 0')
  return value
}

/** A whole number of a range, whose upper end bounds what is allocated. */
export function wholeOption(options: Options, name: string, fallback: number, least: number, most: number): number {
  const value = options[name] ?? fallback
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    throw FilterOptionInvalid(name, value, `a whole number from ${least} to ${most}`)
  return value
}

export function flag(options: Options, name: string, fallback: boolean): boolean {
  const value = options[name] ?? fallback
  if (typeof value !== 'boolean') throw FilterOptionInvalid(name, value, 'true or false')
  return value
}

/** The axis that force2D leaves out, as numpy counts: 0 is z, 1 is y, 2 is x. */
export function dimension2D(options: Options): 0 | 1 | 2 {
  const value = options.force2Ddimension ?? 0
  if (value !== 0 && value !== 1 && value !== 2) throw FilterOptionInvalid('force2Ddimension', value, '0, 1 or 2')
  return value
}
