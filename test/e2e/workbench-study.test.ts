import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { readingItems } from '../../src/cohort/readings/mri-readings.ts'
import { readImage } from '../../src/image/formats/read.ts'
import { type Served, serve } from '../../src/server/serve.ts'
import { axeFaults } from '../support/axe.ts'
import { keepGiven } from '../support/browser-folder.ts'
import { chromiumProbe, onServer } from '../support/chromium.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { featureRow } from '../support/feature-row.ts'
import { choose, enter, tabTo } from '../support/keyboard.ts'
import { toolTest } from '../support/needs.ts'
import { shownRisk } from '../support/patient-page.ts'
import { drawRegion, isIn, openCase, saveMask } from '../support/reading-page.ts'
import { smallDemo } from '../support/small-demo.ts'
import { staticServer } from '../support/static-server.ts'

const built = resolve(import.meta.dirname, '../../dist')
const folder = scratchFolder()
const patient = 'SYN-007'
const wrong = 'forty'
let served: Served
let cohort: string
let readings: string
const readers = ['reader1', 'reader2']
const maskOf = (reader: string) => `images/${patient}/dce_${reader}.nrrd`
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
  // This patient is still to be read: no region on the dynamic series, no form.
  for (const reader of readers) rmSync(join(folder, maskOf(reader)))
  const forms = readFileSync(join(folder, 'readings.csv'), 'utf8').split('\r\n')
  readings = forms.filter((line) => !line.startsWith(`${patient},`)).join('\r\n')
  writeFileSync(join(folder, 'readings.csv'), readings)
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
/** What each of the two says of the patient, and what is settled. */
const answers: Record<string, string[]> = {
  reader1: ['mass', 'burr', 'yes', 'involved', 'yes', 'washout', 'mild'],
  reader2: ['mass', 'blur', 'yes', 'involved', 'no', 'washout', 'moderate'],
  consensus: ['mass', 'burr', 'yes', 'involved', 'yes', 'washout', 'mild'],
}
async function answerAll(page: Page, reader: string) {
  const form = page.getByRole('region', { name: 'Reading form' })
  for (const [i, { label }] of readingItems.entries()) await form.getByLabel(label).selectOption(answers[reader][i])
  await form.locator('[data-form="sent"]').waitFor()
}

/** A reader draws on two slices, fills between, saves, comes back to the same bytes, answers the form and is done. */
async function read(reader: string, dx: number) {
  await onServer(await served.linkFor(reader), {}, async (page) => {
    await openCase(page, 'dce', patient)
    await drawRegion(page, dx)
    await saveMask(page)
    const first = readFileSync(join(folder, maskOf(reader)))
    await page.getByRole('link', { name: 'Cases' }).click()
    await openCase(page, 'dce', patient)
    await saveMask(page)
    expect(readFileSync(join(folder, maskOf(reader))).equals(first)).toBe(true)
    await answerAll(page, reader)
    await page.getByRole('combobox', { name: /^Case/ }).selectOption('done')
    await page.getByRole('link', { name: 'Cases' }).click()
    await page.getByText('1 of 60 done').waitFor()
  })
}

/** The owner compares both, settles the region and the form, and writes the table that the study reads. */
async function settle(page: Page) {
  await go(page, 'Consensus')
  await page.getByRole('link', { name: `dce of ${patient}` }).click()
  await page.getByText('Dice').waitFor()
  const shown = Number(/Dice ([\d.]+)/.exec(await page.locator('.bar').innerText())![1])
  const [one, other] = readers.map((reader) => readImage(readFileSync(join(folder, maskOf(reader))), 'mask.nrrd').data)
  const count = (of: (i: number) => boolean) => Array.from(one.keys()).filter(of).length
  const both = count((i) => one[i] !== 0 && other[i] !== 0)
  const dice = (2 * both) / (count((i) => one[i] !== 0) + count((i) => other[i] !== 0))
  expect(shown).toBe(Number(dice.toFixed(3)))
  await page.getByRole('button', { name: 'What both drew' }).click()
  await page.getByText('Settled: what both drew').waitFor()
  const settled = readImage(readFileSync(join(folder, `readings/consensus/${patient}.dce.nrrd`)), 'mask.nrrd').data
  expect(Array.from(settled).filter((label) => label !== 0)).toHaveLength(both)
  await answerAll(page, 'consensus')
  await page.getByRole('link', { name: 'Cases' }).click()
  await page.getByRole('button', { name: 'Write the table of readings' }).click()
  await page.getByText('readings.csv is written').waitFor()
  const own = Object.entries(answers).map(([reader, said]) => `${[patient, reader, ...said].join(',')},`)
  expect(readFileSync(join(folder, 'readings.csv'), 'utf8')).toBe(`${readings}${own.join('\r\n')}\r\n`)
}

