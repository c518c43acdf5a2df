import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { unzipSync } from 'fflate'
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

/** The demo's study with the chapters that it lacks: a Cox model, an event that comes first, thresholds, increments. */
const everyChapter = () => {
  const file = study()
  const text = readFileSync(file, 'utf8')
    .replace(/bootstrap: 6, permutations: 2/, 'bootstrap: 2, permutations: 0, thresholds: [0.2, 0.4]')
    .replace(
      /^models:\n/m,
      'models:\n  relapse: { terms: [age], cox: { time: dfs_months, event: dfs, horizons: [12] } }\n',
    )
    .replace(/event: dfs, by: her2/, 'event: dfs, competing: os, terms: [age], by: her2')
  writeFileSync(file, `${text}per: { age: 10 }\n`)
  return file
}

/** Its chapters, but for that of held-out rows. */
const chapters = [
  ...['cohort', 'models', 'nomogram', 'validation', 'comparison', 'robustness', 'survival', 'time-to-event-relapse'],
  ...['limitations', 'methods', 'follow-up', 'image-quality', 'readings', 'curves', 'selection', 'markers', 'faults'],
  'checklists',
]

/** What a file says, also where it is packed: members of a zip, streams of a PDF. */
function saidIn(name: string): string {
  const bytes = readFileSync(name)
  if (name.endsWith('.docx'))
    return Object.values(unzipSync(bytes))
      .map((member) => Buffer.from(member).toString('latin1'))
      .join('\n')
  const text = bytes.toString('latin1')
  if (!name.endsWith('.pdf')) return text
  const streams = [...text.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].flatMap(([, stream]) => {
    try {
      return [inflateSync(Buffer.from(stream, 'latin1')).toString('latin1')]
    } catch {
      return []
    }
  })
  return [text, ...streams].join('\n')
}

test('--shareable leaves identifiers, dates and paths out of all that is written, with every chapter on', {
  timeout: 600_000,
}, () => {
  const file = everyChapter()
  // A fault with a patient in it, which may not be told by name either.
  writeFileSync(join(folder, 'images', 'SYN-002', 't2.nrrd'), 'damaged')
  const tables = ['cohort.csv', 'visits.csv'].map((name) => readFileSync(join(folder, name), 'utf8')).join()
  const dates = new Set(tables.match(/\b\d{4}-\d\d-\d\d\b/g))
  dates.delete('2024-07-01') // the study's own
  expect(dates.size).toBeGreaterThan(100)
  const out = join(folder, 'shareable')
  nomoscope('run', file, '--shareable', '--out', out, '--quiet')
  const files = readdirSync(out, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  expect(files.some((name) => name.endsWith('results.json'))).toBe(true)
  // A slice is a patient's own.
  expect(files.some((name) => name.includes('feature-maps'))).toBe(false)
  const { report } = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'))
  expect(report.sections.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining(chapters))
  for (const name of files) {
    const said = saidIn(name)
    expect(said.match(/SYN-\d{3}/)?.[0], name).toBeUndefined()
    expect(said.includes(folder), name).toBe(false)
    expect(
      [...dates].filter((date) => said.includes(date)),
      name,
    ).toEqual([])
  }
})
