import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readingOrder } from '../study/readings/reading-order.ts'
import { openReadings } from '../study/readings/readings.ts'
import { application } from './application.ts'
import { serveFolder } from './folder.ts'
import type { ServerJob, ServerJobs } from './jobs.ts'
import { readingFolder } from './serve.ts'
import { openTokens } from './tokens.ts'

const root = mkdtempSync(join(tmpdir(), 'nomoscope-server-'))
const elsewhere = mkdtempSync(join(tmpdir(), 'nomoscope-elsewhere-'))
afterAll(() => {
  for (const folder of [root, elsewhere]) rmSync(folder, { recursive: true })
})
writeFileSync(join(elsewhere, 'secret.txt'), 'secret')
symlinkSync(elsewhere, join(root, 'link'))
for (const patient of ['P1', 'P2']) {
  mkdirSync(join(root, 'images', patient), { recursive: true })
  for (const name of ['t2', 'anna', 'bo'])
    writeFileSync(join(root, 'images', patient, `${name}.nrrd`), `${patient} ${name}`)
}
writeFileSync(join(root, 'cohort.csv'), 'patient,her2\nP1,positive\nP2,negative\n')
writeFileSync(
  join(root, 'study.yaml'),
  `study: s
seed: 1
cohort: { file: cohort.csv, id: patient }
images:
  t2: { path: 'images/{patient}/t2.nrrd', masks: { anna: 'images/{patient}/anna.nrrd', bo: 'images/{patient}/bo.nrrd' } }
`,
)

let clock = 0
const started: ServerJob[] = []
const jobs: ServerJobs = {
  list: () => started,
  get: (id) => started.find((job) => job.id === id)!,
  start: async (asked) => {
    const job: ServerJob = { id: String(started.length), ...asked, state: 'done', lines: ['one', 'two'] }
    started.push(job)
    return job
  },
  cancel: () => {},
  follow: () => () => {},
  close: async () => {},
}
const folder = serveFolder(root)
const tokens = openTokens(folder.root)
const readings = openReadings(readingFolder(folder), 'study.yaml', () => clock)
let follows = 0
const work = {
  follow: (onState: (json: string) => void) => {
    follows++
    onState('{"jobs":[]}')
    return () => void follows--
  },
}
const app = application({
  work,
  hosts: ['127.0.0.1:8765'],
  folder,
  jobs,
  tokens,
  readingsOf: () => readings,
  page: join(root, 'page'),
  version: '0',
})
const anna = await tokens.forReader('anna')

const ask = (path: string, token: string | undefined = tokens.owner, init: RequestInit = {}) =>
  app.request(`http://127.0.0.1:8765${path}`, {
    ...init,
    headers: { host: '127.0.0.1:8765', ...(token ? { authorization: `Bearer ${token}` } : {}), ...init.headers },
  })
const status = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).status

test('only who has a token, under the server’s own name and from its own page, is let in', async () => {
  expect(await status('/api/me')).toBe(200)
  expect(await status('/api/me', '')).toBe(401)
  expect(await status('/api/me', 'wrong')).toBe(401)
  expect(await status('/api/me', tokens.owner, { headers: { host: 'evil.example:8765' } })).toBe(421)
  expect(await status('/api/me', tokens.owner, { headers: { host: '127.0.0.1:9999' } })).toBe(421)
  expect(await status('/api/me', tokens.owner, { headers: { origin: 'http://evil.example' } })).toBe(403)
  expect(await status('/api/me', tokens.owner, { headers: { origin: 'null' } })).toBe(403)
  expect(await status('/api/me', tokens.owner, { headers: { origin: 'http://127.0.0.1:8765' } })).toBe(200)
  const linked = await ask(`/?token=${tokens.owner}`, '')
  expect([linked.status, linked.headers.get('location')]).toEqual([302, '/'])
  expect(linked.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Strict/)
  expect((await ask('/api/me')).headers.get('content-security-policy')).not.toContain("'unsafe-inline'")
})

