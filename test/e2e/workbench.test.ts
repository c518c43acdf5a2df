import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { readImage } from '../../src/image/formats/read.ts'
import { type Served, serve } from '../../src/server/serve.ts'
import { axeFaults } from '../support/axe.ts'
import { chromiumProbe, onServer } from '../support/chromium.ts'
import { shared, sharedTest, toolTest } from '../support/needs.ts'
import { isIn, openCase, saveMask, stroke } from '../support/reading-page.ts'
import { writeReadingStudy } from '../support/reading-study.ts'

const folder = mkdtempSync(join(tmpdir(), 'workbench-'))
const built = resolve(import.meta.dirname, '../../dist')
let served: Served
const links = new Map<string, string>()
beforeAll(async () => {
  writeReadingStudy(folder)
  served = await serve({ folder, port: 0, program: join(built, 'cli.js'), page: join(built, 'app'), version: '0' })
  links.set('owner', served.link)
  for (const reader of ['anna', 'bo']) links.set(reader, await served.linkFor(reader))
})
afterAll(async () => {
  await served.close()
  rmSync(folder, { recursive: true })
})

/** What a script with SimpleITK says of files of the folder, as JSON. */
function python(script: string, ...given: string[]) {
  const ran = spawnSync('python3', ['-c', `import json, sys\nimport SimpleITK as sitk\n${script}`, ...given], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect(ran.stderr).toBe('')
  return JSON.parse(ran.stdout)
}
/** The mask of a file on its image's grid, as SimpleITK reads it: voxels with a label, and whether the grids are one. */
const seen = (image: string, mask: string) =>
  python(
    `i, m = sitk.ReadImage(sys.argv[1]), sitk.ReadImage(sys.argv[2])
a = sitk.GetArrayFromImage(m).ravel()
near = lambda p, q: max(abs(x - y) for x, y in zip(p, q)) < 1e-4
grid = i.GetSize() == m.GetSize() and near(i.GetOrigin(), m.GetOrigin()) and near(i.GetSpacing(), m.GetSpacing()) and near(i.GetDirection(), m.GetDirection())
print(json.dumps({"grid": grid, "voxels": a.nonzero()[0].tolist()}))`,
    image,
    mask,
  ) as { grid: boolean; voxels: number[] }

const ours = (mask: string) => {
  const { data } = readImage(readFileSync(join(folder, mask)), mask)
  return Array.from(data.keys()).filter((i) => data[i] !== 0)
}

toolTest(
  'a reader opens, clicks, draws on two slices, fills between, saves and comes back to the same voxels',
  chromiumProbe,
  15,
  async () => {
    await onServer(links.get('anna')!, {}, async (page) => {
      await openCase(page, 't2', 'P1')

      // Each click lies where SimpleITK says that the voxel is.
      const place = page.locator('.status span').first()
      const clicks: { voxel: number[]; point: number[] }[] = []
      for (const name of ['axial', 'coronal', 'sagittal'])
        for (const [dx, dy] of [
          [-40, 12],
          [33, 50],
          [7, -61],
        ] as [number, number][]) {
          const before = await place.innerText()
          await stroke(page, name, [dx, dy])
          // No two of the places are one.
          await page.waitForFunction(
            (text) => document.querySelector<HTMLElement>('.status span')!.innerText !== text,
            before,
          )
          const numbers = (await place.innerText()).match(/-?\d+(\.\d+)?/g)!.map(Number)
          clicks.push({ voxel: numbers.slice(0, 3), point: numbers.slice(3, 6) })
        }
      expect(new Set(clicks.map(({ voxel }) => String(voxel))).size).toBe(9)
      const points = python(
        `i = sitk.ReadImage("images/P1/t2.nrrd")
print(json.dumps([i.TransformIndexToPhysicalPoint(c["voxel"]) for c in json.loads(sys.argv[1])]))`,
        JSON.stringify(clicks),
      ) as number[][]
      expect(points.map((point) => point.map((mm) => Number(mm.toFixed(1))))).toEqual(clicks.map(({ point }) => point))

      await page.keyboard.press('c')
      await page.locator('canvas[aria-label="axial slices"]').focus()
      await page.keyboard.press('4')
      await stroke(page, 'axial', [-60, -40], [60, -30], [30, 60], [-60, -40])
      await isIn(page, 'drawn')
      for (let k = 0; k < 4; k++) await page.keyboard.press('PageUp')
      for (let k = 0; k < 6; k++) await page.keyboard.press('+')
      await stroke(page, 'axial', [-20, 0], [50, 30])
      await page.keyboard.press('f')
      await saveMask(page)
    })
    const mask = 'masks/P1.anna.nii.gz'
    const first = readFileSync(join(folder, mask))
    const drawn = ours(mask)
    const theirs = seen('images/P1/t2.nrrd', mask)
    expect(theirs.grid).toBe(true)
    expect(theirs.voxels).toEqual(drawn)
    const slices = [...new Set(drawn.map((i) => Math.floor(i / (64 * 56))))]
    expect(slices.length).toBe(5)
    expect(slices.at(-1)! - slices[0]).toBe(4)

    // Opened again, a stroke drawn and taken back: the same bytes. Then a stroke, and the tab dies before the mask is saved.
    await onServer(links.get('anna')!, {}, async (page) => {
      await openCase(page, 't2', 'P1')
      await page.keyboard.press('4')
      await stroke(page, 'axial', [-90, 90], [-90, 60])
      await isIn(page, 'drawn')
      await page.keyboard.press('Control+z')
      await saveMask(page)
      expect(readFileSync(join(folder, mask)).equals(first)).toBe(true)
      await stroke(page, 'axial', [-90, 90], [-90, 60])
      await isIn(page, 'drawn')
    })
    expect(readFileSync(join(folder, mask)).equals(first)).toBe(true)
    await onServer(links.get('anna')!, {}, async (page) => {
      await page.waitForSelector('.cases')
      await openCase(page, 't2', 'P1')
      await page.getByText('1 strokes were drawn after the mask was saved last').waitFor()
      await saveMask(page)
      await page.getByLabel('Edge (margin)').selectOption('burr')
      await page.getByLabel('Lesion type').selectOption('mass')
      await page.getByRole('combobox', { name: /^Case/ }).selectOption('done')
      await page.getByRole('link', { name: 'Cases' }).click()
      await page.getByText('1 of 3 done').waitFor()
      expect(await page.locator('nav a').allInnerTexts()).toEqual(['Reading'])
    })
    expect(ours(mask).length).toBeGreaterThan(drawn.length)
    const form = JSON.parse(readFileSync(join(folder, 'readings/anna/P1.json'), 'utf8'))
    expect(form).toEqual({ state: 'done', items: { edge: 'burr', type: 'mass' } })
    const log = readFileSync(join(folder, 'readings/anna/log.jsonl'), 'utf8').trim().split('\n')
    const what = log.map((line) => JSON.parse(line).action)
    expect(what.filter((action) => action === 'open')).toHaveLength(3)
    expect(what.filter((action) => action === 'form')).toHaveLength(3)
  },
)

toolTest('tools: polygon, grow, eraser, margin, undo and redo do what their names say', chromiumProbe, 13, async () => {
  await onServer(links.get('bo')!, { colorScheme: 'dark' }, async (page) => {
    await openCase(page, 't2', 'P1')
    const count = async () => {
      await page.waitForTimeout(350)
      return Number(/([\d]+) voxels/.exec(await page.locator('.status').innerText())![1])
    }
    await page.keyboard.press('3')
    for (const point of [
      [-50, -50],
      [50, -50],
      [50, 50],
      [-50, 50],
    ] as [number, number][])
      await stroke(page, 'axial', point)
    await page.keyboard.press('Enter')
    const square = await count()
    await page.keyboard.press('Control+z')
    // Closed by a double click, which adds the last corner twice.
    for (const point of [
      [-50, -50],
      [50, -50],
      [50, 50],
    ] as [number, number][])
      await stroke(page, 'axial', point)
    const box = (await page.locator('canvas[aria-label="axial slices"]').boundingBox())!
    await page.mouse.dblclick(box.x + box.width / 2 - 50, box.y + box.height / 2 + 50)
    expect(await count()).toBe(square)
    // 100 pixels on a side at the view's zoom: the square's area in voxels, to a voxel's row on each side.
    const { width, height } = (await page.locator('canvas[aria-label="axial slices"]').boundingBox())!
    const zoom = Math.min(width / (64 * 0.9), height / (56 * 1.1))
    const [across, down] = [100 / (zoom * 0.9), 100 / (zoom * 1.1)]
    expect(square).toBeGreaterThanOrEqual(Math.floor(across) * Math.floor(down))
    expect(square).toBeLessThanOrEqual(Math.ceil(across) * Math.ceil(down))
    await page.keyboard.press('Control+z')
    expect(await count()).toBe(0)
    await page.keyboard.press('Control+Shift+z')
    expect(await count()).toBe(square)
    await page.keyboard.press('Control+z')
    // Growing from the middle of the bright ball takes nearly all of it: 4/3 π 11³ mm³.
    await page.keyboard.press('5')
    await stroke(page, 'axial', [0, 0])
    const grown = await count()
    const ball = ((4 / 3) * Math.PI * 11 ** 3) / (0.9 * 1.1 * 3.5)
    expect(grown / ball).toBeGreaterThan(0.7)
    expect(grown / ball).toBeLessThan(1.05)
    await page.getByRole('button', { name: 'Smooth' }).click()
    expect(await count()).not.toBe(grown)
    await page.getByRole('button', { name: 'Grow or shrink' }).click()
    expect(await count()).toBeGreaterThan(1.3 * grown)
    await page.keyboard.press('7')
    await stroke(page, 'axial', [-100, 0], [100, 0])
    const erased = await count()
    expect(erased).toBeGreaterThan(grown)
    await saveMask(page)
    expect(seen('images/P1/t2.nrrd', 'masks/P1.bo.nrrd').voxels).toHaveLength(erased)
    await page.getByLabel('Edge (margin)').selectOption('smooth')
    await page.waitForTimeout(300)
  })
  expect(existsSync(join(folder, 'readings/bo/P1.json'))).toBe(true)
})

toolTest(
  'the owner sees both outlines, Dice as SimpleITK gives it, and settles the mask and the table of readings',
  chromiumProbe,
  5,
  async () => {
    await onServer(links.get('owner')!, {}, async (page) => {
      await page.getByRole('link', { name: 'Consensus' }).click()
      await openCompared(page)
      const shown = Number(/Dice ([\d.]+)/.exec(await page.locator('.bar').innerText())![1])
      const { dice, both } = python(
        `a, b = (sitk.Cast(sitk.ReadImage(f"masks/P1.{r}") > 0, sitk.sitkUInt8) for r in ("anna.nii.gz", "bo.nrrd"))
a.CopyInformation(b)
f = sitk.LabelOverlapMeasuresImageFilter()
f.Execute(a, b)
print(json.dumps({"dice": f.GetDiceCoefficient(1), "both": sitk.GetArrayFromImage(sitk.And(a, b)).ravel().nonzero()[0].tolist()}))`,
      )
      expect(shown).toBe(Number(dice.toFixed(3)))
      expect(both.length).toBeGreaterThan(20)
      await page.getByRole('button', { name: 'What both drew' }).click()
      await page.getByText('Settled: what both drew').waitFor()
      expect(ours('readings/consensus/P1.t2.nrrd')).toEqual(both)
      await page.getByRole('link', { name: 'Cases' }).click()
      await page.getByRole('button', { name: 'Write the table of readings' }).click()
      await page.getByText('readings.csv is written').waitFor()
    })
    expect(readFileSync(join(folder, 'readings.csv'), 'utf8').split('\r\n').slice(0, 3)).toEqual([
      'patient,reader,type,edge,skin,nipple,axillary,tic,bpe',
      'P1,anna,mass,burr,,,,,',
      'P1,bo,,smooth,,,,,',
    ])
  },
)

async function openCompared(page: Page) {
  await page.getByRole('link', { name: 't2 of P1' }).click()
  await page.getByText('Dice').waitFor()
}

toolTest('no view breaks a rule of axe-core, light or dark', chromiumProbe, 8, async () => {
  for (const colorScheme of ['light', 'dark'] as const)
    await onServer(links.get('owner')!, { colorScheme }, async (page) => {
      await page.getByRole('link', { name: 'Reading' }).click()
      await page.getByLabel('Read as').selectOption('anna')
      await page.waitForSelector('.cases')
      expect(await axeFaults(page)).toEqual([])
      await openCase(page, 't2', 'P1')
      expect(await axeFaults(page)).toEqual([])
      await page.keyboard.press('?')
      await page.waitForSelector('dialog[open]')
      expect(await axeFaults(page)).toEqual([])
      await page.getByRole('button', { name: 'Close' }).click()
      await page.getByRole('link', { name: 'Consensus' }).click()
      await openCompared(page)
      expect(await axeFaults(page)).toEqual([])
    })
})

toolTest(
  'what no feature can be of is refused before anything is drawn on it, and a reader whose name cannot be a folder’s is told so',
  chromiumProbe,
  2,
  async () => {
    const own = mkdtempSync(join(tmpdir(), 'workbench-odd-'))
    mkdirSync(join(own, 'images', 'P1'), { recursive: true })
    const head =
      'NRRD0004\ntype: uint8\ndimension: 4\nspace: left-posterior-superior\nsizes: 3 8 8 4\nkinds: vector domain domain domain\nspace directions: none (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\nencoding: raw\n\n'
    writeFileSync(join(own, 'images', 'P1', 't2.nrrd'), Buffer.concat([Buffer.from(head), Buffer.alloc(3 * 256, 7)]))
    writeFileSync(join(own, 'cohort.csv'), 'patient,her2\nP1,positive\n')
    const masks = `{ anna: 'masks/{patient}.nrrd', 'bo/..': 'masks/{patient}.bo.nrrd' }`
    writeFileSync(
      join(own, 'study.yaml'),
      `study: s\nseed: 1\ncohort: { file: cohort.csv, id: patient }\nimages:\n  t2: { path: 'images/{patient}/t2.nrrd', masks: ${masks} }\n`,
    )
    const server = await serve({ folder: own, port: 0, program: '', page: join(built, 'app'), version: '0' })
    try {
      for (const [reader, code] of [
        ['anna', 'NS-FEA-16'],
        ['bo/..', 'NS-SRV-10'],
      ])
        await onServer(await server.linkFor(reader), {}, async (page) => {
          await page.getByRole('link', { name: 't2 of P1' }).click()
          await page.locator('.fault', { hasText: code }).waitFor()
          expect(await page.locator('.panes canvas').count()).toBe(0)
        })
    } finally {
      await server.close()
      rmSync(own, { recursive: true })
    }
  },
)

sharedTest('a mask drawn on a DICOM series is a Segmentation that dciodvfy passes and highdicom reads', 6, async () => {
  const own = mkdtempSync(join(tmpdir(), 'workbench-dicom-'))
  mkdirSync(join(own, 'images', 'P1'), { recursive: true })
  cpSync(shared('real', 'dicom', 'dcmqi', '23x38x3', 'image'), join(own, 'images', 'P1'), { recursive: true })
  writeFileSync(join(own, 'cohort.csv'), 'patient,her2\nP1,positive\n')
  writeFileSync(
    join(own, 'study.yaml'),
    `study: s
seed: 1
cohort: { file: cohort.csv, id: patient }
images:
  ct: { path: 'images/{patient}', masks: { anna: 'masks/{patient}.dcm' } }
`,
  )
  const server = await serve({ folder: own, port: 0, program: '', page: join(built, 'app'), version: '0' })
  try {
    let drawn = 0
    const shownVoxels = async (page: Page) => {
      await page.waitForTimeout(400)
      return Number(/([\d]+) voxels/.exec(await page.locator('.status').innerText())![1])
    }
    const open = async (page: Page) => {
      await page.getByRole('link', { name: 'ct of P1' }).click()
      await page.waitForSelector('.panes canvas')
    }
    await onServer(await server.linkFor('anna'), {}, async (page) => {
      await open(page)
      await page.keyboard.press('4')
      await stroke(page, 'axial', [-40, -30], [40, 20])
      drawn = await shownVoxels(page)
      await saveMask(page)
      await page.getByRole('link', { name: 'Cases' }).click()
      await open(page)
      expect(await shownVoxels(page)).toBe(drawn)
    })
    const file = join(own, 'masks', 'P1.dcm')
    expect(drawn).toBeGreaterThan(10)
    const read = spawnSync(
      'python3',
      ['-c', 'import sys, highdicom\nprint(int(highdicom.seg.segread(sys.argv[1]).pixel_array.sum()))', file],
      { encoding: 'utf8' },
    )
    expect(Number(read.stdout)).toBe(drawn)
    const checked = spawnSync('dciodvfy', [file], { encoding: 'utf8' })
    expect(checked.stderr).not.toContain('Error')
    expect(checked.stderr).toContain('Segmentation')
    expect(existsSync(file)).toBe(true)
  } finally {
    await server.close()
    rmSync(own, { recursive: true })
  }
})
