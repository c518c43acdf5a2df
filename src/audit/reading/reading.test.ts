import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { fixture } from '../../../test/support/needs.ts'
import {
  asHtml,
  asJats,
  asPdf,
  asTwoColumnPdf,
  asWord,
  sentence,
  tables,
  title,
} from '../../../test/support/written-paper.ts'
import { auditPaper } from '../audit.ts'
import { readTranscript } from '../read-transcript.ts'
import { draftTranscript, isPaper, readPaper } from './index.ts'
import { understood } from './understood.ts'

const font = 'node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf'
const files: [string, () => Promise<Uint8Array>][] = [
  ['paper.xml', async () => new TextEncoder().encode(asJats())],
  ['paper.html', async () => new TextEncoder().encode(asHtml())],
  ['paper.docx', async () => asWord()],
  ['paper.pdf', () => asPdf(font)],
]

test('text of a PDF that no page could hold is left out, and the rest is read', async () => {
  const whole = new TextDecoder('latin1').decode(await asPdf(font, false))
  expect(whole).toContain('/F1 16 Tf')
  const damaged = Uint8Array.from(whole.replace('/F1 16 Tf', '/F1 9e9 Tf'), (sign) => sign.charCodeAt(0))
  const paper = await readPaper(damaged, 'paper.pdf')
  expect(paper.title).not.toContain(title.slice(0, 12))
  expect(paper.paragraphs.map(({ text }) => text).join(' ')).toContain(sentence.slice(0, 30))
})

