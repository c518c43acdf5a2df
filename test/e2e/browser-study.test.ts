import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { expect } from 'vitest'
import { keptFiles, openOffline } from '../support/browser-folder.ts'
import { chromiumProbe } from '../support/chromium.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { toolTest } from '../support/needs.ts'
import { smallDemo } from '../support/small-demo.ts'
import { filesOf, staticServer } from '../support/static-server.ts'

const page = join(import.meta.dirname, '../../dist/app')

toolTest(
  'the page alone, without a network, gives the results of a study as Node does, byte for byte',
  chromiumProbe,
  9,
  async () => {
    const given = scratchFolder()
    const file = smallDemo(given, 60, (text) => text.replace(/^split:.*\n/m, 'split: none\n'))
    const results = scratchFolder()
    const ran = nomoscope('run', file, '--out', results, '--overwrite', '--quiet', '--jobs', '2')
    expect(ran.status, ran.stderr).not.toBe(1)

    const server = await staticServer(page, given)
    const browser = await chromium.launch({ executablePath: chromiumProbe[0], args: ['--no-sandbox'] })
    try {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
      const tab = await context.newPage()
      const asked = new Set<string>()
      const faults: string[] = []
      context.on('request', (request) => asked.add(new URL(request.url()).origin))
      tab.on('pageerror', (error) => faults.push(String(error)))
      await tab.addInitScript(() => {
        const held: number[] = []
        Object.assign(globalThis, { held })
        new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) held.push(duration)
        }).observe({ type: 'longtask' })
      })
      await openOffline(tab, server, 'small')
      await tab.getByRole('button', { name: 'Check' }).click()
      await tab.getByRole('heading', { name: /^check: done/ }).waitFor({ timeout: 300_000 })
      expect(await tab.locator('.log').textContent()).toMatch(/\d+ rows assessed, \d+ analysed/)
      await tab.evaluate(() => {
        ;(globalThis as unknown as { held: number[] }).held.length = 0
      })
      await tab.getByRole('button', { name: 'Run' }).click()
      await tab.getByRole('heading', { name: /^run: (done|failed)/ }).waitFor({ timeout: 600_000 })
      expect(await tab.locator('.fault').allTextContents()).toEqual([])
      const held = await tab.evaluate(() => (globalThis as unknown as { held: number[] }).held)
      await tab.frameLocator('iframe.report').getByRole('heading', { level: 1 }).waitFor()
      if (process.env.NOMOSCOPE_SCREENSHOT)
        await tab.screenshot({ path: process.env.NOMOSCOPE_SCREENSHOT, fullPage: true })

      const made = await keptFiles(tab, 'small', 'results')
      const expected = filesOf(results).filter((name) => !name.startsWith('.cache'))
      expect([...made.keys()].sort()).toEqual(expected)
      const node = (name: string) => readFileSync(join(results, name))
      const differ = expected.filter((name) => !node(name).equals(made.get(name)!))
      console.log(
        `Chromium: ${expected.length - differ.length} of ${expected.length} files are Node's; the page was held over 50 ms ${held.length} times, at most ${Math.max(0, ...held)} ms`,
      )
      expect(differ).toEqual([])
      expect([...asked]).toEqual([new URL(server.address).origin])
      expect(faults).toEqual([])

      const [download] = await Promise.all([
        tab.waitForEvent('download'),
        tab.getByRole('button', { name: 'Download everything' }).click(),
      ])
      expect(download.suggestedFilename()).toBe('results.zip')
      const { unzipSync } = await import('fflate')
      expect(Object.keys(unzipSync(readFileSync(await download.path())))).toEqual(expected)
    } finally {
      await browser.close()
    }
  },
  900_000,
)
