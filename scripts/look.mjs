#!/usr/bin/env node
// Pictures of HTML pages at 1280 and 390 pixels' width and in print, to be looked at.
//   node scripts/look.mjs demo/report.html [more.html …] [--out docs/look]
// Needs Chromium (CHROMIUM names it, /usr/bin/chromium otherwise) and, for pictures of the printed pages, pdftoppm.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const files = process.argv.slice(2)
const at = files.indexOf('--out')
const out = at < 0 ? 'docs/look' : files.splice(at, 2)[1]
if (files.length === 0) {
  console.error('usage: node scripts/look.mjs FILE.html … [--out DIR]')
  process.exit(2)
}
mkdirSync(out, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
try {
  for (const file of files) {
    if (!existsSync(file)) throw new Error(`there is no ${file}`)
    const name = basename(file, '.html')
    for (const width of [1280, 390]) {
      const page = await browser.newPage({ viewport: { width, height: width === 390 ? 844 : 900 } })
      await page.goto(pathToFileURL(resolve(file)).href)
      await page.evaluate(() => document.fonts.ready)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      if (wide > width) console.log(`${name} at ${width} px is ${wide} px wide`)
      await page.screenshot({ path: join(out, `${name}-${width}-first-screen.png`) })
      await page.screenshot({ path: join(out, `${name}-${width}.png`), fullPage: true })
      if (width === 1280) {
        const pdf = join(out, `${name}-print.pdf`)
        await page.pdf({ path: pdf, preferCSSPageSize: true, printBackground: true })
        spawnSync('pdftoppm', ['-r', '70', '-png', pdf, join(out, `${name}-print`)], { stdio: 'inherit' })
      }
      await page.close()
    }
    console.log(`${out}/${name}-*.png`)
  }
} finally {
  await browser.close()
}
