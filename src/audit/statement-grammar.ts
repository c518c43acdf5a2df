import { readInterval } from './cells.ts'
import { type Printed, readPrinted } from './printed.ts'

/** A statistic of the running text with its degrees of freedom and p, or a ratio with its interval and p. */
export type Stated =
  | {
      kind: 'test'
      text: string
      test: 't' | 'F' | 'chi2' | 'r' | 'z' | 'Q' | 'H'
      df: number[]
      n?: number
      value: Printed
      p: Printed
    }
  | {
      kind: 'ratio'
      text: string
      name: string
      value: Printed
      lower: Printed
      upper: Printed
      level?: number
      p?: Printed
    }

const numeral = String.raw`[-−–]?\s?(?:\d[\d,]*)?[.·]?\d+`
const pTail = String.raw`\s*[,;]?\s*(?:two-(?:sided|tailed)\s+)?(p\s*(?:[-\s]?values?)?\s*[<>=≤≥]\s*${numeral}(?:\s*[×x]\s*10[-−⁻⁰¹²³⁴⁵⁶⁷⁸⁹\d]+)?)`
const tests = new RegExp(
  String.raw`(?:\b(t|F|r|z|Z|Q|H)|([χΧX]\s?[²2]|χ|chi-?squared?|chi2))\s*(?:\(\s*([\d.,\s]*?)(?:[,;]?\s*n\s*=\s*(\d[\d,]*))?\s*\))?\s*[=]\s*(${numeral})${pTail}`,
  'gi',
)
const ratios = new RegExp(
  String.raw`\b((?:adjusted\s+|unadjusted\s+)?(?:odds ratio|hazard ratio|risk ratio|relative risk|a?OR|a?HR|RR|sHR)(?:\s*\[(?:OR|HR)\])?)\s*[,:=]?\s*(?:of\s+)?(${numeral})\s*[,;]?\s*[([]?\s*(?:(9[059])\s*%\s*)?(?:CI|confidence intervals?)\s*(?:\[CI\])?\s*[:=,]?\s*[([]?\s*(${numeral}\s*(?:[-–—−~,;]|to)\s*${numeral})\s*[)\]]?(?:${pTail})?`,
  'gi',
)

/**
 * Statistics in a text, in statcheck's grammar: t(38) = 2.31, p = .026; F(2, 57) = 4.1; χ²(1, N = 180) = 6.70; r(28) = .41;
 * z = 2.1; Q(5) = 12.3; H(2) = 9.1. Ratios: HR 2.10 (95% CI 1.20–3.67; P = .01). Source: Nuijten et al. 2016.
 */
export function statementsOf(text: string): Stated[] {
  const found: Stated[] = []
  for (const match of text.matchAll(tests)) {
    const [all, letter, chi, degrees, n, value, p] = match
    const [printed, probability] = [readPrinted(value.replace(/\s/g, '')), readPrinted(p)]
    const df = (degrees ?? '')
      .split(/[,\s]+/)
      .filter(Boolean)
      .map(Number)
    const test = chi ? 'chi2' : /^[zZ]$/.test(letter) ? 'z' : (letter as 't' | 'F' | 'r' | 'Q' | 'H')
    const needed = { t: 1, F: 2, chi2: 1, r: 1, z: 0, Q: 1, H: 1 }[test]
    if (needed === undefined || !printed || !probability || df.length < needed || df.some((d) => !(d > 0))) continue
    found.push({
      kind: 'test',
      text: all,
      test,
      df,
      ...(n ? { n: Number(n.replaceAll(',', '')) } : {}),
      value: printed,
      p: probability,
    })
  }
  for (const match of text.matchAll(ratios)) {
    const [all, name, value, level, ends, p] = match
    const printed = readPrinted(value.replace(/\s/g, ''))
    const interval = readInterval(ends)
    if (!printed || !interval) continue
    const probability = p ? readPrinted(p) : undefined
    found.push({
      kind: 'ratio',
      text: all,
      name,
      value: printed,
      lower: interval.lower,
      upper: interval.upper,
      ...(level ? { level: Number(level) } : {}),
      ...(probability ? { p: probability } : {}),
    })
  }
  return found
}
