import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { serve } from '../../src/server/serve.ts'
import { axeFaults } from '../support/axe.ts'
import { chromiumProbe, onServer } from '../support/chromium.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fixture, toolTest } from '../support/needs.ts'
import { orthancProbe, startOrthanc } from '../support/orthanc.ts'
import { openCase } from '../support/reading-page.ts'
import { staticServer } from '../support/static-server.ts'

const folder = scratchFolder()
const study = join(folder, 'breast')
const built = resolve(import.meta.dirname, '../../dist')
const both = ['sh', '-c', `${orthancProbe[2]} && ${chromiumProbe.join(' ')}`]
const hasBoth = spawnSync(both[0], both.slice(1)).status === 0
const secret = 'open sesame'
const passphrase = 'a passphrase of this test'
let orthanc: Awaited<ReturnType<typeof startOrthanc>> | undefined

beforeAll(async () => {
  for (const name of ['NOMOSCOPE_PACS_SECRET', 'NOMOSCOPE_PASSPHRASE']) delete process.env[name]
  if (!hasBoth) return
  const images = join(folder, 'images')
  execFileSync('python3', [fixture('archive', 'cohort.py'), images, '3'])
  orthanc = await startOrthanc(folder)
  for (const path of filesBelow(images)) {
    const [method, body] = ['POST', readFileSync(path)]
    await fetch(`http://127.0.0.1:${orthanc.http}/instances`, { method, body, headers: orthanc.headers })
  }
  mkdirSync(study)
})
afterAll(() => orthanc?.stop())

const filesBelow = (place: string) =>
  readdirSync(place, { recursive: true, encoding: 'utf8' })
    .map((name) => join(place, name))
    .filter((path) => statSync(path).isFile())

/** The page's picture: its size, and where its darkest and its brightest pixel are. */
const picture = (page: Page) =>
  page.locator('.preview canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
    return { size: [canvas.width, canvas.height], greys: Array.from(data.filter((_, i) => i % 4 === 0)) }
  })

