import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { smallDemo } from '../support/small-demo.ts'

const folder = scratchFolder()

/** Without held-out rows: every patient there is trains. */
const study = () => smallDemo(folder, 60, (text) => text.replace(/^split:.*\n/m, 'split: none\n'))

test('the same study gives the same bytes with one thread and with two', { timeout: 600_000 }, () => {
  const file = study()
  const outs = ['1', '2'].map((jobs) => {
    const out = join(folder, `jobs-${jobs}`)
    const { stdout, stderr } = nomoscope('run', file, '--jobs', jobs, '--out', out, '--quiet')
    expect(stdout, stderr).toContain('report.html')
    return out
  })
  const files = readdirSync(outs[0], { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.cache'))
    .map((entry) => join(entry.parentPath, entry.name).slice(outs[0].length))
  expect(files).toContain('/report.docx')
  expect(files).toContain('/model.json')
  expect(files.some((name) => name.endsWith('.pdf'))).toBe(true)
  expect(files.some((name) => name.endsWith('-feature-maps.svg'))).toBe(true)
  const differ = files.filter((name) => !readFileSync(outs[0] + name).equals(readFileSync(outs[1] + name)))
  expect(differ).toEqual([])
})

test('--shareable leaves every identifier out of all that is written', { timeout: 600_000 }, () => {
  const file = study()
  const text = readFileSync(file, 'utf8').replace(/bootstrap: 6, permutations: 2/, 'bootstrap: 0, permutations: 0')
  writeFileSync(file, text)
  // A fault with a patient in it, which may not be told by name either.
  writeFileSync(join(folder, 'images', 'SYN-002', 't2.nrrd'), 'damaged')
  const out = join(folder, 'shareable')
  nomoscope('run', file, '--shareable', '--out', out, '--quiet')
  const files = readdirSync(out, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  expect(files.some((name) => name.endsWith('results.json'))).toBe(true)
  // A slice is a patient's own.
  expect(files.some((name) => name.includes('feature-maps'))).toBe(false)
  const telling = files.filter((name) => /SYN-\d{3}/.test(readFileSync(name, 'latin1')))
  expect(telling).toEqual([])
})
