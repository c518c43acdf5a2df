import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'

/** A Redis of its own that keeps what it was told; it can be killed and started again. */
export async function startRedis(folder: string, password: string) {
  mkdirSync(folder, { recursive: true })
  const port = 30_000 + (process.pid % 10_000)
  let server: ChildProcess | undefined
  const start = async () => {
    const words = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--requirepass', password]
    server = spawn('redis-server', [...words, '--save', '', '--appendonly', 'yes', '--appendfsync', 'always'], {
      stdio: 'ignore',
    })
    while (!(await answers(port))) await new Promise((tick) => setTimeout(tick, 50))
  }
  const kill = async () => {
    const ended = new Promise((resolve) => server?.once('close', resolve))
    server?.kill('SIGKILL')
    await ended
  }
  await start()
  return { address: `redis://:${password}@127.0.0.1:${port}`, start, kill }
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('error', () => resolve(false))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })
