import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { readImage } from '../../src/image/formats/read.ts'
import { serve } from '../../src/server/serve.ts'
import { onServer } from '../support/chromium.ts'
import { nomoscope } from '../support/cli.ts'
import { featureRow } from '../support/feature-row.ts'
import { imageModel } from '../support/image-model.ts'
import { fixture, shared, sharedTest } from '../support/needs.ts'
import { shownRisk } from '../support/patient-page.ts'
import { drawRegion, openCase, saveMask } from '../support/reading-page.ts'

const built = resolve(import.meta.dirname, '../../dist')

async function withFolder(use: (folder: string, link: (reader?: string) => Promise<string>) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), 'workbench-real-'))
  const server = await serve({
    folder,
    port: 0,
    program: join(built, 'cli.js'),
    page: join(built, 'app'),
    version: '0',
  })
  try {
    await use(folder, async (reader) => (reader ? server.linkFor(reader) : server.link))
  } finally {
    await server.close()
    rmSync(folder, { recursive: true })
  }
}

function python(folder: string, script: string) {
  const ran = spawnSync('python3', ['-c', script], { cwd: folder, encoding: 'utf8' })
  expect(ran.stderr).toBe('')
  return JSON.parse(ran.stdout)
}

/** Runs the study from the page. */
async function runFromPage(page: Page) {
  await page.getByRole('navigation').getByRole('link', { name: 'Study', exact: true }).click()
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByRole('heading', { name: /^run .*: (done|failed)/ }).waitFor({ timeout: 300_000 })
}

/** What the run has of a patient's region is what `nomoscope extract` finds in it, to the last bit. */
async function isExtracted(folder: string, patient: string, reader: string, ...words: string[]) {
  const extracted = nomoscope('extract', ...words, '--params', join(folder, 'params.yaml'), '--quiet')
  expect(extracted.status, extracted.stderr).toBe(0)
  const all: Record<string, number> = JSON.parse(extracted.stdout)
  const features = Object.entries(all).filter(([name]) => !name.startsWith('diagnostics_'))
  expect(features.length).toBeGreaterThan(50)
  const ofRun = await featureRow(join(folder, 'results/features.csv'), { patient, reader })
  expect(features.map(([name]) => [name, ofRun(name)])).toEqual(features)
  return all['diagnostics_Mask-original_VoxelNum']
}

/** The risk that the page computes from a row and the images is that of `nomoscope predict`. */
async function isPredicted(page: Page, folder: string, patient: string) {
  const shown = await shownRisk(page, patient)
  const at = (name: string) => join(folder, name)
  const [head, ...rows] = readFileSync(at('cohort.csv'), 'utf8').split('\n')
  writeFileSync(at('one.csv'), `${head}\n${rows.find((row) => row.startsWith(patient))}\n`)
  const words = ['results/model.json', '--data', 'one.csv', '--images', 'study.yaml']
  const ran = nomoscope('predict', ...words.map((word) => (word.startsWith('-') ? word : at(word))), '--json')
  expect(ran.status, ran.stderr).toBe(0)
  expect(shown).toBe(JSON.parse(ran.stdout).predictions[0].risk)
}

