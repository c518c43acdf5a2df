import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { auditPaper } from './audit.ts'
import { checks } from './checks/index.ts'
import { corners, overlap, printInterval, readPrinted, widened } from './printed.ts'
import { readTranscript } from './read-transcript.ts'

const head = 'title: a paper\npatients: { n: 120, where: Methods }\n'
const faultsOf = (text: string) => {
  try {
    readTranscript(text, 'paper.yaml')
  } catch (problem) {
    return (problem as Error).message
  }
  return ''
}

describe('printed numbers', () => {
  test.each([
    ['1.50', 1.495, 1.505],
    ['1.5', 1.45, 1.55],
    ['12', 11.5, 12.5],
    ['1,024', 1023.5, 1024.5],
    ['−0.30', -0.305, -0.295],
    ['34.4%', 34.35, 34.45],
    ['2.1e-5', 2.05e-5, 2.15e-5],
  ])('%s is %f to %f', (text, low, high) => {
    const number = readPrinted(text)!
    expect(number.low).toBeCloseTo(low, 12)
    expect(number.high).toBeCloseTo(high, 12)
  })

  test('bounds reach to infinity', () => {
    expect(readPrinted('<0.001')).toMatchObject({ low: -Infinity, high: 0.001, bound: '<' })
    expect(readPrinted('> 0.05')).toMatchObject({ low: 0.05, high: Infinity, bound: '>' })
    expect(overlap(readPrinted('<0.001')!, readPrinted('0.001')!)).toBe(true)
    expect(overlap(readPrinted('<0.001')!, readPrinted('0.002')!)).toBe(false)
  })

  test.each(['', 'NS', '1.2.3', '0.05 to 0.06', '1e999', 'Infinity'])('%o is none', (text) => {
    expect(readPrinted(text)).toBeUndefined()
  })

  test('intervals', () => {
    expect(corners((a, b) => a / b, { low: 1, high: 2 }, { low: 4, high: 5 })).toEqual({ low: 0.2, high: 0.5 })
    expect(printInterval({ low: -1.04, high: 1.04 }, 1)).toBe('−1.0 to 1.0')
    expect(widened(readPrinted('0.5')!).low).toBeCloseTo(0.4, 12)
    expect(widened(readPrinted('0.5')!).high).toBeCloseTo(0.6, 12)
  })
})

describe('transcripts', () => {
  test('numbers keep the decimals that were typed', () => {
    const { models } = readTranscript(
      `${head}models: [{ id: Table 2, terms: [{ term: x, beta: 1.70, or: "5.470", ci: 1.10–27.20, p: <0.001 }] }]\n`,
      'paper.yaml',
    )
    const [term] = models[0].terms
    expect([term.beta!.text, term.beta!.decimals, term.or!.decimals]).toEqual(['1.70', 2, 3])
    expect([term.ci!.lower.text, term.ci!.upper.decimals, term.p!.bound]).toEqual(['1.10', 2, '<'])
  })

  test.each([
    ['a: [', /line \d/],
    [`${head}tabels: []\n`, /tabels/],
    ['title: a paper\n', /patients/],
    [`${head}splits: [{ where: M, ratio: seven to three, sizes: { a: 60 } }]\n`, /line 3.*ratio/s],
    [
      `${head}tables:\n  - id: T\n    groups: [{ label: g, n: 12 }]\n    rows:\n      - { variable: v, levels: { a: [5, 7] } }\n`,
      /line 7: T, v: a has 2 cells, the table 1 groups/,
    ],
    [
      `${head}tables:\n  - id: T\n    groups: [{ label: g, n: 12 }]\n    rows:\n      - { variable: v, means: [about 5] }\n`,
      /line 7.*about 5 is not a mean/s,
    ],
    [`${head}tables:\n  - id: T\n    groups: [{ label: g, n: 12.5 }]\n    rows: []\n`, /whole number/],
    [`${head}models: [{ id: M, terms: [{ term: x, ci: 3.1 }] }]\n`, /not an interval/],
    [`title: ${'x'.repeat(3_000_000)}`, /longer than/],
    ['just a text', /paper\.yaml/],
    ['', /paper\.yaml/],
  ])('faults are told with their line: %#', (text, expected) => {
    expect(faultsOf(text)).toMatch(expected)
  })

  test('a bomb of aliases is refused', () => {
    const lines = ['a: &a [x, x, x, x, x, x, x, x, x]']
    for (let i = 1; i < 12; i++) {
      const [now, before] = [String.fromCharCode(97 + i), String.fromCharCode(96 + i)]
      lines.push(`${now}: &${now} [${Array(9).fill(`*${before}`).join(', ')}]`)
    }
    expect(() => readTranscript(lines.join('\n'), 'paper.yaml')).toThrow('paper.yaml')
  })
})

test('docs/audit.md says of each check what it assumes and when it is wrong', () => {
  const lines = readFileSync('docs/audit.md', 'utf8').split('\n')
  const told = (id: string) =>
    lines.some((line) => {
      const [, name = '', assumes = '', wrong = ''] = line.split(' | ').length === 3 ? ['', ...line.split(' | ')] : []
      return name.includes(`\`${id}\``) && assumes.trim() !== '' && wrong.replace('|', '').trim() !== ''
    })
  expect(checks.map(({ id }) => id).filter((id) => !told(id))).toEqual([])
})

test('the template of docs/audit.md is a transcript in which everything adds up', () => {
  const template = /```yaml\n(.*?)```/s.exec(readFileSync('docs/audit.md', 'utf8'))![1]
  const { findings, checks } = auditPaper(readTranscript(template, 'docs/audit.md'))
  expect(
    findings.filter(({ grade }) => grade !== 'not reported' && grade !== 'unusual').map(({ statement }) => statement),
  ).toEqual([])
  expect(checks.filter(({ examined }) => examined > 0).length).toBeGreaterThan(18)
})
