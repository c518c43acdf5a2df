import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'

/** Whether there is a Chromium to test with: for `toolTest`. */
export const chromiumProbe = [executablePath, '--version']

/** Opens a page of a server of this machine; throws where it reported a fault or asked another host for anything. */
export async function onServer(
  link: string,
  options: BrowserContextOptions,
  use: (page: Page, context: BrowserContext) => Promise<void>,
) {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
    context.setDefaultTimeout(240_000)
    const page = await context.newPage()
    const faults: string[] = []
    const { host } = new URL(link)
    page.on('request', (request) => {
      const url = new URL(request.url())
      if (/^http/.test(url.protocol) && url.host !== host) faults.push(`${url} was asked for`)
    })
    page.on('pageerror', (error) => faults.push(String(error)))
    page.on('console', (message) => {
      // A mask that is not there yet answers with 404 and a case that another page has with 409; Chromium writes that down.
      if (message.type() === 'error' && !/(404|409) \(/.test(message.text())) faults.push(message.text())
    })
    await page.goto(link)
    await use(page, context)
    if (faults.length > 0) throw new Error(`the page reported ${faults.join('; ')}`)
  } finally {
    await browser.close()
  }
}

/** Opens a file in Chromium without a network and hands over the page; gives the addresses that it asked for anyway. */
export async function inChromium(
  file: string,
  use: (page: Page, context: BrowserContext) => Promise<void>,
): Promise<string[]> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const context = await browser.newContext({ offline: true, viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    const asked: string[] = []
    page.on('request', (request) => {
      if (!/^(file|data|blob):/.test(request.url())) asked.push(request.url())
    })
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
    await page.goto(`file://${file}`)
    await use(page, context)
    if (faults.length > 0) throw new Error(`the page reported ${faults.join('; ')}`)
    return asked
  } finally {
    await browser.close()
  }
}
