import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { killAndResume } from '../support/kills.ts'
import { fixture } from '../support/needs.ts'

const folder = scratchFolder()
const at = (name: string) => join(folder, name)

// 200 kills of each are done by `npx tsx bench/kills.ts`.
test('extract --cases killed four times and resumed gives the bytes of an undisturbed one and leaves nothing', async () => {
  const files = ['lesion', 'oblique'].map(
    (name) => `${fixture('radiomics', `${name}_image.nrrd`)},${fixture('radiomics', `${name}_label.nrrd`)}`,
  )
  const rows = Array.from({ length: 10 }, (_, i) => `c${i},${files[i % 2]}`)
  writeFileSync(at('cases.csv'), `ID,Image,Mask\n${rows.join('\n')}\n`)
  mkdirSync(at('killed'))
  nomoscope('extract', '--cases', at('cases.csv'), '--out', at('whole.csv'), '--quiet')
  const words = ['extract', '--cases', at('cases.csv'), '--out', at('killed/f.csv')]
  const chain = { expected: at('whole.csv'), made: at('killed/f.csv'), chain: 4, span: 900, seed: 1 }
  const { kills, differ, left } = await killAndResume(words, chain)
  expect({ differ, left }).toEqual({ differ: [], left: [] })
  expect(kills).toBeGreaterThan(0)
})

test('run killed three times and resumed gives every file of an undisturbed one and no other', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => `P${i},${40 + ((i * 7) % 30)},${(i * 13) % 5 > 2 ? 1 : 0}`)
  writeFileSync(at('cohort.csv'), `id,age,y\n${rows.join('\n')}\n`)
  writeFileSync(
    at('study.yaml'),
    'study: s\nseed: 1\ncohort: { file: cohort.csv, id: id }\noutcome: { column: y, positive: 1 }\nmodels: { age: { terms: [age] } }\nvalidation: { bootstrap: 5, permutations: 0 }\n',
  )
  nomoscope('run', at('study.yaml'), '--out', at('undisturbed'), '--quiet')
  const words = ['run', at('study.yaml'), '--out', at('disturbed')]
  const chain = { expected: at('undisturbed'), made: at('disturbed'), chain: 3, span: 2500, seed: 2 }
  const { kills, differ, left } = await killAndResume(words, chain)
  expect({ differ, left }).toEqual({ differ: [], left: [] })
  expect(kills).toBeGreaterThan(0)
})