describe('a paper from its file to a transcript', () => {
  test.each(files)(
    '%s: every cell of every table in its place, and the statistics of the text',
    async (file, written) => {
      expect(isPaper(file)).toBe(true)
      const paper = await readPaper(await written(), file)
      expect(paper.title).toContain(title)
      expect(paper.tables.map(({ label, rows }) => ({ label, rows }))).toEqual(
        tables.map(({ label, rows }) => ({ label, rows })),
      )
      const { transcript, note } = draftTranscript(paper, file)
      expect(note).toContain('(100%)')
      const draft = parse(transcript)
      expect(draft.statistics).toHaveLength(2)
      expect(sentence).toContain(draft.statistics[0].says)
      expect(draft.tables[0].groups).toEqual([
        { label: 'Responders', n: '66' },
        { label: 'Others', n: '114' },
      ])
      expect(draft.tables[0].rows.map(({ variable }: { variable: string }) => variable)).toEqual([
        'Age, years',
        'Volume, mm3',
        'Hospital stay, days',
        'Margin',
      ])
      expect(draft.models[0].terms[0]).toEqual({
        term: 'Rough margin',
        beta: '0.842',
        se: '0.391',
        or: '2.321',
        ci: '1.079–4.995',
        p: '0.031*',
      })
      expect(draft.performance[1]).toMatchObject({
        set: 'Validation',
        role: 'validation',
        auc: '0.774',
        ci: '0.644–0.904',
      })
    },
  )

  test.each([
    [
      'article-1.xml',
      [
        ['Table 1', 56],
        ['Table 2', 28],
      ],
      100,
    ],
    [
      'article-2.xml',
      [
        ['Table 1', 28],
        ['Table 2', 12],
        ['Table 3', 32],
      ],
      100,
    ],
    [
      'article-3.xml',
      [
        ['Table 1', 26],
        ['Table 2', 16],
        ['Table 3', 22],
      ],
      100,
    ],
  ] as const)('%s: every number of its tables has its place', async (file, sizes, share) => {
    const paper = await readPaper(new Uint8Array(readFileSync(fixture('audit', file))), file)
    const { note } = draftTranscript(paper, file)
    for (const [label, numbers] of sizes)
      expect(note).toMatch(new RegExp(`${label} .* of ${numbers} numbers below the head`))
    expect(Number(/\((\d+)%\) have a place/.exec(note)![1])).toBeGreaterThanOrEqual(share)
  })

  test('sets over groups, levels beside their variable, limits of their own column, measures as rows', async () => {
    const draftOf = async (file: string) =>
      parse(
        draftTranscript(await readPaper(new Uint8Array(readFileSync(fixture('audit', file))), file), file).transcript,
      )
    const two = await draftOf('article-2.xml')
    expect(two.tables[0].groups).toEqual([
      { label: 'pCR', n: '40', set: 'Training cohort' },
      { label: 'non-pCR', n: '80', set: 'Training cohort' },
      { label: 'pCR', n: '18', set: 'Validation cohort' },
      { label: 'non-pCR', n: '34', set: 'Validation cohort' },
    ])
    expect(two.models[0].terms[1]).toEqual({ term: 'HER2', beta: '0.842', or: '2.321', ci: '1.079–4.993', p: '0.031' })
    expect(two.performance.map(({ set, ppv }: { set: string; ppv: string }) => [set, ppv])).toEqual([
      ['Clinical Training', '50.0'],
      ['Clinical Validation', '50.0'],
      ['Nomogram Training', '64.0'],
      ['Nomogram Validation', '63.6'],
    ])
    const three = await draftOf('article-3.xml')
    expect(three.tables[0].rows[1]).toEqual({
      variable: 'Sex',
      levels: { Male: ['52(53.1)', '51(68.9)'], Female: ['46(46.9)', '23(31.1)'] },
      statistic: '4.420',
      p: '0.036',
    })
    expect(three.performance[1]).toMatchObject({ set: 'Test set', role: 'validation', auc: '0.817', npv: '0.867' })
  })

  test('sizes in thousands with blanks, percentages named in the row, variables above their levels, rows of p', () => {
    const grid = (label: string, rows: string[][]) => ({ label, caption: '', place: 'Results', heads: 1, rows })
    const { tables } = understood(
      grid('Table 1', [
        ['', 'Cases (n=1878)', 'Others (n=335 924)'],
        ['Mean (s.d.) age', '57.4 (8.0)', '50.5 (9.7)'],
        ['Smokers (%)', '18.5', '19.6'],
        ['Side, n (%)', '', ''],
        ['Left', '0', '12 (0.0)'],
      ]),
    )
    expect(tables).toMatchObject([
      {
        groups: [
          { label: 'Cases', n: '1878' },
          { label: 'Others', n: '335 924' },
        ],
        rows: [
          { variable: 'Mean (s.d.) age' },
          { levels: { 'Smokers (%)': ['18.5%', '19.6%'] } },
          { variable: 'Side, n (%)', levels: { Left: ['0', '12 (0.0)'] } },
        ],
      },
    ])
    const { models } = understood(
      grid('Table 2', [
        ['Variable', 'Cases/others', 'HR (95% CI)'],
        ['Use', '', ''],
        ['Never', '40/138 359', '1.00 (reference)'],
        ['Ever', '22/196 040', '0.93 (0.84–1.03)'],
        ['P-trend', '', '0.37'],
        ['', '', ''],
        ['Age', '30/1 204', '1.02 (1.00–1.04)'],
      ]),
    )
    expect(models).toEqual([
      {
        id: 'Table 2',
        terms: [
          { term: 'Use', level: 'Ever', hr: '0.93', ci: '0.84–1.03' },
          { term: 'Use, P-trend', p: '0.37' },
          { term: 'Age', hr: '1.02', ci: '1.00–1.04' },
        ],
      },
    ])
    const nested = understood(
      grid('Table 3', [
        ['Species', 'Variable', 'Level', 'Odds ratio (OR)', '95% confidence interval (OR)', 'P-value'],
        ['Goats', 'Sex', 'Female', '1*', '–', '–'],
        ['', '', 'Male', '0.34', '0.10, 1.20', '0.094'],
        ['', 'Age', '> 1 year', '7.32', '2.42, 22.12', '<0.001'],
      ]),
    )
    expect(nested.models).toEqual([
      {
        id: 'Table 3',
        terms: [
          { term: 'Goats, Sex', level: 'Female', or: '1*' },
          { term: 'Goats, Sex', level: 'Male', or: '0.34', ci: '0.10, 1.20', p: '0.094' },
          { term: 'Goats, Age', level: '> 1 year', or: '7.32', ci: '2.42, 22.12', p: '<0.001' },
        ],
      },
    ])
  })

  test('a PDF of two columns is read down the first, then down the second, with a table across both', async () => {
    const paper = await readPaper(await asTwoColumnPdf(font), 'paper.pdf')
    const words = paper.paragraphs.map(({ text }) => text).join(' ')
    const numbers = [...words.matchAll(/sentence (\d+) /g)].map(([, k]) => Number(k))
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b))
    expect(numbers).toHaveLength(60)
    expect(paper.tables.map(({ label, rows }) => ({ label, rows }))).toEqual(
      [tables[0], tables[1]].map(({ label, rows }) => ({ label, rows })),
    )
  })

  test('a draft is audited only when a person has checked it and filled in what the paper did not tell', async () => {
    const paper = await readPaper(new TextEncoder().encode(asJats()), 'paper.xml')
    const { transcript, note } = draftTranscript(paper, 'paper.xml')
    expect(note).toMatch(/Table 4: the table is a picture/)
    expect(() => readTranscript(transcript, 'transcript.yaml')).toThrow(/\? is not a number/)
    const filled = transcript.replaceAll(/n: "\?"/g, 'n: 180').replace('where: "?"', 'where: Methods')
    expect(() => readTranscript(filled, 'transcript.yaml')).toThrow(/this is a draft/)
    const { findings } = auditPaper(readTranscript(filled.replace(/^draft: true$/m, 'draft: false'), 'transcript.yaml'))
    expect(findings.filter(({ grade }) => grade === 'impossible').map(({ statement }) => statement)).toEqual([])
  })

  test.each([
    ['paper.docx', new Uint8Array([1, 2, 3])],
    ['paper.pdf', new TextEncoder().encode('no PDF')],
    ['paper.xml', new TextEncoder().encode('')],
  ])('%s that is none is refused by name', async (file, bytes) => {
    await expect(readPaper(bytes, file)).rejects.toThrow(file)
  })
})
