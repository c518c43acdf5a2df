import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { processOf } from '../jobs/process.node.ts'
import { openJobs } from './jobs.ts'
import { type ServeOptions, serve } from './serve.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'serve-'))
  folders.push(folder)
  return folder
}
const options = (folder: string): ServeOptions => ({ folder, port: 0, program: '', page: folder, version: '0' })

/** A program that stands for the command line: it says what it was told, and runs until a file is there. */
const program = (folder: string) => {
  const file = join(folder, 'program.mjs')
  writeFileSync(
    file,
    `import { appendFileSync, existsSync } from 'node:fs'
appendFileSync('started.txt', process.argv.slice(2).join(' ') + '\\n')
console.log('begun')
const wait = setInterval(() => { if (existsSync('go')) { clearInterval(wait); console.log('ended') } }, 20)
`,
  )
  return file
}
const until = async (holds: () => boolean) => {
  for (let k = 0; k < 500 && !holds(); k++) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(holds()).toBe(true)
}

test('a job of a server that was killed goes on when the folder is served again, and another is let be', async () => {
  const folder = newFolder()
  const file = program(folder)
  const first = openJobs(folder, file)
  const job = await first.start({ command: 'run', target: 'study.yaml', out: 'results' })
  await until(() => first.get(job.id).lines.includes('begun'))
  // What a kill -9 leaves: the state on the disk as it was when the job began.
  const left = readFileSync(join(folder, '.nomoscope/jobs.json'), 'utf8')
  expect(JSON.parse(left)).toMatchObject([{ id: job.id, state: 'running' }])
  await first.close()
  writeFileSync(join(folder, '.nomoscope/jobs.json'), left)
  const part = join(folder, `.nomoscope/.jobs.json.${randomUUID()}.part`)
  writeFileSync(part, left.slice(0, 20))

  const second = openJobs(folder, file)
  expect(existsSync(part)).toBe(false)
  writeFileSync(join(folder, 'go'), '')
  await until(() => second.get(job.id).state === 'done')
  const started = readFileSync(join(folder, 'started.txt'), 'utf8').trim().split('\n')
  expect(started).toEqual(['run study.yaml --resume --out results', 'run study.yaml --resume --out results'])
  await second.close()
})

test('what a killed server left running is ended before its job is started anew', async () => {
  const folder = newFolder()
  const file = program(folder)
  const left = spawn(process.execPath, [file, 'left'], { cwd: folder, stdio: 'ignore' })
  const ended = once(left, 'close')
  await until(() => existsSync(join(folder, 'started.txt')))
  mkdirSync(join(folder, '.nomoscope'))
  const job = { id: 'a', command: 'run', target: 'study.yaml', state: 'running', lines: [] }
  writeFileSync(join(folder, '.nomoscope/jobs.json'), JSON.stringify([{ ...job, process: processOf(left.pid!) }]))

  const jobs = openJobs(folder, file)
  expect(await ended).toEqual([null, 'SIGKILL'])
  await until(() => jobs.get('a').lines.includes('begun'))
  expect(jobs.get('a').process!.pid).not.toBe(left.pid)
  writeFileSync(join(folder, 'go'), '')
  await until(() => jobs.get('a').state === 'done')
  await jobs.close()
})

test('a job that is cancelled, or whose server ends, while it is about to start is not started', async () => {
  const folder = newFolder()
  const jobs = openJobs(folder, program(folder))
  const begun = jobs.start({ command: 'run', target: 'study.yaml' })
  jobs.cancel(jobs.list()[0].id)
  expect((await begun).state).toBe('cancelled')
  const second = jobs.start({ command: 'run', target: 'study.yaml' })
  await jobs.close()
  await second
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(existsSync(join(folder, 'started.txt'))).toBe(false)
})

