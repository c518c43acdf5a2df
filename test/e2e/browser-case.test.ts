import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { chromium } from 'playwright-core'
import { expect } from 'vitest'
import { keepGiven } from '../support/browser-folder.ts'
import { chromiumProbe } from '../support/chromium.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fixture, toolTest } from '../support/needs.ts'
import { staticServer } from '../support/static-server.ts'

const page = join(import.meta.dirname, '../../dist/app')

toolTest(
  'the page alone extracts a PyRadiomics case as the command line does, and hands a folder of results over as one file',
  chromiumProbe,
  4,
  async () => {
    const given = scratchFolder()
    mkdirSync(join(given, 'results', 'tables'), { recursive: true })
    for (const name of ['study.yaml', 'results/report.html', 'results/tables/a.csv'])
      writeFileSync(join(given, name), name)
    const server = await staticServer(page, given)
    const browser = await chromium.launch({ executablePath: chromiumProbe[0], args: ['--no-sandbox'] })
    try {
      const tab = await browser.newPage()
      await tab.goto(server.address)
      const files = ['lesion_image.nrrd', 'lesion_label.nrrd', 'params/paper.yaml'].map((name) =>
        fixture('radiomics', ...name.split('/')),
      )
      for (const [i, label] of ['Image: NRRD', 'Mask: a label', 'Parameter file'].entries())
        await tab.getByLabel(label).setInputFiles(files[i])
      const [extracted] = await Promise.all([
        tab.waitForEvent('download'),
        tab.getByRole('button', { name: 'Extract' }).click(),
      ])
      const found = Object.entries(JSON.parse(readFileSync(await extracted.path(), 'utf8')))
      const [image, mask, params] = files
      const { stdout } = nomoscope('extract', image, mask, '--params', params, '--quiet')
      const expected = Object.entries(JSON.parse(stdout))
      const isNumber = ([, value]: [string, unknown]) => typeof value === 'number'
      expect(found.map((one) => (isNumber(one) ? one[0] : one))).toEqual(
        expected.map((one) => (isNumber(one) ? one[0] : one)),
      )
      // The last bit of Math.log2 and Math.exp is the engine's own.
      const numbers = (of: [string, unknown][]) => of.filter(isNumber).map(([, value]) => value)
      expect(numbers(found)).toMatchDigits(numbers(expected), 1e-13)

      await keepGiven(tab, 'kept')
      await tab.reload()
      await tab.getByRole('button', { name: 'Open kept' }).click()
      const [zip] = await Promise.all([
        tab.waitForEvent('download'),
        tab.getByRole('button', { name: 'Download everything' }).click(),
      ])
      expect(zip.suggestedFilename()).toBe('results.zip')
      expect(Object.keys(unzipSync(readFileSync(await zip.path())))).toEqual(['report.html', 'tables/a.csv'])
    } finally {
      await browser.close()
      await server.close()
    }
  },
  120_000,
)
