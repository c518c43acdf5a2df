#!/usr/bin/env node
// Pictures of reports, to be looked at: pages at 1280, 768 and 390 pixels' width, dark, in print, and as Word shows them.
//   node scripts/look.mjs demo/results [other/report.html …] [--out docs/look]
// A folder of results stands for its report.html, nomogram.html and report.docx. Needs Chromium (CHROMIUM names it,
// /usr/bin/chromium otherwise), for print and Word pdftoppm, for Word soffice.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const given = process.argv.slice(2)
const at = given.indexOf('--out')
const out = at < 0 ? 'docs/look' : given.splice(at, 2)[1]
if (given.length === 0) {
  console.error('usage: node scripts/look.mjs RESULTS|FILE.html … [--out DIR]')
  process.exit(2)
}
const files = given.flatMap((path) => {
  if (!existsSync(path)) throw new Error(`there is no ${path}`)
  if (!statSync(path).isDirectory()) return [path]
  return ['report.html', 'nomogram.html', 'report.docx'].map((name) => join(path, name)).filter(existsSync)
})
mkdirSync(out, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
try {
  for (const file of files) {
    // Two reports of one name are told apart by the folder that holds their results.
    const folder = basename(dirname(resolve(file)))
    const name = `${basename(folder === 'results' ? dirname(dirname(resolve(file))) : dirname(resolve(file)))}-${basename(file, extname(file))}`
    if (extname(file) === '.docx') wordPages(file, name)
    else await pagePictures(file, name)
    console.log(`${out}/${name}-*.png`)
  }
} finally {
  await browser.close()
}

async function pagePictures(file, name) {
  for (const width of [1280, 768, 390]) {
    const page = await browser.newPage({ viewport: { width, height: width === 390 ? 844 : 900 } })
    await page.goto(pathToFileURL(resolve(file)).href)
    await page.evaluate(() => document.fonts.ready)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    if (wide > width) console.log(`${name} at ${width} px is ${wide} px wide`)
    await page.screenshot({ path: join(out, `${name}-${width}-first-screen.png`) })
    await page.screenshot({ path: join(out, `${name}-${width}.png`), fullPage: true })
    if (width === 1280) {
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.screenshot({ path: join(out, `${name}-dark-first-screen.png`) })
      await page.emulateMedia({ colorScheme: 'light' })
      const pdf = join(out, `${name}-print.pdf`)
      await page.pdf({ path: pdf, preferCSSPageSize: true, printBackground: true })
      picturesOf(pdf, `${name}-print`)
    }
    await page.close()
  }
}

function wordPages(file, name) {
  const folder = mkdtempSync(join(tmpdir(), 'look-'))
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
  const run = spawnSync('soffice', [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, file])
  if (run.error) console.log(`${file}: soffice is not there`)
  else picturesOf(join(folder, 'report.pdf'), `${name}-word`)
  rmSync(folder, { recursive: true })
}

function picturesOf(pdf, name) {
  spawnSync('pdftoppm', ['-r', '70', '-png', pdf, join(out, name)], { stdio: 'inherit' })
}
