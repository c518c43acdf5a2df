import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fixture, toolTest } from '../support/needs.ts'
import { orthancProbe, startOrthanc } from '../support/orthanc.ts'
import { skippedWithout, smallDisk } from '../support/small-disk.ts'

const folder = scratchFolder()
const images = join(folder, 'images')
const hasOrthanc = spawnSync(orthancProbe[0], orthancProbe.slice(1)).status === 0
const disk = hasOrthanc ? smallDisk(join(folder, 'small'), 64) : undefined
let orthanc: Awaited<ReturnType<typeof startOrthanc>> | undefined
const pacs = (...words: string[]) => nomoscope('pacs', ...words, '--servers', orthanc!.servers)

beforeAll(async () => {
  process.env.NOMOSCOPE_PACS_SECRET = 'open sesame'
  process.env.NOMOSCOPE_PASSPHRASE = 'a passphrase of tests'
  if (!hasOrthanc) return
  execFileSync('python3', [fixture('archive', 'cohort.py'), images, '3'])
  orthanc = await startOrthanc(folder)
  execFileSync('storescu', ['-aec', 'ORTHANC', '127.0.0.1', String(orthanc.dicom), '+sd', '+r', join(images, 'mr')])
})
afterAll(() => {
  orthanc?.stop()
  disk?.remove()
})

const filesBelow = (place: string): string[] =>
  readdirSync(place, { recursive: true, encoding: 'utf8' })
    .map((name) => join(place, name))
    .filter((path) => statSync(path).isFile())
    .sort()

const ask = (script: string, ...words: string[]) =>
  JSON.parse(execFileSync('python3', ['-c', script, ...words], { encoding: 'utf8' }))

/** By object: the digest of its pixels, by pydicom. */
const digests = (place: string) =>
  ask(
    'import sys,json,glob,hashlib,pydicom\nr={}\nfor f in glob.glob(sys.argv[1]+"/**/*.dcm",recursive=True):\n d=pydicom.dcmread(f); r[d.SOPInstanceUID]=hashlib.sha256(d.PixelData).hexdigest()\nprint(json.dumps(r,sort_keys=True))',
    place,
  )

toolTest(
  'a study pushed by storescu is found over DICOMweb and DIMSE alike, with a draft of the protocol map',
  orthancProbe,
  8,
  () => {
    const tables = ['web', 'get'].map((server) => {
      expect(pacs('echo', server).stdout).toContain('answers')
      const [table, map] = [join(folder, `${server}.csv`), join(folder, `${server}.yaml`)]
      expect(pacs('find', server, '--modality', 'MR', '--out', table, '--map', map).status).toBe(0)
      return readFileSync(table, 'utf8')
        .split('\n')
        .map((line) => line.split(',').filter((_, i) => i !== 6))
    })
    // Three patients, two MR series each; the study's description is not told by every archive.
    expect(tables[0]).toHaveLength(3 * 2 + 2)
    expect(tables[0]).toEqual(tables[1])
    const map = readFileSync(join(folder, 'web.yaml'), 'utf8')
    expect(map).toMatch(/dce:\n(?: {4}- .*\n)*? {4}- Ax T1 VIBE DYN post/)
    expect(map).toMatch(/dwi:\n(?: {4}- .*\n)*? {4}- ep2d_diff_b800/)
  },
)

toolTest(
  'fetched by WADO-RS, C-GET and C-MOVE they are what was sent; again, nothing is fetched',
  orthancProbe,
  10,
  () => {
    const sent = digests(join(images, 'mr'))
    for (const server of ['web', 'get', 'move']) {
      const out = join(folder, `by-${server}`)
      const run = pacs('fetch', server, join(folder, 'web.csv'), '--map', join(folder, 'web.yaml'), '--out', out)
      expect(run.stderr).toMatch(/24 fetched in \d+ s, 0 failed/)
      expect(digests(out)).toEqual(sent)
      expect(
        pacs('fetch', server, join(folder, 'web.csv'), '--map', join(folder, 'web.yaml'), '--out', out).stderr,
      ).toContain('0 objects of 6 series of 3 patients are to be fetched; 24 are here.')
    }
    expect(readdirSync(join(folder, 'by-web', 'PAT001')).sort()).toEqual(['dce', 'dwi'])
  },
)

