import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Browser, chromium, type Page } from 'playwright-core'
import { readingItems } from '../../src/cohort/readings/mri-readings.ts'
import { readImage } from '../../src/image/formats/read.ts'
import { randomStream } from '../../src/statistics/resampling/random.ts'
import { chromiumProbe } from './chromium.ts'
import { openCase, saveMask, stroke } from './reading-page.ts'
import { obliqueGrid, writeReadingStudy } from './reading-study.ts'

export const crashes = ['tab killed', 'server killed', 'disk full', 'folder removed'] as const
export type Crash = (typeof crashes)[number]

/** One reader who drew and answered until something died; what was there when they came back. */
export interface CrashTrial {
  crash: Crash
  drawn: number
  answered: number
  /** Strokes and answers that were finished before and are not there. */
  lost: { strokes: number; answers: number }
  /** What must never be: other voxels or answers than at any moment, or a page that said nothing. */
  faults: string[]
}

const program = resolve(import.meta.dirname, '../../dist/cli.js')
const [columns, rows] = obliqueGrid.size
/** Voxels of a stroke, in a row. */
const length = 4

/** A small disk of its own, where this machine lets one be mounted; else why not. */
function mountDisk(at: string): string | undefined {
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', at], { encoding: 'utf8' })
  return mounted.status === 0 ? undefined : mounted.error?.message || mounted.stderr.trim()
}

/**
 * Reads in Chromium on `nomoscope serve` and lets something die at a random moment of drawing and answering, so many times
 * in turn: the tab (its process is crashed), the server (kill −9), the disk (a tmpfs is filled), the folder (moved away).
 * All but the tab come back. `tell` is called after each.
 */
export async function crashReadings(
  trials: number,
  seed: number,
  tell: (trial: CrashTrial) => void,
): Promise<string[]> {
  const disk = mkdtempSync(join(tmpdir(), 'nomoscope-crash-'))
  const unmounted = mountDisk(disk)
  const folder = join(disk, 'study')
  mkdirSync(folder)
  writeReadingStudy(folder)
  const server = await startServer(folder)
  const browser = await chromium.launch({ executablePath: chromiumProbe[0], args: ['--no-sandbox'] })
  const kinds = crashes.filter((kind) => kind !== 'disk full' || unmounted === undefined)
  try {
    for (let n = 0; n < trials; n++) {
      for (const left of ['readings', 'masks']) rmSync(join(folder, left), { recursive: true, force: true })
      tell(await crashOnce(browser, server, { disk, folder, crash: kinds[n % kinds.length], seed: seed + n }))
    }
  } finally {
    await browser.close()
    server.kill()
    if (unmounted === undefined) spawnSync('umount', ['-l', disk])
    rmSync(disk, { recursive: true, force: true })
  }
  return unmounted === undefined ? [] : [`no disk was filled: ${unmounted}`]
}

interface Server {
  link: string
  kill: () => void
  start: () => Promise<unknown>
}

async function startServer(folder: string): Promise<Server> {
  let child: ChildProcess
  const start = async (...words: string[]) => {
    child = spawn(process.execPath, [program, 'serve', folder, ...words], { stdio: ['ignore', 'pipe', 'ignore'] })
    const { stdout } = child
    return new Promise<string>((say, fail) => {
      let text = ''
      child.once('error', fail)
      stdout!.setEncoding('utf8').on('data', (more: string) => {
        text += more
        if (text.split('\n').length > (words.length > 2 ? 2 : 1)) say(text)
      })
    })
  }
  const link = /^anna: (.*)$/m.exec(await start('--port', '0', '--reader', 'anna'))![1]
  const { port } = new URL(link)
  return { link, kill: () => child.kill('SIGKILL'), start: () => start('--port', port) }
}

interface Trial {
  disk: string
  folder: string
  crash: Crash
  seed: number
}

