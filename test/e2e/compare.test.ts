import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { reportNumbers } from '../support/report-numbers.ts'

const folder = scratchFolder()

/**
 * Noise: forty columns that have nothing to do with the outcome of sixty patients. Selection that has seen everybody
 * finds some that go with it all the same.
 */
function noiseStudy(protocol: string): string {
  let state = 12345
  const uniform = () => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return state / 2 ** 31
  }
  const names = Array.from({ length: 40 }, (_, j) => `original_noise_${j}`)
  const rows = Array.from({ length: 60 }, (_, i) =>
    [`N${i}`, i % 2, ...names.map(() => uniform().toFixed(6))].join(','),
  )
  writeFileSync(join(folder, 'noise.csv'), `${['id', 'outcome', ...names].join(',')}\n${rows.join('\n')}\n`)
  const cohort = rows.map((row) => row.split(',').slice(0, 2).join(','))
  writeFileSync(join(folder, 'cohort.csv'), `id,outcome\n${cohort.join('\n')}\n`)
  const file = join(folder, `${protocol}.yaml`)
  writeFileSync(
    file,
    `study: Noise, ${protocol}
seed: 7
protocol: ${protocol}
cohort: { file: cohort.csv, id: id }
outcome: { column: outcome, positive: 1 }
features: { table: noise.csv, id: id, columns: '^original_' }
blocks: { radiomics: features }
split: none
selection: [{ lasso: { folds: 5, lambda: min } }]
models: { radiomics: { label: Radiomics, terms: [{ score: radiomics }] } }
validation: { nested: { folds: 5, repeats: 2 }, bootstrap: 0, permutations: 0 }
`,
  )
  return file
}

test('two protocols side by side: the published one finds in noise what the honest one does not', () => {
  for (const protocol of ['as-published', 'honest']) {
    const out = join(folder, 'runs', protocol)
    const { stderr, stdout } = nomoscope('run', noiseStudy(protocol), '--out', out, '--quiet')
    expect(stdout, stderr).toContain('report.html')
  }
  const out = join(folder, 'comparison')
  const runs = ['as-published', 'honest'].map((name) => join(folder, 'runs', name))
  expect(nomoscope('compare', ...runs, '--out', out, '--quiet').stderr).toBe('')
  const page = readFileSync(join(out, 'comparison.html'), 'utf8')
  const record = JSON.parse(readFileSync(join(out, 'comparison.json'), 'utf8'))
  // Every number of the page is in the record, and those of the runs are what the runs had.
  expect(reportNumbers(page, record).filter(({ fault }) => fault)).toEqual([])
  const aucs = runs.map(
    (run) => JSON.parse(readFileSync(join(run, 'results.json'), 'utf8')).models.radiomics.performance.nested.auc.value,
  )
  const [figure] = record.figures
  expect(figure.data.groups[0].rows[0].estimates.map(({ value }: { value: number }) => value)).toEqual(aucs)
  expect(aucs[0] - aucs[1]).toBeGreaterThan(0.1)
  const setting = record.tables
    .find(({ id }: { id: string }) => id === 'differences')
    .rows.map((row: { cells: { text: string }[] }) => row.cells.map(({ text }) => text))
  expect(setting).toEqual([['protocol', 'as-published', 'honest']])
  expect(page).toContain('Why they differ')
  // The same run beside itself has nothing to explain.
  nomoscope('compare', runs[1], runs[1], '--out', join(folder, 'same'), '--quiet')
  const same = readFileSync(join(folder, 'same', 'comparison.html'), 'utf8')
  expect(same).toContain('The study files say the same.')
  expect(same).not.toContain('Why they differ')
}, 120_000)

test('a folder without results, and results of something else, are told', () => {
  writeFileSync(join(folder, 'results.json'), '{"schema": 1}')
  const absent = nomoscope('compare', join(folder, 'nowhere'), folder, '--out', join(folder, 'x'))
  expect([absent.status, absent.stderr]).toEqual([3, expect.stringContaining('results.json')])
  const other = nomoscope('compare', folder, folder, '--out', join(folder, 'x'))
  expect(other.stderr).toContain('NS-CMP-01')
})
