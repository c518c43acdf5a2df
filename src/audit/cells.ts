import { z } from 'zod'
import { type Printed, readPrinted } from './printed.ts'

/*
 * The cells of a paper's tables as texts: "21 (34.4%)", "61.2 ± 8.4", "59 (56, 65)", "[1.12, 2.58]". Each schema makes
 * of the text what a check needs, or says how it would have to be written.
 */

export const word = z.string().trim().min(1).max(400)

export const printed = word.transform((text, context): Printed => {
  const number = readPrinted(text)
  if (number) return number
  context.addIssue({ code: 'custom', message: `${text} is not a number as papers print them` })
  return z.NEVER
})

/** "NS": not significant, which is printed in place of a p above 0.05. */
const notSignificant = /^(?:p\s*[=:]?\s*)?n\.?\s?s\.?$/i

export const probability = word.transform((text, context): Printed => {
  const number = notSignificant.test(text) ? readPrinted('>0.05') : readPrinted(text)
  if (number) return { ...number, text: number.text === text.trim() ? number.text : text }
  context.addIssue({ code: 'custom', message: `${text} is not a p as papers print them; write 0.031, <0.001 or NS` })
  return z.NEVER
})

/** A share, which may stand beside the counts that it is of: "77.3% (17/22)". */
export interface Share extends Printed {
  fraction?: { count: number; of: number }
}

const fraction = String.raw`(\d+)\s*(?:\/|of)\s*(\d+)`
const shareForms = [
  new RegExp(String.raw`^(?<share>[^([]+?)\s*[([]\s*${fraction}\s*[)\]]$`),
  new RegExp(String.raw`^${fraction}\s*[([]\s*(?<share>[^)\]]+?)\s*[)\]]$`),
]

export const share = word.transform((text, context): Share => {
  const found = shareForms.map((one) => one.exec(text.trim())).find(Boolean)
  const number = readPrinted(found?.groups?.share ?? text)
  const [count, of] = (found ?? [])
    .slice(1)
    .filter((part) => /^\d+$/.test(part))
    .map(Number)
  if (number) return found ? { ...number, text: text.trim(), fraction: { count, of } } : number
  context.addIssue({ code: 'custom', message: `${text} is not a number as papers print them` })
  return z.NEVER
})

/** "n = 41": a count with the letter that journals set before it. */
const beforeCount = /^n\s*=\s*(?=\d)/i

export const count = word
  .transform((text) => text.replace(beforeCount, ''))
  .pipe(printed)
  .refine((n) => n.decimals === 0 && n.value >= 0 && n.value < 1e9 && !n.bound, 'a whole number')

export interface CountCell {
  count: number
  percent?: Printed
  /** Printed with the count: "12/40". */
  of?: number
  text: string
}

const numeral = String.raw`[<>]?\s*[-−–+]?[\d.,·][\d.,·]*`
const countForms = [
  // 12/40 (30%), 12 of 40 (30%), 12 (30.0), 12 [30.0%], 12, 30%
  new RegExp(
    String.raw`^(\d[\d,. \u2009]*?)(?:\s*(?:\/|of)\s*(\d[\d,]*))?\s*(?:[([（]\s*(${numeral})\s*%?\s*[)\]）]|,?\s+(${numeral})\s*%)?$`,
  ),
  // 30.0% (12), 30% (12/40)
  new RegExp(String.raw`^(${numeral})\s*%\s*[([（]\s*(\d[\d,]*)(?:\s*(?:\/|of)\s*(\d[\d,]*))?\s*[)\]）]$`),
]

/** "21", "n = 21", "21 (34.4%)", "21 [34.4]", "21/61 (34.4%)", "34.4% (21/61)"; undefined where it is none. */
export function readCount(text: string): CountCell | undefined {
  const bare = text
    .trim()
    .replace(/[*†‡§¶]+$/, '')
    .replace(beforeCount, '')
  const [first, second] = countForms.map((one) => one.exec(bare))
  const parts = first
    ? { count: first[1], of: first[2], percent: first[3] ?? first[4] }
    : second && { count: second[2], of: second[3], percent: second[1] }
  if (!parts) return undefined
  const n = readPrinted(parts.count)
  const of = parts.of ? readPrinted(parts.of) : undefined
  const percent = parts.percent ? readPrinted(parts.percent) : undefined
  if (n?.decimals !== 0 || n.value >= 1e9 || (parts.percent && !percent)) return undefined
  return { count: n.value, ...(percent ? { percent } : {}), ...(of ? { of: of.value } : {}), text: text.trim() }
}

export const countCell = word.transform((text, context): CountCell | { share: Printed; text: string } => {
  const cell = readCount(text)
  if (cell) return cell
  const share = readPrinted(text)
  if (share?.percent) return { share, text }
  context.addIssue({ code: 'custom', message: `${text} is not a count; write 21 or 21 (34.4%)` })
  return z.NEVER
})

/** Letters behind a number that are no unit: what its neighbour is, and the raised letters of footnotes. */
const unit = String.raw`(?!(?:SD|IQR|range|to|bis|[a-dx])\b)[a-zµμ°][a-zµμ°]*[²³]?(?:\s?\/\s?[a-zµμ\d.]+[²³]?)?`
const unitBehind = new RegExp(String.raw`(?<=[\d)\]）])\s*(${unit})(?=\s*(?:$|±|\+\/?-|[([)\],;–—~]))`, 'gi')

