import { describe, expect, test } from 'vitest'
import { tableCsv } from '../../src/report/csv.ts'
import { reportHtml } from '../../src/report/html/html.ts'
import { plainText, text } from '../../src/text/with-numbers.ts'
import { flowInput } from '../figures/inputs.ts'
import { readSvg } from '../figures/read-svg.ts'
import { sampleDrawings, sampleReport, sampleResults } from './sample.ts'

const html = reportHtml(sampleReport, sampleDrawings)

const decoded = (text: string) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

function at(path: string): unknown {
  return path.split('.').reduce((here: unknown, key) => (here as Record<string, unknown>)?.[key], sampleResults)
}

function leaves(data: unknown, into = { numbers: [] as number[], words: [] as string[] }) {
  if (typeof data === 'number') into.numbers.push(data)
  else if (typeof data === 'string' && data !== '') into.words.push(data)
  else if (data !== null && typeof data === 'object') for (const value of Object.values(data)) leaves(value, into)
  return into
}

describe('the HTML report', () => {
  test('walks every number to its path in results.json', () => {
    const numbers = [...html.matchAll(/<data value="([^"]*)" data-path="([^"]*)">([^<]*)<\/data>/g)]
    expect(numbers.length).toBeGreaterThan(150)
    for (const [, value, path] of numbers) {
      const stored = at(path)
      expect({ path, value: Number(value) }).toEqual({ path, value: Number(stored) })
    }
  })

  test('prints each number as its value rounds', () => {
    for (const [, value, , raw] of html.matchAll(/<data value="([^"]*)" data-path="([^"]*)">([^<]*)<\/data>/g)) {
      const text = decoded(raw).replace('−', '-')
      if (text.startsWith('<') || text.startsWith('>')) continue
      const share = text.endsWith('%')
      const shown = Number(text.replace('%', ''))
      const decimals = /\.(\d+)/.exec(text)?.[1].length ?? 0
      expect(Math.abs(Number(value) * (share ? 100 : 1) - shown)).toBeLessThanOrEqual(0.5001 * 10 ** -decimals)
    }
  })

  test("draws no number in a figure that is not in the figure's data", () => {
    let walked = 0
    for (const { id, data } of sampleReport.figures) {
      if (data === undefined) continue
      const { numbers, words } = leaves(data)
      // The flow diagram adds up those who left at one step.
      if (id === 'flow')
        for (const step of flowInput.steps) numbers.push(step.excluded.reduce((sum, one) => sum + one.n, 0))
      const drawn = readSvg(sampleDrawings[id]).filter(
        (one) =>
          one.name === 'text' &&
          !['tick', 'lambda'].includes(one.attributes.class) &&
          !one.within.some((g) => g.class === 'non-zero'),
      )
      for (const { content } of drawn) {
        if (words.some((word) => word.includes(content))) continue
        const rest = words.reduce((text, word) => text.replaceAll(word, ' '), content)
        for (const [token] of rest.matchAll(/(?<![\w.])[−-]?\d+(\.\d+)?(?![\w.])/g)) {
          walked++
          const decimals = token.split('.')[1]?.length ?? 0
          const shown = Number(token.replace('−', '-'))
          const found = numbers.some((value) => Math.abs(value - shown) <= 0.5001 * 10 ** -decimals)
          expect({ id, content, token, found }).toEqual({ id, content, token, found: true })
        }
      }
    }
    expect(walked).toBeGreaterThan(40)
  })

  test('leaves no number of a table outside of its value', () => {
    const cells = [...html.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell]) => cell)
    expect(cells.length).toBeGreaterThan(100)
    for (const cell of cells) {
      const rest = cell.replace(/<data[^>]*>[^<]*<\/data>/g, '').replace(/<[^>]*>/g, '')
      expect(rest).not.toMatch(/\d/)
    }
  })

  test('has every id once, and every link and label a target', () => {
    const ids = [...html.matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const wanted = [
      ...[...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id),
      ...[...html.matchAll(/aria-labelledby="([^"]*)"/g)].flatMap(([, names]) => names.split(' ')),
    ]
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([])
  })

  test('needs nothing from outside and says what it is', () => {
    expect(html).not.toMatch(/<script [^>]*src|<link|<img|src="http|url\(http|@import/)
    expect(html).toContain('Research use only, not a medical device.')
    expect(html).toContain('Synthetic data: these patients do not exist')
    const real = reportHtml({ ...sampleReport, synthetic: false }, sampleDrawings)
    expect(real).not.toContain('these patients do not exist')
    const published = reportHtml({ ...sampleReport, asPublished: true }, sampleDrawings)
    expect(published.match(/as-published protocol/g)?.length).toBe(1 + sampleReport.tables.length)
  })

  test('speaks Chinese when the report does, in its fixed words', () => {
    const chinese = reportHtml({ ...sampleReport, language: 'zh' }, sampleDrawings)
    expect(chinese).toContain('<html lang="zh-CN">')
    expect(chinese).toMatch(/<b[^>]*>表 1\.<\/b>/)
    expect(chinese).toMatch(/<b[^>]*>图 3\.<\/b>/)
    expect(chinese).toContain('仅供研究使用，不是医疗器械。')
    expect(chinese).not.toContain('Research use only, not a medical device. Nomoscope')
  })

  test('prints hostile text as text', () => {
    const evil = '<img src=x onerror=alert(1)>"&'
    const hostile = reportHtml(
      {
        ...sampleReport,
        title: evil,
        origin: { ...sampleReport.origin, cohort: evil },
        warnings: [],
        summary: {
          headlines: [{ label: evil, value: plainText(evil) }],
          warnings: [{ severity: 'note', text: plainText(evil) }],
        },
        sections: [{ id: 'a"b', title: evil, blocks: [{ kind: 'table', id: 't' }] }],
        tables: [
          {
            id: 't',
            number: evil,
            title: evil,
            columns: [{ label: plainText(evil), align: 'left', group: evil }],
            rows: [{ kind: 'row', indent: 0, cells: [{ ...plainText(evil), note: evil }] }],
            footnotes: [{ mark: evil, text: plainText(evil) }],
          },
        ],
      },
      {},
    )
    expect(hostile).not.toContain('<img')
    expect(hostile).not.toContain('"b"')
    expect(hostile.match(/&lt;img src=x onerror=alert\(1\)&gt;&quot;&amp;/g)!.length).toBeGreaterThanOrEqual(10)
  })

  test('refuses a table or figure that is not there', () => {
    const broken = {
      ...sampleReport,
      sections: [{ id: 's', title: 's', blocks: [{ kind: 'table' as const, id: 'none' }] }],
    }
    expect(() => reportHtml(broken, {})).toThrow('no table none')
    expect(() => reportHtml(sampleReport, {})).toThrow('no drawing for figure flow')
  })
})

