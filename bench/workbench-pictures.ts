// Pictures of the workbench for docs/workbench.md, or of every view in both themes and three sizes, and in Chinese, to be
// looked at; of one theme and size alone where it is named:
// `npm run build && npx tsx bench/workbench-pictures.ts [FOLDER [dark-1280]]`.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { serve } from '../src/server/serve.ts'
import { onServer } from '../test/support/chromium.ts'
import { writeReadingStudy } from '../test/support/reading-study.ts'
import { smallDemo } from '../test/support/small-demo.ts'

const root = resolve(import.meta.dirname, '..')
const [everything, alone] = process.argv.slice(2)
const out = everything ? resolve(everything) : join(root, 'docs', 'pictures')
mkdirSync(out, { recursive: true })
const folder = mkdtempSync(join(tmpdir(), 'workbench-pictures-'))
writeReadingStudy(folder)
const program = join(root, 'dist', 'cli.js')
const served = await serve({ folder, port: 0, program, page: join(root, 'dist', 'app'), version: '0.1.0' })

// The other views are of the demonstration with fewer patients, run once.
const demo = mkdtempSync(join(tmpdir(), 'workbench-pictures-demo-'))
smallDemo(demo, 60, (text) => text.replace(/^split:.*\n/m, 'split: none\n'))
const run = spawnSync(
  process.execPath,
  [program, 'run', join(demo, 'study.yaml'), '--out', join(demo, 'results'), '--quiet'],
  {
    encoding: 'utf8',
  },
)
if (run.status !== 0) throw new Error(`the demonstration did not run: ${run.stderr}`)
const servedDemo = await serve({ folder: demo, port: 0, program, page: join(root, 'dist', 'app'), version: '0.1.0' })

/** A page that waits as long as a busy machine needs: a picture is not a test of speed. */
const visit: typeof onServer = (link, options, use) =>
  onServer(link, options, async (page, context) => {
    page.setDefaultTimeout(300_000)
    await use(page, context)
  })

/** Waits until nothing more is being computed. */
async function settled(page: Page) {
  await page.waitForTimeout(500)
  await page.waitForFunction(
    () => ![...document.querySelectorAll('[role=status]')].some((one) => one.textContent?.endsWith('…')),
  )
  await page.waitForTimeout(500)
}

async function takeStudy(page: Page, take: (page: Page, name: string) => Promise<unknown>) {
  const show = async (name: string) => {
    await page.evaluate((view) => {
      location.hash = `#/${view}`
    }, name)
    await page.waitForSelector(`nav a[aria-current][href*="${name}"]`)
    await page.waitForSelector('main h2')
    await settled(page)
  }
  await show('cohort')
  await page.locator('.cohort-side button').nth(2).click()
  await page.locator('.cohort-side fieldset.plain').nth(1).locator('button').nth(1).click()
  for (const name of ['cea', 'ca153']) await page.locator('.columns label', { hasText: `(${name})` }).click()
  await page.locator('.report-table').first().waitFor()
  await settled(page)
  await take(page, 'cohort')
  await show('model')
  await page.locator('.drawing').first().waitFor()
  await settled(page)
  await take(page, 'model')
  await show('patient')
  await page.locator('form input').first().fill('SYN-001')
  await page.locator('form button').first().click()
  await settled(page)
  await page.locator('form button[type=submit]').click()
  await page.locator('.sheet .drawing').first().waitFor()
  await settled(page)
  await take(page, 'patient')
  if (!everything) return
  for (const name of ['study', 'archive', 'features', 'report', 'external', 'audit', 'log']) {
    await show(name)
    await take(page, name)
  }
}

/** Readers, a case as it is read, and both outlines of it, by their addresses: whatever the language. */
async function takeReadings(page: Page, take: (page: Page, name: string) => Promise<unknown>) {
  const show = async (name: string, hash: string, sign: string) => {
    await page.evaluate((to) => {
      location.hash = to
    }, `#/${hash}`)
    await page.waitForSelector(sign)
    await settled(page)
    await take(page, name)
  }
  const patient = 'patient=SYN-002&sequence=dce'
  await show('readers', 'reading?study=study.yaml', '#readers')
  await show('case', `reading?study=study.yaml&reader=reader1&${patient}`, '.panes canvas')
  await show('agreement', 'consensus?study=study.yaml', 'main table')
  await show('consensus', `consensus?study=study.yaml&${patient}`, '.panes canvas')
}

/** The demonstration's first patient with a texture laid over the region. */
async function takeMap(page: Page, take: (page: Page, name: string) => Promise<unknown>) {
  await page.evaluate(() => {
    location.hash = '#/reading?study=study.yaml&reader=reader1&patient=SYN-001&sequence=dce'
  })
  await page.waitForSelector('.panes canvas, button:has-text("Take it over")')
  const over = page.getByRole('button', { name: 'Take it over' })
  if (await over.isVisible()) await over.click()
  const panel = page.locator('fieldset.plain', { has: page.locator('optgroup') })
  await panel.locator('select').nth(1).selectOption('glcm_Contrast')
  await panel.locator('button').click()
  await page.locator('.status .over').waitFor()
  await page.locator('canvas').first().focus()
  await page.keyboard.press('c')
  for (const pane of await page.locator('canvas').all()) {
    const { x, y, width, height } = (await pane.boundingBox())!
    await page.mouse.move(x + width / 2, y + height / 2)
    await page.keyboard.down('Control')
    await page.mouse.wheel(0, -90)
    await page.keyboard.up('Control')
  }
  await settled(page)
  await take(page, 'maps')
}

