import { editDistance } from '../../text/closest.ts'
import { parseNumber } from '../tables/parse-cell.ts'
import { answers } from './answer-words.ts'
import type { Level } from './variable.ts'

/** A word without what does not change its meaning: capitals, the number of blanks, full-width letters, marks without width. */
export const foldCase = (word: string) =>
  word
    .normalize('NFKC')
    .replace(/[\u200b-\u200d\u2060\ufeff\u00ad]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()

/** The same without accents: "duktal" and "duktál" may be one word. */
export const foldAccents = (word: string) =>
  foldCase(word)
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')

/** What two cells have in common that are the same value: one number however it is written (1, 1.0, 1,0), or one word. */
export function identity(cell: string): string {
  const number = /^[+-]?0\d/.test(cell)
    ? Number.NaN
    : parseNumber(/^[+-]?\d{1,2},0+$/.test(cell) ? cell.replace(/,.*/, '') : cell)
  return Number.isNaN(number) ? foldCase(cell) : String(number)
}

/** One value of a column with the spellings that it has there, the commonest first, and how often each occurs. */
export interface Spelt {
  value: string
  spellings: Map<string, number>
  count: number
}

/** The different values of some cells, those that differ in capitals, blanks or width or as 1 and 1.0 taken as one. */
export function speltValues(cells: readonly string[]): Spelt[] {
  const found = new Map<string, Map<string, number>>()
  for (const cell of cells) {
    const key = identity(cell)
    if (!found.has(key)) found.set(key, new Map())
    const own = found.get(key)!
    own.set(cell, (own.get(cell) ?? 0) + 1)
  }
  return [...found.values()].map((own) => {
    const spellings = new Map([...own].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)))
    const count = [...spellings.values()].reduce((sum, times) => sum + times, 0)
    return { value: spellings.keys().next().value!, spellings, count }
  })
}

/** The level that a value names, by its value, its label, in other capitals, or as the same number; -1 where none is. */
export function levelIndex(levels: readonly Level[], wanted: string | number | boolean): number {
  const text = String(wanted).trim()
  const tries: ((level: Level) => boolean)[] = [
    ({ value }) => value === text,
    ({ label }) => label === text,
    ({ value, label }) => foldCase(value) === foldCase(text) || foldCase(label) === foldCase(text),
    ({ value }) => identity(value) === identity(text),
  ]
  for (const is of tries) {
    const at = levels.findIndex(is)
    if (at >= 0) return at
  }
  return -1
}

/**
 * Values that seem to be one and are written in two ways: one form of both but for accents, blanks, dashes or an
 * American spelling ("non-mass", "nonmass"), two words for one answer (yes and y, male and m), or, where one is rare, a
 * slip of the pen ("respnder" beside "responder"). Words that hold one another (regular and irregular, type 1 and type 2)
 * are none. The rarer is called the slip.
 */
export function slips(values: readonly Spelt[]): { slip: Spelt; meant: Spelt }[] {
  const byCount = values
    .map((value, at) => ({ value, at }))
    .sort((a, b) => b.value.count - a.value.count || a.at - b.at)
  return byCount.flatMap(({ value: slip }, i) => {
    const commoner = byCount.slice(0, i).map(({ value }) => value)
    const meant =
      commoner.find((other) => sameForm(slip.value, other.value) || meansTheSame(slip.value, other.value)) ??
      commoner.find((other) => isSlip(slip, other))
    return meant ? [{ slip, meant }] : []
  })
}

/** Forms that a word may have been written in: accents left out or, as in German, written out; the rest of it bare. */
function forms(word: string): string[] {
  const folded = foldCase(word).replace(/ß/g, 'ss')
  const written = folded.replace(/[äöü]/g, (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue' })[letter]!)
  return [folded, written].map((one) => {
    const bare = foldAccents(one)
      .replace(/[\u2010-\u2015\u2212]/g, '-')
      .replace(/['"`\u2018-\u201d_ ]/g, '')
      .replace(/(\(\?\)|[?*†‡]+)$/, '')
      .replace(/^0+(?=\d+$)/, '')
      .replace(/(?<=\p{L})[-.](?=[\p{L}\d])|(?<=\d)-(?=\p{L})|\.$/gu, '')
    return /^[a-z]{4,}$/.test(bare) ? american(bare) : bare
  })
}

const american = (word: string) =>
  word
    .replace(/ae|oe/g, 'e')
    .replace(/our/g, 'or')
    .replace(/grey/g, 'gray')
    .replace(/tre$/, 'ter')
    .replace(/is(e[ds]?|ing)$/, 'iz$1')
    .replace(/(?<=[^s])s$/, '')

const sameForm = (a: string, b: string) =>
  forms(a).some((form) => form !== '' && forms(b).includes(form)) || isPrefixed(a, b) || isPrefixed(b, a)

/** G2 beside 2, grade 2 beside 2: a code with and without the word for what it is. */
function isPrefixed(word: string, number: string): boolean {
  const code = /^\p{L}{1,8}[ .:_-]?(\d)$/u.exec(foldCase(word))?.[1]
  return code !== undefined && code === foldCase(number)
}

/** Words and codes for one answer: of these nobody has two in a column and means two things. */
const synonyms = [
  ...answers,
  ...[
    'm|male|man|männlich|mann|masculin|homme|masculino|hombre|maschio|男|男性',
    'f|female|woman|w|weiblich|frau|féminin|femme|femenino|mujer|femmina|女|女性',
    'l|left|lt|links|gauche|izquierda|izquierdo|sinistra|左|左侧',
    'r|right|rt|rechts|droite|derecha|derecho|destra|右|右侧',
    'i|1',
    'ii|2',
    'iii|3',
    'iv|4',
  ].map((words) => words.split('|')),
].map((words) => new Set(words.map(foldCase)))

const meansTheSame = (a: string, b: string) =>
  synonyms.some((words) => words.has(identity(a)) && words.has(identity(b)))

/** One slip of the pen; a word that is as common as the other is another word, the longer the surer. */
function isSlip(slip: Spelt, meant: Spelt): boolean {
  const [a, b] = [foldAccents(slip.value), foldAccents(meant.value)]
  if (a.length < 5 || b.length < 5 || /\d/.test(a) || /\d/.test(b)) return false
  const shorter = Math.min(a.length, b.length)
  const distance = editDistance(a, b)
  if (slip.count * (shorter >= 7 && distance === 1 ? 3 : 6) > meant.count) return false
  if (a.includes(b) || b.includes(a)) return Math.abs(a.length - b.length) === 1 && a[0] === b[0]
  return distance <= (shorter >= 8 ? 2 : 1)
}
