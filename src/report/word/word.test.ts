import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import { sampleDrawings, sampleReport } from '../../../test/report/sample.ts'
import { toolTest } from '../../../test/support/needs.ts'
import { figurePng } from '../../figures/export.node.ts'
import { plainText } from '../../text/with-numbers.ts'
import { type Picture, reportDocx } from './word.ts'

const pictures: Record<string, Picture> = {}
let bytes: Uint8Array
let xml: string

beforeAll(async () => {
  for (const [id, svg] of Object.entries(sampleDrawings)) {
    const [, width, height] = / width="([\d.]+)mm" height="([\d.]+)mm"/.exec(svg)!
    pictures[id] = { png: await figurePng(svg, 72), width: Number(width), height: Number(height) }
  }
  bytes = await reportDocx(sampleReport, pictures)
  xml = strFromU8(unzipSync(bytes)['word/document.xml'])
})

describe('the Word report', () => {
  test('is the same bytes every time, without the clock', async () => {
    expect(Buffer.compare(await reportDocx(sampleReport, pictures), bytes)).toBe(0)
    const core = strFromU8(unzipSync(bytes)['docProps/core.xml'])
    expect(core.match(/2026-11-22T00:00:00Z/g)?.length).toBe(2)
  })

  test('has real headings, numbered captions and native tables', () => {
    const styles = [...xml.matchAll(/<w:pStyle w:val="([^"]+)"\/>/g)].map(([, name]) => name)
    expect(styles.filter((name) => name === 'Heading1').length).toBe(1 + sampleReport.sections.length)
    expect(styles.filter((name) => name === 'Caption').length).toBe(9)
    // Word counts by itself, as the field is for: none sets a number.
    expect([...xml.matchAll(/SEQ (Table|Figure) \\\* ARABIC"/g)].map(([, what]) => what)).toEqual([
      'Figure',
      'Table',
      'Figure',
      'Table',
      'Figure',
      'Figure',
      'Table',
      'Figure',
    ])
    // Each caption's number is a place that references name.
    expect([...xml.matchAll(/w:name="((?:Table|Figure)_S?\d+)"/g)].map(([, name]) => name).length).toBe(9)
    expect(xml.match(/<w:tblStyle w:val="JournalTable"\/>/g)?.length).toBe(3)
    expect(xml.match(/<w:tbl>/g)?.length).toBe(3)
    expect(xml.match(/<w:tblHeader\/>/g)?.length).toBe(3)
  })

  test('says its language, and keeps the headings of a table with the rows below them', () => {
    const styles = strFromU8(unzipSync(bytes)['word/styles.xml'])
    expect(styles).toContain('<w:lang w:val="en-US" w:eastAsia="zh-CN"/>')
    const rows = xml.match(/<w:tr>.*?<\/w:tr>/gs)!.filter((row) => row.includes('<w:tblHeader/>'))
    expect(rows.length).toBeGreaterThan(2)
    for (const row of rows) expect(row).toContain('<w:keepNext/>')
  })

  test('refers to tables and figures by fields, which follow the captions', async () => {
    const section = {
      id: 'x',
      title: 'X',
      blocks: [{ kind: 'paragraph' as const, text: plainText('As shown (Table 1, 99; Figure 2).') }],
    }
    const referring = { ...sampleReport, sections: [...sampleReport.sections, section] }
    const own = strFromU8(unzipSync(await reportDocx(referring, pictures))['word/document.xml'])
    const fields = [...own.matchAll(/w:instr="(REF [^"]*)"/g)].map(([, field]) => field)
    // There is no table 99: that stays as it is written.
    expect(fields.slice(-2)).toEqual(['REF Table_1 \\h', 'REF Figure_2 \\h'])
    const styles = strFromU8(unzipSync(bytes)['word/styles.xml'])
    for (const name of ['JournalTable', 'TableText', 'Note', 'Caption']) expect(styles).toContain(`w:styleId="${name}"`)
  })

  test('as a manuscript its lines are numbered and spaced double', async () => {
    const files = unzipSync(await reportDocx({ ...sampleReport, layout: 'manuscript' }, pictures))
    expect(strFromU8(files['word/document.xml'])).toMatch(/<w:lnNumType [^>]*w:countBy="1"/)
    expect(strFromU8(files['word/styles.xml'])).toMatch(/<w:docDefaults>.*w:line="480"/s)
    expect(xml).not.toContain('lnNumType')
  })

  test('numbers its pictures from 1 and describes each', () => {
    const found = [...xml.matchAll(/<wp:docPr id="(\d+)" name="([^"]+)" descr="([^"]+)"/g)]
    expect(found.map(([, id]) => Number(id))).toEqual([1, 2, 3, 4, 5, 6])
    expect(found[0].slice(2)).toEqual(['flow', 'Flow diagram.'])
  })

  test('refuses a figure without its picture', async () => {
    await expect(reportDocx(sampleReport, {})).rejects.toThrow('no figure flow')
  })
})

toolTest(
  'LibreOffice opens it: every cell of every table is there, and hostile text is text',
  ['soffice', '--version'],
  4,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nomoscope-word-'))
    try {
      const evil = '<w:p>&amp; ]]> "x"'
      const report = {
        ...sampleReport,
        title: evil,
        summary: { headlines: [], warnings: [{ severity: 'note' as const, text: plainText(evil) }] },
      }
      writeFileSync(join(folder, 'report.docx'), await reportDocx(report, pictures))
      const run = spawnSync('soffice', [
        `-env:UserInstallation=file://${folder}/profile`,
        '--headless',
        '--convert-to',
        'txt:Text',
        '--outdir',
        folder,
        join(folder, 'report.docx'),
      ])
      expect(run.status).toBe(0)
      const text = readFileSync(join(folder, 'report.txt'), 'utf8')
      const cells = sampleReport.tables.flatMap((table) =>
        table.rows.flatMap((row) => row.cells.map((cell) => cell.text)),
      )
      expect(cells.filter((cell) => cell && !text.includes(cell))).toEqual([])
      expect(text.split(evil).length).toBe(3)
      expect(text).toMatch(/Table 1\. Patients by HER-2 status/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)

toolTest(
  'LibreOffice numbers the captions anew after a table is deleted, and what refers to them follows',
  ['soffice', '--version'],
  3,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nomoscope-word-'))
    try {
      const section = {
        id: 'x',
        title: 'X',
        blocks: [{ kind: 'paragraph' as const, text: plainText('What follows from it (Tables 1 and 4).') }],
      }
      const report = { ...sampleReport, sections: [...sampleReport.sections, section] }
      const files = unzipSync(await reportDocx(report, pictures))
      const whole = strFromU8(files['word/document.xml'])
      const caption = whole.indexOf('w:name="Table_1"')
      const from = whole.lastIndexOf('<w:p>', caption)
      const to = whole.indexOf('</w:tbl>', caption) + '</w:tbl>'.length
      files['word/document.xml'] = strToU8(whole.slice(0, from) + whole.slice(to))
      writeFileSync(join(folder, 'report.docx'), zipSync(files))
      const run = spawnSync('soffice', [
        `-env:UserInstallation=file://${folder}/profile`,
        '--headless',
        '--convert-to',
        'pdf',
        '--outdir',
        folder,
        join(folder, 'report.docx'),
      ])
      expect(run.status).toBe(0)
      // The fields are worked out when the pages are laid out.
      const text = spawnSync('pdftotext', ['-layout', join(folder, 'report.pdf'), '-'], { encoding: 'utf8' }).stdout
      const second = sampleReport.tables.find(({ number }) => number === '4')!
      expect(text).toContain(`Table 1. ${second.title}`)
      expect(text).toMatch(/What follows from it \(Tables .*and 1\)\./)
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)