sharedTest(
  'brain1 and breast1: two readers draw, the masks lie where SimpleITK has them, Dice is SimpleITK’s, the settled region is extracted and gives a risk as on the command line',
  23,
  () =>
    withFolder(async (folder, link) => {
      const patients = ['brain1', 'breast1']
      for (const patient of patients) {
        mkdirSync(join(folder, 'images', patient), { recursive: true })
        copyFileSync(shared('real', `${patient}_image.nrrd`), join(folder, 'images', patient, 't1.nrrd'))
      }
      writeFileSync(join(folder, 'cohort.csv'), `patient,age\n${patients.map((name) => `${name},50\n`).join('')}`)
      writeFileSync(
        join(folder, 'study.yaml'),
        `study: Two cases of PyRadiomics
seed: 1
cohort: { file: cohort.csv, id: patient }
images:
  t1: { path: 'images/{patient}/t1.nrrd', masks: { anna: 'masks/{patient}.anna.nii.gz', bo: 'masks/{patient}.bo.nrrd', consensus: 'masks/{patient}.consensus.nrrd' } }
features: { params: params.yaml, reader: consensus }
tables: { baseline: [age] }
`,
      )
      copyFileSync(fixture('radiomics', 'params', 'paper.yaml'), join(folder, 'params.yaml'))
      const files = { anna: 'anna.nii.gz', bo: 'bo.nrrd' }
      for (const [reader, dx] of [
        ['anna', -10],
        ['bo', 10],
      ] as const)
        await onServer(await link(reader), {}, async (page) => {
          for (const patient of patients) {
            await openCase(page, 't1', patient)
            await drawRegion(page, dx)
            await saveMask(page)
            const first = readFileSync(join(folder, 'masks', `${patient}.${files[reader]}`))
            await page.getByRole('link', { name: 'Cases' }).click()
            await openCase(page, 't1', patient)
            await saveMask(page)
            expect(readFileSync(join(folder, 'masks', `${patient}.${files[reader]}`)).equals(first)).toBe(true)
            await page.getByRole('link', { name: 'Cases' }).click()
          }
        })
      const theirs = python(
        folder,
        `import json, SimpleITK as sitk
near = lambda p, q: max(abs(x - y) for x, y in zip(p, q)) < 1e-4
out = {}
for p in ("brain1", "breast1"):
    i = sitk.ReadImage(f"images/{p}/t1.nrrd")
    masks = [sitk.Cast(sitk.ReadImage(f"masks/{p}.{r}") > 0, sitk.sitkUInt8) for r in ("anna.nii.gz", "bo.nrrd")]
    grid = all(m.GetSize() == i.GetSize() and near(m.GetOrigin(), i.GetOrigin()) and near(m.GetSpacing(), i.GetSpacing()) and near(m.GetDirection(), i.GetDirection()) for m in masks)
    masks[0].CopyInformation(masks[1])
    f = sitk.LabelOverlapMeasuresImageFilter()
    f.Execute(*masks)
    voxels = [sitk.GetArrayFromImage(m).ravel().nonzero()[0].tolist() for m in masks]
    out[p] = {"grid": grid, "dice": f.GetDiceCoefficient(1), "voxels": voxels}
print(json.dumps(out))`,
      )
      const voxelsOf = (path: string) => {
        const { data } = readImage(readFileSync(join(folder, path)), path)
        return Array.from(data.keys()).filter((i) => data[i] !== 0)
      }
      await onServer(await link(), {}, async (page) => {
        await page.getByRole('link', { name: 'Consensus' }).click()
        for (const patient of patients) {
          const { grid, dice, voxels } = theirs[patient]
          expect(grid).toBe(true)
          expect(Object.values(files).map((file) => voxelsOf(`masks/${patient}.${file}`))).toEqual(voxels)
          await page.getByRole('link', { name: `t1 of ${patient}` }).click()
          await page.getByText('Dice').waitFor()
          const shown = Number(/Dice ([\d.]+)/.exec(await page.locator('.bar').innerText())![1])
          expect(shown).toBe(Number(dice.toFixed(3)))
          await page.getByRole('button', { name: 'What both drew' }).click()
          await page.getByText('Settled: what both drew').waitFor()
          const both = voxels[0].filter((i: number) => voxels[1].includes(i))
          expect(voxelsOf(`masks/${patient}.consensus.nrrd`)).toEqual(both)
          expect(both.length).toBeGreaterThan(20)
          await page.getByRole('link', { name: 'Cases' }).click()
        }
        await runFromPage(page)
        for (const patient of patients) {
          const words = [`images/${patient}/t1.nrrd`, `masks/${patient}.consensus.nrrd`].map((name) =>
            join(folder, name),
          )
          await isExtracted(folder, patient, 'consensus', ...words)
        }
        writeFileSync(join(folder, 'results/model.json'), imageModel('t1', 'consensus'))
        await isPredicted(page, folder, 'breast1')
      })
    }),
  600_000,
)

sharedTest(
  'a region drawn on the phases of a dynamic series is a Segmentation that dciodvfy passes and highdicom reads; it is extracted and gives a risk as on the command line',
  10,
  () =>
    withFolder(async (folder, link) => {
      const example = resolve(import.meta.dirname, '../../examples/breast-dce')
      const words = [join(example, 'prepare.mjs'), shared('real', 'breast_dce'), join(folder, 'data')]
      expect(spawnSync(process.execPath, words, { encoding: 'utf8' }).status).toBe(0)
      writeFileSync(join(folder, 'cohort.csv'), 'patient,age\nUCSF-BR-06,50\n')
      writeFileSync(
        join(folder, 'study.yaml'),
        `study: One dynamic series
seed: 1
cohort: { file: cohort.csv, id: patient }
images:
  dce: { path: 'data/{patient}/dce', source: phase 2, masks: { anna: 'masks/{patient}.dcm' } }
features: { params: params.yaml, reader: anna }
tables: { baseline: [age] }
`,
      )
      copyFileSync(fixture('radiomics', 'params', 'paper.yaml'), join(folder, 'params.yaml'))
      await onServer(await link('anna'), {}, async (page) => {
        await openCase(page, 'dce', 'UCSF-BR-06')
        await drawRegion(page, 0)
        await saveMask(page)
      })
      const mask = join(folder, 'masks', 'UCSF-BR-06.dcm')
      const drawn = python(
        folder,
        `import json, highdicom
print(json.dumps(int((highdicom.seg.segread(${JSON.stringify(mask)}).pixel_array > 0).sum())))`,
      )
      expect(drawn).toBeGreaterThan(100)
      const checked = spawnSync('dciodvfy', [mask], { encoding: 'utf8' })
      expect(checked.stderr).not.toContain('Error')
      const image = join(folder, 'data/UCSF-BR-06/dce')
      await onServer(await link(), {}, async (page) => {
        await runFromPage(page)
        expect(await isExtracted(folder, 'UCSF-BR-06', 'anna', image, mask, '--source', 'phase 2')).toBe(drawn)
        writeFileSync(join(folder, 'results/model.json'), imageModel('dce', 'anna'))
        await isPredicted(page, folder, 'UCSF-BR-06')
      })
    }),
  600_000,
)
