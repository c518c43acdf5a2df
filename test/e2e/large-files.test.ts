import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fixture } from '../support/needs.ts'

const folder = scratchFolder()
const at = (name: string) => join(folder, name)
/** A file that is a hole: nothing of it is on the disk. */
const sized = (name: string, bytes: number) => {
  writeFileSync(at(name), '')
  truncateSync(at(name), bytes)
  return at(name)
}
const [image, mask] = ['image', 'label'].map((part) => fixture('radiomics', `lesion_${part}.nrrd`))
const small = at('small.csv')
writeFileSync(small, 'id,y\nP1,0\nP2,1\nP3,1\n')
const studyWith = (name: string, cohort: string, also = '') => {
  writeFileSync(at(name), `study: s\nseed: 1\ncohort: ${cohort}\noutcome: { column: y, positive: 1 }\n${also}`)
  return at(name)
}
mkdirSync(at('run'))
for (const gigabytes of [0.75, 3]) {
  const large = sized(`large${gigabytes}`, gigabytes * 2 ** 30)
  const paper = sized(`paper${gigabytes}.pdf`, gigabytes * 2 ** 30)
  const table = sized(`table${gigabytes}.csv`, gigabytes * 2 ** 30)
  const name = `large${gigabytes}`
  const images = `images: { t2: { path: '{id}.nrrd', mask: '{id}.nrrd' } }\nfeatures: { params: ${name} }\n`
  test.each([
    ['a transcript', ['audit', large]],
    ['a paper', ['audit', paper]],
    ['a study file', ['run', large]],
    ['a table', ['check', studyWith(`t${name}.yaml`, `{ file: table${gigabytes}.csv, id: id }`)]],
    ['a codebook', ['check', studyWith(`c${name}.yaml`, `{ file: small.csv, id: id, codebook: ${name} }`)]],
    ['a study’s parameter file', ['check', studyWith(`p${name}.yaml`, '{ file: small.csv, id: id }', images)]],
    ['a parameter file', ['extract', image, mask, '--params', large]],
    ['a list of cases', ['extract', '--cases', table, '--out', at('o.csv')]],
    ['a model', ['predict', large, '--data', small]],
    ['a model for other patients', ['validate', large, '--data', small]],
    ['repeated measurements', ['repeatability', table, '--id', 'id', '--out', at('r')]],
    ['a table to draft from', ['init', table, '--overwrite']],
    ['an image', ['extract', large, mask]],
  ])(`%s of ${gigabytes} GB is refused by its size, by name`, (_, words) => {
    const { status, stdout, stderr } = nomoscope(...words)
    const said = stdout + stderr
    expect(said).toMatch(/NS-(DSK-06|AUD-\d+|IMG-\d+|COH-01)/)
    expect(said).toMatch(/large|paper|table/)
    expect(said).not.toMatch(/^ {4}at /m)
    expect(status).toBe(3)
  })
}
