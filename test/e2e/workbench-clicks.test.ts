import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { fitZoom, type Placement, placePoint, zoomedAt } from '../../src/app/viewer/placement.ts'
import { type PlaneName, planeNames, planesOf } from '../../src/app/viewer/planes.ts'
import { writeImage } from '../../src/image/formats/write.ts'
import { toPoint } from '../../src/image/grid/geometry.ts'
import type { Geometry, Triple } from '../../src/image/volume.ts'
import { serve } from '../../src/server/serve.ts'
import { randomStream } from '../../src/statistics/resampling/random.ts'
import { chromiumProbe, onServer } from '../support/chromium.ts'
import { fixture, toolTest } from '../support/needs.ts'
import { openCase } from '../support/reading-page.ts'

interface Clicks {
  volumes: (Geometry & { name: string; points: { point: Triple; voxel: Triple }[] })[]
}
const built = resolve(import.meta.dirname, '../../dist')
const { volumes }: Clicks = JSON.parse(readFileSync(fixture('workbench', 'clicks.json'), 'utf8'))

/** A grey that tells a voxel from those around it. */
const greyOf = ([i, j, k]: Readonly<Triple>) => (37 * i + 101 * j + 59 * k) % 256

function imageOf({ size, ...grid }: Geometry) {
  const [nx, ny, nz] = size
  const data = Int16Array.from({ length: nx * ny * nz }, (_, at) =>
    greyOf([at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))]),
  )
  return { ...grid, dimension: 3 as const, size, pixelType: 'int16' as const, data }
}

toolTest(
  '1,000 clicks of the mouse in each plane, zoomed and moved, land on the voxel that SimpleITK finds the point in, and on its grey',
  chromiumProbe,
  2,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'workbench-clicks-'))
    mkdirSync(join(folder, 'images'))
    for (const [n, volume] of volumes.entries())
      writeFileSync(join(folder, 'images', `V${n}.nrrd`), writeImage(imageOf(volume), 'V.nrrd'))
    writeFileSync(join(folder, 'cohort.csv'), `patient,age\n${volumes.map((_, n) => `V${n},50\n`).join('')}`)
    writeFileSync(
      join(folder, 'study.yaml'),
      `study: Clicks
seed: 1
cohort: { file: cohort.csv, id: patient }
images: { t1: { path: 'images/{patient}.nrrd', masks: { anna: 'masks/{patient}.nrrd' } } }
`,
    )
    const server = await serve({ folder, port: 0, program: '', page: join(built, 'app'), version: '0' })
    const wrong: string[] = []
    let clicked = 0
    try {
      await onServer(await server.linkFor('anna'), {}, async (page) => {
        for (const [n, volume] of volumes.entries()) {
          await openCase(page, 't1', `V${n}`)
          const click = await clickerOf(page, volume, n)
          for (const { point, voxel } of volume.points) {
            for (const name of planeNames) {
              const { seen, grey } = await click(name, point, voxel)
              const { normal } = planesOf(volume)[name]
              const right = seen.every((at, axis) => axis === normal.axis || at === voxel[axis])
              if (!right || grey !== greyOf(seen)) wrong.push(`${volume.name}, ${name}: ${seen} for ${voxel}, ${grey}`)
              // By the third plane all three numbers are the point's.
              if (name === planeNames[2] && String(seen) !== String(voxel)) wrong.push(`${volume.name}: ${seen}`)
            }
            clicked++
          }
          await page.getByRole('link', { name: 'Cases' }).click()
        }
      })
    } finally {
      await server.close()
      rmSync(folder, { recursive: true })
    }
    expect(wrong).toEqual([])
    expect(clicked).toBe(1000)
  },
  600_000,
)

