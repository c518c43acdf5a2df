import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { readImage } from '../../src/image/formats/read.ts'
import { writeImage } from '../../src/image/formats/write.ts'
import { type Served, serve } from '../../src/server/serve.ts'
import { axeFaults } from '../support/axe.ts'
import { chromiumProbe, onServer } from '../support/chromium.ts'
import { scratchFolder } from '../support/cli.ts'
import { toolTest } from '../support/needs.ts'
import { isIn, openCase, saveMask, stroke } from '../support/reading-page.ts'
import { obliqueGrid, writeReadingStudy } from '../support/reading-study.ts'

const folder = scratchFolder()
const built = resolve(import.meta.dirname, '../../dist')
let served: Served
beforeAll(async () => {
  writeReadingStudy(folder)
  served = await serve({ folder, port: 0, program: join(built, 'cli.js'), page: join(built, 'app'), version: '0' })
})
afterAll(() => served.close())

const strokesOf = (reader: string) =>
  readFileSync(join(folder, 'readings', reader, 'P1.t2.strokes.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { tool?: string; saved?: true })
const secondPage = async (page: Page, link: string) => {
  const other = await page.context().newPage()
  await other.goto(link)
  await other.waitForSelector('.cases')
  return other
}
/** The server refuses what is not the page's any more, and Chromium writes that down. */
const refusing = async (page: Page) => page.waitForSelector('.fault')

toolTest(
  'two readers in one browser are never taken for each other, and a page of one reader writes nothing over another’s',
  chromiumProbe,
  9,
  async () => {
    const said: string[] = []
    const use = async (page: Page) => {
      await openCase(page, 't2', 'P1')
      await page.keyboard.press('4')
      await stroke(page, 'axial', [-20, 0], [20, 0])
      await isIn(page, 'drawn')
      await secondPage(page, await served.linkFor('bo'))

      await page.bringToFront()
      await stroke(page, 'axial', [-20, 30], [20, 30])
      await refusing(page)
      said.push(await page.locator('.fault').first().innerText())
      expect(existsSync(join(folder, 'readings', 'bo'))).toBe(false)
      expect(strokesOf('anna')).toHaveLength(1)
      // The link is opened again: what was drawn meanwhile is kept now.
      const other = await secondPage(page, await served.linkFor('anna'))
      await isIn(page, 'drawn')
      expect(strokesOf('anna')).toHaveLength(2)

      // The same reader's other page takes the patient over, draws and saves.
      await openCase(other, 't2', 'P1')
      await other.keyboard.press('4')
      await stroke(other, 'axial', [0, -30], [20, -30])
      await isIn(other, 'drawn')
      await saveMask(other)
      const theirs = readFileSync(join(folder, 'masks', 'P1.anna.nii.gz'))
      await page.bringToFront()
      await stroke(page, 'axial', [-60, 50], [-60, 60])
      await page.getByText('NS-SRV-08').waitFor()
      await other.getByRole('link', { name: 'Cases' }).click()
      await other.waitForSelector('.cases')
      // The stroke is sent when the other has left, and lies on what that saved.
      await expect.poll(() => strokesOf('anna').at(-1)?.tool, { timeout: 10_000 }).toBe('brush')
      expect(readFileSync(join(folder, 'masks', 'P1.anna.nii.gz'))).toEqual(theirs)
      const before = voxelsOf('masks/P1.anna.nii.gz')
      await page.getByRole('button', { name: 'Take it over' }).click()
      await page.getByText('1 strokes were drawn').waitFor()
      await page.keyboard.press('Control+s')
      await isIn(page, 'saved')
      const after = new Set(voxelsOf('masks/P1.anna.nii.gz'))
      expect(before.every((voxel) => after.has(voxel))).toBe(true)
      expect(after.size).toBeGreaterThan(before.length)
    }
    // What the page was refused stands in its console, and nothing else does.
    await expect(onServer(await served.linkFor('anna'), {}, use)).rejects.toThrow(
      /^the page reported (Failed to load resource: the server responded with a status of 403 \(Forbidden\)(; )?)+$/,
    )
    expect(said).toEqual([expect.stringContaining('NS-SRV-12')])
  },
)

const voxelsOf = (mask: string) => {
  const { data } = readImage(readFileSync(join(folder, mask)), mask)
  return Array.from(data.keys()).filter((i) => data[i] !== 0)
}

toolTest(
  'a mask of another grid closes no case: the image is shown, and its regions come onto it as SimpleITK brings them',
  chromiumProbe,
  6,
  async () => {
    mkdirSync(join(folder, 'masks'), { recursive: true })
    const size: [number, number, number] = [32, 28, 20]
    const data = new Uint8Array(32 * 28 * 20)
    for (let z = 8; z < 12; z++)
      for (let y = 10; y < 16; y++) for (let x = 12; x < 20; x++) data[x + 32 * (y + 28 * z)] = x < 16 ? 1 : 2
    const coarse = { ...obliqueGrid, size, spacing: [1.9, 2.1, 3.5] as [number, number, number] }
    const file = join(folder, 'masks', 'P2.bo.nrrd')
    writeFileSync(file, writeImage({ ...coarse, pixelType: 'uint8', data }, file))
    const asked = readFileSync(file)
    writeFileSync(join(folder, 'masks', 'P3.bo.nrrd'), 'no image at all')
    await onServer(await served.linkFor('bo'), {}, async (page) => {
      await openCase(page, 't2', 'P3')
      await page.getByText('NS-IMG').waitFor()
      expect(await page.getByRole('button', { name: 'Bring its regions' }).count()).toBe(0)
      await page.getByRole('link', { name: 'Cases' }).click()
      await openCase(page, 't2', 'P2')
      await page.getByText('NS-DCM-15').waitFor()
      expect(await axeFaults(page)).toEqual([])
      // Looked at and left: the file is what it was.
      await page.getByRole('link', { name: 'Cases' }).click()
      await page.waitForSelector('.cases')
      expect(readFileSync(file)).toEqual(asked)
      await openCase(page, 't2', 'P2')
      await page.getByRole('button', { name: 'Bring its regions' }).press('Enter')
      await isIn(page, 'drawn')
      await saveMask(page)
    })
    writeFileSync(join(folder, 'asked.nrrd'), asked)
    const ran = spawnSync(
      'python3',
      [
        '-c',
        `import json, SimpleITK as sitk
image = sitk.ReadImage('images/P2/t2.nrrd')
carried = sitk.Resample(sitk.ReadImage('asked.nrrd'), image, sitk.Transform(), sitk.sitkNearestNeighbor, 0)
print(json.dumps(sitk.GetArrayFromImage(carried).ravel().tolist()))`,
      ],
      { cwd: folder, encoding: 'utf8' },
    )
    expect(ran.stderr).toBe('')
    const expected = JSON.parse(ran.stdout) as number[]
    expect(new Set(expected)).toEqual(new Set([0, 1, 2]))
    expect(Array.from(readImage(readFileSync(file), file).data)).toEqual(expected)
  },
)

toolTest(
  'whoever leads the study adds a reader and gives a link in the page; the link opens the reader’s own reading alone',
  chromiumProbe,
  6,
  async () => {
    let link = ''
    await onServer(served.link, {}, async (page) => {
      await page.getByRole('link', { name: 'Reading' }).click()
      await page.getByLabel('Another reader').fill('chén')
      await page.keyboard.press('Enter')
      await page.getByRole('button', { name: 'A new link for chén' }).press('Enter')
      link = await page.getByLabel('Link for chén').inputValue()
      expect(await axeFaults(page)).toEqual([])
    })
    expect(readFileSync(join(folder, 'study.yaml'), 'utf8')).toContain('masks/{patient}.chén.nii.gz')
    await onServer(link, {}, async (page) => {
      await page.getByText('Reader chén.').waitFor()
      expect(await page.locator('nav a').allInnerTexts()).toEqual(['Reading'])
      expect(page.url()).not.toContain('token')
      await openCase(page, 't2', 'P1')
      await page.keyboard.press('4')
      await stroke(page, 'axial', [-20, 0], [20, 0])
      await isIn(page, 'drawn')
      await saveMask(page)
    })
    expect(readdirSync(join(folder, 'masks'))).toContain('P1.chén.nii.gz')
    // A new link ends the one before.
    await served.linkFor('chén')
    expect((await fetch(link.replace(/#.*/, ''), { redirect: 'manual' })).status).toBe(401)
  },
)

toolTest('a run goes on while the page is loaded again, which finds it and can end it', chromiumProbe, 3, async () => {
  // In place of the command line: a program that says how far it is and takes its time.
  const program = join(folder, 'slow.mjs')
  writeFileSync(program, "console.error('step 1'); setInterval(() => {}, 1000)\n")
  const alone = { study: 'Twice asked', seed: 1, cohort: { file: 'cohort.csv', id: 'patient' } }
  writeFileSync(
    join(folder, 'run-study.yaml'),
    JSON.stringify({ ...alone, outcome: { column: 'her2', positive: 'positive' } }),
  )
  const slow = await serve({ folder, port: 0, program, page: join(built, 'app'), version: '0' })
  try {
    await onServer(slow.link, {}, async (page) => {
      const run = page.locator('section', { has: page.locator('#run') })
      const shown = async () => {
        await run.getByText('step 1').waitFor()
        return (await run.getByRole('button').allInnerTexts()).join()
      }
      await page.evaluate(() => {
        location.hash = '#/model?study=run-study.yaml'
      })
      await run.getByRole('button', { name: 'Run the study' }).press('Enter')
      expect(await shown()).toBe('Run the study,Cancel')
      await page.reload()
      expect(await shown()).toBe('Run the study,Cancel')
      await run.getByRole('button', { name: 'Cancel' }).press('Enter')
      await run.getByText('cancelled').waitFor()
      expect(await run.getByRole('button').allInnerTexts()).toEqual(['Run the study'])
    })
  } finally {
    await slow.close()
  }
})
