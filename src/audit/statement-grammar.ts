import { readInterval } from './cells.ts'
import { type Printed, readPrinted } from './printed.ts'

/** A statistic of the running text with its degrees of freedom and p, a ratio with its interval and p, or a Q with its I². */
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
  | { kind: 'heterogeneity'; text: string; q: Printed; df: number; share: Printed }

const numeral = String.raw`[-−–]?\s?(?:\d[\d,]*)?[.·]?\d+`
const pTail = String.raw`\s*[,;]?\s*\(?\s*(?:two-(?:sided|tailed)\s+)?(p\s*(?:[-\s]?values?)?\s*[<>=≤≥]\s*${numeral}(?:\s*[×x]\s*10[-−⁻⁰¹²³⁴⁵⁶⁷⁸⁹\d]+)?)`
const tests = new RegExp(
  String.raw`(?:\b(t|F|r|z|Z|Q|H)|([χΧX]\s?[²2]|χ|chi-?squared?|chi2))\s*(?:\(\s*([\d.,\s]*?)(?:[,;]?\s*n\s*=\s*(\d[\d,]*))?\s*\))?\s*[=]\s*(${numeral})${pTail}`,
  'gi',
)
/** "Chi² = 12.31, df = 7 (P = .09)", "F = 4.1, df = 2, 57; p = .02": degrees of freedom behind the value, as RevMan and SPSS write. */
const testsBehind = new RegExp(
  String.raw`(?:\b(t|F|r|Q|H)|([χΧX]\s?[²2]|χ|chi-?squared?|chi[²2]))\s*=\s*(${numeral})\s*[,;]?\s*\(?\s*(?:df|d\.f\.|degrees of freedom)\s*=\s*(\d+(?:\.\d+)?(?:\s*,\s*\d+(?:\.\d+)?)?)\s*\)?${pTail}`,
  'gi',
)
/** Q (or χ² of heterogeneity) with I² behind it, nothing between but p. */
const heterogeneity = new RegExp(
  String.raw`(?:\bQ|[χΧX]\s?[²2]|chi[²2])\s*(?:\(\s*(?:df\s*=\s*)?(\d+)\s*\))?\s*=\s*(${numeral})(?:\s*[,;]?\s*\(?\s*(?:df|d\.f\.)\s*=\s*(\d+)\s*\)?)?(?:\s*[,;(]*\s*p\s*[<>=≤≥]\s*${numeral}\s*[)]?)?\s*[,;]?\s*I\s?\^?[²2]\s*(?:=|:|of|was)\s*(${numeral}\s*%?)`,
  'gi',
)
const ratios = new RegExp(
  String.raw`\b((?:adjusted\s+|unadjusted\s+)?(?:odds ratio|hazard ratio|risk ratio|relative risk|a?OR|a?HR|RR|sHR)(?:\s*\[(?:OR|HR)\])?)\s*[,:=]?\s*(?:of\s+)?(${numeral})\s*[,;]?\s*[([]?\s*(?:(9[059])\s*%\s*)?(?:CI|confidence intervals?)\s*(?:\[CI\])?\s*[:=,]?\s*[([]?\s*(${numeral}\s*(?:[-–—−~,;]|to)\s*${numeral})\s*[)\]]?(?:${pTail})?`,
  'gi',
)

/**
 * Statistics in a text, in statcheck's grammar: t(38) = 2.31, p = .026; F(2, 57) = 4.1; χ²(1, N = 180) = 6.70; r(28) = .41;
 * z = 2.1; Q(5) = 12.3, I² = 59%; H(2) = 9.1; Chi² = 12.3, df = 5 (P = .03). Ratios: HR 2.10 (95% CI 1.20–3.67; P = .01). Source: Nuijten et al. 2016.
 */
export function statementsOf(text: string): Stated[] {
  const found: Stated[] = []
  const behind = [...text.matchAll(testsBehind)].map(([all, letter, chi, value, degrees, p]) => [
    all,
    letter,
    chi,
    degrees,
    undefined,
    value,
    p,
  ])
  for (const [all, letter, chi, degrees, n, value, p] of [...text.matchAll(tests), ...behind] as string[][]) {
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
  for (const [all, before, value, after, share] of text.matchAll(heterogeneity)) {
    const [q, part] = [readPrinted(value.replace(/\s/g, '')), readPrinted(share.replace(/\s/g, ''))]
    const df = Number(before ?? after)
    if (q && part && df > 0) found.push({ kind: 'heterogeneity', text: all, q, df, share: part })
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