test.each([
  '../x',
  'images/../../x',
  '/etc/passwd',
  'link/secret.txt',
  'link',
  '..\\x',
  'C:\\x',
  'C:/x',
  '\\\\server\\share',
  'cohort.csv::$DATA',
  'a\0b',
  '....//x/../../..',
])('%j is not in the folder', async (path) => {
  const asked = encodeURIComponent(path)
  const read = await ask(`/api/file?path=${asked}`)
  expect([403, 404]).toContain(read.status)
  expect(await read.text()).not.toContain('secret"')
  expect([403, 404]).toContain(await status(`/api/folder?path=${asked}`))
  if (path !== '....//x/../../..')
    expect(await status(`/api/file?path=${asked}`, tokens.owner, { method: 'PUT', body: 'x' })).toBe(403)
  expect(readFileSync(join(elsewhere, 'secret.txt'), 'utf8')).toBe('secret')
})

test('a reader sees the images and what is their own, and by no route what is another’s', async () => {
  const text = async (path: string) => (await ask(path, anna)).text()
  expect(await text('/api/reading/P1/t2/image?study=study.yaml&file=0')).toBe('P1 t2')
  expect(await text('/api/reading/P1/t2/mask?study=study.yaml')).toBe('P1 anna')
  expect(JSON.parse(await text('/api/reading?study=study.yaml'))).toMatchObject({ reader: 'anna', readers: ['anna'] })
  for (const path of [
    '/api/reading/P1/t2/mask?study=study.yaml&reader=bo',
    '/api/reading/P1/form?study=study.yaml&reader=bo',
    '/api/reading?study=study.yaml&reader=bo',
    '/api/file?path=images/P1/bo.nrrd',
    '/api/file?path=cohort.csv',
    '/api/file?path=.nomoscope/readers.json',
    '/api/folder?path=.',
    '/api/jobs',
    '/api/files?path=.',
    '/api/jobs/0/events',
    '/api/work/events',
    '/api/archive/servers',
  ])
    expect([path, await status(path, anna)]).toEqual([path, 403])
  for (const path of [
    '/api/reading/..%2FP1/t2/mask?study=study.yaml',
    '/api/reading/P1/bo/mask?study=study.yaml',
    '/api/reading/P1/t2/image?study=study.yaml&file=../bo.nrrd',
    '/api/reading/P1/__proto__/mask?study=study.yaml',
    '/api/reading/bo.nrrd/t2/mask?study=../study.yaml',
  ]) {
    const answer = await ask(path, anna)
    expect([path, answer.status >= 400]).toEqual([path, true])
    expect(await answer.text()).not.toContain('P1 bo')
  }
  expect(await status('/api/jobs', anna, { method: 'POST', body: '{"command":"run","target":"study.yaml"}' })).toBe(403)
  expect(await status('/api/archive/find', anna, { method: 'POST', body: '{}' })).toBe(403)
  expect(await status('/api/readers', anna, { method: 'POST', body: '{"reader":"bo"}' })).toBe(403)
})

test('what a reader saves is theirs, is logged, and a second page on the patient is told', async () => {
  const put = (page: string) =>
    ask('/api/reading/P2/t2/mask?study=study.yaml', anna, { method: 'PUT', body: 'drawn', headers: { 'x-page': page } })
  expect((await put('one')).status).toBe(204)
  expect(readFileSync(join(root, 'images/P2/anna.nrrd'), 'utf8')).toBe('drawn')
  expect(readFileSync(join(root, 'images/P2/bo.nrrd'), 'utf8')).toBe('P2 bo')
  const second = await put('two')
  expect([second.status, (await second.json()).code]).toEqual([409, 'NS-SRV-08'])
  clock += 61_000
  expect((await put('two')).status).toBe(204)
  const hold = (page: string, method: string, over = '') =>
    status(`/api/reading/P2/hold?study=study.yaml${over}`, anna, { method, headers: { 'x-page': page } })
  expect(await hold('one', 'POST')).toBe(409)
  // A page that does not have it frees nothing; one that takes it over does not ask.
  expect([await hold('one', 'DELETE'), await hold('one', 'POST')]).toEqual([204, 409])
  expect([await hold('one', 'POST', '&over'), await hold('two', 'POST')]).toEqual([204, 409])
  clock += 40_000
  expect(await hold('one', 'POST')).toBe(204)
  clock += 50_000
  expect([await hold('one', 'DELETE'), await hold('two', 'POST')]).toEqual([204, 204])
  const log = readFileSync(join(root, 'readings/anna/log.jsonl'), 'utf8').trim().split('\n')
  expect(log.map((line) => JSON.parse(line).action)).toEqual(['mask', 'mask', 'leave'])
  expect(JSON.parse(log[2])).toMatchObject({ reader: 'anna', patient: 'P2', seconds: 90 })
})

