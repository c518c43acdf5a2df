import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { parse } from 'yaml'
import { type Served, serve } from '../../src/server/serve.ts'
import { readStudyConfig } from '../../src/study/file/read.ts'
import { axeFaults } from '../support/axe.ts'
import { chromiumProbe, onServer } from '../support/chromium.ts'
import { scratchFolder } from '../support/cli.ts'
import { choose, tabTo } from '../support/keyboard.ts'
import { fixture, toolTest } from '../support/needs.ts'

const built = resolve(import.meta.dirname, '../../dist')
const folder = scratchFolder()
let served: Served
beforeAll(async () => {
  mkdirSync(join(folder, 'images'))
  const patients = ['P1', 'P2', 'P3', 'P4']
  for (const patient of patients)
    for (const what of ['image', 'label'])
      copyFileSync(fixture('radiomics', `lesion_${what}.nrrd`), join(folder, 'images', `${patient}_${what}.nrrd`))
  writeFileSync(join(folder, 'cohort.csv'), `patient,her2\n${patients.map((one, i) => `${one},${i % 2}\n`).join('')}`)
  writeFileSync(join(folder, 'params.yaml'), 'imageType: { Original: {} }\nfeatureClass: { firstorder: [] }\n')
  writeFileSync(
    join(folder, 'study.yaml'),
    `study: Forms   # of the features view
seed: 1
cohort: { file: cohort.csv, id: patient }
outcome: { column: her2, positive: 1 }
images:
  t2: { path: 'images/{patient}_image.nrrd', mask: 'images/{patient}_label.nrrd' }
  pet: { path: 'images/{patient}_image.nrrd', mask: 'images/{patient}_label.nrrd' }
features: { params: params.yaml, sequences: [t2] }
split: none
`,
  )
  served = await serve({ folder, port: 0, program: join(built, 'cli.js'), page: join(built, 'app'), version: '0' })
})
afterAll(async () => {
  await served.close()
  rmSync(folder, { recursive: true })
})

const text = () => readFileSync(join(folder, 'study.yaml'), 'utf8')
/** What stands in the study file, once it does. */
async function written(path: string[], value: unknown) {
  const there = () => path.reduce((at, key) => at?.[key], parse(text()))
  await expect.poll(there, { timeout: 60_000 }).toEqual(value)
  readStudyConfig(text(), 'study.yaml')
}

toolTest(
  'every preparation of images and regions is a form: by the keyboard, to the right lines of the study file, with nothing for axe to say',
  chromiumProbe,
  16,
  async () => {
    await onServer(served.link, { viewport: { width: 1440, height: 900 } }, async (page) => {
      await page.getByRole('navigation').getByRole('link', { name: 'Features', exact: true }).click()
      const preparation = page.getByRole('group', { name: 'Preparation of images' })
      const [t2, pet] = ['t2', 'pet'].map((name) => preparation.getByRole('group', { name, exact: true }))
      await t2.waitFor()
      expect(await axeFaults(page)).toEqual([])

      // SUV: a source among those that are proposed.
      await type(page, pet.getByLabel('Which image'), 'suv lbm')
      await written(['images', 'pet', 'source'], 'suv lbm')
      // A shell around the region, with its distances, without air.
      await choose(page, t2.getByLabel('Measured region'), 'a shell')
      await written(['images', 't2', 'region'], { shell: [0, 5] })
      await type(page, t2.getByLabel('from mm'), '-1.5')
      await written(['images', 't2', 'region'], { shell: [-1.5, 5] })
      await choose(page, t2.getByLabel('Left out'), 'the air')
      await written(['images', 't2', 'region'], { shell: [-1.5, 5], clip: 'air' })
      await choose(page, t2.getByLabel('Part of it'), 'the slice')
      await written(['images', 't2', 'region'], { shell: [-1.5, 5], clip: 'air', largest: 'slice' })
      // Habitats of two maps leave the rule before them.
      await press(page, t2.getByRole('checkbox', { name: /habitats/ }))
      await type(page, t2.getByLabel('Habitats', { exact: true }), '4')
      await press(page, t2.getByRole('group', { name: 'Maps' }).getByLabel('pet'))
      await choose(page, t2.getByLabel('Told apart by'), 'likeliest')
      const habitats = { number: 4, maps: ['t2', 'pet'], method: 'mixture' }
      await written(['images', 't2', 'region'], { shell: [-1.5, 5], clip: 'air', largest: 'slice', habitats })
      // Bias field, with one of its settings.
      await press(page, t2.getByRole('checkbox', { name: /N4/ }))
      await type(page, t2.getByLabel('Shrink factor'), '2')
      await expect.poll(() => parse(text()).images.t2.n4?.shrinkFactor, { timeout: 60_000 }).toBe(2)
      // Registration.
      await choose(page, pet.getByLabel('Region drawn on'), 't2')
      await choose(page, pet.getByLabel('Registered'), 'also')
      await written(['images', 'pet', 'register'], { from: 't2', transform: 'affine' })
      // Deep features.
      const deep = page.getByRole('group', { name: 'Deep features' })
      await press(page, deep.getByRole('checkbox', { name: /ONNX/ }))
      await type(page, deep.getByLabel('ONNX file'), 'encoder.onnx')
      await type(page, deep.getByLabel('Its licence'), 'MIT')
      await type(page, deep.getByLabel(/^Patch/), '48 48 24')
      await expect
        .poll(() => parse(text()).features.deep, { timeout: 60_000 })
        .toMatchObject({ model: 'encoder.onnx', licence: 'MIT', size: [48, 48, 24], spacing: [1, 1, 1] })
      // Perturbations.
      const perturb = page.getByRole('group', { name: 'Perturbations' })
      await press(page, perturb.getByRole('checkbox', { name: /again/ }))
      await type(page, perturb.getByLabel('Repetitions'), '5')
      await type(page, perturb.getByLabel(/^Turned/), '-3, 3')
      await press(page, perturb.getByRole('checkbox', { name: /contours/ }))
      await written(['features', 'perturb'], {
        repeats: 5,
        noise: true,
        rotate: [-3, 3],
        translate: [0.25, 0.5, 0.75],
        grow: [-0.1, 0, 0.1],
      })
      expect(text()).toContain('study: Forms   # of the features view\n')
      expect(await axeFaults(page)).toEqual([])
      if (process.env.PICTURE) await page.screenshot({ path: process.env.PICTURE, fullPage: true })

      // What cannot be is said, and the file stays as it was.
      const before = text()
      await type(page, t2.getByLabel('to mm'), '-9')
      await page.getByText('a shell goes from the smaller distance to the larger').waitFor()
      expect(text()).toBe(before)
      // And out again.
      await choose(page, t2.getByLabel('Measured region'), 'as drawn')
      await press(page, t2.getByRole('checkbox', { name: /habitats/ }))
      await press(page, t2.getByRole('checkbox', { name: /N4/ }))
      await written(['images', 't2', 'n4'], undefined)
      await written(['images', 't2', 'region'], { clip: 'air', largest: 'slice' })
    })
  },
  600_000,
)

/** Goes to a box by Tab alone and writes into it. */
async function type(page: Page, wanted: Locator, value: string) {
  await tabTo(page, wanted)
  await page.keyboard.press('Control+a')
  await page.keyboard.type(value)
  await page.keyboard.press('Tab')
}

/** Goes to a box that is ticked by Tab alone and ticks it. */
async function press(page: Page, wanted: Locator) {
  await tabTo(page, wanted)
  await page.keyboard.press('Space')
}
