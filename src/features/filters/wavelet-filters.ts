import type { Rule } from '../settings/value-rule.ts'
import { lowPassFilters } from './wavelet-coefficients.ts'

/** Decomposition filters of one wavelet, of equal even length, and the float32 numbers that float32 images meet. */
export interface FilterBank {
  low: Filter
  high: Filter
}

export interface Filter {
  double: Float64Array
  single: Float32Array
}

/** The decomposition filters of a discrete wavelet by PyWavelets' name; undefined where there is no such wavelet. */
export function filterBank(name: string): FilterBank | undefined {
  const known = name.toLowerCase()
  const [low, high] = doubles(known)
  if (!low) return undefined
  // PyWavelets multiplies its table of coiflets by √2, in float32 for float32.
  const single = known.startsWith('coif')
    ? (filter: Float64Array) => Float32Array.from(filter, (c) => Math.fround(c / Math.SQRT2) * Math.fround(Math.SQRT2))
    : (filter: Float64Array) => Float32Array.from(filter)
  return { low: { double: low, single: single(low) }, high: { double: high, single: single(high) } }
}

function doubles(name: string): Float64Array[] {
  const reverse = name.startsWith('rbio')
  let [low, reconstruction] = rows(reverse ? `bior${name.slice(4)}` : name === 'db1' ? 'haar' : name)
  if (!low) return []
  if (reverse) [low, reconstruction] = [reconstruction.reverse(), low.reverse()]
  // The high-pass filter is the other low-pass filter with alternating signs.
  return [low, (reconstruction ?? low.slice().reverse()).map((value, i) => (i % 2 ? value : -value))]
}

/** Every name that `filterBank` knows, in PyWavelets' spelling. */
export function waveletNames(): string[] {
  const names = Object.keys(lowPassFilters)
  const reverse = names.filter((name) => name.startsWith('bior')).map((name) => `rbio${name.slice(4)}`)
  return [...names, 'db1', ...reverse].sort()
}

/** What a parameter file may say of a wavelet, by the letter as PyRadiomics takes it. */
export const waveletRule: Rule = {
  kind: 'named',
  isKnown: (name) => waveletNames().includes(name),
  what: 'a discrete wavelet of PyWavelets, such as coif1, db4 or bior1.3',
}

function rows(name: string): Float64Array[] {
  if (!Object.hasOwn(lowPassFilters, name)) return []
  return lowPassFilters[name].map((text) => {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
    const view = new DataView(bytes.buffer)
    return Float64Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(8 * i, true))
  })
}