test('who starts what is running already follows that job; the queue of a server is told to its runs alone by their environment', async () => {
  const folder = newFolder()
  const file = join(folder, 'program.mjs')
  writeFileSync(
    file,
    `console.log(process.argv.slice(2).join(' ') + ' by ' + process.env.NOMOSCOPE_QUEUE); setTimeout(() => {}, 60000)`,
  )
  const jobs = openJobs(folder, file, 'redis://queue')
  const first = await jobs.start({ command: 'run', target: 'study.yaml', out: 'results' })
  const second = await jobs.start({ command: 'run', target: 'study.yaml', out: 'results' })
  const other = await jobs.start({ command: 'run', target: 'study.yaml', out: 'elsewhere' })
  expect([second.id, jobs.list().length]).toEqual([first.id, 2])
  await until(() => [first, other].every(({ lines }) => lines.length > 0))
  expect(first.lines).toEqual(['run study.yaml --resume --out results by redis://queue'])
  await jobs.close()
})

test('behind a server with TLS the links lead there, and its pages alone may ask', async () => {
  const served = await serve({ ...options(newFolder()), at: 'https://nomo.example.org' })
  try {
    const link = new URL(served.link)
    expect(link.origin).toBe('https://nomo.example.org')
    const ask = (headers: Record<string, string>, path: string, method: string) =>
      new Promise<IncomingMessage>((resolve, reject) => {
        const asked = request({ host: '127.0.0.1', port: served.port, path, method, headers }, resolve)
        asked.on('error', reject).end(method === 'POST' ? '{"user":"anna"}' : undefined)
      })
    const opened = await ask(
      { host: 'nomo.example.org', 'x-forwarded-proto': 'https' },
      link.search && `/${link.search}`,
      'GET',
    )
    expect([opened.statusCode, String(opened.headers['set-cookie'])]).toEqual([302, expect.stringContaining('Secure')])
    const authorization = `Bearer ${link.searchParams.get('token')}`
    // A server may hand on its own name or this one's.
    for (const host of ['nomo.example.org', `127.0.0.1:${served.port}`])
      for (const [origin, status] of [
        ['https://nomo.example.org', 201],
        ['https://nomo.example.org.evil.example', 403],
      ] as const)
        expect((await ask({ host, origin, authorization }, '/api/users', 'POST')).statusCode).toBe(status)
  } finally {
    await served.close()
  }
})

test('a body that never ends does not hold up the others, and is not written', async () => {
  const folder = newFolder()
  writeFileSync(join(folder, 'study.yaml'), 'study: s\n')
  const served = await serve(options(folder))
  try {
    const { host, port, hostname } = new URL(served.link)
    const token = new URL(served.link).searchParams.get('token')!
    const socket = connect(Number(port), hostname)
    await new Promise<void>((resolve) => socket.once('connect', resolve))
    socket.on('error', () => {})
    socket.write(
      `PUT /api/file?path=slow.txt HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\nContent-Length: 1000\r\n\r\nhalf`,
    )
    const begun = performance.now()
    const answer = await fetch(`http://${host}/api/files`, { headers: { authorization: `Bearer ${token}` } })
    expect(await answer.json()).toEqual(['study.yaml'])
    expect(performance.now() - begun).toBeLessThan(2000)
    socket.destroy()
    await new Promise((resolve) => setTimeout(resolve, 100))
    const after = await fetch(`http://${host}/api/files`, { headers: { authorization: `Bearer ${token}` } })
    expect(await after.json()).toEqual(['study.yaml'])
  } finally {
    await served.close()
  }
})

test('a body above the limit is refused before it is read', async () => {
  const folder = newFolder()
  const served = await serve(options(folder))
  try {
    const { host, port, hostname } = new URL(served.link)
    const token = new URL(served.link).searchParams.get('token')!
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname)
      socket.on('error', reject)
      socket.once('data', (bytes) => {
        resolve(String(bytes))
        socket.destroy()
      })
      socket.write(
        `PUT /api/file?path=big.bin HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\nContent-Length: ${2 ** 33}\r\n\r\nx`,
      )
    })
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(answer).toContain('NS-SRV')
  } finally {
    await served.close()
  }
})