/** Clicks on a patient's point in a plane; now and then the view is zoomed about it, and moved where it has left the pane. */
async function clickerOf(page: Page, volume: Geometry, seed: number) {
  const { uniform } = randomStream(seed, 'clicks in the page')
  const random = (from: number, to: number) => Math.round(from + (to - from) * uniform())
  const planes = planesOf(volume)
  await page.getByLabel('black').fill('0')
  await page.getByLabel('white').fill('256')
  await page.locator('canvas[aria-label="axial slices"]').press('1')
  await page.keyboard.press('x')
  const boxes = {} as Record<PlaneName, { x: number; y: number }>
  const placements = {} as Record<PlaneName, Placement>
  for (const name of planeNames) {
    const { x, y, width, height } = (await page.locator(`canvas[aria-label="${name} slices"]`).boundingBox())!
    boxes[name] = { x, y }
    placements[name] = { width, height, pan: [0, 0], zoom: fitZoom(volume, planes[name], width, height) }
  }
  return async (name: PlaneName, point: Triple, voxel: Triple) => {
    const box = boxes[name]
    /** The pixel next to the point on the side of the middle of its voxel: a mouse has whole pixels. */
    const pixelOf = () => {
      const at = placePoint(volume, planes[name], placements[name], point)
      const middle = placePoint(volume, planes[name], placements[name], toPoint(volume, voxel))
      const on = (p: number, m: number, edge: number) => {
        const middlePixel = Math.floor(m + edge)
        const next =
          m > p ? Math.min(Math.ceil(p + edge), middlePixel) : Math.max(Math.floor(p + edge) - 1, middlePixel)
        return next - edge
      }
      return [on(at.x, middle.x, box.x), on(at.y, middle.y, box.y)]
    }
    const at = ([x, y]: number[]) => [Math.round(box.x + x), Math.round(box.y + y)] as const
    const move = (to: number[]) => page.mouse.move(...at(to))
    const outside = ([x, y]: number[], by: number) => {
      const { width, height } = placements[name]
      return x < by || x > width - by || y < by || y > height - by
    }
    // Further away than a drag reaches, or now and then.
    if (outside(pixelOf(), -150) || uniform() < 0.1) {
      await page.keyboard.press('Control+f')
      for (const one of planeNames) {
        const { width, height } = placements[one]
        placements[one] = { width, height, pan: [0, 0], zoom: fitZoom(volume, planes[one], width, height) }
      }
    }
    let pixel = pixelOf()
    if (outside(pixel, 3) || uniform() < 0.05) {
      // Within the pane from end to end.
      const { width, height } = placements[name]
      const way = [width, height].map((extent, axis) => random(20, extent - 20) - Math.round(pixel[axis]))
      const [dx, dy] = way.map((by, axis) =>
        Math.max(40 - [width, height][axis], Math.min([width, height][axis] - 40, by)),
      )
      const from = [dx, dy].map((by, axis) => (by > 0 ? 15 : [width, height][axis] - 15))
      await move(from)
      await page.mouse.down({ button: 'middle' })
      await move([from[0] + dx, from[1] + dy])
      await page.mouse.up({ button: 'middle' })
      const { pan } = placements[name]
      placements[name] = { ...placements[name], pan: [pan[0] + dx, pan[1] + dy] }
      pixel = pixelOf()
    }
    if (uniform() < 0.15) {
      const by = random(-500, 60)
      await move(pixel)
      await page.keyboard.down('Control')
      await page.mouse.wheel(0, by)
      await page.keyboard.up('Control')
      // A wheel is not waited for as a button is.
      await page.evaluate(() => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))))
      placements[name] = zoomedAt(placements[name], Math.exp(-by / 300), pixel[0], pixel[1])
      pixel = pixelOf()
    }
    await page.mouse.click(...at(pixel))
    return page.evaluate(
      ([plane, x, y]) =>
        new Promise<{ seen: Triple; grey: number }>((tell) => {
          requestAnimationFrame(() => {
            const canvas = document.querySelector<HTMLCanvasElement>(`canvas[aria-label="${plane} slices"]`)!
            const [grey] = canvas.getContext('2d')!.getImageData(x as number, y as number, 1, 1).data
            const numbers = /voxel (\d+) (\d+) (\d+)/.exec(document.querySelector<HTMLElement>('.status')!.innerText)!
            tell({ seen: numbers.slice(1, 4).map(Number) as Triple, grey })
          })
        }),
      [name, Math.floor(pixel[0]), Math.floor(pixel[1])] as const,
    )
  }
}