async function crashOnce(browser: Browser, server: Server, trial: Trial): Promise<CrashTrial> {
  const { disk, folder, crash, seed } = trial
  const { below, uniform } = randomStream(seed, 'crash')
  const patient = `P${1 + below(3)}`
  const faults: string[] = []
  // The mask and the form after each finished stroke and answer.
  const masks: number[][] = [[]]
  const forms: Record<string, string>[] = [{}]
  const page = await openPage(browser, server.link, patient)
  const tab = await page.context().newCDPSession(page)
  const away = join(disk, 'away')
  const filler = join(disk, 'filler')
  const die: Record<Crash, () => unknown> = {
    // A tab that is gone does not answer.
    'tab killed': () => void tab.send('Page.crash').catch(() => {}),
    'server killed': server.kill,
    'disk full': () => fill(filler),
    'folder removed': () => renameSync(folder, away),
  }
  const mend: Record<Crash, () => unknown> = {
    'tab killed': () => {},
    'server killed': server.start,
    'disk full': () => rmSync(filler),
    'folder removed': () => renameSync(away, folder),
  }
  const hand = handOf(page, below, masks, forms)
  await hand.prepare()
  const moment = 100 + 1900 * uniform()
  let died = false
  const death = wait(moment).then(() => {
    died = true
    return die[crash]()
  })
  while (!died)
    await hand.act().catch((error) => {
      if (crash !== 'tab killed' || !died) throw error
    })
  await death
  if (crash !== 'tab killed') {
    // Also the room that a write which failed gave back.
    if (crash === 'disk full') fill(filler)
    await hand.draw()
    await hand.answer()
    await page.keyboard.press('Control+s')
    for (const [what, mark] of [
      ['strokes', '.status [data-saved="failed"]'],
      ['answers', '[data-form="failed"]'],
    ])
      await page.waitForSelector(mark, { timeout: 30_000 }).catch(() => faults.push(`nothing is said of the ${what}`))
    await hand.draw()
    await mend[crash]()
    await page.waitForSelector('.status [data-saved="drawn"], .status [data-saved="saved"]')
    await page.waitForSelector('[data-form="sent"]')
    await page.waitForTimeout(100)
  }
  await page.context().close()

  const after = await openPage(browser, server.link, patient)
  const told = Number(/(\d+) strokes were drawn after/.exec(await after.innerText('.case'))?.[1] ?? 0)
  const log = join(folder, 'readings/anna', `${patient}.t2.strokes.jsonl`)
  const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n') : []
  const unsaved = lines.slice(lines.findLastIndex((line) => line.includes('"saved":true')) + 1)
  const whole = unsaved.filter((line) => line.endsWith('}')).length
  if (told !== whole) faults.push(`the page tells of ${told} strokes that came back, the log has ${whole}`)
  // A stroke that changes nothing lost: it makes the page write what it has.
  await takeBrush(after)
  await stroke(after, 'axial', ...placesOf(await sizeOf(after), columns - 1, rows - 1, 1))
  await after.waitForSelector('.status [data-saved="drawn"]')
  await saveMask(after)
  await after.context().close()
  const { data } = readImage(readFileSync(join(folder, 'masks', `${patient}.anna.nii.gz`)), 'mask.nii.gz')
  const corner = columns - 1 + columns * (rows - 1)
  const found = Array.from(data.keys()).filter((i) => data[i] !== 0 && i % (columns * rows) !== corner)
  const form = join(folder, 'readings/anna', `${patient}.json`)
  const items = existsSync(form) ? JSON.parse(readFileSync(form, 'utf8')).items : {}
  const sorted = (of: object) => JSON.stringify(Object.entries(of).sort())
  const strokes = masks.findLastIndex((mask) => String(mask) === String(found))
  const answers = forms.findLastIndex((one) => sorted(one) === sorted(items))
  if (strokes < 0) faults.push('the mask is not as it was at any moment')
  if (answers < 0) faults.push('the form is not as it was at any moment')
  return {
    crash,
    drawn: hand.finished().strokes,
    answered: hand.finished().answers,
    lost: {
      strokes: Math.max(0, hand.finished().strokes - strokes),
      answers: Math.max(0, hand.finished().answers - answers),
    },
    faults,
  }
}

