import { resolve } from 'node:path'
import { expect } from 'vitest'
import { chromiumProbe, onServer } from '../support/chromium.ts'
import { scratchFolder } from '../support/cli.ts'
import { toolTest } from '../support/needs.ts'
import { staticServer } from '../support/static-server.ts'

const built = resolve(import.meta.dirname, '../../dist/app')

toolTest('an address that changes while the page is first drawn is followed', chromiumProbe, 1, async () => {
  const server = await staticServer(built, scratchFolder())
  try {
    await onServer(server.address, {}, async (page) => {
      // The observer is called after the first drawing and before the effects that follow it.
      await page.addInitScript(() =>
        new MutationObserver((_, observer) => {
          if (!document.querySelector('main')) return
          observer.disconnect()
          location.hash = '#/archive'
        }).observe(document, { childList: true, subtree: true }),
      )
      await page.reload()
      await page.locator('#archive').waitFor({ timeout: 60_000 })
      expect(await page.locator('#archive').isVisible()).toBe(true)
    })
  } finally {
    await server.close()
  }
})
