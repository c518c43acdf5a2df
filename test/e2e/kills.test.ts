import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { command, killAndResume, servedRun } from '../support/kills.ts'
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
  const { kills, differ, left } = await killAndResume(command(words), chain)
  expect({ differ, left }).toEqual({ differ: [], left: [] })
  expect(kills).toBeGreaterThan(0)
})

test('gather killed four times and called again gives the bytes of an undisturbed one and leaves nothing', async () => {
  const [image, mask] = ['image', 'label'].map((part) => fixture('radiomics', `lesion_${part}.nrrd`))
  writeFileSync(at('few.csv'), `ID,Image,Mask\na,${image},${mask}\nb,${image},${mask}\n`)
  mkdirSync(at('gathered'))
  const parts = at('few.out.csv.parts')
  nomoscope('submit', '--cases', at('few.csv'), '--out', at('few.out.csv'), '--local', '1', '--parts', '2')
  // What a kill amid the writing leaves, whatever the moments below hit.
  const left = `${randomUUID()}.part`
  for (const name of [at(`gathered/.f.csv.${left}`), join(parts, `parts/.00001.jsonl.${left}`)]) writeFileSync(name, '')
  const words = ['gather', parts, '--out', at('gathered/f.csv')]
  const chain = { expected: at('few.out.csv'), made: at('gathered/f.csv'), chain: 4, span: 200, seed: 3 }
  const { kills, differ, left: found } = await killAndResume(command(words, '--overwrite'), chain)
  expect({ differ, found }).toEqual({ differ: [], found: [] })
  expect(readdirSync(join(parts, 'parts'))).toEqual(['00001.jsonl', '00002.jsonl'])
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
  const { kills, differ, left } = await killAndResume(command(words), chain)
  expect({ differ, left }).toEqual({ differ: [], left: [] })
  expect(kills).toBeGreaterThan(0)
})

test.each(['server', 'job'] as const)(
  'a run that the page asked for, its %s killed three times, ends with the results of an undisturbed one',
  async (kills) => {
    const served = at(`served-${kills}`)
    mkdirSync(served)
    for (const name of ['cohort.csv', 'study.yaml']) copyFileSync(at(name), join(served, name))
    const chain = { expected: at('undisturbed'), made: join(served, 'results'), chain: 3, span: 3000, seed: 4 }
    const outcome = await killAndResume(servedRun(served, kills), chain)
    expect(outcome).toMatchObject({ differ: [], left: [] })
    expect(outcome.kills).toBeGreaterThan(0)
  },
)
