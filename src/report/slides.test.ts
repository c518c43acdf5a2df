import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { beforeAll, expect, test } from 'vitest'
import { sampleDrawings, sampleReport } from '../../test/report/sample.ts'
import { toolTest } from '../../test/support/needs.ts'
import { figurePng } from '../figures/export.node.ts'
import { reportSlides } from './slides.ts'
import type { Picture } from './word/word.ts'

const pictures: Record<string, Picture> = {}
let bytes: Uint8Array

beforeAll(async () => {
  for (const [id, svg] of Object.entries(sampleDrawings)) {
    const [, width, height] = / width="([\d.]+)mm" height="([\d.]+)mm"/.exec(svg)!
    pictures[id] = { png: await figurePng(svg, 72), width: Number(width), height: Number(height) }
  }
  bytes = await reportSlides(sampleReport, pictures)
})

test('a slide for the title and for each figure, with its title, caption and description', () => {
  const files = unzipSync(bytes)
  const slides = Object.keys(files).filter((name) => /^ppt\/slides\/slide\d+\.xml$/.test(name))
  expect(slides.length).toBe(1 + sampleReport.figures.length)
  sampleReport.figures.forEach((figure, i) => {
    const xml = strFromU8(files[`ppt/slides/slide${i + 2}.xml`])
    const words = [...xml.matchAll(/<a:t>([^<]*)<\/a:t>/g)].map(([, text]) => text).join(' ')
    expect(words).toContain(`Figure ${figure.number}. ${figure.title}`.replaceAll('&', '&amp;').replaceAll('<', '&lt;'))
    expect(words).toContain('Research use only')
    expect(xml).toContain('descr=')
  })
})

test('the same bytes every time, without the clock', async () => {
  expect(Buffer.compare(await reportSlides(sampleReport, pictures), bytes)).toBe(0)
  expect(strFromU8(unzipSync(bytes)['docProps/core.xml'])).toContain('2026-11-22T00:00:00Z')
})

toolTest(
  'LibreOffice shows every slide',
  ['soffice', '--version'],
  2,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'nomoscope-slides-'))
    try {
      writeFileSync(join(folder, 'report.pptx'), bytes)
      const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
      spawnSync('soffice', [
        profile,
        '--headless',
        '--convert-to',
        'pdf',
        '--outdir',
        folder,
        join(folder, 'report.pptx'),
      ])
      expect(readdirSync(folder)).toContain('report.pdf')
      const pages = spawnSync('pdfinfo', [join(folder, 'report.pdf')], { encoding: 'utf8' }).stdout
      expect(Number(/Pages:\s+(\d+)/.exec(pages)?.[1])).toBe(1 + sampleReport.figures.length)
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
  120_000,
)