toolTest(
  'an archive is added, asked, looked at; what is picked comes without names and fills the worklist; no secret is kept',
  both,
  18,
  async () => {
    const said: string[] = []
    const write = process.stderr.write.bind(process.stderr)
    process.stderr.write = (text: string | Uint8Array) => write(said.push(String(text)) ? text : text)
    const served = await serve({
      folder: study,
      port: 0,
      program: join(built, 'cli.js'),
      page: join(built, 'app'),
      version: '0',
    })
    try {
      await onServer(served.link, { colorScheme: 'dark' }, async (page) => {
        await page.getByRole('navigation').getByRole('link', { name: 'Archive', exact: true }).click()
        const form = page.getByRole('form', { name: 'Add an archive' })
        await form.getByLabel('A name for it').fill('hospital')
        await form.getByLabel(/Address of its services/).fill(`http://127.0.0.1:${orthanc!.http}/dicom-web`)
        await form.getByLabel('Access').selectOption('basic')
        await form.getByLabel('User', { exact: true }).fill('reader')
        await form.getByRole('button', { name: 'Add' }).click()
        const password = page.getByLabel('Password or token')
        await password.fill('a-wrong-password')
        await page.getByRole('button', { name: 'Does it answer?' }).click()
        await page.getByText('NS-ARC-22').waitFor()
        await password.fill(secret)
        await page.getByRole('button', { name: 'Does it answer?' }).click()
        await page.getByText('It answers.').waitFor()

        await page.locator('textarea').fill('PAT001\tS01\nPAT002\tS02\nPAT003\nPAT999')
        await page.getByLabel('Modality').fill('')
        await page.getByRole('button', { name: 'Find', exact: true }).press('Enter')
        await page.getByText('9 series of 3 patients. Nothing was found of PAT999.').waitFor()
        expect(
          await page.getByLabel(/^Sequence of/).evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value)),
        ).toEqual(['dce', 'dwi', 'masks', 'dce', 'dwi', 'dce', 'dwi'])
        await page.getByRole('button', { name: 'Show Ax T1 VIBE DYN post' }).press('Enter')
        await page.locator('.preview canvas:visible').waitFor()
        const { size, greys } = await picture(page)
        expect(size).toEqual([24, 24])
        // The same picture by pydicom: the object has one of the four slices, which one the archive says.
        const slices = JSON.parse(
          execFileSync(
            'python3',
            [
              '-c',
              `import sys,json,numpy as np,pydicom
r=[]
for z in range(4):
 a=pydicom.dcmread(f'{sys.argv[1]}/1-1-{z}.dcm').pixel_array.astype(float); lo,hi=np.percentile(a,1,method='lower'),np.percentile(a,99,method='lower')
 r.append(np.clip((a-lo)*255/(hi-lo),0,255).astype(int).ravel().tolist())
print(json.dumps(r))`,
              join(folder, 'images', 'mr'),
            ],
            { encoding: 'utf8' },
          ),
        ) as number[][]
        const off = slices.map((slice) => Math.max(...slice.map((grey, i) => Math.abs(grey - greys[i]))))
        expect(Math.min(...off)).toBeLessThanOrEqual(1)

        // The third patient's diffusion is another sequence; the first one's is not wanted.
        const third = page.getByLabel('Sequence of DWI_high_b')
        await third.fill('dwi high')
        await third.press('Tab')
        await page.getByLabel('Fetch series 2 of PAT001').press('Space')
        expect(await axeFaults(page)).toEqual([])
        await page.emulateMedia({ colorScheme: 'light' })
        expect(await axeFaults(page)).toEqual([])
        await page.getByLabel(/^Passphrase/).fill(passphrase)
        await page.getByRole('button', { name: 'What will it take?' }).press('Enter')
        await page.getByText('NS-ARC-34').waitFor()
        await third.fill('b800')
        await third.press('Tab')
        await page.getByRole('button', { name: 'What will it take?' }).press('Enter')
        await page
          .getByText(
            /^23 objects of 8 series of 3 patients are to be fetched, about .* MB in .* measured\); 0 are here\./,
          )
          .waitFor()
        expect(existsSync(join(study, 'images'))).toBe(false)
        await page.getByRole('button', { name: 'Fetch', exact: true }).press('Enter')
        const reading = page.getByRole('link', { name: 'Read the images' })
        await reading.waitFor()
        expect(await page.locator('#fetching ~ .log').innerText()).toMatch(/23 fetched in \d+ s, 0 failed/)
        await reading.press('Enter')
        await page.getByRole('heading', { name: '0 of 3 done' }).waitFor()
        const own = readdirSync(join(study, 'images')).find((name) => name.startsWith('P-'))!
        const rows = await page.locator('table.cases tbody tr').allInnerTexts()
        expect(rows.map((row) => row.split(/\s+/).filter((word) => /^(P-|S0|dce|dwi|b800)/.test(word)))).toEqual(
          [
            [own, 'b800', own, 'dce', own],
            ['S01', 'dce', 'S01'],
            ['S02', 'dce', 'S02', 'dwi', 'S02'],
          ].map((words) => expect.arrayContaining([...new Set(words)])),
        )
        await openCase(page, 'dce', 'S01')
        await page.getByRole('navigation').getByRole('link', { name: 'Archive', exact: true }).click()
        expect(await page.getByLabel('Password or token').inputValue()).toBe('')
      })
    } finally {
      await served.close()
      process.stderr.write = write
    }
    const files = [...filesBelow(study), `${study}.linkage`]
    const holding = (what: RegExp) =>
      files.filter((path) => what.test(`${path.slice(folder.length)} ${readFileSync(path, 'latin1')}`))
    expect(holding(/open sesame|a-wrong-password|cmVhZGVyOm9wZW4gc2VzYW1l|a passphrase of this test/)).toEqual([])
    expect(holding(/zyxplant|PAT0|PAT9|1\.2\.999\.55/i)).toEqual([])
    expect(said.join('')).not.toMatch(/sesame|wrong-password|passphrase/)
    expect(readFileSync(join(study, 'protocol.yaml'), 'utf8')).toContain('  b800:\n    - DWI_high_b\n')
    expect(readFileSync(join(study, 'study.yaml'), 'utf8')).toContain('  dce: { path: "images/{patient}/dce"')
    expect(readFileSync(join(study, 'patients.csv'), 'utf8')).toMatch(/^patient\nP-[0-9a-z]{8}\nS01\nS02\n$/)

    // The command line goes on where the page was: it is the same archive, map, journal and linkage.
    process.env.NOMOSCOPE_PACS_SECRET = secret
    process.env.NOMOSCOPE_PASSPHRASE = passphrase
    const table = join(folder, 'series.csv')
    const ids = join(folder, 'ids.csv')
    writeFileSync(ids, 'patient\nPAT001\nPAT002\nPAT003\n')
    const servers = ['--servers', join(study, 'pacs.yaml')]
    nomoscope('pacs', 'find', 'hospital', '--patients', ids, '--out', table, ...servers)
    const words = [
      'pacs',
      'fetch',
      'hospital',
      table,
      '--map',
      join(study, 'protocol.yaml'),
      '--out',
      study,
      '--deidentify',
    ]
    const again = nomoscope(...words, ...servers)
    expect(again.stderr).toMatch(/^0 objects of 8 series of 3 patients are to be fetched; 23 are here/m)
    expect(again.status).toBe(0)
    expect(nomoscope('linkage', `${study}.linkage`).stdout).toMatch(/^S01,PAT001,Zyxplant1\^Ann,19600101,\d+$/m)
    for (const name of ['NOMOSCOPE_PACS_SECRET', 'NOMOSCOPE_PASSPHRASE']) delete process.env[name]
  },
  300_000,
)

toolTest(
  'a page without the server says what it cannot do, and what to do instead, in both languages',
  chromiumProbe,
  4,
  async () => {
    const server = await staticServer(join(built, 'app'), folder)
    try {
      for (const [locale, words] of [
        ['en', 'nomoscope deidentify EXPORT FOLDER'],
        ['zh-CN', '浏览器不支持 DIMSE'],
      ])
        await onServer(server.address, { locale }, async (page) => {
          await page.goto(`${server.address}#/archive`)
          await page.locator('#archive').waitFor()
          expect(await page.locator('main').innerText()).toContain(words)
          expect(await axeFaults(page)).toEqual([])
        })
    } finally {
      await server.close()
    }
  },
)
