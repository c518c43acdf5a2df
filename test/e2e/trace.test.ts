import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fixture, toolTest } from '../support/needs.ts'
import { viewerProbe, viewTrace } from '../support/trace-viewer.ts'

const folder = scratchFolder()
const at = (name: string) => join(folder, name)
const of = (name: string) =>
  `${fixture('radiomics', `${name}_image.nrrd`)},${fixture('radiomics', `${name}_label.nrrd`)}`
const rows = Array.from({ length: 8 }, (_, i) => `c${i},${of(i % 2 ? 'oblique' : 'lesion')}`)
writeFileSync(at('cases.csv'), `ID,Image,Mask\n${rows.join('\n')}\nabsent,none.nrrd,none.nrrd\n`)
writeFileSync(
  at('params.yaml'),
  'imageType: { Original: {}, LoG: { sigma: [2, 3] } }\nfeatureClass: { shape: , firstorder: , glcm: }\nsetting: { resampledPixelSpacing: [1.5, 1.5, 1.5] }\n',
)
const extract = ['extract', '--cases', at('cases.csv'), '--params', at('params.yaml'), '--jobs', '2']

toolTest(
  'extract --trace: the viewer of Chrome reads a row a thread, in it each case and its steps',
  viewerProbe,
  6,
  async () => {
    nomoscope(...extract, '--out', at('plain.csv'))
    const traced = nomoscope(...extract, '--out', at('traced.csv'), '--trace', at('trace.json'))
    expect(traced.stderr).toMatch(
      /\n[\d.]+ s \(.*cases [\d.]+ s.*\), \d+ MB of memory at most\nover all threads: .*\nslowest cases: \S+\.nrrd in \S+\.nrrd [\d.]+ s, .*\n/,
    )
    expect(readFileSync(at('traced.csv')).equals(readFileSync(at('plain.csv')))).toBe(true)
    const threads = await viewTrace(readFileSync(at('trace.json'), 'utf8'))
    expect(threads.map(({ name }) => name)).toEqual(['main', 'worker 1', 'worker 2'])
    const all = threads.flatMap(({ slices }) => slices)
    const count = (category: string) => all.filter((one) => one.category === category).length
    // 8 cases that are there and one that is not; Original and two sigmas.
    const images = 3
    expect(['case', 'resample', 'family', 'stage'].map(count)).toEqual([9, 8, 8 * (1 + 2 * images), 3])
    expect(
      ['load', 'resample', 'filter', 'family'].map((kind) => all.find((one) => one.category === kind)?.around),
    ).toEqual(Array(4).fill('case'))
    const inCases = threads.slice(1).flatMap(({ slices }) => slices.filter(({ category }) => category === 'case'))
    expect(inCases).toHaveLength(9)
  },
)

toolTest(
  'run --trace: stages, and a span a refit; the results are those of a run without',
  viewerProbe,
  4,
  async () => {
    const cohort = Array.from({ length: 60 }, (_, i) => `P${i},${40 + ((i * 7) % 30)},${(i * 13) % 5 > 2 ? 1 : 0}`)
    writeFileSync(at('cohort.csv'), `id,age,y\n${cohort.join('\n')}\n`)
    writeFileSync(
      at('study.yaml'),
      'study: s\nseed: 1\ncohort: { file: cohort.csv, id: id }\noutcome: { column: y, positive: 1 }\nmodels: { age: { terms: [age] } }\nvalidation: { bootstrap: 30, nested: { folds: 5, repeats: 2 }, permutations: 0 }\n',
    )
    nomoscope('run', at('study.yaml'), '--out', at('plain'), '--jobs', '2')
    nomoscope('run', at('study.yaml'), '--out', at('traced'), '--jobs', '2', '--trace', at('run.json'))
    for (const name of ['results.json', 'provenance.json'])
      expect(readFileSync(join(at('traced'), name)).equals(readFileSync(join(at('plain'), name)))).toBe(true)
    const threads = await viewTrace(readFileSync(at('run.json'), 'utf8'))
    const refits = threads.flatMap(({ slices }) => slices.filter(({ category }) => category === 'refit'))
    // The whole, 30 bootstraps, five folds twice.
    expect(refits).toHaveLength(1 + 30 + 5 * 2)
    const stages = threads[0].slices.filter(({ category }) => category === 'stage').map(({ title }) => title)
    expect(stages).toEqual(expect.arrayContaining(['cohort', 'features', 'models', 'report', 'results']))
  },
)

test('a trace takes no file’s place, and is not of the workers of a queue', () => {
  writeFileSync(at('kept.json'), '{}')
  const words = [...extract, '--out', at('refused.csv')]
  expect(nomoscope(...words, '--trace', at('kept.json'))).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('NS-USE-04'),
  })
  expect(nomoscope(...words, '--trace', at('cases.csv'), '--overwrite').stderr).toContain('NS-DSK-05')
  const queued = nomoscope(...words, '--queue', 'redis://127.0.0.1:1', '--trace', at('queue.json'))
  expect(queued).toMatchObject({ status: 2, stderr: expect.stringContaining('NS-USE-05') })
})
