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

const root = mkdtempSync(join(tmpdir(), 'nomoscope-again-'))
afterAll(() => rmSync(root, { recursive: true }))
for (const patient of ['P1', 'P2', 'P3']) {
  mkdirSync(join(root, 'images', patient), { recursive: true })
  for (const name of ['t2', 'anna', 'anna-again'])
    writeFileSync(join(root, 'images', patient, `${name}.nrrd`), `${patient} ${name}`)
}
mkdirSync(join(root, 'readings', 'anna'), { recursive: true })
const form = { state: 'done', items: { edge: 'burr' } }
for (const patient of ['P1', 'P2'])
  writeFileSync(join(root, 'readings', 'anna', `${patient}.json`), JSON.stringify(form))
writeFileSync(join(root, 'twice.csv'), 'patient\nP1\nP3\n')
writeFileSync(
  join(root, 'study.yaml'),
  `study: s
seed: 1
cohort: { file: cohort.csv, id: patient }
readers: { anna-again: { rereads: anna, patients: twice.csv } }
images:
  t2:
    path: images/{patient}/t2.nrrd
    masks: { anna: 'images/{patient}/anna.nrrd', anna-again: 'images/{patient}/anna-again.nrrd' }
`,
)
const folder = serveFolder(root)
const tokens = openTokens(folder.root)
const readings = openReadings(readingFolder(folder), 'study.yaml', () => 0)
const app = application({
  hosts: ['127.0.0.1:8765'],
  folder,
  jobs: {} as ServerJobs,
  tokens,
  work: { follow: () => () => {} },
  readingsOf: () => readings,
  page: join(root, 'page'),
  version: '0',
})
const ask = (path: string, token: string, init: RequestInit = {}) =>
  app.request(`http://127.0.0.1:8765/api/reading${path}`, {
    ...init,
    headers: { host: '127.0.0.1:8765', authorization: `Bearer ${token}` },
  })
/** Everything that a patient's reading can be asked for. */
const routes = (patient: string): [path: string, init?: RequestInit][] => [
  [`/${patient}/form`],
  [`/${patient}/form`, { method: 'PUT', body: JSON.stringify(form) }],
  [`/${patient}/t2/image`],
  [`/${patient}/t2/image?file=0`],
  [`/${patient}/t2/mask`],
  [`/${patient}/t2/mask`, { method: 'PUT', body: 'x' }],
  [`/${patient}/t2/strokes`],
  [`/${patient}/t2/strokes`, { method: 'POST', body: JSON.stringify({ tool: 'brush', runs: '' }) }],
  [`/${patient}/hold`, { method: 'POST' }],
]
const states = async (token: string) =>
  Object.fromEntries(
    ((await (await ask('', token)).json()) as { cases: { patient: string; state: string }[] }).cases.map(
      ({ patient, state }) => [patient, state],
    ),
  )

test('while a second reading is under way nobody sees the first by any route: not by its link, nor by one’s own', async () => {
  const [first, again] = [await tokens.forReader('anna'), await tokens.forReader('anna-again')]
  // Not begun yet: the first reading is the reader's own.
  expect(await states(first)).toEqual({ P1: 'done', P2: 'done', P3: 'not started' })
  expect((await ask('/P1/t2/mask', first)).status).toBe(200)
  // Of those to be read twice, one is done.
  expect(await states(again)).toEqual({ P1: 'not started', P3: 'waiting' })
  for (const patient of ['P2', 'P3'])
    for (const [path, init] of routes(patient))
      expect([path, (await ask(path, again, init)).status]).toEqual([path, 403])
  for (const [path] of routes('P1'))
    expect((await ask(`${path}${path.includes('?') ? '&' : '?'}reader=anna`, again)).status).toBe(403)
  expect(await (await ask('/P1/form', again)).json()).toEqual({ state: 'not started', items: {} })
  expect(await (await ask('/P1/t2/mask', again)).text()).toBe('P1 anna-again')
  expect((await ask('/P1/t2/image', again)).status).toBe(200)
  // Begun: the first reading of P1 is closed, the others stay open.
  expect(await states(first)).toEqual({ P1: 'closed', P2: 'done', P3: 'not started' })
  for (const [path, init] of routes('P1')) {
    const answer = await ask(path, first, init)
    expect([path, answer.status]).toEqual([path, 403])
    expect(await answer.text()).not.toMatch(/burr|P1 anna"/)
  }
  expect((await ask('/P2/t2/mask', first)).status).toBe(200)
  // The owner compares, and so sees both.
  expect((await ask('/P1/form?reader=anna', tokens.owner)).status).toBe(200)
  // Done: both are the reader's own again.
  expect((await ask('/P1/form', again, { method: 'PUT', body: JSON.stringify(form) })).status).toBe(204)
  expect(await states(first)).toMatchObject({ P1: 'done' })
  expect((await ask('/P1/t2/mask', first)).status).toBe(200)
})
