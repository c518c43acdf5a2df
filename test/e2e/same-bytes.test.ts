import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { demoFolder } from '../../src/study/demo.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'

const folder = scratchFolder()
const patients = 40

/** The demo with the images of its first patients and small numbers of refits. */
function smallDemo(): string {
  const kept = new Set<string>()
  for (const { path, bytes } of demoFolder()) {
    const patient = /^images\/([^/]+)/.exec(path)?.[1]
    if (patient && kept.size >= patients && !kept.has(patient)) break
    if (patient) kept.add(patient)
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
  const study = readFileSync(join(folder, 'study.yaml'), 'utf8')
    .replace("rule: sequences = 'complete' }", "rule: has_features = 'yes' }")
    .replace(/^split:.*\n/m, 'split: none\n')
    .replace(/lasso: \{ folds: 10/, 'lasso: { folds: 3')
    .replace(/^validation:.*\n/m, 'validation: { nested: { folds: 2, repeats: 1 }, bootstrap: 6, permutations: 2 }\n')
  writeFileSync(join(folder, 'study.yaml'), study)
  return join(folder, 'study.yaml')
}

test('the same study gives the same bytes with one thread and with two', { timeout: 600_000 }, () => {
  const study = smallDemo()
  const outs = ['1', '2'].map((jobs) => {
    const out = join(folder, `jobs-${jobs}`)
    const { stdout, stderr } = nomoscope('run', study, '--jobs', jobs, '--out', out, '--quiet')
    expect(stdout, stderr).toContain('report.html')
    return out
  })
  const files = readdirSync(outs[0], { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.cache'))
    .map((entry) => join(entry.parentPath, entry.name).slice(outs[0].length))
  expect(files).toContain('/report.docx')
  expect(files).toContain('/model.json')
  expect(files.some((name) => name.endsWith('.pdf'))).toBe(true)
  const differ = files.filter((name) => !readFileSync(outs[0] + name).equals(readFileSync(outs[1] + name)))
  expect(differ).toEqual([])
})

test('--shareable leaves every identifier out of all that is written', { timeout: 600_000 }, () => {
  const study = smallDemo()
  const text = readFileSync(study, 'utf8').replace(/bootstrap: 6, permutations: 2/, 'bootstrap: 0, permutations: 0')
  writeFileSync(study, text)
  // A fault with a patient in it, which may not be told by name either.
  writeFileSync(join(folder, 'images', 'SYN-002', 't2.nrrd'), 'damaged')
  const out = join(folder, 'shareable')
  nomoscope('run', study, '--shareable', '--out', out, '--quiet')
  const files = readdirSync(out, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.cache'))
    .map((entry) => join(entry.parentPath, entry.name))
  expect(files.some((name) => name.endsWith('results.json'))).toBe(true)
  const telling = files.filter((name) => /SYN-\d{3}/.test(readFileSync(name, 'latin1')))
  expect(telling).toEqual([])
})
