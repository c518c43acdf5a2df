import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { readImage } from '../../src/image/formats/read.ts'
import { toIndex, toPoint } from '../../src/image/grid/geometry.ts'
import type { Triple, Volume } from '../../src/image/volume.ts'
import { type Served, serve } from '../../src/server/serve.ts'
import { axeFaults } from '../support/axe.ts'
import { chromiumProbe, onServer } from '../support/chromium.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { choose, enter } from '../support/keyboard.ts'
import { fixture, toolTest } from '../support/needs.ts'
import { openCase } from '../support/reading-page.ts'

const folder = scratchFolder()
const built = resolve(import.meta.dirname, '../../dist')
let served: Served
beforeAll(async () => {
  mkdirSync(join(folder, 'images'))
  mkdirSync(join(folder, 'masks'))
  for (const patient of ['P1', 'P2']) {
    copyFileSync(fixture('radiomics', 'lesion_image.nrrd'), join(folder, `images/${patient}.nrrd`))
    copyFileSync(fixture('radiomics', 'lesion_label.nrrd'), join(folder, `masks/${patient}.anna.nrrd`))
  }
  writeFileSync(join(folder, 'cohort.csv'), 'patient,her2\nP1,positive\nP2,negative\n')
  writeFileSync(
    join(folder, 'params.yaml'),
    'imageType: { Original: {}, LoG: { sigma: [3.0] } }\nfeatureClass: { shape: [], firstorder: [Mean, Range], glcm: [Contrast] }\nsetting: { binWidth: 25 }\n',
  )
  writeFileSync(
    join(folder, 'study.yaml'),
    `study: Maps
seed: 1
cohort: { file: cohort.csv, id: patient }
images:
  t2: { path: 'images/{patient}.nrrd', masks: { anna: 'masks/{patient}.anna.nrrd', bo: 'masks/{patient}.bo.nrrd' } }
features: { params: params.yaml, sequences: [t2], reader: anna }
`,
  )
  served = await serve({ folder, port: 0, program: join(built, 'cli.js'), page: join(built, 'app'), version: '0' })
})
afterAll(async () => {
  await served.close()
  rmSync(folder, { recursive: true })
})

async function openAsOwner(page: Page) {
  await page.getByRole('link', { name: 'Reading', exact: true }).click()
  await page.getByLabel('Read as').selectOption('anna')
  await page.waitForSelector('.cases')
  await openCase(page, 't2', 'P1')
}

const opened = new Map<string, Volume>()
const volumeOf = (path: string) => {
  const volume = opened.get(path) ?? readImage(readFileSync(path), path)
  opened.set(path, volume)
  return volume
}
const label = () => volumeOf(join(folder, 'masks/P1.anna.nrrd'))
const regionOf = () => {
  const { data, size } = label()
  return Array.from(data.keys())
    .filter((i) => data[i] === 1)
    .map((i): Triple => [i % size[0], Math.floor(i / size[0]) % size[1], Math.floor(i / (size[0] * size[1]))])
}
/** A map's value at a voxel of the image. */
function valueIn(path: string, voxel: Triple) {
  const map = volumeOf(path)
  const [x, y, z] = toIndex(map, toPoint(label(), voxel)).map(Math.round)
  return map.data[x + map.size[0] * (y + map.size[1] * z)]
}
const shown = (value: number) => String(Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4)))
const over = (page: Page) => page.locator('.status .over').innerText()

/** The cursor's voxels on a way through the middle of the image, in and out of the region; `look` is told each. */
async function walk(page: Page, look: (voxel: Triple) => Promise<void>) {
  await page.locator('canvas[aria-label="axial slices"]').focus()
  for (const key of [
    'c',
    'ArrowLeft',
    'PageUp',
    'ArrowUp',
    'Shift+ArrowRight',
    'ArrowRight',
    'PageDown',
    'Shift+ArrowDown',
  ]) {
    await page.keyboard.press(key)
    await page.waitForTimeout(100)
    const place = await page.locator('.status span').first().innerText()
    await look(place.match(/\d+/g)!.slice(0, 3).map(Number) as Triple)
  }
}

