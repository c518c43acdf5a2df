import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'

/**
 * A Redis of its own that keeps what it was told; it can be killed and started again.
 * certificate  where it speaks TLS alone: the files of its certificate, which is its own authority, and of its key
 */
export async function startRedis(folder: string, password: string, certificate?: { file: string; key: string }) {
  mkdirSync(folder, { recursive: true })
  const port = 30_000 + (process.pid % 10_000)
  let server: ChildProcess | undefined
  const start = async () => {
    const ports = certificate
      ? [
          '--port',
          '0',
          '--tls-port',
          String(port),
          '--tls-auth-clients',
          'no',
          '--tls-cert-file',
          certificate.file,
        ].concat(['--tls-key-file', certificate.key, '--tls-ca-cert-file', certificate.file])
      : ['--port', String(port)]
    const words = [...ports, '--bind', '127.0.0.1', '--dir', folder, '--requirepass', password]
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
  return { address: `${certificate ? 'rediss' : 'redis'}://:${password}@127.0.0.1:${port}`, start, kill }
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
