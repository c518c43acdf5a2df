import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { chromiumProbe, inChromium } from '../support/chromium.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { toolTest } from '../support/needs.ts'
import { asHtml, tables } from '../support/written-paper.ts'

const folder = scratchFolder()
const paper = 'examples/her2-breast-mri/audit.yaml'

test('an audit is a page, a Word file, data and a letter; done is 0 whatever it finds', () => {
  const out = join(folder, 'audit')
  const first = nomoscope('audit', paper, '--out', out)
  expect(first.status, first.stderr).toBe(0)
  expect(first.stdout.trim()).toBe(join(out, 'audit.html'))
  const record = JSON.parse(readFileSync(join(out, 'audit.json'), 'utf8'))
  expect(record.findings.length).toBeGreaterThan(40)
  for (const { number, grade, arithmetic } of record.findings) {
    expect(['impossible', 'inconsistent', 'unusual', 'not reported'], number).toContain(grade)
    expect(arithmetic.length, number).toBeGreaterThan(0)
  }
  expect(readFileSync(join(out, 'audit.html'), 'utf8')).toContain('Research use only')
  expect(readFileSync(join(out, 'audit.docx')).subarray(0, 2).toString()).toBe('PK')
  expect(readFileSync(join(out, 'letter.txt'), 'utf8')).toContain('Dear authors')
  const again = nomoscope('audit', paper, '--out', out)
  expect(again.status).toBe(2)
  const page = readFileSync(join(out, 'audit.html'))
  expect(nomoscope('audit', paper, '--out', out, '--overwrite').status).toBe(0)
  expect(readFileSync(join(out, 'audit.html'))).toEqual(page)
})

test('a transcript with faults ends with 3 and their lines', () => {
  const file = join(folder, 'paper.yaml')
  writeFileSync(file, 'title: a paper\npatients: { n: about 90, where: Methods }\n')
  const { status, stderr } = nomoscope('audit', file, '--out', join(folder, 'none'))
  expect(status).toBe(3)
  expect(stderr).toMatch(/NS-AUD-01.*line 2: patients\.n: about 90/s)
  expect(nomoscope('audit', join(folder, 'absent.yaml')).status).toBe(3)
})

test('a paper becomes a draft with its note, and the draft waits for a person', () => {
  const file = join(folder, 'paper.html')
  writeFileSync(file, asHtml())
  const out = join(folder, 'draft')
  const { status, stdout, stderr } = nomoscope('audit', file, '--out', out)
  expect(status, stderr).toBe(0)
  expect(stdout.trim()).toBe(join(out, 'transcript.yaml'))
  expect(readFileSync(join(out, 'reading.txt'), 'utf8')).toContain('52 of 52 numbers of tables (100%)')
  const audited = nomoscope('audit', join(out, 'transcript.yaml'))
  expect(audited.status).toBe(3)
  expect(audited.stderr).toMatch(/NS-AUD-01.*patients\.n: \? is not a number/s)
})

toolTest(
  'what LibreOffice writes is read cell by cell: Word and PDF',
  ['soffice', '--version'],
  4,
  () => {
    writeFileSync(join(folder, 'paper.html'), asHtml())
    const convert = (to: string, from: string, ...more: string[]) =>
      spawnSync(
        'soffice',
        [
          `-env:UserInstallation=file://${folder}/profile`,
          '--headless',
          '--convert-to',
          to,
          ...more,
          '--outdir',
          folder,
          join(folder, from),
        ],
        { stdio: 'ignore' },
      )
    convert('docx:MS Word 2007 XML', 'paper.html', '--infilter=HTML (StarWriter)')
    convert('pdf', 'paper.docx')
    for (const kind of ['docx', 'pdf']) {
      const out = join(folder, `draft-${kind}`)
      const { status, stderr } = nomoscope('audit', join(folder, `paper.${kind}`), '--out', out)
      expect(status, stderr).toBe(0)
      const { reading } = parse(readFileSync(join(out, 'transcript.yaml'), 'utf8'))
      expect(reading.map(({ rows }: { rows: string[][] }) => rows)).toEqual(tables.map(({ rows }) => rows))
    }
  },
  180_000,
)

toolTest('the page fits a phone', chromiumProbe, 2, async () => {
  const out = join(folder, 'phone')
  nomoscope('audit', paper, '--out', out)
  const asked = await inChromium(join(out, 'audit.html'), async (page) => {
    await page.setViewportSize({ width: 390, height: 800 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  })
  expect(asked).toEqual([])
})
