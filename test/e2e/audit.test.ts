import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { chromiumProbe, inChromium } from '../support/chromium.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { toolTest } from '../support/needs.ts'

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

toolTest('the page fits a phone', chromiumProbe, 2, async () => {
  const out = join(folder, 'phone')
  nomoscope('audit', paper, '--out', out)
  const asked = await inChromium(join(out, 'audit.html'), async (page) => {
    await page.setViewportSize({ width: 390, height: 800 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
  })
  expect(asked).toEqual([])
})
