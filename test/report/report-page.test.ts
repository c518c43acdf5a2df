import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect } from 'vitest'
import { svgDocument } from '../../src/figures/canvas/svg.ts'
import { confusionMatrix } from '../../src/figures/charts/confusion-matrix.ts'
import { riskDistribution } from '../../src/figures/charts/risk-distribution.ts'
import type { Report } from '../../src/report/document.ts'
import { reportHtml } from '../../src/report/html/html.ts'
import { plainText, quantity, text } from '../../src/text/with-numbers.ts'
import { chromiumProbe, inChromium } from '../support/chromium.ts'
import { toolTest } from '../support/needs.ts'
import { sampleDrawings, sampleReport } from './sample.ts'

const folder = mkdtempSync(join(tmpdir(), 'nomoscope-page-'))
afterAll(() => rmSync(folder, { recursive: true }))

const labels = ['HER-2 positive', 'HER-2 negative'] as const
// Of ten patients with the outcome one at each tenth from 5% on; of ten without, all at 5%.
const steps = Array.from({ length: 101 }, (_, i) => i / 100)
const shares = {
  positives: steps.map((t) => Array.from({ length: 10 }, (_, i) => 0.05 + i / 10).filter((risk) => risk >= t).length),
  negatives: steps.map((t) => (t <= 0.05 ? 10 : 0)),
}
const risks = {
  edges: [0, 0.5, 1],
  events: [5, 5],
  nonEvents: [10, 0],
  labels,
  threshold: { value: 0.3, label: '30%' },
}
const matrix = {
  title: 'Out of fold',
  truePositives: 7,
  falsePositives: 0,
  trueNegatives: 10,
  falseNegatives: 3,
  labels,
}
const drawn = { leading: riskDistribution(risks), matrix: confusionMatrix(matrix) }
const leading = {
  width: drawn.leading.width,
  height: drawn.leading.height,
  body: drawn.leading.body + drawn.matrix.body,
}
const rows = [3, 11, 2, 5, 1].map((value, i) => ({
  kind: 'row' as const,
  indent: 0 as const,
  cells: [plainText(`row ${i}`), text`${quantity(value, String(value))}`],
}))
const report: Report = {
  ...sampleReport,
  tables: [
    ...sampleReport.tables,
    {
      id: 'sorted',
      number: '9',
      title: 'To be sorted',
      columns: [
        { label: plainText('Name'), align: 'left' },
        { label: plainText('Value'), align: 'right' },
      ],
      rows,
      footnotes: [],
    },
  ],
  figures: [
    ...sampleReport.figures,
    {
      id: 'leading',
      number: '9',
      title: 'Leading',
      caption: plainText('The leading figure.'),
      description: 'The leading figure.',
      interactive: 'threshold',
      data: { shares, risks, matrices: [matrix] },
    },
  ],
  sections: [
    ...sampleReport.sections,
    { id: 'own', title: 'Own', blocks: [{ kind: 'figure', id: 'leading' }] },
    { id: 'beside', title: 'Beside', blocks: [{ kind: 'table', id: 'sorted' }], supplement: true },
  ],
}
const file = join(folder, 'report.html')
writeFileSync(
  file,
  reportHtml(report, {
    ...sampleDrawings,
    leading: svgDocument(leading, { id: 'leading', title: 'Leading', description: 'The leading figure.' }),
  }),
)

toolTest(
  'the threshold moves the matrix and the mark, and goes back; a link unfolds; a table is sorted; nothing is cut at 390 px',
  chromiumProbe,
  14,
  async () => {
    const asked = await inChromium(file, async (page) => {
      const cells = () =>
        page.$$eval('.threshold-panel [data-cell]', (all) => all.map((cell) => Number(cell.textContent)))
      // In the order of the table: true positives, false negatives, false positives, true negatives.
      expect(await cells()).toEqual([7, 3, 0, 10])
      const slide = (to: number) =>
        page.$eval(
          '.threshold-panel input',
          (input, value) => {
            ;(input as HTMLInputElement).value = String(value)
            input.dispatchEvent(new Event('input'))
          },
          to,
        )
      await slide(50)
      expect(await cells()).toEqual([5, 5, 0, 10])
      expect(await page.textContent('#leading svg [data-cell=tp]')).toBe('5')
      expect(await page.textContent('.threshold-label')).toBe('50%')
      // 5/20 − 0/20 · 0.5/0.5
      expect(await page.textContent('.threshold-panel .read')).toContain('0.250')
      await slide(0)
      expect(await cells()).toEqual([10, 0, 10, 0])
      await page.click('.threshold-panel button')
      expect(await page.textContent('.threshold-label')).toBe('30%')
      expect(await page.getAttribute('.threshold-mark', 'transform')).toBeNull()

      const folded = () => page.$eval('#section-beside details', (one) => (one as HTMLDetailsElement).open)
      expect(await folded()).toBe(false)
      await page.click('nav a[href="#section-beside"]')
      expect(await folded()).toBe(true)
      await page.click('#sorted th:nth-child(2) .sort')
      const values = () => page.$$eval('#sorted tbody td', (all) => all.map((cell) => cell.textContent))
      expect(await values()).toEqual(['1', '2', '3', '5', '11'])
      await page.click('#sorted th:nth-child(2) .sort')
      expect(await values()).toEqual(['11', '5', '3', '2', '1'])

      await page.setViewportSize({ width: 390, height: 844 })
      const wide = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        ...Array.from(document.querySelectorAll('figure svg'), (svg) => svg.getBoundingClientRect().right),
      ])
      expect(Math.max(...wide)).toBeLessThanOrEqual(390)
    })
    expect(asked).toEqual([])
  },
  60_000,
)