async function openPage(browser: Browser, link: string, patient: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  context.setDefaultTimeout(120_000)
  const page = await context.newPage()
  // Leaving a page that has unsaved strokes asks; a crashed one cannot.
  page.on('dialog', (dialog) => void dialog.accept().catch(() => {}))
  await page.goto(link)
  await openCase(page, 't2', patient)
  await page.waitForSelector('[data-form]')
  return page
}

/** Draws, takes back and answers as a hand does: the next stroke begins when the last is kept, or after 0.4 s. */
function handOf(page: Page, below: (n: number) => number, masks: number[][], forms: Record<string, string>[]) {
  const cells = Array.from({ length: (rows - 8) * Math.floor((columns - 8) / length) }, (_, n) => n)
  let [strokes, answers] = [0, 0]
  let size: Size
  let slice = 0
  const settle = () =>
    page
      .waitForFunction(() => !document.querySelector('[data-saved="saving"], [data-form="saving"]'), null, {
        timeout: 400,
      })
      .catch((error) => {
        if (!/Timeout/.test(String(error))) throw error
      })
  async function draw() {
    const [cell] = cells.splice(below(cells.length), 1)
    const across = Math.floor((columns - 8) / length)
    const [i, j] = [4 + length * (cell % across), 4 + Math.floor(cell / across)]
    const voxels = Array.from({ length }, (_, n) => i + n + columns * (j + rows * slice))
    // Before the hand lifts: what is sent then may be kept though the hand never hears of it.
    masks.push([...masks.at(-1)!, ...voxels].sort((a, b) => a - b))
    await stroke(page, 'axial', ...placesOf(size, i, j, length))
    strokes++
    await settle()
  }
  async function answer() {
    const { name, label, levels } = readingItems[below(readingItems.length)]
    const free = levels.filter(({ value }) => value !== forms.at(-1)![name])
    const { value } = free[below(free.length)]
    forms.push({ ...forms.at(-1), [name]: value })
    await page.getByLabel('Reading form').getByLabel(label).selectOption(value)
    answers++
    await settle()
  }
  async function takeBack() {
    if (strokes === 0 || masks.at(-1)!.length <= masks.at(-2)!.length) return draw()
    masks.push(masks.at(-2)!)
    await page.locator('canvas[aria-label="axial slices"]').press('Control+z')
    strokes++
    await settle()
  }
  return {
    draw,
    answer,
    async prepare() {
      await takeBrush(page)
      size = await sizeOf(page)
      slice = Number(/voxel \d+ \d+ (\d+)/.exec(await page.innerText('.status'))![1])
    },
    act: () => [draw, draw, draw, answer, answer, takeBack, save][below(7)](),
    finished: () => ({ strokes, answers }),
  }
  async function save() {
    await page.locator('canvas[aria-label="axial slices"]').press('Control+s')
    await settle()
  }
}

async function takeBrush(page: Page) {
  await page.getByLabel('Brush, voxels').fill('1')
  await page.locator('canvas[aria-label="axial slices"]').press('4')
}

interface Size {
  width: number
  height: number
}
const sizeOf = async (page: Page): Promise<Size> =>
  (await page.locator('canvas[aria-label="axial slices"]').boundingBox())!

/** Where a row of voxels begins and ends on the axial pane, from its middle, when the slice is fitted into it. */
function placesOf({ width, height }: Size, i: number, j: number, voxels: number): [number, number][] {
  const [x, y] = obliqueGrid.spacing
  const zoom = Math.min(width / (columns * x), height / (rows * y))
  const at = (column: number): [number, number] => [
    (column - (columns - 1) / 2) * x * zoom,
    (j - (rows - 1) / 2) * y * zoom,
  ]
  return [at(i), at(i + voxels - 1)]
}

/** Takes all room that is left on the disk. */
function fill(path: string) {
  for (let bytes = 1 << 20; bytes >= 1; bytes >>= 1)
    for (;;)
      try {
        writeFileSync(path, Buffer.alloc(bytes), { flag: 'a' })
      } catch {
        break
      }
}
