import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect } from 'vitest'
import { readImage } from '../../src/image/formats/read.ts'
import { serve } from '../../src/server/serve.ts'
import { onServer } from '../support/chromium.ts'
import { nomoscope } from '../support/cli.ts'
import { shared, sharedTest } from '../support/needs.ts'
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

sharedTest(
  'brain1 and breast1: two readers draw, the masks lie where SimpleITK has them, Dice is SimpleITK’s, the settled region is extracted',
  17,
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
  t1: { path: 'images/{patient}/t1.nrrd', masks: { anna: 'masks/{patient}.anna.nii.gz', bo: 'masks/{patient}.bo.nrrd' } }
`,
      )
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
          expect(voxelsOf(`readings/consensus/${patient}.t1.nrrd`)).toEqual(both)
          expect(both.length).toBeGreaterThan(20)
          await page.getByRole('link', { name: 'Cases' }).click()
          const mask = join(folder, 'readings/consensus', `${patient}.t1.nrrd`)
          const extracted = nomoscope('extract', join(folder, 'images', patient, 't1.nrrd'), mask, '--quiet')
          const features = JSON.parse(extracted.stdout)
          expect(features['diagnostics_Mask-original_VoxelNum']).toBe(both.length)
        }
      })
    }),
  600_000,
)

sharedTest(
  'a region drawn on the phases of a dynamic series is a Segmentation that dciodvfy passes and highdicom reads',
  6,
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
`,
      )
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
      const extracted = nomoscope('extract', image, mask, '--source', 'phase 2', '--quiet')
      expect(JSON.parse(extracted.stdout)['diagnostics_Mask-original_VoxelNum']).toBe(drawn)
      expect(extracted.status).toBe(0)
    }),
  600_000,
)