describe('CSV of a table', () => {
  const csv = tableCsv(sampleReport.tables[0])

  test('has one line a row and one cell a column', () => {
    const lines = csv.slice(1).trimEnd().split('\r\n')
    expect(lines.length).toBe(1 + sampleReport.tables[0].rows.length)
    expect(lines[0]).toBe('Characteristic,HER-2 positive (n = 111),HER-2 negative (n = 209),Statistic,p,SMD')
    expect(lines[1]).toBe('"Age, years",52.03 ± 8.84,50.62 ± 8.88,t 1.349,0.178,0.159')
  })

  test('keeps minus signs plain and formulas harmless', () => {
    const table = {
      ...sampleReport.tables[0],
      rows: ['=1+1', '@x', '+a', '-cmd', '−0.5', 'a,"b"'].map((text) => ({
        kind: 'row' as const,
        indent: 0 as const,
        cells: [plainText(text)],
      })),
    }
    const cells = tableCsv(table)
      .split('\r\n')
      .slice(1, 7)
      .map((line) => line.replace(/,,+$/, ''))
    expect(cells).toEqual(["'=1+1", "'@x", "'+a", "'-cmd", '-0.5', '"a,""b"""'])
  })
})

test('a number that is not in its text is refused', () => {
  const cell = { ...text`${{ text: '0.5', value: 0.5 }}`, text: 'half' }
  const report = {
    ...sampleReport,
    sections: [{ id: 's', title: 's', blocks: [{ kind: 'paragraph' as const, text: cell }] }],
  }
  expect(() => reportHtml(report, {})).toThrow('"0.5" is not in "half"')
})
