// docs/pictures/workbench-queue.png: two people's runs on the page while workers compute them, and cases that failed for good;
// `npm run build && npx tsx bench/queue-picture.ts [FILE]`. Needs redis-server and Chromium.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { serve } from '../src/server/serve.ts'
import { onServer } from '../test/support/chromium.ts'
import { writeDescribedStudy } from '../test/support/described-study.ts'
import { startRedis } from '../test/support/redis.ts'

const root = resolve(import.meta.dirname, '..')
const [out = join(root, 'docs/pictures/workbench-queue.png')] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'queue-picture-'))
const studies = join(folder, 'studies')
for (const [i, name] of ['pilot', 'breast', 'liver'].entries()) writeDescribedStudy(join(studies, name), 40, 100 * i)
const redis = await startRedis(join(folder, 'redis'), 'secret')
const program = join(root, 'dist/cli.js')
const app = join(root, 'dist/app')
const served = await serve({ folder: studies, port: 0, queue: redis.address, program, page: app, version: '0.1.0' })
const worker = (...more: string[]) =>
  spawn(process.execPath, [program, 'worker', redis.address, '--root', studies, '--jobs', '1', ...more], {
    stdio: 'ignore',
  })
const run = async (page: Page, study: string) => {
  await page.getByRole('combobox', { name: 'Study file' }).selectOption(study)
  await page.getByRole('button', { name: 'Run', exact: true }).click()
}
const options = { colorScheme: 'dark', viewport: { width: 1280, height: 800 } } as const
let workers = [worker('--memory', '18')]
try {
  const bosLink = await served.linkForUser('bo')
  await onServer(served.link, options, async (page) => {
    await run(page, 'pilot/study.yaml')
    await page.getByText('NS-CLU-08').nth(1).waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('cell', { name: 'cancelled' }).waitFor()
    for (const one of workers) one.kill('SIGTERM')
    await page.getByText('No worker is there').waitFor()
    await run(page, 'breast/study.yaml')
    await onServer(bosLink, options, async (bos) => {
      await run(bos, 'liver/study.yaml')
      workers = [worker(), worker()]
      await page.getByRole('progressbar').nth(1).waitFor()
      await page.waitForTimeout(3000)
      await page.screenshot({ path: out })
    })
  })
} finally {
  for (const one of workers) one.kill('SIGKILL')
  await served.close()
  await redis.kill()
  rmSync(folder, { recursive: true })
}