test('each stroke is on the disk when it is answered, in order, until the mask holds it; another reader’s are not open', async () => {
  const path = '/api/reading/P1/t2/strokes?study=study.yaml'
  const post = (body: object, reader = '') => ask(path + reader, anna, { method: 'POST', body: JSON.stringify(body) })
  const tools = async () => ((await (await ask(path, anna)).json()) as string[]).map((line) => JSON.parse(line).tool)
  for (const tool of ['brush', 'undo']) expect((await post({ tool, runs: 'AAAA' })).status).toBe(204)
  const file = join(root, 'readings/anna/P1.t2.strokes.jsonl')
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(2)
  expect(await tools()).toEqual(['brush', 'undo'])
  // What a kill or a full disk leaves does not take the next stroke with it.
  writeFileSync(file, `${readFileSync(file, 'utf8')}{"tool":"bru`)
  expect(await tools()).toEqual(['brush', 'undo'])
  expect((await post({ tool: 'lasso', runs: 'AAAA' })).status).toBe(204)
  expect(await tools()).toEqual(['brush', 'undo', 'lasso'])
  expect([(await post({}, '&reader=bo')).status, await status(`${path}&reader=bo`, anna)]).toEqual([403, 403])
  const described = await (await ask('/api/reading/P1/t2/image?study=study.yaml', anna)).json()
  expect(described).toEqual({ files: ['t2.nrrd'], phases: [], mask: 'anna.nrrd' })
  expect((await ask('/api/reading/P1/t2/mask?study=study.yaml', anna, { method: 'PUT', body: 'P1 anna' })).status).toBe(
    204,
  )
  expect(await tools()).toEqual([])
})

test('a folder that was removed is not made anew by what is written, and a form that cannot be read is not an empty one', async () => {
  const gone = mkdtempSync(join(tmpdir(), 'nomoscope-gone-'))
  writeFileSync(join(gone, 'study.yaml'), readFileSync(join(root, 'study.yaml')))
  const served = serveFolder(gone)
  const own = openReadings(readingFolder(served), 'study.yaml', () => clock)
  await own.saveForm('P1', 'anna', { state: 'done', items: { edge: 'burr' } })
  const form = join(gone, 'readings/anna/P1.json')
  writeFileSync(form, readFileSync(form).subarray(0, 9))
  await expect(own.form('P1', 'anna')).rejects.toThrow()
  rmSync(gone, { recursive: true })
  for (const write of [
    () => own.saveForm('P1', 'anna', { state: 'done', items: {} }),
    () => own.addStroke('P1', 't2', 'anna', { tool: 'brush', runs: 'AAAA' }),
  ])
    await expect(write()).rejects.toThrow(`There is no folder ${gone}`)
  expect(existsSync(gone)).toBe(false)
})

