import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** Whether a real archive can be run here. */
export const orthancProbe = [
  'sh',
  '-c',
  'command -v Orthanc && test -e /usr/share/orthanc/plugins/libOrthancDicomWeb.so',
]

/** A port that nobody has, below those that systems give to outgoing connections: else one of them may take it meanwhile. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer()
    const port = 20_000 + Math.floor(Math.random() * 10_000)
    server.once('error', () => resolve(freePort()))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)))
  })

/** A real Orthanc on loopback, and a file of servers for it: web, get, move, and a stranger that it does not know. */
export async function startOrthanc(folder: string) {
  const [http, dicom, listen] = [await freePort(), await freePort(), await freePort()]
  const database = join(folder, 'orthanc')
  const configuration = {
    StorageDirectory: database,
    IndexDirectory: database,
    HttpPort: http,
    DicomPort: dicom,
    DicomAet: 'ORTHANC',
    AuthenticationEnabled: true,
    RegisteredUsers: { reader: 'open sesame' },
    // C-FIND, C-GET and C-MOVE are for titles that it knows.
    DicomModalities: { nomoscope: ['NOMOSCOPE', '127.0.0.1', listen] },
    Plugins: ['/usr/share/orthanc/plugins/libOrthancDicomWeb.so'],
    DicomWeb: { Enable: true, Root: '/dicom-web/' },
  }
  writeFileSync(join(folder, 'orthanc.json'), JSON.stringify(configuration))
  const program: ChildProcess = spawn('Orthanc', [join(folder, 'orthanc.json')], { stdio: 'ignore' })
  const servers = join(folder, 'pacs.yaml')
  const dimse = `host: 127.0.0.1, port: ${dicom}, called: ORTHANC, timeout: 30`
  writeFileSync(
    servers,
    `servers:
  web: { web: "http://127.0.0.1:${http}/dicom-web", auth: basic, user: reader, timeout: 30 }
  get: { ${dimse} }
  move: { ${dimse}, get: move, listen: ${listen} }
  stranger: { ${dimse}, calling: STRANGER }
`,
  )
  const headers = { Authorization: `Basic ${Buffer.from('reader:open sesame').toString('base64')}` }
  const answers = async () => {
    for (let wait = 0; wait < 100; wait++) {
      const answer = await fetch(`http://127.0.0.1:${http}/system`, { headers }).catch(() => undefined)
      if (answer?.ok) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error('Orthanc does not answer')
  }
  await answers()
  return { servers, dicom, http, headers, stop: () => program.kill() }
}