toolTest(
  'where descriptions do not tell, an object is looked at: by b-value and tag; a row of the table decides for its series',
  orthancProbe,
  4,
  () => {
    const map = join(folder, 'facts.yaml')
    writeFileSync(
      map,
      'sequences:\n  b800: [{ b: 800 }]\n  fat: [{ tags: { "(0018,0022)": fs }, description: "*dyn*" }]\n  b0: [{ b: 0 }]\n',
    )
    const [head, ...rows] = readFileSync(join(folder, 'web.csv'), 'utf8').trim().split('\n')
    const table = join(folder, 'chosen.csv')
    const chosen = rows.map((row) => `${row},${/^PAT003.*DWI/.test(row) ? 'trace' : ''}`)
    writeFileSync(table, [`${head},sequence`, ...chosen, ''].join('\n'))
    for (const server of ['web', 'get']) {
      const out = join(folder, `facts-${server}`)
      expect(pacs('fetch', server, table, '--map', map, '--out', out).stderr).toContain('24 fetched')
      expect(['PAT001', 'PAT002', 'PAT003'].map((patient) => readdirSync(join(out, patient)).sort())).toEqual([
        ['b800', 'fat'],
        ['b800', 'fat'],
        ['fat', 'trace'],
      ])
    }
  },
)

toolTest(
  'a title that Orthanc does not know, a wrong password and a wrong name are named, without the password',
  orthancProbe,
  5,
  () => {
    const stranger = pacs('find', 'stranger', '--patient', 'PAT001')
    expect([stranger.status, stranger.stderr]).toEqual([
      3,
      expect.stringContaining('a title (calling) that they do not know'),
    ])
    process.env.NOMOSCOPE_PACS_SECRET = 'a-wrong-one'
    const wrong = pacs('find', 'web')
    process.env.NOMOSCOPE_PACS_SECRET = 'open sesame'
    expect([wrong.status, wrong.stderr]).toEqual([3, expect.stringContaining('NS-ARC-22')])
    expect(wrong.stderr + wrong.stdout).not.toContain('a-wrong-one')
    expect(pacs('find', 'nobody').stderr).toContain('NS-ARC-21')
    const written = join(folder, 'secret.yaml')
    writeFileSync(written, 'servers:\n  web: { web: "http://x.example/dicom-web", password: hush }\n')
    expect(nomoscope('pacs', 'echo', 'web', '--servers', written).stderr).toContain('NS-ARC-20')
  },
)

toolTest(
  'segmentations go back over STOW-RS and C-STORE, and highdicom reads what the archive has',
  orthancProbe,
  7,
  () => {
    const seg = filesBelow(join(images, 'seg'))
    for (const [server, file] of [
      ['web', seg[0]],
      ['get', seg[1]],
      ['web', seg[2]],
    ]) {
      const run = pacs('store', server, file)
      expect([run.status, run.stdout.trim()]).toEqual([0, '1 stored'])
      expect(run.stderr).not.toContain('NS-')
    }
    const table = join(folder, 'seg.csv')
    pacs('find', 'web', '--modality', 'SEG', '--out', table)
    pacs('fetch', 'web', table, '--out', join(folder, 'back'))
    const read = ask(
      'import sys,json,glob,highdicom as hd\nprint(json.dumps([int(hd.seg.segread(f).pixel_array.sum()) for f in sorted(glob.glob(sys.argv[1]+"/**/*.dcm",recursive=True))]))',
      join(folder, 'back'),
    ) as number[]
    // A cube of 4 × 4 voxels on two slices, as the fixture draws it.
    expect(read).toEqual([32, 32, 32])
  },
)