/** What the study has of the region that was drawn is what `nomoscope extract` finds in it. */
async function extractedAsOnTheCommandLine() {
  const words = [`images/${patient}/dce_phase2.nrrd`, maskOf('reader1'), '--params', 'params.yaml']
  const extracted = nomoscope(
    'extract',
    ...words.map((word) => (/^-/.test(word) ? word : join(folder, word))),
    '--quiet',
  )
  const features = Object.entries(JSON.parse(extracted.stdout)).filter(([name]) => !name.startsWith('diagnostics_'))
  const where = { patient, sequence: 'dce', reader: 'reader1' }
  const ofRun = await featureRow(join(folder, 'results/features.csv'), where)
  expect(features.length).toBeGreaterThan(50)
  expect(features.map(([name]) => [name, ofRun(name)])).toEqual(features)
}

toolTest(
  'the whole way on the demo: a planted fault is mended, patients are chosen and analysed, two readers draw and answer, what they differ on is settled, the study is run, one patient’s risk computed and the report read: as the command line has it',
  chromiumProbe,
  30,
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

      // Changed by another page or an editor meanwhile: it is not written over, and then it is as it is there.
      const byHand = `${before}# by hand\n`
      writeFileSync(join(folder, 'study.yaml'), byHand)
      await rule.getByRole('button', { name: 'Add the rule' }).click()
      await page.getByText('NS-SRV-09').waitFor()
      expect(study()).toBe(byHand)
      await rule.getByRole('button', { name: 'Add the rule' }).click()
      await page.getByRole('button', { name: 'Remove age < 45' }).click()
      await page.locator('.rules li', { hasText: 'age < 45' }).waitFor({ state: 'detached' })
      expect(study()).toBe(byHand)

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
      for (const row of shown) expect(lines).toContain(plain(row.replace(/^(\S+?)[ab]?\t/, '$1\t')))
      expect(await page.locator('.methods').innerText()).toContain('DeLong')

      for (const [n, reader] of readers.entries()) await read(reader, 20 * n)
      await settle(page)

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
      await page.locator('details:has([data-stability=combined]) summary').click()
      const [{ term, share, sameSign }] = results.models.combined.frequencies
      expect(await page.locator('[data-stability=combined] tbody tr').first().innerText()).toBe(
        [term, ...[share, sameSign].map((part) => `${Math.round(100 * part)}%`)].join('\t'),
      )

      await extractedAsOnTheCommandLine()

      const risk = await shownRisk(page, patient)
      expect(risk).toBe(cliRisk())
      expect(await page.locator('[data-alike]').innerText()).toBe(alikeByHand(risk))
      await page.locator('img[alt^="Nomogram with the path"]').waitFor()

      await go(page, 'Report')
      await page.frameLocator('iframe.report').getByRole('heading', { level: 1 }).waitFor()
      await page.getByRole('button', { name: 'report.docx' }).waitFor()
      await go(page, 'Audit')
      await page.getByRole('button', { name: 'Check the numbers' }).click()
      await page.getByText(/\d+ examined/).waitFor({ timeout: 300_000 })
      await go(page, 'Log')
      await page.getByRole('heading', { name: 'What the last run was made from' }).waitFor()
      const rows = page.getByRole('region', { name: 'Readings: who did what' }).getByRole('row')
      for (const reader of [...readers, 'consensus']) await rows.filter({ hasText: reader }).first().waitFor()
    })
  },
  900_000,
)

