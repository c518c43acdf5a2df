import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { drawn } from '../../test/figures/drawn.ts'
import { toolTest } from '../../test/support/needs.ts'
import { figurePdf, figurePng } from './export.node.ts'

const { svg, drawing } = drawn['kaplan-meier']
const about = { title: 'Kaplan–Meier', date: '2026-11-22' }

test('PNG is as many pixels as its size on paper asks for, and says so', async () => {
  const png = await figurePng(svg, 300)
  const view = new DataView(png.buffer, png.byteOffset)
  expect(view.getUint32(16)).toBe(Math.round((drawing.width * 300) / 72))
  expect(Math.abs(view.getUint32(20) - (drawing.height * 300) / 72)).toBeLessThan(2)
  expect(new TextDecoder('latin1').decode(png.subarray(37, 41))).toBe('pHYs')
  expect([view.getUint32(41), view.getUint32(45), png[49]]).toEqual([11811, 11811, 1])
  expect(Buffer.compare(await figurePng(svg, 300), png)).toBe(0)
})

test('PDF is the same bytes every time', async () => {
  const first = await figurePdf(svg, about)
  expect(new TextDecoder('latin1').decode(first.subarray(0, 5))).toBe('%PDF-')
  expect(Buffer.compare(await figurePdf(svg, about), first)).toBe(0)
})

toolTest(
  'PDF keeps its text as text, its size to the millimetre, and carries its fonts',
  ['pdftotext', '-v'],
  6,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nomoscope-figure-'))
    try {
      const file = join(folder, 'figure.pdf')
      writeFileSync(file, await figurePdf(svg, about))
      const words = spawnSync('pdftotext', [file, '-'], { encoding: 'utf8' }).stdout
      for (const label of ['Disease-free survival', 'Log-rank χ² = 10.88', 'Number at risk', '209'])
        expect(words).toContain(label)
      const [, width] = /Page size:\s+([\d.]+)/.exec(spawnSync('pdfinfo', [file], { encoding: 'utf8' }).stdout)!
      expect(Math.abs((Number(width) * 25.4) / 72 - 89)).toBeLessThan(0.1)
      const fonts = spawnSync('pdffonts', [file], { encoding: 'utf8' }).stdout.split('\n').slice(2).filter(Boolean)
      expect(fonts.every((font) => /DejaVuSans/.test(font) && /\byes yes yes\b/.test(font))).toBe(true)
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)

test('pictures within a PDF have no alpha channel, which pdfkit would write in the order of its threads', async () => {
  const pictured = Object.values(drawn).filter(({ svg: one }) => one.includes('data:image/png'))
  expect(pictured.length).toBeGreaterThan(0)
  for (const { svg: one } of pictured) {
    const text = new TextDecoder('latin1').decode(await figurePdf(one, about))
    expect(text).toContain('/Subtype /Image')
    expect(text).not.toContain('/SMask')
  }
})

test('every reviewed figure can be written to PDF without loss', async () => {
  for (const [name, { svg: one }] of Object.entries(drawn)) {
    const pdf = await figurePdf(one, { ...about, title: name })
    expect(pdf.length).toBeGreaterThan(3000)
  }
})
