#!/usr/bin/env node
// Pictures of reports, to be looked at: the first screen at 1280, 768 and 390 pixels' width, dark, in print, and as Word
// shows it; with --all every screen with everything unfolded, and every page.
//   node scripts/look.mjs demo/results [other/report.html …] [--out docs/look] [--all]
// A folder of results stands for its report.html, nomogram.html, sheet.html and report.docx. Needs Chromium (CHROMIUM
// names it, /usr/bin/chromium otherwise), for print and Word pdftoppm, for Word soffice.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const given = process.argv.slice(2)
const at = given.indexOf('--out')
const out = at < 0 ? 'docs/look' : given.splice(at, 2)[1]
const all = given.includes('--all')
const paths = given.filter((one) => one !== '--all')
if (paths.length === 0 || paths.some((path) => path.startsWith('--'))) {
  console.error('usage: node scripts/look.mjs RESULTS|FILE.html|FILE.docx … [--out DIR] [--all]')
  process.exit(2)
}
const shown = /^(report|nomogram.*|sheet)\.html$|^report\.docx$/
const files = paths.flatMap((path) => {
  if (!existsSync(path)) throw new Error(`there is no ${path}`)
  if (!statSync(path).isDirectory()) return [path]
  const names = readdirSync(path).sort()
  return names.filter((name) => shown.test(name)).map((name) => join(path, name))
})
mkdirSync(out, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
try {
  for (const file of files) {
    const name = `${studyOf(file)}-${basename(file, extname(file))}`
    if (extname(file) === '.docx') wordPages(file, name)
    else await pagePictures(file, name)
    console.log(`${out}/${name}-*`)
  }
} finally {
  await browser.close()
}

/** Two reports of one name are told apart by the folder that holds their results. */
function studyOf(file) {
  const folder = dirname(resolve(file))
  return basename(basename(folder) === 'results' ? dirname(folder) : folder)
}

async function pagePictures(file, name) {
  for (const width of [1280, 768, 390]) {
    const height = width === 390 ? 844 : 900
    const page = await browser.newPage({ viewport: { width, height } })
    await page.goto(pathToFileURL(resolve(file)).href)
    await page.evaluate(() => document.fonts.ready)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    if (wide > width) console.log(`${name} at ${width} px is ${wide} px wide`)
    await picture(page, `${name}-${width}`)
    if (all) await everyScreen(page, `${name}-${width}`)
    if (width === 1280) {
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.evaluate(() => scrollTo(0, 0))
      await picture(page, `${name}-dark`)
      if (all) await everyScreen(page, `${name}-dark`)
      await page.emulateMedia({ colorScheme: 'light' })
      const pdf = join(out, `${name}.pdf`)
      await page.pdf({ path: pdf, preferCSSPageSize: true, printBackground: true })
      pagesOf(pdf, `${name}-print`)
      rmSync(pdf)
    }
    await page.close()
  }
}

/** What the window shows. */
async function picture(page, name) {
  await page.screenshot({ path: join(out, `${name}.png`) })
}

/** The whole page in strips of two screens, with all that folds open. */
async function everyScreen(page, name) {
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll('main details')) folded.open = true
  })
  const { width, height: before } = page.viewportSize()
  const strip = width === 390 ? 2000 : 1600
  await page.setViewportSize({ width, height: strip })
  const total = await page.evaluate(() => document.documentElement.scrollHeight)
  for (let top = 0, i = 1; top < total; top += strip, i++) {
    await page.evaluate((y) => scrollTo(0, y), top)
    await picture(page, `${name}-strip-${String(i).padStart(2, '0')}`)
  }
  await page.setViewportSize({ width, height: before })
}

function wordPages(file, name) {
  const folder = mkdtempSync(join(tmpdir(), 'look-'))
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`
  const run = spawnSync('soffice', [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, file])
  if (run.error) console.log(`${file}: soffice is not there`)
  else pagesOf(join(folder, `${basename(file, extname(file))}.pdf`), `${name}-word`)
  rmSync(folder, { recursive: true })
}

function pagesOf(pdf, name) {
  const few = all ? [] : ['-l', '2']
  spawnSync('pdftoppm', ['-r', '72', '-png', ...few, pdf, join(out, name)], { stdio: 'inherit' })
}