/** How many of the run's training patients had a risk like this one out of fold, and how many of them the outcome. */
function alikeByHand(risk: number): string {
  const read = (name: string) => JSON.parse(readFileSync(join(folder, 'results', name), 'utf8'))
  const { name, groups } = read('model.json')
  const predicted: { risk: number; outcome: number }[] = read('results.json').models[name].curves.nested.predictions
  const isIn = ({ from, to }: { from: number; to: number }, own: number) => own >= from && (own < to || to === 1)
  const inGroup = (group: { from: number; to: number }) => predicted.filter((one) => isIn(group, one.risk))
  for (const group of groups.counts) expect(inGroup(group).length).toBeGreaterThanOrEqual(10)
  expect(groups.counts.flatMap(inGroup)).toHaveLength(predicted.length)
  const own = groups.counts.find((group: { from: number; to: number }) => isIn(group, risk))
  const events = inGroup(own).filter(({ outcome }) => outcome === 1).length
  return [
    `Of the ${inGroup(own).length} training patients with a risk of ${Math.round(100 * own.from)}% to ${Math.round(100 * own.to)}%, ${events} had the event.`,
    'Each risk is by a model that was fitted without that patient.',
  ].join(' ')
}

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
  'the main way by the keyboard alone: table, images, drawing, form, model, report; the focus is seen wherever it is',
  chromiumProbe,
  7,
  async () => {
    const [other, mask] = ['SYN-008', join(folder, 'images/SYN-008/dce_reader1.nrrd')]
    const before = readImage(readFileSync(mask), 'mask.nrrd').data
    await onServer(served.link, { viewport: { width: 1440, height: 900 } }, async (page) => {
      const view = (name: string) => enter(page, page.getByRole('navigation').getByRole('link', { name, exact: true }))
      await view('Cohort')
      await page.locator('[role=gridcell]').first().waitFor({ timeout: 300_000 })
      await tabTo(page, page.locator('[role=gridcell][tabindex="0"]'))
      for (const key of ['ArrowDown', 'ArrowRight', 'Enter']) await page.keyboard.press(key)
      await page.locator('form[aria-label]').first().waitFor()
      expect(await page.locator('[role=gridcell][aria-selected="true"]').count()).toBe(1)
      await view('Reading')
      await choose(page, page.getByLabel('Read as'), 'reader1')
      await page.locator('.cases').waitFor()
      await enter(page, page.getByRole('link', { name: `dce of ${other}` }))
      await page.waitForSelector('.panes canvas')
      await tabTo(page, page.locator('canvas[aria-label="axial slices"]'))
      // Out of the lesion that is drawn there.
      const way = ['4', 'ArrowLeft', ...Array(3).fill('Shift+ArrowUp'), 'p', ...Array(3).fill('PageUp'), 'p']
      for (const key of way) await page.keyboard.press(key)
      await isIn(page, 'drawn')
      await saveMask(page)
      const drawn = readImage(readFileSync(mask), 'mask.nrrd').data
      expect(Array.from(drawn).filter((label, i) => label !== 0 && before[i] === 0).length).toBeGreaterThan(20)
      await choose(page, page.getByRole('region', { name: 'Reading form' }).getByLabel('Edge (margin)'), 'Burr')
      await page.locator('[data-form="sent"]').waitFor()
      const form = () => JSON.parse(readFileSync(join(folder, `readings/reader1/${other}.json`), 'utf8'))
      await expect.poll(form).toEqual({ state: 'in progress', items: { edge: 'burr' } })

      await view('Model')
      const slider = page.getByLabel(/Everyone at or above/)
      await slider.waitFor({ timeout: 300_000 })
      const start = await slider.inputValue()
      await tabTo(page, page.getByRole('button', { name: 'Run the study' }))
      expect(await page.getByRole('button', { name: 'Run the study' }).isEnabled()).toBe(true)
      await tabTo(page, slider)
      await page.keyboard.press('ArrowRight')
      expect(await slider.inputValue()).not.toBe(start)
      await view('Patient')
      await page.getByLabel('Patient', { exact: true }).waitFor({ timeout: 300_000 })
      await tabTo(page, page.getByLabel('Patient', { exact: true }))
      await page.keyboard.type(patient)
      await enter(page, page.getByRole('button', { name: 'Take the values from the table' }))
      await enter(page, page.getByRole('button', { name: 'Compute the risk' }))
      await page.locator('[data-risk]').waitFor({ timeout: 300_000 })
      expect(Number(await page.locator('[data-risk]').getAttribute('data-risk'))).toBeGreaterThan(0)
      await view('Report')
      const file = page.getByRole('button', { name: 'report.docx' })
      await file.waitFor()
      await tabTo(page, file)
      const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
      expect(download.suggestedFilename()).toBe('report.docx')
    })
  },
  600_000,
)

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
          for (const fault of await axeFaults(page)) found.push(`${view} ${colorScheme}: ${fault}`)
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
      // What was settled above differs from the patient's record in type, edge, skin, nipple and axillary nodes.
      await page.getByRole('button', { name: 'Faults (5)' }).waitFor({ timeout: 300_000 })
      expect(await shownRisk(page, patient)).toBe(cliRisk())
    } finally {
      await browser.close()
      await server.close()
    }
  },
  600_000,
)