toolTest(
  "a feature's map over the slices has PyRadiomics' values and those of extract --voxel",
  chromiumProbe,
  58,
  async () => {
    const region = regionOf()
    const inside = new Set(region.map(String))
    const out = join(folder, 'maps')
    const run = nomoscope(
      ...['extract', join(folder, 'images/P1.nrrd'), join(folder, 'masks/P1.anna.nrrd')],
      ...['--params', join(folder, 'params.yaml'), '--voxel', '--out', out],
    )
    expect([run.status, run.stderr]).toEqual([0, expect.any(String)])
    await onServer(served.link, {}, async (page) => {
      await openAsOwner(page)
      const panel = page.getByRole('group', { name: 'Map of a feature' })
      await panel.waitFor()
      expect(await panel.getByLabel('Filtered image').locator('option').allTextContents()).toEqual([
        'original',
        'log-sigma-3-0-mm-3D',
      ])
      // Shape has no value at a voxel.
      expect(
        await panel
          .getByRole('combobox', { name: /^Feature/ })
          .locator('option')
          .allTextContents(),
      ).toEqual(['Mean', 'Range', 'Contrast'])
      for (const [image, feature, path] of [
        ['original', 'glcm_Contrast', fixture('radiomics', 'voxel', 'lesion', 'original_glcm_Contrast.nrrd')],
        ['original', 'firstorder_Range', fixture('radiomics', 'voxel', 'lesion', 'original_firstorder_Range.nrrd')],
        ['log-sigma-3-0-mm-3D', 'firstorder_Mean', join(out, 'log-sigma-3-0-mm-3D_firstorder_Mean.nrrd')],
      ]) {
        await panel.getByLabel('Filtered image').selectOption(image)
        await panel.getByRole('combobox', { name: /^Feature/ }).selectOption(feature)
        await panel.getByRole('button', { name: 'Map it' }).click()
        await panel.getByText(`${image}_${feature} by params.yaml`).waitFor()
        const values = region.map((voxel) => valueIn(path, voxel))
        const range = `(${shown(Math.min(...values))} to ${shown(Math.max(...values))})`
        let within = 0
        await walk(page, async (voxel) => {
          const isIn = inside.has(String(voxel))
          expect(await over(page)).toBe(`${image}_${feature}: ${isIn ? shown(valueIn(path, voxel)) : '–'} ${range}`)
          if (isIn) {
            within++
            expect(valueIn(join(out, `${image}_${feature}.nrrd`), voxel)).toBeCloseTo(valueIn(path, voxel), 9)
          }
        })
        expect(within).toBeGreaterThan(3)
      }
      // All three are at hand, and the keys of the overlay are those of every other.
      const choice = page.getByRole('combobox', { name: /^Overlay/ })
      await choice.selectOption('original_glcm_Contrast')
      await page.locator('canvas[aria-label="axial slices"]').focus()
      const pixels = () =>
        page
          .locator('canvas[aria-label="axial slices"]')
          .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())
      const with50 = await pixels()
      await page.keyboard.press('e')
      await page.waitForTimeout(50)
      expect(await page.getByLabel('Overlay opacity').inputValue()).toBe('0.6')
      expect(await pixels()).not.toBe(with50)
      await page.keyboard.press('w')
      await page.waitForTimeout(50)
      expect(await page.locator('.status .over').count()).toBe(0)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        expect(await axeFaults(page)).toEqual([])
      }
    })
  },
)

toolTest(
  'a map is asked for by the keyboard alone, and one that is stopped leaves the page as it was',
  chromiumProbe,
  3,
  async () => {
    await onServer(served.link, {}, async (page) => {
      await openAsOwner(page)
      const panel = page.getByRole('group', { name: 'Map of a feature' })
      await choose(page, panel.getByRole('combobox', { name: /^Feature/ }), 'Contrast')
      await enter(page, panel.getByRole('button', { name: 'Map it' }))
      await panel.getByRole('button', { name: 'Cancel' }).click()
      expect(await panel.getByRole('button', { name: 'Map it' }).isVisible()).toBe(true)
      expect(await page.locator('.status .over').count()).toBe(0)
      await panel.getByRole('button', { name: 'Map it' }).click()
      await panel.getByText('original_glcm_Contrast by params.yaml').waitFor()
      // What was drawn since is not in the map, and that is said.
      await page.locator('canvas[aria-label="axial slices"]').focus()
      await page.keyboard.press('7')
      await page.keyboard.press('p')
      await panel.getByText('The region has changed since it was mapped.').waitFor()
      await page.keyboard.press('Control+z')
    })
    // A reader who was given a link has no study to measure by.
    await onServer(await served.linkFor('anna'), {}, async (page) => {
      await openCase(page, 't2', 'P1')
      expect(await page.getByRole('group', { name: 'Map of a feature' }).count()).toBe(0)
    })
  },
)

toolTest('where nothing is drawn yet, the page says so', chromiumProbe, 1, async () => {
  await onServer(served.link, {}, async (page) => {
    await openAsOwner(page)
    const panel = page.getByRole('group', { name: 'Map of a feature' })
    await page.getByRole('link', { name: 'Cases' }).click()
    await page.getByLabel('Read as').selectOption('bo')
    await openCase(page, 't2', 'P2')
    await panel.getByRole('button', { name: 'Map it' }).click()
    await panel.getByRole('alert').waitFor()
    expect(await panel.getByRole('alert').innerText()).toContain('P2.bo.nrrd')
  })
})
