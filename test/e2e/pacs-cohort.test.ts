import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import Papa from 'papaparse'
import { afterAll, beforeAll, expect } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fixture, toolTest } from '../support/needs.ts'
import { orthancProbe, startOrthanc } from '../support/orthanc.ts'

const folder = scratchFolder()
const images = join(folder, 'images')
const hasOrthanc = spawnSync(orthancProbe[0], orthancProbe.slice(1)).status === 0
const patients = 50
let orthanc: Awaited<ReturnType<typeof startOrthanc>> | undefined

beforeAll(async () => {
  process.env.NOMOSCOPE_PACS_SECRET = 'open sesame'
  process.env.NOMOSCOPE_PASSPHRASE = 'a passphrase of tests'
  if (!hasOrthanc) return
  execFileSync('python3', [fixture('archive', 'cohort.py'), images, String(patients)])
  orthanc = await startOrthanc(folder)
  execFileSync('storescu', ['-aec', 'ORTHANC', '127.0.0.1', String(orthanc.dicom), '+sd', '+r', join(images, 'mr')])
  nomoscope('pacs', 'store', 'web', join(images, 'seg'), '--servers', orthanc.servers)
})
afterAll(() => orthanc?.stop())

const dicomBelow = (place: string) =>
  existsSync(place)
    ? readdirSync(place, { recursive: true, encoding: 'utf8' })
        .map((name) => join(place, name))
        .filter((path) => path.endsWith('.dcm') && statSync(path).isFile())
    : []

const map = `sequences:
  dce: [Ax T1 VIBE DYN post, AX VIBRANT DYNAMIC*, "*THRIVE_dyn"]
  dwi: ["ep2d_diff*", Ax DWI b 800, DWI_high_b]
`

toolTest(
  '50 patients of three vendors: found, fetched, de-identified, paired and extracted by one command, killed 20 times',
  orthancProbe,
  9,
  async () => {
    const [list, protocol, out] = ['ids.csv', 'protocol.yaml', 'cohort'].map((name) => join(folder, name))
    const numbers = Array.from({ length: patients }, (_, i) => `PAT${String(i + 1).padStart(3, '0')}`)
    writeFileSync(list, `patient\n${numbers.join('\n')}\n`)
    writeFileSync(protocol, map)
    const words = [
      'pacs',
      'cohort',
      'web',
      '--servers',
      orthanc!.servers,
      '--patients',
      list,
      '--map',
      protocol,
      '--out',
      out,
    ]
    const copies = join(out, 'images')
    // Nine objects a patient: four slices of two series, and the segmentation.
    const all = 9 * patients
    const here: number[] = []
    const said: number[] = []
    for (let kill = 1; kill <= 20; kill++) {
      const program = spawn(process.execPath, [resolve('dist/cli.js'), ...words], {
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      let heard = ''
      program.stderr.on('data', (chunk) => {
        heard += chunk
      })
      const ended = new Promise((done) => program.on('exit', done))
      // Killed when some more than before have come, or while it does what comes after.
      const until = Math.min(all, Math.floor((all * kill) / 16))
      for (let wait = 0; wait < 400 && program.exitCode === null && dicomBelow(copies).length < until; wait++)
        await new Promise((done) => setTimeout(done, 25))
      program.kill('SIGKILL')
      await ended
      const found = /(\d+) are here\./.exec(heard)
      if (found) said.push(Number(found[1]) - (here.at(-1) ?? 0))
      here.push(dicomBelow(copies).length)
    }
    expect(here.every((count, i) => i === 0 || count >= here[i - 1])).toBe(true)
    // What the plan of each run says is here is what the run before left: nothing is fetched twice.
    expect(said.every((difference) => difference === 0)).toBe(true)
    expect(here.at(-1)).toBe(all)
    const last = nomoscope(...words)
    expect(last.stderr).toMatch(
      new RegExp(`0 objects of ${3 * patients} series of ${patients} patients are to be fetched; ${all} are here`),
    )
    expect(last.status).toBe(0)
    const features = Papa.parse<Record<string, string>>(readFileSync(join(out, 'features.csv'), 'utf8').trim(), {
      header: true,
    })
    expect(features.data).toHaveLength(patients)
    expect(dicomBelow(copies)).toHaveLength(all)
    // An original is never on the disk, whenever it was killed.
    const whole = readdirSync(out, { recursive: true, encoding: 'utf8' })
      .map((name) => join(out, name))
      .filter((path) => statSync(path).isFile())
    expect(
      whole.filter((path) =>
        /zyxplant|PAT0|1\.2\.999\.55/i.test(`${path.slice(folder.length)} ${readFileSync(path, 'latin1')}`),
      ),
    ).toEqual([])
    // The lesion of each patient is the cube that the fixture draws: 4 × 4 × 2 voxels of 1 × 1 × 2 mm.
    expect(features.data.map((row) => Number(row.original_shape_VoxelVolume))).toEqual(features.data.map(() => 64))
  },
  480_000,
)
