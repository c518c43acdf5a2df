import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Lineage } from '../../src/report/document.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { reportNumbers, valueAt } from '../support/report-numbers.ts'
import { smallDemo } from '../support/small-demo.ts'

const folder = scratchFolder()
let html = ''
let results: { study: { seed: number; images: unknown } }
let inputs: Record<string, string>

beforeAll(() => {
  const out = join(folder, 'results')
  const { stdout, stderr } = nomoscope('run', smallDemo(folder, 130), '--out', out, '--quiet')
  expect(stdout, stderr).toContain('report.html')
  html = readFileSync(join(out, 'report.html'), 'utf8')
  results = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'))
  inputs = JSON.parse(readFileSync(join(out, 'provenance.json'), 'utf8')).inputs
}, 600_000)

/** What made the part of the results that a path leads into: the nearest `from` on the way back. */
function fromOf(path: string): Lineage | undefined {
  for (let keys = path.split('.'); keys.length > 0; keys = keys.slice(0, -1)) {
    const part = valueAt(results, keys.join('.')) as { from?: Lineage } | undefined
    if (typeof part === 'object' && part.from) return part.from
  }
  return undefined
}

/** The page with other words at one place. */
const replaced = (at: number, length: number, words: string) => html.slice(0, at) + words + html.slice(at + length)

const faults = (page: string) => reportNumbers(page, results).filter(({ fault }) => fault)

describe('the numbers of a report', () => {
  test('every numeral is found in results.json, or is no result for a reason that is listed', () => {
    const all = reportNumbers(html, results)
    expect(faults(html)).toEqual([])
    expect(all.length).toBeGreaterThan(1500)
    // Most are results: words and marks of scales are the rest.
    expect(all.filter(({ reason }) => !reason).length).toBeGreaterThan(1000)
  })

  test('from its path each leads to the step, the seed and the inputs that made it', () => {
    const images = JSON.stringify(results.study.images)
    const steps = new Set<string>()
    for (const { path } of reportNumbers(html, results)) {
      // The study file itself and the title page are nobody's result.
      if (!path || /^(?:study|report\.origin|report\.title)\b/.test(path)) continue
      const from = fromOf(path)
      expect(from, path).toBeDefined()
      steps.add(from!.step)
      for (const file of from!.inputs) expect(inputs[file] !== undefined || images.includes(file), file).toBe(true)
      expect(from!.inputs[0]).toBe('study.yaml')
      if (from!.random) expect(from!.random.seed).toBe(results.study.seed)
    }
    expect([...steps].sort()).toEqual([
      'cases/image-quality',
      'cohort/derive/follow-up',
      'cohort/readings/mri-readings',
      'cohort/rules/criteria',
      'cohort/split',
      'image/sequences/dynamic',
      'model/validate/validate-models',
      'report/checklists/checklist',
      'statistics/survival/kaplan-meier',
      'statistics/tests/choose',
      'study/file/schema',
    ])
    for (const step of steps) expect(existsSync(`src/${step}.ts`), step).toBe(true)
  })
})

describe('a number that is not in results.json is caught', () => {
  test.each<[string, string, string, string?]>([
    ['a paragraph of its own', '</h2>', '</h2><p>The AUC was 0.912.</p>'],
    ['a sentence that has a path', '</p>\n</section>', ' AUC 0.912.</p>\n</section>'],
    ['a cell of a table', '</td></tr>', ' 0.912</td></tr>'],
    ['a footnote', '</span></p></div></div>', ' 0.912</span></p></div></div>'],
    ['a caption', '</span></figcaption>', ' AUC 0.912</span></figcaption>'],
    ['a label of a figure', '</svg>', '<text x="1" y="1">AUC 0.91234</text></svg>'],
    ['the abstract', '</p>', ' AUC 0.912.</p>', '<p class="abstract"'],
  ])('in %s', (_, before, after, below = '<main') => {
    const start = html.indexOf(below)
    expect(start).toBeGreaterThan(0)
    const at = html.indexOf(before, start)
    expect(at).toBeGreaterThan(0)
    expect(faults(replaced(at, before.length, after)).length).toBeGreaterThan(0)
  })

  test('as is a change of the last digit of one that is', () => {
    const all = reportNumbers(html, results)
    const sample = all.filter((_, i) => i % 23 === 0)
    const missed = sample.filter(({ text, at, offset }) => {
      const place = html.indexOf(text, at + offset)
      const changed = text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 5) % 10))
      return faults(replaced(place, text.length, changed)).length === 0
    })
    expect(sample.length).toBeGreaterThan(60)
    // In a figure a count may become another count of the same figure; nothing else gets through.
    expect(missed.filter(({ path }) => !path?.startsWith('figures.'))).toEqual([])
    expect(missed.length).toBeLessThanOrEqual(sample.length * 0.05)
  }, 300_000)
})
