import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { asHtml, asJats, asPdf, asWord, sentence, tables, title } from '../../../test/support/written-paper.ts'
import { auditPaper } from '../audit.ts'
import { readTranscript } from '../read-transcript.ts'
import { draftTranscript, isPaper, readPaper } from './index.ts'

const font = 'node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf'
const files: [string, () => Promise<Uint8Array>][] = [
  ['paper.xml', async () => new TextEncoder().encode(asJats())],
  ['paper.html', async () => new TextEncoder().encode(asHtml())],
  ['paper.docx', async () => asWord()],
  ['paper.pdf', () => asPdf(font)],
]

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
