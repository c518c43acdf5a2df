import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import axe from 'axe-core'
import { chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { type Served, serve } from '../../src/server/serve.ts'
import { keepGiven } from '../support/browser-folder.ts'
import { chromiumProbe, onServer } from '../support/chromium.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { toolTest } from '../support/needs.ts'
import { smallDemo } from '../support/small-demo.ts'
import { staticServer } from '../support/static-server.ts'

const built = resolve(import.meta.dirname, '../../dist')
const folder = scratchFolder()
const patient = 'SYN-007'
const wrong = 'forty'
let served: Served
let cohort: string
beforeAll(async () => {
  smallDemo(folder, 60, (text) => text.replace(/^split:.*\n/m, 'split: none   # nothing is held out\n'))
  const table = join(folder, 'cohort.csv')
  const lines = readFileSync(table, 'utf8').split('\n')
  const age = lines[0].trim().split(',').indexOf('age')
  const row = lines.findIndex((line) => line.startsWith(`${patient},`))
  const cells = lines[row].split(',')
  cells[age] = wrong
  lines[row] = cells.join(',')
  cohort = lines.join('\n')
  writeFileSync(table, cohort)
  served = await serve({ folder, port: 0, program: join(built, 'cli.js'), page: join(built, 'app'), version: '0' })
})
afterAll(async () => {
  await served.close()
  rmSync(folder, { recursive: true })
})

const study = () => readFileSync(join(folder, 'study.yaml'), 'utf8')
const go = async (page: Page, view: string) => {
  await page.getByRole('navigation').getByRole('link', { name: view, exact: true }).click()
}
/** What axe-core has against the page as it is. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { axe: own } = globalThis as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    return (await own.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)
  })
}

toolTest(
  'a planted fault is mended, patients are chosen and analysed, the study is run, one patient’s risk is computed: as the command line has it',
  chromiumProbe,
  14,
  async () => {
    await onServer(served.link, { viewport: { width: 1440, height: 900 } }, async (page) => {
      await go(page, 'Cohort')
      await page.getByRole('button', { name: 'Faults (1)' }).waitFor({ timeout: 300_000 })
      await page.getByLabel('Only rows with a fault').check()
      await page.getByText('1 rows shown').waitFor()
      const cell = page.locator('.cell.bad')
      // The faulty cell may be out of sight: the grid is walked by the keyboard.
      await page.locator('[role=gridcell]').first().click()
      for (let k = 0; k < 40 && !(await cell.count()); k++) await page.keyboard.press('ArrowRight')
      await cell.click()
      const panel = page.getByRole('form', { name: `age of ${patient}` })
      await panel.getByLabel('What it shall be').fill('40')
      await panel.getByLabel('Who says so').fill('A. Reader')
      await panel.getByLabel('Why').fill('typed as a word')
      await panel.getByRole('button', { name: 'Mend' }).click()
      await page.getByRole('button', { name: 'Faults (0)' }).waitFor({ timeout: 300_000 })
      expect(readFileSync(join(folder, 'cohort.csv'), 'utf8')).toBe(cohort)
      expect(readFileSync(join(folder, 'corrections.csv'), 'utf8').trim().split('\r\n')).toEqual([
        'id,column,was,now,who,why',
        `${patient},age,${wrong},40,A. Reader,typed as a word`,
      ])
      expect(study()).toContain('  corrections: corrections.csv\n')
      expect(study()).toContain('# nothing is held out')

      const before = study()
      await page.getByRole('button', { name: 'Criteria and flow' }).click()
      const rule = page.getByRole('form', { name: 'A new rule' })
      await rule.getByLabel('Column').selectOption('age')
      await rule.getByLabel('Comparison').selectOption('<')
      await rule.getByLabel('Value').fill('45')
      await rule.getByRole('button', { name: 'Add the rule' }).click()
      await page
        .getByText(/\d+ out, \d+ left/)
        .last()
        .waitFor()
      await page.locator('.rules li', { hasText: 'age < 45' }).waitFor()
      expect(study()).toContain('age < 45')
      await page.getByRole('button', { name: 'Remove age < 45' }).click()
      await page.locator('.rules li', { hasText: 'age < 45' }).waitFor({ state: 'detached' })
      expect(study()).toBe(before)

      await page.getByRole('button', { name: 'Analyses' }).click()
      await page.getByRole('button', { name: 'ROC curves' }).click()
      for (const name of ['cea', 'ca153']) await page.locator('.columns label', { hasText: `(${name})` }).click()
      await page.locator('.report-table', { hasText: 'Differences' }).waitFor({ timeout: 300_000 })
      const shown = await page.locator('.report-table').first().locator('tbody tr').allInnerTexts()
      const ran = nomoscope(
        'analyse',
        join(folder, 'study.yaml'),
        'roc',
        '--by',
        'her2',
        '--positive',
        'positive',
        '--of',
        'cea',
        'ca153',
      )
      expect(ran.status, ran.stderr).toBe(0)
      const plain = (text: string) => text.replace(/[\t,"]+/g, ' ').trim()
      expect(ran.stdout).toContain('AUC (95% CI)')
      const lines = ran.stdout.split(/\r?\n/).map(plain)
      for (const row of shown) expect(lines).toContain(plain(row.replace(/^(\S+?)[ab]?\t/, (whole) => whole)))
      expect(await page.locator('.methods').innerText()).toContain('DeLong')

      await go(page, 'Model')
      await page.locator('img[alt="What is fitted to whom"]').waitFor({ timeout: 300_000 })
      await page.getByRole('button', { name: 'Run the study' }).click()
      await page.getByRole('heading', { name: 'What the last run found' }).waitFor({ timeout: 600_000 })
      await page.getByLabel(/Everyone at or above/).fill('40')
      await page.locator('.measures dd').first().waitFor()
      const results = JSON.parse(readFileSync(join(folder, 'results/results.json'), 'utf8'))
      expect(await page.locator('tr', { hasText: 'MRI and radiomics' }).last().innerText()).toContain(
        results.models.combined.performance.nested.auc.value.toFixed(3),
      )

      await go(page, 'Patient')
      await page.getByLabel('Patient', { exact: true }).fill(patient)
      await page.getByRole('button', { name: 'Take the values from the table' }).click()
      await page.getByRole('button', { name: 'Compute the risk' }).click()
      const risk = await page.locator('[data-risk]').getAttribute('data-risk', { timeout: 300_000 })
      expect(Number(risk)).toMatchDigits(cliRisk(), 1e-9)
      await page.locator('img[alt^="Nomogram with the path"]').waitFor()

      await go(page, 'Report')
      await page.frameLocator('iframe.report').getByRole('heading', { level: 1 }).waitFor()
      await page.getByRole('button', { name: 'report.docx' }).waitFor()
      await go(page, 'Audit')
      await page.getByRole('button', { name: 'Check the numbers' }).click()
      await page.getByText(/\d+ examined/).waitFor({ timeout: 300_000 })
      await go(page, 'Log')
      await page.getByRole('heading', { name: 'What the last run was made from' }).waitFor()
    })
  },
  900_000,
)

/** What `nomoscope predict` says of the patient, from the row of the table and the images. */
function cliRisk(): number {
  const [head, ...rows] = cohort.split('\n')
  const table = join(folder, 'one.csv')
  writeFileSync(table, `${head}\n${rows.find((row) => row.startsWith(`${patient},`))}\n`)
  const ran = nomoscope(
    'predict',
    join(folder, 'results/model.json'),
    '--data',
    table,
    '--images',
    join(folder, 'study.yaml'),
    '--json',
  )
  rmSync(table)
  expect(ran.status, ran.stderr).toBe(0)
  return JSON.parse(ran.stdout).predictions[0].risk
}

toolTest(
  'no view breaks a rule of axe-core, light or dark, English or Chinese',
  chromiumProbe,
  4,
  async () => {
    for (const [colorScheme, locale] of [
      ['light', 'en'],
      ['dark', 'zh-CN'],
    ] as const)
      await onServer(served.link, { colorScheme, locale }, async (page) => {
        await page.waitForSelector('nav a')
        const found: string[] = []
        for (const view of [
          'study',
          'archive',
          'cohort',
          'features',
          'model',
          'patient',
          'report',
          'external',
          'audit',
          'log',
        ]) {
          await page.evaluate((name) => {
            location.hash = `#/${name}`
          }, view)
          await page.waitForSelector(`nav a[aria-current][href*="${view}"]`)
          await page.waitForSelector('main h2', { timeout: 300_000 })
          for (const fault of await faults(page)) found.push(`${view} ${colorScheme}: ${fault}`)
        }
        expect(found).toEqual([])
        const word = locale === 'en' ? 'Research use only' : '仅供研究'
        expect(await page.locator('header').innerText()).toContain(word)
      })
  },
  600_000,
)

toolTest(
  'the same views on any other web server, the folder in the browser',
  chromiumProbe,
  8,
  async () => {
    expect(existsSync(join(folder, 'results/model.json'))).toBe(true)
    const server = await staticServer(join(built, 'app'), folder)
    const browser = await chromium.launch({ executablePath: chromiumProbe[0], args: ['--no-sandbox'] })
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en' })
      const fetched: Promise<Buffer>[] = []
      page.on('response', (response) => fetched.push(response.body().catch(() => Buffer.alloc(0))))
      await page.goto(server.address)
      await page.getByRole('heading', { name: 'Choose the folder of a study' }).waitFor()
      const bytes = (await Promise.all(fetched)).map((body) => gzipSync(body).length).reduce((sum, n) => sum + n, 0)
      console.log(`first load of the static page: ${(bytes / 1000).toFixed(1)} kB gzipped`)
      expect(bytes).toBeGreaterThan(5000)
      expect(bytes).toBeLessThan(150_000)

      // What makes it a program that can be installed: a manifest with name, start and icon, a worker that answers without
      // a network, and a policy without inline scripts.
      const manifest = await page.evaluate(async () =>
        (await fetch(document.querySelector<HTMLLinkElement>('link[rel=manifest]')!.href)).json(),
      )
      expect(manifest).toMatchObject({ name: 'Nomoscope', start_url: './', display: 'standalone' })
      expect((await page.request.get(new URL(manifest.icons[0].src, server.address).href)).status()).toBe(200)
      const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')
      expect(/script-src ([^;]*)/.exec(policy!)![1]).toBe("'self' 'wasm-unsafe-eval'")
      await page.evaluate(() => navigator.serviceWorker.ready)
      await keepGiven(page, 'small')
      await page.reload()
      await page.getByRole('button', { name: 'Open small' }).click()
      await go(page, 'Cohort')
      await page.getByRole('button', { name: 'Faults (0)' }).waitFor({ timeout: 300_000 })
      await go(page, 'Patient')
      await page.getByLabel('Patient', { exact: true }).fill(patient)
      await page.getByRole('button', { name: 'Take the values from the table' }).click()
      await page.getByRole('button', { name: 'Compute the risk' }).click()
      const risk = await page.locator('[data-risk]').getAttribute('data-risk', { timeout: 300_000 })
      expect(Number(risk)).toMatchDigits(cliRisk(), 1e-9)
    } finally {
      await browser.close()
      await server.close()
    }
  },
  600_000,
)
