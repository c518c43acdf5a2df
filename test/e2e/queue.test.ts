import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'vitest'
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

const started = (
  ...words: string[]
): { child: ChildProcess; speaks: Promise<unknown>; ended: Promise<{ status: number | null; said: string }> } => {
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  const speaks = new Promise((heard) => child.stderr.once('data', heard))
  return { child, speaks, ended: new Promise((done) => child.once('close', (status) => done({ status, said }))) }
}

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
      /^1 workers; 0 waiting, 0 active, 0 delayed, [1-9]\d* done, 0 failed/,
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