test('the owner reads a study that names no readers', async () => {
  const images = "images: { t2: { path: 'images/{patient}/t2.nrrd', mask: 'images/{patient}/mask.nrrd' } }"
  writeFileSync(join(root, 'single.yaml'), `study: s\nseed: 1\ncohort: { file: cohort.csv, id: patient }\n${images}\n`)
  const alone = openReadings(readingFolder(folder), 'single.yaml', () => clock)
  expect(await alone.readers()).toEqual([])
  expect(await alone.image('P1', 't2', '')).toMatchObject({ files: ['images/P1/t2.nrrd'], mask: 'mask.nrrd' })
  await alone.log('', { action: 'open', patient: 'P1' })
  await alone.addStroke('P1', 't2', '', { tool: 'brush', runs: 'AAAA' })
  await alone.saveForm('P1', '', { state: 'done', items: {} })
  expect(await alone.strokes('P1', 't2', '')).toHaveLength(1)
  expect((await alone.worklist('')).map(({ state }) => state)).toEqual(['done', 'not started'])
})

test('each reader has an order of their own, the same each time', () => {
  const patients = Array.from({ length: 40 }, (_, i) => `P${i}`)
  const [one, two] = ['anna', 'bo'].map((reader) => readingOrder(patients, reader))
  expect([...one].sort()).toEqual([...patients].sort())
  expect(readingOrder(patients, 'anna')).toEqual(one)
  expect(one).not.toEqual(two)
  expect(readingOrder(patients, 'consensus')).toEqual(patients)
})

test('jobs are started by the owner with paths of the folder, and followed to their end', async () => {
  const start = (body: object) => ask('/api/jobs', tokens.owner, { method: 'POST', body: JSON.stringify(body) })
  expect((await start({ command: 'run', target: '../study.yaml' })).status).toBe(403)
  expect((await start({ command: 'run', target: 'study.yaml', out: '/tmp/x' })).status).toBe(403)
  expect((await start({ command: 'rm', target: 'study.yaml' })).status).toBe(403)
  const job = await (await start({ command: 'run', target: 'study.yaml', out: 'results' })).json()
  const events = await (await ask(`/api/jobs/${job.id}/events`)).text()
  expect(events).toContain('data: {"line":"two"}')
  expect(events).toContain('data: {"state":"done"}')
})

test('an archive is entered without secrets; what is wrong with a request is told without its values', async () => {
  const post = async (what: string, body: string) => {
    const answer = await ask(`/api/archive/${what}`, tokens.owner, { method: 'POST', body })
    return { status: answer.status, text: await answer.text() }
  }
  const add = (name: string, server: object) => post('servers', JSON.stringify({ name, server }))
  expect((await add('old', { host: '127.0.0.1', port: 1, called: 'PACS', timeout: 1 })).status).toBe(204)
  const before = readFileSync(join(root, 'pacs.yaml'), 'utf8')
  expect(before).toBe('servers:\n  old: { host: 127.0.0.1, port: 1, called: PACS, timeout: 1 }\n')
  expect((await add('web', { web: 'https://x.example', password: 'hush' })).text).toContain('NS-ARC-20')
  expect((await add('web', { web: 'https://me:hush@x.example' })).text).toContain('NS-ARC-20')
  expect((await add('--out', { web: 'https://x.example' })).text).toContain('servers.--out: letters, digits')
  expect(readFileSync(join(root, 'pacs.yaml'), 'utf8')).toBe(before)
  expect(await (await ask('/api/archive/servers')).json()).toEqual([
    { name: 'old', address: 'PACS 127.0.0.1:1', secret: false, quiet: false },
  ])
  const secret = 'hush-hush'
  for (const [what, body, code] of [
    ['echo', `{"server":"old","secret":"${secret}"}`, 'NS-ARC-24'],
    ['echo', `{"server":"new","secret":"${secret}"}`, 'NS-ARC-21'],
    ['echo', `{"server":"old","secret":"${secret}"`, 'NS-ARC-43'],
    ['find', `{"server":"old","secret":"${secret}","patients":7}`, 'NS-ARC-43'],
    ['fetch', `{"server":"old","secret":"${secret}","series":[],"passphrase":"${secret}","plan":true}`, 'NS-ARC-44'],
  ]) {
    const { status: answered, text } = await post(what, body)
    expect([what, answered, text]).toEqual([what, 404, expect.stringContaining(code)])
    expect(text).not.toContain(secret)
  }
})

