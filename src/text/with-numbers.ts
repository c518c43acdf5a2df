/** A number as it is printed and as it is; JSON has no other way for those that are not finite. */
export interface Quantity {
  text: string
  value: number | 'nan' | 'inf' | '-inf'
  /** Dotted path into results.json; without it the number's own place in its table or paragraph counts. */
  path?: string
}

/** Text with the numbers that occur in it, in their order. Make it with `text`. */
export interface NumberedText {
  text: string
  numbers?: Quantity[]
}

/** What can be put into a text: a name, a number, or a text with its own numbers. */
export type TextPart = string | Quantity | NumberedText

/**
 * A number to be printed: `text` as it shall read (see `format.ts`), `path` where in results.json it is.
 *
 * @param value the number
 * @param text as it shall read
 * @param path where in results.json it is
 * @returns both together
 * @example
 * ```ts
 * import { quantity } from 'nomoscope/report'
 * quantity(0.032, '0.032') // → { text: '0.032', value: 0.032 }
 * ```
 */
export function quantity(value: number, text: string, path?: string): Quantity {
  const kept = Number.isFinite(value) ? value : Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
  return path === undefined ? { text, value: kept } : { text, value: kept, path }
}

/**
 * Text with numbers in it: text`${mean} ± ${deviation}` keeps both. Texts and plain strings may be put in as well.
 *
 * @param words of the template
 * @param parts the numbers, texts and strings between them
 * @returns the text with its numbers in their order
 * @example
 * ```ts
 * import { fixedDecimals, text } from 'nomoscope/report'
 * text`${fixedDecimals(12.34, 1)} mm`.text // → '12.3 mm'
 * ```
 */
export function text(words: TemplateStringsArray, ...parts: TextPart[]): NumberedText {
  let written = words[0]
  const numbers: Quantity[] = []
  parts.forEach((part, i) => {
    if (typeof part === 'string') written += part
    else {
      written += part.text
      if ('value' in part) numbers.push(part)
      else numbers.push(...(part.numbers ?? []))
    }
    written += words[i + 1]
  })
  return numbers.length > 0 ? { text: written, numbers } : { text: written }
}

/**
 * A text without numbers of its own.
 *
 * @param text the words
 * @returns what cells and paragraphs take
 * @example
 * ```ts
 * import { plainText } from 'nomoscope/report'
 * plainText('Age') // → { text: 'Age' }
 * ```
 */
export function plainText(text: string): NumberedText {
  return { text }
}

/**
 * Texts one after the other.
 *
 * @param parts texts, numbers or strings
 * @param between put between two of them
 * @returns one text with all their numbers
 * @example
 * ```ts
 * import { joinTexts } from 'nomoscope/report'
 * joinTexts(['one', 'two'], ', ').text // → 'one, two'
 * ```
 */
export function joinTexts(parts: readonly TextPart[], between = ' '): NumberedText {
  return parts.reduce<NumberedText>((all, part, i) => (i === 0 ? text`${part}` : text`${all}${between}${part}`), {
    text: '',
  })
}

/**
 * The text in pieces: strings, and the numbers where they occur, each with its index.
 * Throws a RangeError when a number is not in the text, which would leave it without a place.
 */
export function pieces({ text, numbers = [] }: NumberedText): (string | { quantity: Quantity; index: number })[] {
  const found: (string | { quantity: Quantity; index: number })[] = []
  let from = 0
  numbers.forEach((quantity, index) => {
    const start = text.indexOf(quantity.text, from)
    if (start < 0) throw new RangeError(`"${quantity.text}" is not in "${text}"`)
    if (start > from) found.push(text.slice(from, start))
    found.push({ quantity, index })
    from = start + quantity.text.length
  })
  if (from < text.length) found.push(text.slice(from))
  return found
}
