import { interpolatorNames } from '../../image/grid/interpolators.ts'

/** What a value of a parameter file must be. */
export type Rule =
  | { kind: 'flag' }
  | { kind: 'choice'; values: string[] }
  | {
      kind: 'number' | 'whole'
      above?: number
      least?: number
      most?: number
      orText?: true
      orNan?: true
      orEndless?: true
    }
  | { kind: 'list'; each: Rule; length?: [number, number] }
  | { kind: 'interpolator' }
  | { kind: 'text' }
  | { kind: 'named'; isKnown: (name: string) => boolean; what: string }

/** What a value would have to be, where it is not that; null stands for "not set" everywhere. */
export function checkValue(value: unknown, rule: Rule): string | undefined {
  if (value === null) return undefined
  switch (rule.kind) {
    case 'flag':
      return typeof value === 'boolean' ? undefined : 'true or false'
    case 'text':
      return typeof value === 'string' ? undefined : 'a name'
    case 'named':
      return typeof value === 'string' && rule.isKnown(value) ? undefined : rule.what
    case 'choice':
      return rule.values.includes(value as string) ? undefined : `one of ${rule.values.join(', ')}`
    case 'interpolator': {
      const known =
        typeof value === 'number' ? interpolatorNames[value - 1] : interpolatorNames.find((name) => name === value)
      return known ? undefined : `one of ${interpolatorNames.join(', ')}, or its number from 1 to 10`
    }
    case 'list': {
      const [least, most] = rule.length ?? [0, 1000]
      const sound = Array.isArray(value) && value.length >= least && value.length <= most
      if (sound && value.every((one) => one !== null && checkValue(one, rule.each) === undefined)) return undefined
      const length = least === most ? `${least}` : `${least} to ${most}`
      return `a list of ${rule.length ? `${length} ` : ''}values, each ${wanted(rule.each)}`
    }
    default: {
      // The text of a whole sigma counts as the number it is.
      const number = rule.orText && typeof value === 'string' ? Number(value) : value
      if (rule.orEndless && number === Infinity) return undefined
      if (rule.orNan && typeof number === 'number' && !Number.isFinite(number)) return undefined
      const sound =
        typeof number === 'number' &&
        Number.isFinite(number) &&
        (rule.kind === 'number' || Number.isInteger(number)) &&
        number > (rule.above ?? -Infinity) &&
        number >= (rule.least ?? -Infinity) &&
        number <= (rule.most ?? Infinity)
      return sound ? undefined : wanted(rule)
    }
  }
}

/** The number that Python reads a text as, or the text. */
export function pythonNumber(text: string): number | string {
  const plain = text.trim().toLowerCase()
  const special = /^([-+]?)(nan|inf|infinity)$/.exec(plain)
  if (special) return special[2] === 'nan' ? Number.NaN : special[1] === '-' ? -Infinity : Infinity
  if (/^0b[01]+$/.test(plain)) return Number(plain)
  const decimal = /^[-+]?(\d+(_\d+)*(\.(\d+(_\d+)*)?)?|\.\d+(_\d+)*)(e[-+]?\d+)?$/
  return decimal.test(plain) ? Number(plain.replaceAll('_', '')) : text
}

function wanted(rule: Rule): string {
  if (rule.kind !== 'number' && rule.kind !== 'whole') return 'a value'
  const bounds = [
    rule.above !== undefined && `above ${rule.above}`,
    rule.least !== undefined && `of at least ${rule.least}`,
    rule.most !== undefined && `of at most ${rule.most}`,
  ].filter(Boolean)
  return [rule.kind === 'whole' ? 'a whole number' : 'a number', ...bounds].join(' ')
}