/** Both readings by one reader, answered for all three patients. */
function writeSecondReading() {
  const file = join(folder, 'study.yaml')
  const study = readFileSync(file, 'utf8').replace('masks: {', "masks: { anna-again: 'masks/{patient}.again.nrrd',")
  writeFileSync(file, `${study}readers:\n  anna-again: { rereads: anna, share: 1 }\n`)
  const answers = { anna: ['burr', 'smooth', 'blur'], 'anna-again': ['burr', 'smooth', 'burr'] }
  for (const [reader, edges] of Object.entries(answers)) {
    mkdirSync(join(folder, 'readings', reader), { recursive: true })
    for (const [i, edge] of edges.entries()) {
      const form = { state: 'done', items: { type: i === 1 ? 'nonmass' : 'mass', edge } }
      writeFileSync(join(folder, 'readings', reader, `P${i + 1}.json`), JSON.stringify(form))
    }
  }
}

async function open(page: Page, patient: string) {
  await page.getByRole('link', { name: `t2 of ${patient}` }).click()
  // The page before was closed without a word.
  await page.waitForSelector('.panes canvas, button:has-text("Take it over")')
  const over = page.getByRole('button', { name: 'Take it over' })
  if (await over.isVisible()) await over.click()
  await page.waitForSelector('.panes canvas')
  await page.waitForTimeout(600)
}

/** Grows a region from the middle of the ball, and answers two items. */
async function draw(page: Page, brushed: boolean) {
  const { x, y, width, height } = (await page.locator('canvas[aria-label="axial slices"]').boundingBox())!
  await page.keyboard.press('5')
  await page.mouse.click(x + width / 2, y + height / 2)
  await page.getByRole('button', { name: 'Smooth' }).click()
  if (brushed) {
    await page.locator('canvas[aria-label="axial slices"]').focus()
    await page.keyboard.press('4')
    await page.mouse.move(x + width * 0.62, y + height * 0.42)
    await page.mouse.down()
    await page.mouse.move(x + width * 0.68, y + height * 0.55)
    await page.mouse.up()
  }
  await page.getByLabel('Lesion type').selectOption('mass')
  await page.getByLabel('Edge (margin)').selectOption(brushed ? 'burr' : 'smooth')
  await page.locator('canvas[aria-label="axial slices"]').focus()
  await page.keyboard.press('Control+s')
  await page.waitForSelector('[data-saved="saved"]')
  await page.waitForTimeout(500)
}

const sizes = everything ? [[1280, 720] as const, [2560, 1440] as const, [820, 1180] as const] : [[1280, 800] as const]
try {
  for (const colorScheme of ['dark', 'light'] as const)
    for (const [width, height] of sizes) {
      if (alone !== undefined && alone !== `${colorScheme}-${width}`) continue
      if (!everything && colorScheme === 'light') continue
      const take = (page: Page, name: string) =>
        page.screenshot({
          path: join(out, everything ? `${name}-${colorScheme}-${width}.png` : `workbench-${name}.png`),
        })
      const options = { colorScheme, viewport: { width, height } }
      for (const reader of ['anna', 'bo'])
        await visit(await served.linkFor(reader), options, async (page) => {
          await page.waitForSelector('.cases')
          await open(page, 'P1')
          await draw(page, reader === 'bo')
          if (reader === 'bo') {
            await take(page, 'case')
            await page.keyboard.press('?')
            await page.waitForSelector('dialog[open]')
            if (everything) await take(page, 'keys')
            await page.getByRole('button', { name: 'Close' }).click()
            await page.getByRole('link', { name: 'Cases' }).click()
            await page.waitForSelector('.cases')
            if (everything) await take(page, 'cases')
          }
        })
      await visit(servedDemo.link, options, async (page) => {
        await page.waitForSelector('nav a')
        await takeStudy(page, take)
        await takeMap(page, take)
      })
      if (everything && colorScheme === 'light' && width === sizes[0][0])
        await visit(servedDemo.link, { ...options, locale: 'zh-CN' }, async (page) => {
          await page.waitForSelector('nav a')
          const inChinese = (of: Page, name: string) => take(of, `${name}-zh`)
          await takeStudy(page, inChinese)
          await takeReadings(page, inChinese)
        })
      await visit(served.link, options, async (page) => {
        await page.waitForSelector('h2')
        await settled(page)
        if (everything) await take(page, 'reading-study')
        await page.getByRole('link', { name: 'Reading' }).click()
        await page.getByRole('button', { name: 'A new link for bo' }).click()
        await page.getByLabel('Link for bo').waitFor()
        // A link is a secret: the picture shows another.
        await page.getByLabel('Link for bo').evaluate((input: HTMLInputElement) => {
          input.value = 'http://127.0.0.1:8765/?token=…#/reading?study=study.yaml'
        })
        await settled(page)
        await take(page, 'readers')
        await page.getByRole('link', { name: 'Consensus' }).click()
        await open(page, 'P1')
        await page.getByText('Dice').waitFor()
        await take(page, 'consensus')
        await page.getByRole('link', { name: 'Cases' }).click()
        await page.getByText('Agreement of the forms').waitFor()
        await settled(page)
        if (everything) await take(page, 'agreement')
        const before = readFileSync(join(folder, 'study.yaml'))
        writeSecondReading()
        await page.reload()
        await page.locator('h3').first().waitFor()
        await settled(page)
        await take(page, 'second-reading')
        writeFileSync(join(folder, 'study.yaml'), before)
      })
    }
} finally {
  await served.close()
  await servedDemo.close()
  rmSync(folder, { recursive: true })
  rmSync(demo, { recursive: true })
}