toolTest('features go back as a structured report that DCMTK, pydicom and highdicom read', orthancProbe, 9, () => {
  const [features, report] = [join(folder, 'features.json'), join(folder, 'report.dcm')]
  const seg = filesBelow(join(images, 'seg'))[0]
  const series = readdirSync(join(folder, 'by-web', 'PAT001', 'dce'))[0]
  const run = nomoscope('extract', join(folder, 'by-web', 'PAT001', 'dce', series), seg, '--out', features)
  expect(run.status).toBe(0)
  expect(nomoscope('measurements', features, seg, '--out', report).status).toBe(0)
  expect(pacs('store', 'web', report).stdout.trim()).toBe('1 stored')
  const table = join(folder, 'sr.csv')
  pacs('find', 'get', '--modality', 'SR', '--out', table)
  pacs('fetch', 'get', table, '--out', join(folder, 'reports'))
  const [back] = filesBelow(join(folder, 'reports'))
  const read = ask(
    `import sys,json,highdicom as hd
s=hd.sr.srread(sys.argv[1]); g,=s.content.get_volumetric_roi_measurement_groups()
print(json.dumps(dict(values={m.name.meaning:m.value for m in g.get_measurements()},finding=g.finding_type.meaning if g.finding_type else '',segment=list(g.referenced_segment.referenced_segment_numbers) if hasattr(g.referenced_segment,'referenced_segment_numbers') else 1,patient=s.PatientID)))`,
    back,
  )
  const numbers = Object.entries(JSON.parse(readFileSync(features, 'utf8'))).filter(([, v]) => typeof v === 'number')
  expect(Object.keys(read.values).length).toBe(numbers.length)
  expect(
    numbers.every(
      ([name, v]) => Math.abs(read.values[name.slice(0, 64)] - (v as number)) <= 1e-12 * Math.abs(v as number),
    ),
  ).toBe(true)
  expect(read.patient).toBe('PAT001')
  const errors = spawnSync('dciodvfy', [back], { encoding: 'latin1' })
    .stderr.split('\n')
    .filter((line) => /^Error/.test(line))
  expect(errors).toEqual([])
  // Without +Pc, dsrdump prints every concept's name as (,,"name"), whoever wrote the report.
  const dump = spawnSync('dsrdump', ['+Pc', back], { encoding: 'utf8' })
  expect([dump.status, dump.stdout.match(/\(,|,,"|invalid/g)]).toEqual([0, null])
  expect(dump.stdout.match(/<contains NUM:\([0-9a-f]{12},99NOMOSCOPE,"/g)).toHaveLength(numbers.length)
})

test.skipIf(!disk)(
  `a full disk here is named, nothing is half-written, and with room only what is missing is fetched${skippedWithout(disk)}`,
  () => {
    const small = join(folder, 'small')
    const own = ['--map', join(folder, 'web.yaml'), '--linkage', join(folder, 'small.linkage'), '--deidentify']
    const words = ['fetch', 'get', join(folder, 'web.csv'), '--out', join(small, 'study'), ...own]
    const full = pacs(...words)
    expect([full.status, full.stderr]).toEqual([3, expect.stringMatching(/NS-DSK-02 .*the disk is full/)])
    const written = filesBelow(small).filter((path) => !/\.nomoscope-deidentify\.jsonl$/.test(path))
    expect(written.filter((path) => !/\.(dcm|csv|html)$/.test(path))).toEqual([])
    const images = written.filter((path) => path.endsWith('.dcm'))
    expect(images.length).toBeGreaterThan(0)
    expect(images.length).toBeLessThan(24)
    expect(images.map((path) => spawnSync('dcmdump', ['-q', path], { encoding: 'utf8' }).stderr)).toEqual(
      images.map(() => ''),
    )
    disk!.resize(4096)
    const again = pacs(...words)
    expect(again.status).toBe(0)
    const [, missing, here] = /(\d+) objects of 6 series of 3 patients are to be fetched; (\d+) are here/.exec(
      again.stderr,
    )!
    expect([Number(missing), Number(here)]).toEqual([24 - images.length, images.length])
    expect(filesBelow(small).filter((path) => path.endsWith('.dcm'))).toHaveLength(24)
    expect(full.stderr + again.stderr).not.toMatch(/open sesame|a passphrase of tests/)
  },
)

toolTest(
  'a DIMSE connection that is cut again and again: what can come comes whole; where nothing can, it is named and nothing is left',
  orthancProbe,
  7,
  async () => {
    for (const [most, status, here] of [
      [12_000, 0, 24],
      [3_000, 3, 0],
    ]) {
      // Cuts each association after so many bytes from the archive: the answer to the request alone is some 4 kB.
      const cutting = createServer((client) => {
        const archive = connect(orthanc!.dicom, '127.0.0.1')
        let count = 0
        const cut = () => {
          client.destroy()
          archive.destroy()
        }
        client
          .on('data', (bytes) => archive.write(bytes))
          .on('close', cut)
          .on('error', cut)
        archive.on('close', cut).on('error', cut)
        archive.on('data', (bytes: Buffer) => {
          count += bytes.length
          if (count > most) return cut()
          client.write(bytes)
        })
      })
      await new Promise<void>((done) => cutting.listen(0, '127.0.0.1', done))
      const { port } = cutting.address() as AddressInfo
      const servers = join(folder, 'cutting.yaml')
      writeFileSync(servers, `servers:\n  cut: { host: 127.0.0.1, port: ${port}, called: ORTHANC, timeout: 5 }\n`)
      const out = join(folder, `cut-${most}`)
      const words = ['fetch', 'cut', join(folder, 'web.csv'), '--map', join(folder, 'web.yaml'), '--out', out]
      const program = spawn(process.execPath, [resolve('dist/cli.js'), 'pacs', ...words, '--servers', servers])
      let said = ''
      program.stderr.on('data', (text) => {
        said += text
      })
      const ended = await new Promise((done) => program.on('exit', done))
      cutting.close()
      expect([most, ended, said]).toEqual([most, status, expect.stringMatching(status ? /NS-ARC-24/ : /24 fetched/)])
      const files = existsSync(out) ? filesBelow(out) : []
      expect([most, files.length]).toEqual([most, here])
      expect(files.filter((path) => !path.endsWith('.dcm'))).toEqual([])
      if (here) expect(digests(out)).toEqual(digests(join(images, 'mr')))
    }
  },
)

toolTest(
  'Chinese names, two patients of one study, signs in numbers, frames, burned-in letters: come without names, or are named',
  orthancProbe,
  14,
  () => {
    const odd = join(folder, 'odd')
    execFileSync('python3', [fixture('archive', 'odd.py'), odd])
    execFileSync('storescu', ['-aec', 'ORTHANC', '127.0.0.1', String(orthanc!.dicom), '+sd', odd])
    const list = join(folder, 'odd.csv')
    writeFileSync(list, 'patient,pseudonym\nODD/7,S7\nODD*,S8\nODD6,S6\n')
    for (const server of ['web', 'get']) {
      const [table, map, out] = ['csv', 'yaml', 'study'].map((end) => join(folder, `strange-${server}.${end}`))
      expect(pacs('find', server, '--patients', list).stderr).toMatch(/^3 series of 3 patients\.$/m)
      pacs('find', server, '--from', '20240606', '--to', '20240606', '--out', table, '--map', map)
      const run = pacs('fetch', server, table, '--map', map, '--out', out, '--deidentify')
      expect(run.status).toBe(3)
      // Over DIMSE a study's series are asked for by its number alone: each of the two patients is given the other's.
      expect(run.stderr.match(/NS-ARC-30/g) ?? []).toHaveLength(server === 'get' ? 2 : 0)
      expect(run.stderr.match(/NS-ARC-02/g)).toHaveLength(2)
      expect(run.stderr).toContain('8 files of 10 patients written; 2 held back')
      const names = /zyx|xiaoyu|ODD|1\.2\.999\.77|王|李四|小雨/i
      const bytes = (path: string) =>
        [new TextDecoder('gb18030'), new TextDecoder()].map((of) => of.decode(readFileSync(path)))
      const holding = filesBelow(out).filter((path) => names.test([path.slice(out.length), ...bytes(path)].join(' ')))
      expect(holding).toEqual([])
      const pixels = Object.values(digests(out)).sort()
      const originals = Object.entries(digests(odd)).filter(([uid]) => !/\.(9|10)\.1\.1$/.test(uid))
      expect(pixels).toEqual(originals.map(([, digest]) => digest).sort())
    }
  },
)
