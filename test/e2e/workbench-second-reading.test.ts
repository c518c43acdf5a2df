import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { writeImage } from '../../src/image/formats/write.ts'
import { type Served, serve } from '../../src/server/serve.ts'
import { axeFaults } from '../support/axe.ts'
import { chromiumProbe, onServer } from '../support/chromium.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { featureRow } from '../support/feature-row.ts'
import { choose, enter, tabTo } from '../support/keyboard.ts'
import { toolTest } from '../support/needs.ts'
import { drawRegion, isIn, openCase, saveMask } from '../support/reading-page.ts'
import { obliqueGrid, writeReadingStudy } from '../support/reading-study.ts'

const folder = scratchFolder()
const built = resolve(import.meta.dirname, '../../dist')
const patients = ['P1', 'P2', 'P3']
const answers = { P1: ['mass', 'burr'], P2: ['nonmass', 'blur'], P3: ['mass', 'smooth'] } as Record<string, string[]>
let served: Served
beforeAll(async () => {
  writeReadingStudy(folder)
  const study = readFileSync(join(folder, 'study.yaml'), 'utf8')
  writeFileSync(
    join(folder, 'study.yaml'),
    `${study}features: { params: params.yaml, sequences: [t2], reader: anna }\n`,
  )
  writeFileSync(
    join(folder, 'params.yaml'),
    'featureClass: { firstorder: [Mean, Range, Entropy], shape: [MeshVolume] }\n',
  )
  // The first reading: a ball in the middle, and the form.
  mkdirSync(join(folder, 'masks'))
  mkdirSync(join(folder, 'readings', 'anna'), { recursive: true })
  const [nx, ny, nz] = obliqueGrid.size
  for (const [i, patient] of patients.entries()) {
    const data = new Uint8Array(nx * ny * nz)
    for (let at = 0; at < data.length; at++) {
      const [x, y, z] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))]
      if (Math.hypot(x - 32, 1.2 * (y - 28), 3 * (z - 11)) < 9 + i) data[at] = 1
    }
    const file = `${patient}.anna.nii.gz`
    writeFileSync(join(folder, 'masks', file), writeImage({ ...obliqueGrid, pixelType: 'uint8', data }, file))
    const [type, edge] = answers[patient]
    writeFileSync(
      join(folder, 'readings/anna', `${patient}.json`),
      JSON.stringify({ state: 'done', items: { type, edge } }),
    )
  }
  served = await serve({ folder, port: 0, program: join(built, 'cli.js'), page: join(built, 'app'), version: '0' })
})
afterAll(async () => {
  await served.close()
  rmSync(folder, { recursive: true })
})

const go = (page: Page, view: string) =>
  page.getByRole('navigation').getByRole('link', { name: view, exact: true }).click()
/** The patients of a reader's list, in its order, with their states. */
const listed = (page: Page) =>
  page
    .locator('.cases tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => [row.querySelector('th')!.textContent, row.querySelector('.state')!.textContent]),
    )

/** ICC(2,1) of pairs by its mean squares (Shrout & Fleiss 1979). */
function iccByHand(pairs: [number, number][]): number {
  const n = pairs.length
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const all = mean(pairs.flat())
  const rows = pairs.map(mean)
  const columns = [0, 1].map((j) => mean(pairs.map((pair) => pair[j])))
  const squares = (values: number[], times: number) =>
    times * values.reduce((sum, value) => sum + (value - all) ** 2, 0)
  const [between, raters] = [squares(rows, 2) / (n - 1), squares(columns, n)]
  const error = (squares(pairs.flat(), 1) - squares(rows, 2) - raters) / (n - 1)
  return (between - error) / (between + error + (2 * (raters - error)) / n)
}