/** A cell's text without the unit behind its numbers, and that unit: "12.3 ± 4.5 mm", "12.3 mm (4.5 mm)". */
export function withoutUnit(text: string): { bare: string; unit?: string } {
  if (!/±|\+\/?-|[([（]/.test(text)) return { bare: text }
  const units = new Set(Array.from(text.matchAll(unitBehind), ([, own]) => own))
  // of two units neither is that of the cell
  return units.size === 1 ? { bare: text.replace(unitBehind, ''), unit: [...units][0] } : { bare: text }
}

export interface MeanCell {
  mean: Printed
  sd: Printed
  /** What is printed behind the numbers: "mm". */
  unit?: string
  /** Least and greatest value, where they stand behind: "61.2 ± 8.4 (34–82)". */
  range?: { lower: Printed; upper: Printed }
  text: string
}

/** "61.2 ± 8.4", "61.2 ± 8.4 mm", "61.2 (8.4)", "1,205.3 ± 300.1", "61.2 ± 8.4 (34–82)"; undefined where it is none. */
export function readMean(text: string): MeanCell | undefined {
  const { bare, unit } = withoutUnit(text.trim())
  const found =
    /^([^±(]+?)\s*(?:±|\+\/-|\+-)\s*([^(]+?)\s*(?:[([](.+)[)\]])?$/.exec(bare) ??
    /^([^([]+?)\s*[([（]\s*(?:SD\s*)?([^()[\],;–~]+?)\s*[)\]）]$/i.exec(bare)
  const mean = found && readPrinted(found[1])
  const sd = found && readPrinted(found[2])
  const range = found?.[3] ? readInterval(found[3]) : undefined
  if (!mean || !sd || sd.percent || (found[3] && !range)) return undefined
  return { mean, sd, ...(range ? { range } : {}), ...(unit && { unit }), text: text.trim() }
}

export const meanCell = word.transform((text, context): MeanCell => {
  const cell = readMean(text)
  if (cell) return cell
  const message = readMedian(text)
    ? `${text} is a median with its quartiles or range: write it below medians`
    : `${text} is not a mean with its standard deviation; write 61.2 ± 8.4`
  context.addIssue({ code: 'custom', message })
  return z.NEVER
})

export interface MedianCell {
  median: Printed
  unit?: string
  lower: Printed
  upper: Printed
  text: string
}

/** "59 (56, 65)", "59 [56–65]", "59 (IQR, 56–65)"; undefined where it is none. */
export function readMedian(text: string): MedianCell | undefined {
  const { bare, unit } = withoutUnit(text.trim())
  const found = /^([^([]+?)\s*[,;]?\s*[([（]\s*(?:(?:IQR|range|Q1[-–]Q3)\s*[,:;]?\s*)?(.+?)\s*[)\]）]$/i.exec(bare)
  const median = found && readPrinted(found[1])
  const ends = found && readEnds(found[2])
  return median && ends ? { median, ...ends, ...(unit && { unit }), text: text.trim() } : undefined
}

export const medianCell = word.transform((text, context): MedianCell => {
  const cell = readMedian(text)
  if (cell) return cell
  context.addIssue({ code: 'custom', message: `${text} is not a median with quartiles or range; write 59 (56–65)` })
  return z.NEVER
})

export interface PrintedInterval {
  lower: Printed
  upper: Printed
  text: string
  /** It was printed with its upper end first. */
  reversed?: true
}

/** "1.12–2.58", "1.12 to 2.58", "1.12~2.58", "[1.12, 2.58]", "−0.30–0.05", "1.66e-11-2.43e-3", "95% CI: 1.12, 2.58". */
export function readInterval(text: string): PrintedInterval | undefined {
  const ends = readEnds(text)
  return ends && ends.lower.value <= ends.upper.value ? { ...ends, text: text.trim() } : undefined
}

/** The two numbers of an interval in their printed order: at the clearest separator that leaves a number on either side. */
function readEnds(text: string): { lower: Printed; upper: Printed } | undefined {
  const inner = text
    .trim()
    .replace(/^(?:9[059](?:\.\d)?\s*%\s*)?(?:C\.?I\.?|CrI)\s*[:=,]?\s*/i, '')
    .replace(/^[[(（]\s*/, '')
    .replace(/\s*[\])）]$/, '')
  if (inner.length > 60) return undefined
  for (const separator of [/\bto\b|\bbis\b|[至到à~～∼;]/g, /[–—]/g, /(?<=[\d.%])\s*[-−‐]/g, /,\s/g, /,/g])
    for (const { index, 0: sign } of inner.matchAll(separator)) {
      const lower = readPrinted(inner.slice(0, index))
      const upper = readPrinted(inner.slice(index + sign.length))
      if (lower && upper && !lower.bound) return { lower, upper }
    }
  return undefined
}

/** An interval as it is printed, or as a list of its two ends. */
export const interval = z.preprocess(
  (value) => (Array.isArray(value) && value.length === 2 ? `${value[0]} to ${value[1]}` : value),
  word.transform((text, context): PrintedInterval => {
    const found = readInterval(text)
    if (found) return found
    const ends = readEnds(text)
    if (ends) return { lower: ends.upper, upper: ends.lower, text: text.trim(), reversed: true }
    context.addIssue({ code: 'custom', message: `${text} is not an interval; write 1.12–2.58` })
    return z.NEVER
  }),
)
