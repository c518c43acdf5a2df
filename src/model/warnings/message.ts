import type { ModelWarning } from '../result.ts'

/** What is said, with the numbers in it. */
export type Told = Pick<ModelWarning, 'message' | 'numbers'>
type SaidNumber = ModelWarning['numbers'][number]

/** A message that keeps the numbers it says. */
export function told(words: TemplateStringsArray, ...parts: (string | SaidNumber | Told)[]): Told {
  let message = words[0]
  const numbers: SaidNumber[] = []
  parts.forEach((part, i) => {
    if (typeof part === 'string') message += part
    else {
      message += 'text' in part ? part.text : part.message
      numbers.push(...('text' in part ? [part] : part.numbers))
    }
    message += words[i + 1]
  })
  return { message, numbers }
}

/** One after the other, with commas. */
export function list(parts: readonly Told[]): Told {
  return { message: parts.map(({ message }) => message).join(', '), numbers: parts.flatMap(({ numbers }) => numbers) }
}

export const count = (value: number): SaidNumber => ({ text: String(value), value })
export const digits = (value: number): SaidNumber => ({ text: value.toFixed(2), value })
export const percent = (share: number): SaidNumber => ({ text: `${Math.round(100 * share)}%`, value: share })
