// Frames a second of the workbench's viewer on 448 × 448 × 160, in headless Chromium without a GPU, with the built page:
// `npm run build && npx tsx bench/workbench.ts`. Scrolls one plane, moves all three, paints with a 20-voxel brush, and
// times undoing; says the load of the machine, which the figures depend on.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { writeImage } from '../src/image/formats/write.ts'
import { serve } from '../src/server/serve.ts'
import { onServer } from '../test/support/chromium.ts'
import { phantomImage } from '../test/support/reading-study.ts'

const folder = mkdtempSync(join(tmpdir(), 'bench-workbench-'))
const built = resolve(import.meta.dirname, '../dist')
mkdirSync(join(folder, 'images'))
const grid = {
  dimension: 3 as const,
  size: [448, 448, 160] as [number, number, number],
  spacing: [0.8, 0.8, 1] as [number, number, number],
  origin: [0, 0, 0] as [number, number, number],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
}
writeFileSync(join(folder, 'images', 'P1.nii'), writeImage(phantomImage(grid, 1), 'P1.nii'))
writeFileSync(join(folder, 'cohort.csv'), 'patient,her2\nP1,positive\n')
writeFileSync(
  join(folder, 'study.yaml'),
  `study: Bench
seed: 1
cohort: { file: cohort.csv, id: patient }
images:
  t1: { path: 'images/{patient}.nii', masks: { anna: 'masks/{patient}.nii.gz' } }
`,
)

/** Frames a second in which the views were drawn anew, while something moves for `seconds`. */
async function frames(page: Page, seconds: number, move: (step: number) => Promise<void>) {
  // As text: what compiles this file would wrap the page's functions in helpers that the page lacks.
  await page.evaluate(`
    drawn = new Set()
    frame = 0
    if (!globalThis.original) {
      original = CanvasRenderingContext2D.prototype.drawImage
      CanvasRenderingContext2D.prototype.drawImage = function (...given) {
        drawn.add(frame)
        return original.apply(this, given)
      }
      requestAnimationFrame(function next() {
        frame++
        requestAnimationFrame(next)
      })
    }`)
  const start = performance.now()
  for (let step = 0; performance.now() - start < 1000 * seconds; step++) await move(step)
  const counted = Number(await page.evaluate('drawn.size'))
  return Number((counted / ((performance.now() - start) / 1000)).toFixed(1))
}

const served = await serve({ folder, port: 0, program: join(built, 'cli.js'), page: join(built, 'app'), version: '0' })
try {
  await onServer(await served.linkFor('anna'), {}, async (page) => {
    await page.waitForSelector('.cases')
    const start = performance.now()
    await page.getByRole('link', { name: 't1 of P1' }).click()
    await page.waitForSelector('.panes canvas')
    const opened = Math.round(performance.now() - start)
    await page.waitForTimeout(3000)
    const { x, y, width, height } = (await page.locator('canvas[aria-label="axial slices"]').boundingBox())!
    const around = (step: number) =>
      page.mouse.move(x + width * (0.5 + 0.3 * Math.cos(step / 9)), y + height * (0.5 + 0.3 * Math.sin(step / 7)))
    await around(0)
    const scroll = await frames(page, 5, (step) => page.mouse.wheel(0, step % 120 < 60 ? 100 : -100))
    await page.mouse.down()
    const three = await frames(page, 5, around)
    await page.mouse.up()
    await page.keyboard.press('4')
    for (let k = 0; k < 12; k++) await page.keyboard.press('+')
    await page.mouse.down()
    const paint = await frames(page, 5, around)
    await page.mouse.up()
    const undo = Number(
      await page.evaluate(`before = performance.now()
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true }))
        performance.now() - before`),
    )
    console.log(
      JSON.stringify({
        volume: '448x448x160 int16',
        openMs: opened,
        scrollFps: scroll,
        threePlanesFps: three,
        paintFps: paint,
        undoMs: Number(undo.toFixed(1)),
        load: loadavg()[0],
      }),
    )
  })
} finally {
  await served.close()
  rmSync(folder, { recursive: true })
}
