import { FilterOptionInvalid, UnknownOption } from '../../errors/index.ts'
import type { Lbp2dMethod } from './lbp-2d.ts'
import { type FilterBank, filterBank, waveletNames } from './wavelet-filters.ts'

/** PyRadiomics' settings that a filter reads, each with the image types that read it. */
const filterOptionNames = [
  'sigma',
  'wavelet',
  'level',
  'start_level',
  'gradientUseSpacing',
  'lbp2DRadius',
  'lbp2DSamples',
  'lbp2DMethod',
  'lbp3DLevels',
  'lbp3DIcosphereRadius',
  'lbp3DIcosphereSubdivision',
  'force2D',
  'force2Ddimension',
  'label',
] as const

export type Options = Record<string, unknown>

/** Throws where an image type's option is neither a filter's nor one of the settings that it may override. */
export function checkOptionNames(imageType: string, options: Options, settings: Options) {
  const known = new Set<string>([...filterOptionNames, ...Object.keys(settings)])
  for (const name of Object.keys(options)) {
    if (!known.has(name)) throw UnknownOption(`The option ${name} of image type ${imageType}`, nearest(name, known))
  }
}

export function positive(options: Options, name: string, fallback: number): number {
  const value = options[name] ?? fallback
  if (typeof value !== 'number' || !(value > 0) || !(value < 1e6)) throw FilterOptionInvalid(name, value, 'above 0')
  return value
}

/** A whole number of a range, whose upper end bounds what is allocated. */
export function whole(options: Options, name: string, fallback: number, least: number, most: number): number {
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

/**
 * Sigmas with the names that Python would give them: `1` and `1.0` in a parameter file name different images, so a
 * sigma may be the text as written; of a bare number the name is that of Python's float (`1.0`).
 */
export function sigmas(options: Options): { sigma: number; name: string }[] {
  const value = options.sigma ?? []
  const list = Array.isArray(value) ? value : [value]
  return list.map((one) => {
    const sigma = typeof one === 'string' && one.trim() !== '' ? Number(one) : one
    if (typeof sigma !== 'number' || !Number.isFinite(sigma))
      throw FilterOptionInvalid('sigma', one, 'a list of numbers in mm')
    const text = typeof one === 'string' ? one.trim() : Number.isInteger(sigma) ? sigma.toFixed(1) : String(sigma)
    return { sigma, name: `log-sigma-${text.replaceAll('.', '-')}-mm-3D` }
  })
}

export function waveletBank(options: Options): FilterBank {
  const name = options.wavelet ?? 'coif1'
  const bank = typeof name === 'string' ? filterBank(name) : undefined
  if (!bank) throw UnknownOption(`The wavelet ${String(name)}`, nearest(String(name), waveletNames()))
  return bank
}

const METHODS: readonly string[] = ['default', 'ror', 'uniform', 'nri_uniform', 'var']

export function lbpMethod(options: Options): Lbp2dMethod {
  const name = options.lbp2DMethod ?? 'uniform'
  const method = typeof name === 'string' ? name.toLowerCase() : ''
  if (!METHODS.includes(method)) throw UnknownOption(`The LBP method ${String(name)}`, nearest(String(name), METHODS))
  return method as Lbp2dMethod
}

/** The known name that takes the fewest edits to reach, where that is at most a third of its letters. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Infinity
  for (const candidate of known) {
    const edits = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (edits < least && edits <= Math.max(1, candidate.length / 3)) {
      best = candidate
      least = edits
    }
  }
  return best
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)))
    row = next
  }
  return row[b.length]
}
