#!/usr/bin/env node
// Writes the generated pages of docs/; with --check says which are not as they would be written, and exits with 1.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { apiPages } from './api.mjs'
import { cliPage } from './cli.mjs'
import { errorsPage } from './errors.mjs'
import { studyFilePage } from './study-file.mjs'

const pages = [
  ...apiPages(),
  ['docs/errors.md', errorsPage()],
  ['docs/study-file.md', studyFilePage()],
  ['docs/cli.md', cliPage()],
]
let stale = 0
for (const [path, text] of pages) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue
  stale++
  if (process.argv.includes('--check')) console.error(`${path} is not up to date: run npm run docs`)
  else {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}
process.exit(process.argv.includes('--check') && stale ? 1 : 0)
