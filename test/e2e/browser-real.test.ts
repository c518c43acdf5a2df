import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright-core'
import { expect } from 'vitest'
import { keptFiles, openOffline } from '../support/browser-folder.ts'
import { chromiumProbe } from '../support/chromium.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fixture, shared, sharedTest } from '../support/needs.ts'
import { filesOf, staticServer } from '../support/static-server.ts'

const built = resolve(import.meta.dirname, '../../dist/app')
const example = resolve(import.meta.dirname, '../../examples/breast-dce')

/** PyRadiomics' brain1 and breast1 as the two patients of a study. */
function pyradiomicsCases(folder: string) {
  for (const name of ['brain1', 'breast1'])
    for (const part of ['image', 'label']) {
      mkdirSync(join(folder, 'images', name), { recursive: true })
      copyFileSync(shared('real', `${name}_${part}.nrrd`), join(folder, 'images', name, `${part}.nrrd`))
    }
  copyFileSync(fixture('radiomics', 'params', 'paper.yaml'), join(folder, 'params.yaml'))
  writeFileSync(join(folder, 'cohort.csv'), 'patient,age\nbrain1,51\nbreast1,47\n')
  writeFileSync(
    join(folder, 'study.yaml'),
    `study: Two cases of PyRadiomics
date: 2026-11-22
seed: 1
cohort: { file: cohort.csv, id: patient }
images:
  t1: { path: 'images/{patient}/image.nrrd', mask: 'images/{patient}/label.nrrd' }
features: { params: params.yaml }
tables: { baseline: [age] }
`,
  )
}

/** The example of dynamic DICOM, with the data that its README makes. */
function dynamicSeries(folder: string) {
  for (const name of ['study.yaml', 'codebook.yaml', 'params.yaml'])
    copyFileSync(join(example, name), join(folder, name))
  spawnSync(process.execPath, [join(example, 'prepare.mjs'), shared('real', 'breast_dce'), join(folder, 'data')])
}

/** Runs the study on the command line and in the page without a network; gives the files that differ. */
async function differing(prepare: (folder: string) => void) {
  const given = scratchFolder()
  prepare(given)
  const results = scratchFolder()
  const ran = nomoscope('run', join(given, 'study.yaml'), '--out', results, '--overwrite', '--quiet')
  expect(ran.stderr).toBe('')
  const server = await staticServer(built, given)
  const browser = await chromium.launch({ executablePath: chromiumProbe[0], args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage()
    await openOffline(page, server, 'given')
    await page.getByRole('button', { name: 'Run' }).click()
    await page.getByRole('heading', { name: /^run: (done|failed)/ }).waitFor({ timeout: 300_000 })
    expect(await page.locator('.fault').allTextContents()).toEqual([])
    const made = await keptFiles(page, 'given', 'results')
    const expected = filesOf(results).filter((name) => !name.startsWith('.cache'))
    expect([...made.keys()].sort()).toEqual(expected)
    expect(expected).toContain('features.csv')
    return expected.filter((name) => !readFileSync(join(results, name)).equals(made.get(name)!))
  } finally {
    await browser.close()
  }
}

sharedTest(
  'the page alone gives brain1 and breast1 the features that Node gives them, byte for byte',
  5,
  async () => expect(await differing(pyradiomicsCases)).toEqual([]),
  400_000,
)

sharedTest(
  'the page alone gives a dynamic series of DICOM, its maps and its segmentation the features that Node gives them',
  5,
  async () => expect(await differing(dynamicSeries)).toEqual([]),
  400_000,
)
