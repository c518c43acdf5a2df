import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'vitest'
import type { CaseTask } from '../../src/cases/case.ts'
import { openQueueMap } from '../../src/cluster/queue-map.ts'
import { readImage } from '../../src/image/formats/read.ts'
import { writeImage } from '../../src/image/formats/write.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fixture, toolTest } from '../support/needs.ts'
import { startRedis } from '../support/redis.ts'
import { wait } from '../support/slurm.ts'
import { smallDemo } from '../support/small-demo.ts'

const folder = scratchFolder()
const at = (name: string) => join(folder, name)
const program = resolve('dist/cli.js')
const images = resolve('test/fixtures/radiomics')
const probe = ['redis-server', '--version']

/** A program of which one clock may differ from another's: `Date.now` is moved by so many milliseconds. */
const startedAt = (
  shift: number,
  ...words: string[]
): { child: ChildProcess; speaks: Promise<unknown>; ended: Promise<{ status: number | null; said: string }> } => {
  const clock = `data:text/javascript,const now = Date.now; Date.now = () => now() + ${shift}`.replaceAll(' ', '%20')
  const env = { ...process.env, ...(shift && { NODE_OPTIONS: `--import=${clock}` }) }
  const child = spawn(process.execPath, [program, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  const speaks = new Promise((heard) => child.stderr.once('data', heard))
  return { child, speaks, ended: new Promise((done) => child.once('close', (status) => done({ status, said }))) }
}

const started = (...words: string[]) => startedAt(0, ...words)

toolTest('workers are killed and Redis restarted: every case once, the bytes of a local run', probe, 5, async () => {
  const redis = await startRedis(at('redis'), 'secret')
  const list = at('cases.csv')
  const params = at('params.yaml')
  writeFileSync(params, 'featureClass: { shape: , firstorder: , glcm: }\n')
  const of = (name: string) =>
    `${fixture('radiomics', `${name}_image.nrrd`)},${fixture('radiomics', `${name}_label.nrrd`)}`
  const rows = Array.from({ length: 90 }, (_, i) => `c${i},${of(i % 2 ? 'oblique' : 'lesion')},${1}`)
  rows.splice(9, 0, `absent,${at('none.nrrd')},${at('none.nrrd')},1`)
  writeFileSync(list, `ID,Image,Mask,Label\n${rows.join('\n')}\n`)
  const given = ['--cases', list, '--params', params, '--out']
  nomoscope('extract', ...given, at('local.csv'), '--quiet')
  const wrong = nomoscope('extract', ...given, at('no.csv'), '--queue', redis.address.replace('secret', 'guess'))
  expect([wrong.status, wrong.stderr]).toEqual([3, expect.stringMatching(/NS-CLU-07 .*redis:\/\/…@/)])
  expect(wrong.stderr).not.toContain('guess')
  const queued = started('extract', ...given, at('queued.csv'), '--queue', redis.address)
  try {
    for (let kill = 0; kill < 3; kill++) {
      const worker = started('worker', redis.address, '--root', folder, images, '--jobs', '1')
      await wait(900 + 400 * kill)
      worker.child.kill('SIGKILL')
      await worker.ended
      if (kill === 1) {
        await redis.kill()
        await redis.start()
      }
    }
    const worker = started('worker', redis.address, '--root', folder, images, '--jobs', '2')
    const { status } = await queued.ended
    await worker.speaks // before that nobody ends it gracefully
    worker.child.kill('SIGTERM')
    expect([status, (await worker.ended).status]).toEqual([3, 0])
    expect(readFileSync(at('queued.csv')).equals(readFileSync(at('local.csv')))).toBe(true)
    expect(existsSync(at('queued.csv.queue'))).toBe(false)
  } finally {
    queued.child.kill('SIGKILL')
    await redis.kill()
  }
})

toolTest('a few cases that come late wait for none of the hundreds before them', probe, 3, async () => {
  const redis = await startRedis(at('redis-fair'), 'secret')
  const of = (name: string) =>
    `${fixture('radiomics', `${name}_image.nrrd`)},${fixture('radiomics', `${name}_label.nrrd`)}`
  const list = (name: string, count: number, label: (i: number) => number) => {
    const rows = Array.from({ length: count }, (_, i) => `c${i},${of('lesion')},${label(i)}`)
    writeFileSync(at(name), `ID,Image,Mask,Label\n${rows.join('\n')}\n`)
    return ['extract', '--cases', at(name), '--out', at(`${name}.json`), '--queue', redis.address]
  }
  // Labels that are absent make each case another one.
  const many = started(...list('many.csv', 100, (i) => i + 1))
  const finished = (name: string) => (existsSync(at(`${name}.json`)) ? 'done' : 'waiting')
  try {
    for (let k = 0; k < 100 && !/ 100 waiting/.test(nomoscope('status', redis.address).stdout); k++) await wait(100)
    const few = started(...list('few.csv', 3, (i) => i + 201))
    for (let k = 0; k < 100 && !/ 103 waiting/.test(nomoscope('status', redis.address).stdout); k++) await wait(100)
    const worker = started('worker', redis.address, '--root', folder, images, '--jobs', '1')
    await few.ended
    expect(finished('many.csv')).toBe('waiting')
    await many.ended
    expect(finished('many.csv')).toBe('done')
    expect(nomoscope('status', redis.address).stdout).toMatch(
      /^1 worker; jobs: 0 waiting, 0 active, 0 delayed, [1-9]\d* done, 0 failed/,
    )
    worker.child.kill('SIGTERM')
    await worker.ended
  } finally {
    many.child.kill('SIGKILL')
    await redis.kill()
  }
})

toolTest(
  'run --queue: the cases of a study by workers, the bytes of a run without',
  probe,
  3,
  async () => {
    const redis = await startRedis(at('redis-run'), 'secret')
    const study = smallDemo(at('demo'), 24)
    nomoscope('run', study, '--out', at('here'), '--quiet')
    const worker = started('worker', redis.address, '--root', folder, '--jobs', '2')
    try {
      const { status, said } = await started('run', study, '--out', at('there'), '--queue', redis.address).ended
      expect([status, said]).toEqual([0, expect.stringContaining('report.html')])
      for (const name of ['results.json', 'features.csv'])
        expect(readFileSync(join(at('there'), name)).equals(readFileSync(join(at('here'), name)))).toBe(true)
    } finally {
      worker.child.kill('SIGTERM')
      await worker.ended
      await redis.kill()
    }
  },
  400_000,
)

toolTest(
  'a case that eats memory is ended, tried again, listed with its reason; a later run has another try',
  probe,
  3,
  async () => {
    const redis = await startRedis(at('redis-memory'), 'secret')
    const size = 128 * 128 * 64
    const header = 'NRRD0004\ntype: uint16\ndimension: 3\nsizes: 128 128 64\nencoding: raw\nendian: little\n\n'
    const labels = Uint16Array.from({ length: size }, (_, i) => 1 + ((i * 7919) % 59_999))
    writeFileSync(at('many.nrrd'), Buffer.concat([Buffer.from(header), Buffer.from(labels.buffer)]))
    const [image, mask] = ['image', 'label'].map((part) => fixture('radiomics', `lesion_${part}.nrrd`))
    writeFileSync(at('memory.csv'), `ID,Image,Mask\na,${image},${mask}\nlarge,many.nrrd,many.nrrd\n`)
    const out = at('memory.json')
    const large = async () => {
      await started('extract', '--cases', at('memory.csv'), '--out', out, '--overwrite', '--queue', redis.address).ended
      const states: { ID: string; reason: string }[] = JSON.parse(readFileSync(out, 'utf8'))
      return states.find(({ ID }) => ID === 'large')?.reason
    }
    const asWorker = ['worker', redis.address, '--root', folder, images, '--jobs', '1']
    let worker = started(...asWorker, '--memory', '18')
    try {
      expect(await large()).toContain('NS-CLU-08')
      expect(nomoscope('status', redis.address).stdout).toMatch(/[1-9] failed\n.*many\.nrrd: NS-CLU-08/)
      worker.child.kill('SIGTERM')
      await worker.ended
      worker = started(...asWorker)
      expect(await large()).not.toContain('NS-CLU-08')
    } finally {
      worker.child.kill('SIGTERM')
      await worker.ended
      await redis.kill()
    }
  },
)

const { version } = JSON.parse(readFileSync(resolve('package.json'), 'utf8'))
const hour = 3_600_000

toolTest(
  'clocks that differ by hours neither tell an old failure as a new one nor put a case off',
  probe,
  3,
  async () => {
    const redis = await startRedis(at('redis-clocks'), 'secret')
    const [image, mask] = ['image', 'label'].map((part) => fixture('radiomics', `lesion_${part}.nrrd`))
    writeFileSync(at('clocks.csv'), `ID,Image,Mask\na,${image},${mask}\n`)
    const extract = ['extract', '--cases', at('clocks.csv'), '--overwrite', '--queue', redis.address]
    const asWorker = ['worker', redis.address, '--root', folder, images, '--jobs', '1']
    const ofRun = (name: string) => JSON.parse(readFileSync(at(name), 'utf8'))[0]
    const small = started(...asWorker, '--memory', '18')
    let worker: ReturnType<typeof started> | undefined
    try {
      // The machine of the first run is two hours ahead: its failure is older than the second run all the same.
      await startedAt(2 * hour, ...extract, '--out', at('clocks.json')).ended
      expect(ofRun('clocks.json').reason).toContain('NS-CLU-08')
      small.child.kill('SIGTERM')
      await small.ended
      const ahead = startedAt(hour, ...asWorker, '--memory', '18')
      const second = started(...extract, '--out', at('clocks.json'))
      // A worker that is an hour ahead gives the case up once, to be tried again by its clock, and is gone.
      await new Promise<void>((heard) =>
        ahead.child.stderr!.on('data', (text) => /attempt 1/.test(String(text)) && heard()),
      )
      ahead.child.kill('SIGKILL')
      worker = started(...asWorker)
      expect((await second.ended).status).toBe(0)
      expect(ofRun('clocks.json').status).toBe('done')
    } finally {
      for (const one of [small, worker]) one?.child.kill('SIGKILL')
      await redis.kill()
    }
  },
  120_000,
)

toolTest(
  'a run that is interrupted takes its waiting cases out of the queue, and no other run’s',
  probe,
  4,
  async () => {
    const redis = await startRedis(at('redis-cancel'), 'secret')
    const of = (name: string) =>
      `${fixture('radiomics', `${name}_image.nrrd`)},${fixture('radiomics', `${name}_label.nrrd`)}`
    writeFileSync(at('cancel.csv'), `ID,Image,Mask\na,${of('lesion')}\nb,${of('oblique')}\n`)
    // The same cases by two runs: each has its own jobs.
    const run = (out: string) =>
      started('extract', '--cases', at('cancel.csv'), '--out', at(out), '--queue', redis.address)
    const waiting = (count: number) =>
      expect
        .poll(() => nomoscope('status', redis.address).stdout, { timeout: 20_000, interval: 200 })
        .toContain(` ${count} waiting`)
    const [one, other] = [run('cancel-one.csv'), run('cancel-other.csv')]
    let worker: ReturnType<typeof started> | undefined
    try {
      await waiting(4)
      one.child.kill('SIGINT')
      expect((await one.ended).status).toBe(130)
      await waiting(2)
      worker = started('worker', redis.address, '--root', folder, images, '--jobs', '1')
      expect((await other.ended).status).toBe(0)
    } finally {
      for (const each of [one, other, worker]) each?.child.kill('SIGKILL')
      await redis.kill()
    }
  },
)

toolTest(
  'a mask that a region is cut by is a part of its case: when it changes, the answer does',
  probe,
  2,
  async () => {
    const redis = await startRedis(at('redis-clip'), 'secret')
    const worker = started('worker', redis.address, '--root', folder, images, '--jobs', '1')
    const [image, mask] = ['image', 'label'].map((part) => fixture('radiomics', `lesion_${part}.nrrd`))
    const clip = at('clip.nrrd')
    const task: CaseTask = { image, mask, params: 'featureClass: { shape: }', derive: { clip: { mask: clip } } }
    const drawn = readImage(readFileSync(mask), mask)
    const voxels = Array.from(drawn.data.keys()).filter((i) => drawn.data[i] === 1)
    const within = (count: number) => {
      const data = new Uint8Array(drawn.data.length)
      for (const i of voxels.slice(0, count)) data[i] = 1
      const { size, spacing, origin, direction, dimension } = drawn
      const grid = { size, spacing, origin, direction, dimension }
      writeFileSync(clip, writeImage({ ...grid, pixelType: 'uint8', data }, clip))
    }
    const volume = async () => {
      const queued = await openQueueMap(redis.address, at('clip/answers'), version)
      const [answer] = await queued.map('case/extract', [task])
      await queued.close()
      return 'values' in answer ? answer.values.original_shape_VoxelVolume : answer.failed
    }
    const cubic = drawn.spacing.reduce((product, one) => product * one, 1)
    try {
      for (const count of [voxels.length >> 1, voxels.length >> 2]) {
        within(count)
        expect(await volume()).toBeCloseTo(count * cubic, 6)
      }
    } finally {
      worker.child.kill('SIGKILL')
      await redis.kill()
    }
  },
)

toolTest('an image outside the roots of a worker is refused by name, whoever asks for it', probe, 2, async () => {
  const redis = await startRedis(at('redis-roots'), 'secret')
  const [image, mask] = ['image', 'label'].map((part) => fixture('radiomics', `lesion_${part}.nrrd`))
  writeFileSync(at('roots.csv'), `ID,Image,Mask\na,${image},${mask}\noutside,/etc/passwd,${mask}\n`)
  const worker = started('worker', redis.address, '--root', folder, images, '--jobs', '1')
  try {
    const out = at('roots.json')
    await started('extract', '--cases', at('roots.csv'), '--out', out, '--queue', redis.address).ended
    const [inside, outside]: { status: string; reason: string }[] = JSON.parse(readFileSync(out, 'utf8'))
    expect(inside.status).toBe('done')
    expect(outside.reason).toContain('NS-CLU-10 /etc/passwd lies outside')
  } finally {
    worker.child.kill('SIGTERM')
    await worker.ended
    await redis.kill()
  }
})

toolTest('by TLS, which asks for a certificate that is known', ['openssl', 'version'], 3, async () => {
  const certificate = { file: at('redis.crt'), key: at('redis.key') }
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
  const files = ['-keyout', certificate.key, '-out', certificate.file]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject, ...files], { stdio: 'ignore' })
  const redis = await startRedis(at('redis-tls'), 'secret', certificate)
  const [image, mask] = ['image', 'label'].map((part) => fixture('radiomics', `lesion_${part}.nrrd`))
  writeFileSync(at('tls.csv'), `ID,Image,Mask\na,${image},${mask}\n`)
  const extract = ['extract', '--cases', at('tls.csv'), '--out']
  const queued = [...extract, at('tls-queued.csv'), '--queue', redis.address]
  const unknown = await started(...queued).ended
  expect([unknown.status, unknown.said]).toEqual([3, expect.stringMatching(/NS-CLU-07 .*self-signed certificate/)])
  process.env.NODE_EXTRA_CA_CERTS = certificate.file
  const worker = started('worker', redis.address, '--root', folder, images, '--jobs', '1')
  try {
    expect((await started(...queued).ended).status).toBe(0)
    nomoscope(...extract, at('tls-local.csv'), '--quiet')
    expect(readFileSync(at('tls-queued.csv')).equals(readFileSync(at('tls-local.csv')))).toBe(true)
  } finally {
    delete process.env.NODE_EXTRA_CA_CERTS
    worker.child.kill('SIGTERM')
    await worker.ended
    await redis.kill()
  }
})
