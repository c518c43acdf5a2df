import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { serve } from '../../src/server/serve.ts'
import { axeFaults } from '../support/axe.ts'
import { chromiumProbe, onServer } from '../support/chromium.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { writeDescribedStudy } from '../support/described-study.ts'
import { enter } from '../support/keyboard.ts'
import { toolTest } from '../support/needs.ts'
import { startRedis } from '../support/redis.ts'

const built = resolve(import.meta.dirname, '../../dist')
const folder = scratchFolder()
const { version } = JSON.parse(readFileSync(resolve('package.json'), 'utf8'))
const probe = ['sh', '-c', `redis-server --version && pgrep --version && ${chromiumProbe.join(' ')}`]
const patients = 12

const served = (name: string, queue?: string) =>
  serve({
    folder: join(folder, name),
    port: 0,
    queue,
    program: join(built, 'cli.js'),
    page: join(built, 'app'),
    version,
  })

function worker(address: string, name: string, ...more: string[]): ChildProcess {
  const words = ['worker', address, '--root', join(folder, name), '--jobs', '1', ...more]
  return spawn(process.execPath, [join(built, 'cli.js'), ...words], { stdio: 'ignore' })
}
const ended = (child: ChildProcess) => new Promise((resolved) => child.once('close', resolved))

/** The process in which a worker computes. */
async function childOf({ pid }: ChildProcess): Promise<number> {
  for (;;) {
    const { stdout } = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
    if (stdout.trim()) return Number(stdout.trim().split('\n')[0])
    await new Promise((tick) => setTimeout(tick, 50))
  }
}

const queue = (page: Page) => page.getByRole('region', { name: 'Queue' })
/** Waits until the page counts so many. */
const counts = (page: Page, what: string, count: number | RegExp) =>
  queue(page)
    .locator('dl > div')
    .filter({ hasText: what })
    .filter({ has: page.locator('dd', { hasText: typeof count === 'number' ? new RegExp(`^${count}$`) : count }) })
    .waitFor()
const row = (page: Page, study: string) => page.getByRole('row', { name: `run ${study}` }).first()
async function runFromPage(page: Page, study: string) {
  await page.getByRole('combobox', { name: 'Study file' }).selectOption(study)
  await enter(page, page.getByRole('button', { name: 'Run', exact: true }))
}
const featuresOf = (results: string) => readFileSync(join(results, 'features.csv'), 'utf8')

toolTest(
  'a run of the page through Redis: seen live as it waits, is computed, loses Redis and fails; the features of a local run',
  probe,
  7,
  async () => {
    const file = writeDescribedStudy(join(folder, 'live'), patients, 1)
    nomoscope('run', file, '--out', join(folder, 'local'), '--quiet')
    const redis = await startRedis(join(folder, 'redis'), 'secret')
    const server = await served('live', redis.address)
    let child = worker(redis.address, 'live', '--memory', '18')
    try {
      await onServer(server.link, { viewport: { width: 1280, height: 720 } }, async (page) => {
        // A worker with too little memory: each case fails for good, with its name and reason.
        await counts(page, 'Workers', 1)
        await runFromPage(page, 'study.yaml')
        await queue(page).getByText('NS-CLU-08').first().waitFor()
        const failed = queue(page).getByRole('table', { name: 'Failed for good' })
        await failed.getByRole('row', { name: 'images/P1/t2.nrrd mask.nrrd · study.yaml' }).waitFor()
        expect(await failed.innerText()).not.toContain(folder)
        await row(page, 'study.yaml').getByText('the data has faults').waitFor()
        child.kill('SIGTERM')
        await ended(child)
        await queue(page).getByText('No worker is there').waitFor()

        await runFromPage(page, 'study.yaml')
        await counts(page, 'Waiting', patients)
        expect(await axeFaults(page)).toEqual([])
        child = worker(redis.address, 'live')
        const working = queue(page).getByRole('row', { name: `${hostname()} ${child.pid}` })
        await working.getByText('images/P').first().waitFor()
        const progress = row(page, 'study.yaml').getByRole('progressbar')
        await progress.waitFor()
        expect(await axeFaults(page)).toEqual([])
        // A case that takes long is told with its time: here its process is held.
        const computing = await childOf(child)
        process.kill(computing, 'SIGSTOP')
        await working.getByText(/ · for \d+ s/).waitFor()
        process.kill(computing, 'SIGCONT')
        await redis.kill()
        await page.getByText('Redis does not answer').waitFor()
        await redis.start()
        await working.waitFor()
        await row(page, 'study.yaml').getByText('done', { exact: true }).waitFor()
        await counts(page, 'Waiting', 0)
        await counts(page, 'Being computed', 0)
        expect(await axeFaults(page)).toEqual([])
      })
      expect(featuresOf(join(folder, 'live/results'))).toBe(featuresOf(join(folder, 'local')))
      // Who reads alone is shown nothing of it.
      const { host } = new URL(server.link)
      const token = new URL(await server.linkFor('anna')).searchParams.get('token')
      const refused = await fetch(`http://${host}/api/work/events`, { headers: { authorization: `Bearer ${token}` } })
      expect(refused.status).toBe(403)
      // A server without a queue shows the same runs, and threads.
      await server.close()
      const alone = await served('live')
      await onServer(alone.link, {}, async (page) => {
        await row(page, 'study.yaml').waitFor()
        await page.getByText(/All is computed by the \d+ threads of the server/).waitFor()
        expect(await queue(page).count()).toBe(0)
      })
      await alone.close()
    } finally {
      child.kill('SIGKILL')
      await server.close()
      await redis.kill()
    }
  },
  400_000,
)

