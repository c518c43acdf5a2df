import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openReadings } from '../study/readings/readings.ts'
import { application } from './application.ts'
import { serveFolder } from './folder.ts'
import type { ServerJobs } from './jobs.ts'
import { readingFolder } from './serve.ts'
import { openTokens } from './tokens.ts'

const root = mkdtempSync(join(tmpdir(), 'nomoscope-blinding-'))
afterAll(() => rmSync(root, { recursive: true }))
const write = (path: string, text: string) => {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
}
const study = (rest: string) => `study: s\nseed: 1\ncohort: { file: cohort.csv, id: patient }\n${rest}\n`
for (const name of ['t2.nrrd', 'anna.nrrd', 'bo.nrrd', 'anna-again.nrrd', 'exam/1.dcm', 'exam/bo.dcm'])
  write(`images/P1/${name}`, `of ${name}`)
const masks = (...of: string[]) =>
  `masks: { ${of.map((name) => `${name}: 'images/{patient}/${name}.nrrd'`).join(', ')} }`
write('study.yaml', study(`images: { t2: { path: 'images/{patient}/t2.nrrd', ${masks('anna', 'bo')} } }`))
// An analysis of one reader's regions, in the same folder.
write(
  'study-of-bo.yaml',
  study("images: { t2: { path: 'images/{patient}/t2.nrrd', mask: 'images/{patient}/bo.nrrd' } }"),
)
// In a folder of its own, with a mask for an image.
write(
  'more/study.yaml',
  study("images: { t2: { path: '../images/{patient}/bo.nrrd', masks: { anna: '../images/{patient}/anna.nrrd' } } }"),
)
// The segmentation of a reader lies among the slices.
write(
  'exam-study.yaml',
  study(
    "images: { t2: { path: 'images/{patient}/exam', masks: { anna: 'images/{patient}/a.dcm', bo: 'images/{patient}/exam/bo.dcm' } } }",
  ),
)
write(
  'twice-study.yaml',
  study(
    `readers: { anna-again: { rereads: anna } }\nimages: { t2: { path: 'images/{patient}/t2.nrrd', ${masks('anna', 'anna-again')} } }`,
  ),
)
write('broken-study.yaml', 'study: [')
write('readings/anna/P1.json', JSON.stringify({ state: 'done', items: {} }))

const folder = serveFolder(root)
const tokens = openTokens(folder.root)
const app = application({
  hosts: ['127.0.0.1:8765'],
  folder,
  jobs: {} as ServerJobs,
  tokens,
  work: { follow: () => () => {} },
  readingsOf: (path) => openReadings(readingFolder(folder), path, () => 0),
  page: join(root, 'page'),
  version: '0',
})
const ask = (path: string, token: string, init: RequestInit = {}) =>
  app.request(`http://127.0.0.1:8765/api/reading${path}`, {
    ...init,
    headers: { host: '127.0.0.1:8765', authorization: `Bearer ${token}`, ...init.headers },
  })
const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code]
const refused = [403, 'NS-SRV-07']

test('another reader’s mask is handed out by no study file of the folder, as a mask or as an image', async () => {
  const [anna, bo] = [await tokens.forReader('anna'), await tokens.forReader('bo')]
  expect(await (await ask('/P1/t2/mask', anna)).text()).toBe('of anna.nrrd')
  for (const named of ['study-of-bo.yaml', './study-of-bo.yaml', 'more/../study-of-bo.yaml']) {
    for (const path of ['mask', 'image', 'image?file=0'])
      expect(await codeOf(await ask(`/P1/t2/${path}${path.includes('?') ? '&' : '?'}study=${named}`, anna))).toEqual(
        refused,
      )
    expect(await codeOf(await ask(`/P1/t2/mask?study=${named}`, anna, { method: 'PUT', body: 'x' }))).toEqual(refused)
    expect(await (await ask(`/P1/t2/mask?study=${named}`, bo)).text()).toBe('of bo.nrrd')
  }
  for (const path of ['image?', 'image?file=0&'])
    expect(await codeOf(await ask(`/P1/t2/${path}study=more/study.yaml`, anna))).toEqual(refused)
  const listed = await (await ask('/P1/t2/image?study=exam-study.yaml', anna)).json()
  expect(listed).toMatchObject({ files: ['1.dcm'] })
  expect(await (await ask('/P1/t2/image?study=exam-study.yaml&file=0', anna)).text()).toBe('of exam/1.dcm')
  expect((await ask('/P1/t2/image?study=exam-study.yaml&file=1', anna)).status).toBe(404)
})

test('what a reader may write names no study: its paths would lead to any file', async () => {
  const anna = await tokens.forReader('anna')
  const form = { study: 's', seed: 1, cohort: { file: 'c.csv', id: 'p' }, state: 'done', items: {} }
  const images = { t2: { path: '../../images/{patient}/bo.nrrd', mask: '../../images/{patient}/bo.nrrd' } }
  const body = JSON.stringify({ ...form, images })
  expect((await ask('/P1/form', anna, { method: 'PUT', body })).status).toBe(204)
  for (const path of ['', '/P1/t2/mask', '/P1/t2/image', '/P1/form'])
    expect(await codeOf(await ask(`${path}?study=readings/anna/P1.json`, anna))).toEqual(refused)
})

test('a first reading that one study file closes is closed by whatever other the address names', async () => {
  const [anna, again] = [await tokens.forReader('anna'), await tokens.forReader('anna-again')]
  const files = ['study.yaml', 'twice-study.yaml', './study.yaml', 'more/../study.yaml']
  for (const named of files) expect((await ask(`/P1/t2/mask?study=${named}`, anna)).status).toBe(200)
  expect((await ask('/P1/t2/image?study=twice-study.yaml', again)).status).toBe(200)
  for (const named of files) expect(await codeOf(await ask(`/P1/t2/mask?study=${named}`, anna))).toEqual(refused)
  expect(await codeOf(await ask('/P1/t2/mask?study=study.yaml', again))).toEqual(refused)
  // The owner compares, and sees all.
  expect((await ask('/P1/t2/mask?study=study-of-bo.yaml', tokens.owner)).status).toBe(200)
})

test('a page whose browser has opened another link since is refused, so that nothing goes under a wrong name', async () => {
  const [anna, bo] = [await tokens.forReader('anna'), await tokens.forReader('bo')]
  const called = async (token: string) => {
    const asked = await app.request('http://127.0.0.1:8765/api/me', {
      headers: { host: '127.0.0.1:8765', authorization: `Bearer ${token}` },
    })
    return ((await asked.json()) as { called: string }).called
  }
  const page = { 'x-visitor': await called(bo) }
  const stroke = { method: 'POST', body: JSON.stringify({ tool: 'brush', runs: '' }), headers: page }
  expect((await ask('/P1/t2/strokes', bo, { headers: page })).status).toBe(200)
  for (const token of [anna, tokens.owner])
    expect(await codeOf(await ask('/P1/t2/strokes', token, stroke))).toEqual([403, 'NS-SRV-12'])
})
