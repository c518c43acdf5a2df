import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { writeImage } from '../../src/image/formats/write.ts'
import { around, framesDrawn, rounded, wheel } from './frames.ts'

/** What a viewer does on one volume: ms until it is shown, frames drawn a second. */
export interface Viewed {
  openMs: number
  scroll: number
  threePlanes?: number
  paint: number
}

/** A NIfTI image of 16 bits with a bright ball in noise, cheap enough for half a gigabyte. */
export function writeVolume(path: string, size: [number, number, number]) {
  const [nx, ny, nz] = size
  const data = new Int16Array(nx * ny * nz)
  let noise = 1
  for (let k = 0, at = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++, at++) {
        noise = (Math.imul(noise, 1103515245) + 12345) >>> 0
        const r = Math.hypot(i - nx / 2, j - ny / 2, k - nz / 2)
        data[at] = 200 + (noise >>> 26) + (r < 40 ? 300 : r < 150 ? 80 : 0)
      }
  const grid = { spacing: [0.8, 0.8, 1] as [number, number, number], origin: [0, 0, 0] as [number, number, number] }
  const image = {
    dimension: 3 as const,
    size,
    ...grid,
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    pixelType: 'int16' as const,
  }
  writeFileSync(path, writeImage({ ...image, data }, 'volume.nii'))
}

/** A study of volumes `P1.nii`, … in `images`, for `nomoscope serve`. */
export function writeStudy(folder: string, patients: readonly string[]) {
  writeFileSync(join(folder, 'cohort.csv'), `patient,her2\n${patients.map((name) => `${name},positive\n`).join('')}`)
  writeFileSync(
    join(folder, 'study.yaml'),
    `study: Bench
seed: 1
cohort: { file: cohort.csv, id: patient }
images: { t1: { path: 'images/{patient}.nii', masks: { anna: 'masks/{patient}.nii.gz' } } }
`,
  )
}

/** Opens a patient's volume from the list of cases. */
export async function openVolume(page: Page, patient: string): Promise<number> {
  await page.waitForSelector('.cases')
  const start = performance.now()
  await page.getByRole('link', { name: `t1 of ${patient}` }).click()
  await page.waitForSelector('.panes canvas')
  await page.waitForFunction('drawn.size > 0')
  return Math.round(performance.now() - start)
}

const axial = (page: Page) => page.locator('canvas[aria-label="axial slices"]')

/** The workbench on an open page of its server. */
export async function viewOurs(page: Page, patient: string, seconds: number): Promise<Viewed> {
  const openMs = await openVolume(page, patient)
  await page.waitForTimeout(2000)
  const box = (await axial(page).boundingBox())!
  await around(page, box, 0)
  const scroll = await framesDrawn(page, seconds, (step) => wheel(page, step))
  await page.mouse.down()
  const threePlanes = await framesDrawn(page, seconds, (step) => around(page, box, step))
  await page.mouse.up()
  await page.getByLabel('Brush, voxels').fill('20')
  await axial(page).press('4')
  await around(page, box, 0)
  await page.mouse.down()
  const paint = await framesDrawn(page, seconds, (step) => around(page, box, step))
  await page.mouse.up()
  return { openMs, scroll, threePlanes, paint }
}

/**
 * Ms until a stroke is taken back and the views are drawn again, the most of several kinds: a long stroke, a ball of 200
 * voxels drawn through the volume, every voxel at once.
 */
export async function undoMs(page: Page): Promise<Record<string, number>> {
  const box = (await axial(page).boundingBox())!
  const undo = async () =>
    rounded(
      Number(
        await page.evaluate(`new Promise((tell) => {
          const start = performance.now()
          document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true }))
          requestAnimationFrame(() => tell(performance.now() - start))
        })`),
      ),
    )
  const drag = async (steps: number) => {
    await around(page, box, 0)
    await page.mouse.down()
    for (let step = 0; step < steps; step++) await around(page, box, step)
    await page.mouse.up()
  }
  await drag(200)
  const stroke = await undo()
  await page.getByLabel('Brush, voxels').fill('200')
  await axial(page).press('b')
  await drag(12)
  const ball = await undo()
  await page.getByRole('button', { name: 'Invert' }).click()
  const everything = await undo()
  return { stroke, ball, everything }
}