toolTest(
  'two people start a run each: both advance in turns, one ends theirs, the other’s is whole and not theirs to end',
  probe,
  8,
  async () => {
    for (const [i, name] of ['anna', 'bo'].entries())
      writeDescribedStudy(join(folder, 'two', name), patients, 1 + 100 * i)
    nomoscope('run', join(folder, 'two/bo/study.yaml'), '--out', join(folder, 'local-bo'), '--quiet')
    const redis = await startRedis(join(folder, 'redis-two'), 'secret')
    const server = await served('two', redis.address)
    const answers = (name: string) => {
      const kept = join(folder, 'two', name, 'results/.cache/answers')
      return existsSync(kept) ? readdirSync(kept).filter((file) => file.endsWith('.json')).length : 0
    }
    const links = [await server.linkForUser('anna'), await server.linkForUser('bo')]
    let child: ChildProcess | undefined
    try {
      await onServer(links[0], {}, (annas) =>
        onServer(links[1], {}, async (bos) => {
          await runFromPage(annas, 'anna/study.yaml')
          await runFromPage(bos, 'bo/study.yaml')
          await counts(annas, 'Waiting', 2 * patients)
          for (const page of [annas, bos])
            for (const [study, by] of [
              ['anna/study.yaml', 'anna'],
              ['bo/study.yaml', 'bo'],
            ])
              await row(page, study).getByRole('cell', { name: by, exact: true }).waitFor()
          child = worker(redis.address, 'two')
          await expect.poll(() => answers('anna'), { timeout: 60_000, interval: 50 }).toBeGreaterThan(2)
          expect(answers('bo')).toBeGreaterThan(1)
          // Nobody ends another's run: neither by the page, which does not offer it, nor past it.
          expect(await row(bos, 'anna/study.yaml').getByRole('button', { name: 'Cancel' }).count()).toBe(0)
          await enter(annas, row(annas, 'anna/study.yaml').getByRole('button', { name: 'Cancel' }))
          await row(bos, 'anna/study.yaml').getByText('cancelled').waitFor()
          await row(bos, 'bo/study.yaml').getByText('done', { exact: true }).waitFor()
          await counts(bos, 'Waiting', 0)
          expect(answers('anna')).toBeLessThan(patients)
          expect(existsSync(join(folder, 'two/anna/results/report.html'))).toBe(false)
          expect(answers('bo')).toBe(patients)
          expect(await axeFaults(bos)).toEqual([])
        }),
      )
      expect(featuresOf(join(folder, 'two/bo/results'))).toBe(featuresOf(join(folder, 'local-bo')))
    } finally {
      child?.kill('SIGKILL')
      await server.close()
      await redis.kill()
    }
  },
  400_000,
)
