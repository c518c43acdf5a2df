// The workbench in headless Chromium without a GPU, with the built page: frames a second on 448 × 448 × 160 (one plane
// scrolled, three moved, painting with a 20-voxel brush), time to undo, a volume of 512³ opened, a table of 100,000 rows
// scrolled; with the machine's load, which the figures depend on. Beside NiiVue and Cornerstone: bench/viewers.ts.
// npm run build && npx tsx bench/workbench.ts
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { serve } from '../src/server/serve.ts'
import { onServer } from '../test/support/chromium.ts'
import { countFrames, framesShown } from './viewers/frames.ts'
import { openVolume, undoMs, viewOurs, writeStudy, writeVolume } from './viewers/ours.ts'

const folder = mkdtempSync(join(tmpdir(), 'bench-workbench-'))
mkdirSync(join(folder, 'images'))
writeVolume(join(folder, 'images', 'P1.nii'), [448, 448, 160])
writeVolume(join(folder, 'images', 'P2.nii'), [512, 512, 512])
writeStudy(folder, ['P1', 'P2'])
const rows = 100_000
const names = Array.from({ length: 12 }, (_, c) => `marker${c}`)
const table = Array.from(
  { length: rows },
  (_, r) => `P${r},${names.map((_, c) => (r * 31 + c * 17) % 997).join(',')}\n`,
)
writeFileSync(join(folder, 'large.csv'), `patient,${names.join(',')}\n${table.join('')}`)
writeFileSync(join(folder, 'large-study.yaml'), 'study: Large\nseed: 1\ncohort: { file: large.csv, id: patient }\n')

const built = resolve(import.meta.dirname, '../dist')
const served = await serve({ folder, port: 0, program: join(built, 'cli.js'), page: join(built, 'app'), version: '0' })
const say = (what: string, figures: object) => console.log(JSON.stringify({ what, ...figures, load: loadavg()[0] }))

/** A page in which frames are counted from the first. */
async function counted(link: string, use: (page: Page) => Promise<void>) {
  await onServer(link, {}, async (page) => {
    await page.addInitScript(countFrames)
    await page.reload()
    await use(page)
  })
}

try {
  const reader = await served.linkFor('anna')
  await counted(reader, async (page) => {
    say('448x448x160', await viewOurs(page, 'P1', 5))
    say('undo, ms', await undoMs(page))
  })
  await counted(reader, async (page) => {
    say('512x512x512', { openMs: await openVolume(page, 'P2') })
  })
  await counted(`${served.link}#/cohort?study=large-study.yaml`, async (page) => {
    const start = performance.now()
    await page.getByText(`${rows} rows shown`).waitFor()
    const openMs = Math.round(performance.now() - start)
    const { x, y, width, height } = (await page.locator('[role=grid]').boundingBox())!
    await page.mouse.move(x + width / 2, y + height / 2)
    const scrolled = await framesShown(page, 5, (step) => page.mouse.wheel(0, step % 400 < 300 ? 600 : -600))
    say(`${rows} rows`, { openMs, ...scrolled })
  })
} finally {
  await served.close()
  rmSync(folder, { recursive: true })
}