test('several people start runs, each by a link of their own, and none as another', async () => {
  const [carla, dan] = [await tokens.forUser('carla'), await tokens.forUser('dan')]
  const me = async (token: string) => (await ask('/api/me', token)).json()
  expect(await me(carla)).toMatchObject({ role: 'owner', name: 'carla', called: 'user%20carla' })
  const of = (token: string, path: string, method: string, body?: object) =>
    status(path, token, { method, ...(body && { body: JSON.stringify(body) }) })
  const start = async (token: string, out: string) => {
    const body = JSON.stringify({ command: 'run', target: 'study.yaml', out, by: 'dan' })
    return (await (await ask('/api/jobs', token, { method: 'POST', body })).json()) as ServerJob
  }
  const [hers, owners] = [await start(carla, 'a'), await start(tokens.owner, 'b')]
  expect([hers.by, owners.by]).toEqual(['carla', undefined])
  const cancel = (token: string, { id }: ServerJob) => of(token, `/api/jobs/${id}`, 'DELETE')
  expect([await cancel(dan, hers), await cancel(carla, owners), await cancel(anna, hers)]).toEqual([403, 403, 403])
  expect([await cancel(carla, hers), await cancel(tokens.owner, hers)]).toEqual([204, 204])
  // A link lets its maker in: the owner alone makes them, and what they are kept in is closed to everybody.
  for (const token of [carla, anna])
    for (const [path, body] of [
      ['/api/users', { user: 'dan' }],
      ['/api/readers', { reader: 'anna' }],
    ] as const)
      expect([path, await of(token, path, 'POST', body)]).toEqual([path, 403])
  symlinkSync(join(root, '.nomoscope'), join(root, 'own'))
  for (const path of [
    '.nomoscope/users.json',
    '.NOMOSCOPE/users.json',
    './x/../.nomoscope/users.json',
    'own/users.json',
  ])
    for (const method of ['GET', 'PUT'])
      expect([path, await of(carla, `/api/file?path=${encodeURIComponent(path)}`, method)]).toEqual([path, 403])
  expect(await of(carla, '/api/jobs', 'POST', { command: 'run', target: 'study.yaml', out: '.nomoscope' })).toBe(403)
  const form = (reader: string) => `/api/reading/P1/form?study=study.yaml&reader=${reader}`
  expect(await of(carla, form('bo'), 'GET')).toBe(200)
  expect(await of(carla, form('bo'), 'PUT', { state: 'done', items: {} })).toBe(403)
  expect(await of(carla, form('consensus'), 'PUT', { state: 'done', items: {} })).toBe(204)
  expect([await (await ask('/api/users')).json(), await status('/api/users', carla)]).toEqual([['carla', 'dan'], 403])
  // A new link ends the one before, and lasts over a new start.
  const again = await tokens.forUser('carla')
  expect([await status('/api/me', carla), await status('/api/me', again)]).toEqual([401, 200])
  expect(openTokens(folder.root).visitorOf(again)).toEqual({ role: 'owner', name: 'carla' })
  expect(readFileSync(join(root, '.nomoscope/users.json'), 'utf8')).not.toContain(again)
  for (const name of ['owner', '', '../x', 'a\nb']) await expect(tokens.forUser(name)).rejects.toThrow('Nobody can be')
})

test('a sequence to which regions are carried is not drawn on', async () => {
  writeFileSync(
    join(root, 'carried.yaml'),
    `study: s
cohort: { file: cohort.csv, id: patient }
images:
  t2: { path: 'images/{patient}/t2.nrrd', masks: { anna: 'images/{patient}/anna.nrrd' } }
  flair: { path: 'images/{patient}/bo.nrrd', register: { from: t2 } }
`,
  )
  const carried = openReadings(readingFolder(folder), 'carried.yaml', () => clock)
  expect((await carried.worklist('anna')).map(({ sequences }) => sequences)).toEqual([['t2'], ['t2']])
  await expect(carried.maskFile('P1', 'flair', 'anna')).rejects.toThrow(/flair/)
})