toolTest(
  'some patients are read again by the same reader, blind to the first reading, and both are compared as on the command line',
  chromiumProbe,
  22,
  async () => {
    // The owner draws two of the three, by the keyboard alone.
    await onServer(served.link, {}, async (page) => {
      await enter(page, page.getByRole('navigation').getByRole('link', { name: 'Reading', exact: true }))
      await choose(page, page.getByRole('combobox', { name: /^Reader/ }), 'anna')
      await tabTo(page, page.getByLabel('Share, %'))
      await page.keyboard.press('Control+a')
      await page.keyboard.type('67')
      await enter(page, page.getByRole('button', { name: 'Write it into the study' }))
      await page.getByText('anna-again is a reader now').waitFor()
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        expect(await axeFaults(page)).toEqual([])
      }
    })
    const study = readFileSync(join(folder, 'study.yaml'), 'utf8')
    expect(study).toContain('anna-again: "masks/{patient}.anna-again.nii.gz"')
    expect(study).toMatch(/readers:\s*\n? *\{? *anna-again: \{ ?rereads: anna, share: 0\.67 ?\}/)

    const again: string[] = []
    await onServer(await served.linkFor('anna-again'), {}, async (page) => {
      await page.getByText('0 of 2 done').waitFor()
      const rows = await listed(page)
      again.push(...rows.map(([patient]) => patient!))
      expect(rows.map(([, state]) => state)).toEqual(['not started', 'not started'])
      // Nothing of the first reading is given, whatever is asked for.
      const [one] = again
      const asked: number[] = []
      for (const path of [
        `/api/reading/${one}/form?study=study.yaml&reader=anna`,
        `/api/reading/${one}/t2/mask?study=study.yaml&reader=anna`,
        `/api/reading/${one}/t2/strokes?study=study.yaml&reader=anna`,
        '/api/reading?study=study.yaml&reader=anna',
        `/api/file?path=masks/${one}.anna.nii.gz`,
        `/api/file?path=readings/anna/${one}.json`,
      ])
        asked.push((await page.request.get(new URL(path, page.url()).href)).status())
      expect(asked).toEqual([403, 403, 403, 403, 403, 403])
      for (const [i, patient] of again.entries()) {
        await openCase(page, 't2', patient)
        expect(await page.locator('.status').innerText()).toContain(' 0 voxels')
        await drawRegion(page, i === 0 ? 0 : 12)
        await isIn(page, 'drawn')
        await saveMask(page)
        const form = page.getByRole('region', { name: 'Reading form' })
        await form.getByLabel('Lesion type').selectOption(answers[patient][0])
        await form.getByLabel('Edge (margin)').selectOption(i === 0 ? answers[patient][1] : 'burr')
        await form.locator('[data-form="sent"]').waitFor()
        if (i === 1) await page.getByRole('combobox', { name: /^Case/ }).selectOption('done')
        await page.getByRole('link', { name: 'Cases' }).click()
      }
      await page.getByText('1 of 2 done').waitFor()
    })
    // The reader's own first link: what is being read again is closed until it is done.
    const [open, done] = again
    await onServer(await served.linkFor('anna'), {}, async (page) => {
      await page.getByText('of 3 done').waitFor()
      const states = Object.fromEntries(await listed(page))
      expect(states[open]).toBe('closed until the second reading is done')
      expect(states[done]).toBe('done')
      expect(await page.getByRole('link', { name: `t2 of ${open}` }).count()).toBe(0)
    })
    await onServer(await served.linkFor('anna-again'), {}, async (page) => {
      await openCase(page, 't2', open)
      await page.getByRole('combobox', { name: /^Case/ }).selectOption('done')
      await page.getByRole('link', { name: 'Cases' }).click()
      await page.getByText('2 of 2 done').waitFor()
    })

    await onServer(served.link, {}, async (page) => {
      await go(page, 'Consensus')
      await page.getByRole('button', { name: 'Write the table of readings' }).click()
      await page.getByText('readings.csv is written').waitFor()
    })
    // What the command line says of the overlap, and what its features give by hand.
    const checked = JSON.parse(nomoscope('check', join(folder, 'study.yaml'), '--json').stdout)
    const overlaps: { patient: string; readers: string[]; dice: number; again?: boolean }[] = checked.overlaps
    expect(overlaps.map(({ patient, again: own }) => [patient, own]).sort()).toEqual(
      again.map((one) => [one, true]).sort(),
    )
    await onServer(served.link, {}, async (page) => {
      await go(page, 'Consensus')
      const section = page.getByRole('region', { name: 'anna, read twice' })
      const row = section.getByRole('row', { name: /^Lesion type/ })
      await section.getByRole('table').waitFor()
      // Two of two alike, one of each kind or both of one: κ is 1, or there is none.
      const kinds = new Set(again.map((patient) => answers[patient][0]))
      expect(await row.count()).toBe(kinds.size === 2 ? 1 : 0)
      const edge = section.getByRole('row', { name: /^Edge/ })
      const same = answers[done][1] === 'burr' ? 2 : 1
      expect((await edge.locator('td').allInnerTexts()).slice(0, 2)).toEqual(['2', `${50 * same}%`])
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        expect(await axeFaults(page)).toEqual([])
      }
      for (const patient of again) {
        await section.getByRole('link', { name: `${patient} t2` }).click()
        await page.getByText('A second reading by the same reader settles nothing.').waitFor()
        const shown = Number(/Dice ([\d.]+)/.exec(await page.locator('.bar').innerText())![1])
        expect(shown).toBe(Number(overlaps.find((one) => one.patient === patient)!.dice.toFixed(3)))
        await page.getByRole('link', { name: 'Cases' }).click()
      }
      await go(page, 'Features')
      await page.getByRole('button', { name: 'Features of the patients' }).click()
      await page.getByRole('button', { name: 'Compute the features' }).click()
      await page.getByRole('columnheader', { name: 'ICC, anna-again' }).waitFor()
      const cell = await page
        .getByRole('row', { name: /t2_original_firstorder_Mean/ })
        .locator('td')
        .last()
        .innerText()

      const run = nomoscope('run', join(folder, 'study.yaml'), '--out', join(folder, 'results'), '--quiet')
      expect([run.status, run.stderr]).toEqual([0, expect.any(String)])
      const value = async (patient: string, reader: string) =>
        (await featureRow(join(folder, 'results/features.csv'), { patient, sequence: 't2', reader }))(
          'original_firstorder_Mean',
        )
      const pairs = await Promise.all(
        again.map(
          async (patient): Promise<[number, number]> => [
            await value(patient, 'anna'),
            await value(patient, 'anna-again'),
          ],
        ),
      )
      const byHand = iccByHand(pairs)
      expect(cell.split(' ')[0]).toBe(byHand.toFixed(3))
    })
    const tables = readdirSync(join(folder, 'results/tables')).filter((name) => /second-readings/.test(name))
    expect(tables.length).toBeGreaterThan(0)
    const features = tables
      .map((name) => readFileSync(join(folder, 'results/tables', name), 'utf8'))
      .find((text) => text.includes('ICC'))
    expect(features).toContain('anna, anna-again')
  },
  300_000,
)
