import { FilterOptionInvalid } from '../../../errors/index.ts'
import type { Rule } from '../../settings/value-rule.ts'
import type { Options } from '../filter.ts'
import { dimension2D, flag } from '../options.ts'
import { type Boundary, boundaries } from './boundary.ts'
import { type Pooling, poolings } from './pooling.ts'

/** Options that several of the standard's filters have. */
export const convolutionRules: Record<string, Rule> = {
  boundary: { kind: 'choice', values: [...boundaries] },
  pooling: { kind: 'choice', values: [...poolings] },
  rotationInvariant: { kind: 'flag' },
  levels: { kind: 'list', each: { kind: 'whole', least: 1, most: 8 }, length: [1, 8] },
  riesz: { kind: 'list', each: { kind: 'whole', least: 0, most: 4 }, length: [2, 3] },
}

export function oneOf<T extends string>(options: Options, name: string, values: readonly T[], fallback: T): T {
  const value = options[name] ?? fallback
  if (!values.includes(value as T)) throw FilterOptionInvalid(name, value, `one of ${values.join(', ')}`)
  return value as T
}

export const boundaryOf = (options: Options): Boundary => oneOf(options, 'boundary', boundaries, 'mirror')
export const poolingOf = (options: Options, fallback: Pooling): Pooling => oneOf(options, 'pooling', poolings, fallback)

/** The axes filtered: x, y, z, less the one that force2D leaves out. */
export function filteredAxes(options: Options, dimension: number): number[] {
  const left = flag(options, 'force2D', false) ? 2 - dimension2D(options) : undefined
  return [0, 1, 2].slice(0, dimension).filter((axis) => axis !== left)
}

/** A list of numbers above 0 and below 10 m, which may be written as text or by itself. Throws where it is absent. */
export function numbersOf(options: Options, name: string, wanted: string): number[] {
  const given = [options[name] ?? []].flat()
  const found = given.map(Number)
  if (found.length === 0 || found.some((one) => !(one > 0 && one < 1e4)))
    throw FilterOptionInvalid(name, options[name] ?? null, wanted)
  return found
}

/** A list of names. Throws where it is absent. */
export function textsOf(options: Options, name: string, pattern: RegExp, wanted: string): string[] {
  const found = [options[name] ?? []].flat().map(String)
  if (found.length === 0 || found.some((one) => !pattern.test(one)))
    throw FilterOptionInvalid(name, options[name] ?? null, wanted)
  return found
}

export function levelsOf(options: Options): number[] {
  const found = [options.levels ?? [1]].flat()
  if (found.length === 0 || found.some((level) => !Number.isInteger(level) || Number(level) < 1 || Number(level) > 8))
    throw FilterOptionInvalid('levels', options.levels, 'a list of whole numbers from 1 to 8')
  return found as number[]
}

/** The orders of a Riesz transform, one an axis filtered, put to the axes x, y, z; undefined where there is none. */
export function rieszOf(options: Options, axes: readonly number[]): number[] | undefined {
  if (options.riesz === undefined || options.riesz === null) return undefined
  const given = [options.riesz].flat().map(Number)
  if (given.length !== axes.length || given.every((order) => order === 0))
    throw FilterOptionInvalid('riesz', options.riesz, `${axes.length} orders, x first, not all of them 0`)
  const orders = [0, 0, 0]
  axes.forEach((axis, i) => {
    orders[axis] = given[i]
  })
  return orders
}

/** What a Riesz transform adds to an image's name. */
export const rieszName = (riesz: readonly number[] | undefined, axes: readonly number[]) =>
  riesz ? `-riesz-${axes.map((axis) => riesz[axis]).join('')}` : ''

/** A number in an image's name, which has no point. */
export const written = (value: number) => String(value).replaceAll('.', '-')
