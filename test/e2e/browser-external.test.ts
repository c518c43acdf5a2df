import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { unzipSync } from 'fflate'
import { chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import { chromiumProbe } from '../support/chromium.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { toolTest } from '../support/needs.ts'
import { filesOf, staticServer } from '../support/static-server.ts'

const built = resolve(import.meta.dirname, '../../dist/app')

/** A table whose outcome follows the marker, other patients by another `from`. */
function table(patients: number, from: number): string {
  const rows = Array.from({ length: patients }, (_, i) => {
    const marker = ((i * 37 + from * 11) % 100) / 10
    return `P${from + i},${marker},${(i * 13 + from) % 7},${(i * 7 + from) % 10 < marker ? 'yes' : 'no'}`
  })
  return `patient,marker,age_group,event\n${rows.join('\n')}\n`
}

function study(folder: string, name: string, terms: string): string {
  const file = join(folder, `${name}.yaml`)
  writeFileSync(
    file,
    `study: External validation in the page
date: 2026-11-22
seed: 1
cohort: { file: cohort.csv, id: patient }
outcome: { column: event, positive: 'yes' }
models: { clinical: { terms: [${terms}] } }
validation: { nested: { folds: 3, repeats: 1 }, bootstrap: 0, permutations: 0 }
`,
  )
  const out = join(folder, name)
  expect(nomoscope('run', file, '--out', out, '--quiet').status).toBe(0)
  return out
}

/** What the page hands over as an archive, and the heading of the page that it shows. */
async function archiveOf(page: Page, button: string) {
  await page.getByRole('button', { name: button, exact: true }).click()
  await page.getByRole('heading', { name: /: (done|failed)/ }).waitFor({ timeout: 120_000 })
  expect(await page.locator('.fault').allTextContents()).toEqual([])
  const shown = await page.frameLocator('iframe.report').getByRole('heading', { level: 1 }).textContent()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download everything' }).click(),
  ])
  return { shown, files: unzipSync(readFileSync(await download.path())) }
}

function expectSame(files: Record<string, Uint8Array>, folder: string) {
  expect(Object.keys(files)).toEqual(filesOf(folder))
  expect(Object.keys(files).filter((name) => !readFileSync(join(folder, name)).equals(files[name]))).toEqual([])
}

toolTest(
  'the page validates a model on other patients and compares two runs: the files of the command line',
  chromiumProbe,
  12,
  async () => {
    const folder = scratchFolder()
    writeFileSync(join(folder, 'cohort.csv'), table(120, 0))
    const [first, second] = [study(folder, 'first', 'marker'), study(folder, 'second', 'marker, age_group')]
    const other = join(folder, 'others.csv')
    writeFileSync(other, table(80, 500))
    const [validation, comparison] = ['validation', 'comparison'].map((name) => join(folder, name))
    // The cohort is called as it was given: in the page a file has its name alone.
    const program = resolve(built, '../cli.js')
    const words = ['validate', 'first/model.json', '--data', basename(other), '--report', validation, '--quiet']
    expect(spawnSync(process.execPath, [program, ...words], { cwd: folder }).status).toBe(0)
    expect(nomoscope('compare', first, second, '--out', comparison, '--quiet').status).toBe(0)

    mkdirSync(join(folder, 'given'))
    const server = await staticServer(built, join(folder, 'given'))
    const browser = await chromium.launch({ executablePath: chromiumProbe[0], args: ['--no-sandbox'] })
    try {
      const page = await browser.newPage({ locale: 'en' })
      await page.goto(server.address)
      await page.getByRole('link', { name: 'External' }).click()
      await page.getByLabel('Model: model.json').setInputFiles(join(first, 'model.json'))
      await page.getByLabel('Table: CSV or XLSX').setInputFiles(other)
      const validated = await archiveOf(page, 'Validate')
      expect(validated.shown).toContain('External validation')
      expectSame(validated.files, validation)

      for (const [which, run] of [
        ['First', first],
        ['Second', second],
      ]) {
        await page.getByLabel(`${which} run: results.json`).setInputFiles(join(run, 'results.json'))
        await page.getByLabel(`What the ${which.toLowerCase()} is called`).fill(basename(run))
      }
      const compared = await archiveOf(page, 'Compare')
      expect(compared.shown).not.toBe(validated.shown)
      expectSame(compared.files, comparison)
      if (process.env.NOMOSCOPE_SCREENSHOT)
        await page.screenshot({ path: process.env.NOMOSCOPE_SCREENSHOT, fullPage: true })
    } finally {
      await browser.close()
      await server.close()
    }
  },
  300_000,
)
