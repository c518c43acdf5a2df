// The page alone beside Node on one study, in turn: time by the clock and of the processor, memory, and how long the page was held.
// usage: npx tsx bench/tab.ts [--turns 2] [--patients 60]     (after npm run build; Chromium in CHROMIUM or /usr/bin/chromium)
// Memory is what the processes have of their own and their share of what they share (PSS), at its highest of a look
// every half second. Chromium's counts from what it has with the study open and nothing running: a browser is open anyway.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { openOffline } from '../test/support/browser-folder.ts'
import { smallDemo } from '../test/support/small-demo.ts'
import { staticServer } from '../test/support/static-server.ts'

/** By the clock, of the processor (of all threads), and memory. */
type Measured = { seconds: number; processor: number; megabytes: number }

const { values } = parseArgs({ options: { turns: { type: 'string' }, patients: { type: 'string' } } })
const turns = Number(values.turns ?? 2)
const built = resolve(import.meta.dirname, '../dist')
const folder = mkdtempSync(join(tmpdir(), 'nomoscope-bench-tab-'))
// The demo's own study but for what needs every patient: as many refits as make the refits the larger part.
const study = smallDemo(folder, Number(values.patients ?? 60), (text) =>
  text
    .replace(/^split:.*\n/m, 'split: none\n')
    .replace('bootstrap: 6, permutations: 2', 'bootstrap: 60, permutations: 20'),
)
console.log(`load before: ${loadavg()[0].toFixed(2)}`)

/** Node's process and its threads, on two cores. */
async function inNode(): Promise<Measured> {
  const out = join(folder, 'results-node')
  rmSync(out, { recursive: true, force: true })
  const started = performance.now()
  const words = [join(built, 'cli.js'), 'run', study, '--out', out, '--quiet', '--jobs', '2']
  const child = spawn(process.execPath, words, { stdio: 'ignore' })
  const watched = watch(child.pid!)
  await new Promise((done) => child.once('exit', done))
  return { seconds: (performance.now() - started) / 1000, ...watched() }
}

/** A fresh Chromium's page with two workers, without a network. */
async function inChromium(): Promise<Measured & { held: number[] }> {
  const server = await staticServer(join(built, 'app'), folder)
  const browser = await chromium.launchServer({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  try {
    const connected = await chromium.connect(browser.wsEndpoint())
    const context = await connected.newContext()
    const page = await context.newPage()
    await page.addInitScript(`
      held = []
      new PerformanceObserver((list) => held.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' })
    `)
    const asked = performance.now()
    await page.goto(server.address)
    await page.getByRole('heading', { name: 'Choose the folder of a study' }).waitFor()
    console.log(`Chromium: can be used ${((performance.now() - asked) / 1000).toFixed(2)} s after it was asked for`)
    await openOffline(page, server, 'small')
    const button = page.getByRole('button', { name: 'Run' })
    await button.waitFor()
    const pid = browser.process().pid!
    // The page looks through a study that it has opened; the run begins when it has done so.
    for (let before = -1; processorOf(pid) - before > 0.1; await page.waitForTimeout(1000)) before = processorOf(pid)
    const idle = memoryOf(pid)
    const used = processorOf(pid)
    await page.evaluate('held.length = 0')
    const watched = watch(pid)
    const started = performance.now()
    await button.click()
    await page.getByRole('heading', { name: /^run: (done|failed)/ }).waitFor({ timeout: 900_000 })
    const seconds = (performance.now() - started) / 1000
    const { processor, megabytes } = watched()
    return {
      seconds,
      processor: processor - used,
      megabytes: megabytes - idle,
      held: (await page.evaluate('held')) as number[],
    }
  } finally {
    await browser.close()
    await server.close()
  }
}

/** A process and those that it started, with the fields of their /proc/…/stat from the state on. */
function family(root: number): Map<number, string[]> {
  const stats = new Map<number, string[]>()
  for (const name of readdirSync('/proc'))
    if (/^\d+$/.test(name))
      stats.set(
        Number(name),
        read(`/proc/${name}/stat`)
          .replace(/^.*\) /s, '')
          .split(' '),
      )
  const isOurs = (pid: number): boolean => pid === root || (pid > 1 && isOurs(Number(stats.get(pid)?.[1] ?? 0)))
  return new Map([...stats].filter(([pid]) => isOurs(pid)))
}

/** PSS in MB. */
function memoryOf(root: number): number {
  let kilobytes = 0
  for (const pid of family(root).keys())
    kilobytes += Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0)
  return kilobytes / 1024
}

/** Seconds of the processor, in the kernel too; Linux counts in hundredths. */
function processorOf(root: number): number {
  let ticks = 0
  for (const stat of family(root).values()) for (const at of [11, 12, 13, 14]) ticks += Number(stat[at] ?? 0)
  return ticks / 100
}

/** A process that has ended meanwhile has nothing to say. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Looks twice a second; the function ends it and gives the highest found. */
function watch(pid: number): () => Omit<Measured, 'seconds'> {
  const most = { processor: 0, megabytes: 0 }
  const timer = setInterval(() => {
    most.processor = Math.max(most.processor, processorOf(pid))
    most.megabytes = Math.max(most.megabytes, memoryOf(pid))
  }, 500)
  return () => {
    clearInterval(timer)
    return most
  }
}

const say = (who: string, { seconds, processor, megabytes }: Measured) =>
  console.log(`${who}: ${seconds.toFixed(1)} s (${processor.toFixed(1)} s), ${megabytes.toFixed(0)} MB`)
const least = (rounds: Measured[], of: keyof Measured) => Math.min(...rounds.map((round) => round[of]))

try {
  const rounds = { node: [] as Measured[], chromium: [] as Measured[] }
  const held: number[] = []
  for (let turn = 0; turn < turns; turn++) {
    rounds.node.push(await inNode())
    say('Node', rounds.node.at(-1)!)
    const found = await inChromium()
    rounds.chromium.push(found)
    held.push(...found.held)
    say('Chromium', found)
  }
  const ratio = (of: keyof Measured) => (least(rounds.chromium, of) / least(rounds.node, of)).toFixed(2)
  console.log(
    `Chromium takes ${ratio('seconds')} times Node's time by the clock, ${ratio('processor')} times of the processor, and ${ratio('megabytes')} times its memory (best of ${turns}); the page was held over 50 ms ${held.length} times, at most ${Math.max(0, ...held).toFixed(0)} ms`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
