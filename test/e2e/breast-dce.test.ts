import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'vitest'
import { toPoint } from '../../src/image/index.ts'
import { openImage, openMask } from '../../src/image/platform/open.node.ts'
import type { Volume } from '../../src/image/volume.ts'
import { resultsSchema } from '../../src/study/write/results-schema.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { shared, sharedTest } from '../support/needs.ts'

const folder = scratchFolder()
const example = resolve(import.meta.dirname, '../../examples/breast-dce')
const place = (...path: string[]) => join(folder, 'data', 'UCSF-BR-06', ...path)

/** The example as its README has it, with its study beside the data that it makes. */
function prepare() {
  for (const name of ['study.yaml', 'codebook.yaml', 'params.yaml'])
    copyFileSync(join(example, name), join(folder, name))
  const words = [join(example, 'prepare.mjs'), shared('real', 'breast_dce'), join(folder, 'data')]
  return spawnSync(process.execPath, words, { encoding: 'utf8' }).stdout
}

/** The largest difference from a vendor's map where `use` says so, and in how many voxels. */
function worst(ours: Volume, theirs: Volume, use: (vendor: number) => boolean) {
  let [most, voxels] = [0, 0]
  for (let i = 0; i < ours.data.length; i++)
    if (use(theirs.data[i])) {
      most = Math.max(most, Math.abs(ours.data[i] - theirs.data[i]))
      voxels++
    }
  return { most, voxels }
}

const sources = ['phase2', 'subtraction', 'pe', 'ser', 'washin', 'ttp', 'washout', 'curve']

sharedTest(
  'the example study: three phases in one series, the vendor’s maps, the segmentation’s place, features of every source',
  25,
  async () => {
    const told = prepare()
    for (const phase of ['phase 1: 60 slices, 0 s', 'phase 2: 60 slices, 407 s', 'phase 3: 60 slices, 761 s'])
      expect(told).toContain(phase)
    expect(told).toContain('tumour proxy: 41759 voxels, 41.3 mL, 42 slices')
    const map = (source: string) => openImage(place('dce'), source)
    const percentage = worst(await map('pe'), await openImage(place('vendor-pe1')), (vendor) => vendor !== 0)
    expect(percentage.most).toBeLessThan(1)
    expect(percentage.voxels).toBe(151_027)
    const ratio = worst(await map('ser'), await openImage(place('vendor-ser')), (vendor) => vendor !== 0 && vendor < 3)
    expect(ratio.most).toBeLessThan(1e-3)
    expect(ratio.voxels).toBeGreaterThan(41_000)

    // Number, mean and standard deviation (LPS mm) of the segmentation's voxels by pydicom 3.0.2.
    const image = await map('phase 1')
    const breast = await openMask(place('breast'), image, 'dce', 'Breast')
    const points: number[][] = []
    const [nx, ny] = image.size
    for (let i = 0; i < breast.data.length; i++)
      if (breast.data[i]) points.push(toPoint(image, [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)]))
    expect(points.length).toBe(82_527)
    const mean = [0, 1, 2].map((k) => points.reduce((sum, point) => sum + point[k], 0) / points.length)
    const spread = mean.map((m, k) =>
      Math.sqrt(points.reduce((sum, point) => sum + (point[k] - m) ** 2, 0) / points.length),
    )
    expect(mean).toMatchDigits([100.26843151409862, -46.49948023725895, -16.891791095641427], 1e-6)
    expect(spread).toMatchDigits([20.459272708663224, 17.62566801789397, 23.436154653145], 1e-6)

    const out = join(folder, 'results')
    const study = join(folder, 'study.yaml')
    expect(nomoscope('check', study).stdout).toContain('8 of 8 cases can be extracted; 0 faults.')
    expect(nomoscope('run', study, '--out', out, '--quiet')).toMatchObject({ status: 0, stderr: '' })
    const results = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'))
    expect(resultsSchema.safeParse(results).error?.issues).toBe(undefined)
    const table = (id: string): string[][] =>
      results.tables
        .find((one: { id: string }) => one.id === id)
        .rows.map((row: { cells: { text: string }[] }) => row.cells.map(({ text }) => text))
    expect(table('curves-phase2').map(([, n]) => n)).toEqual(['0 (0.0%)', '1 (100.0%)', '0 (0.0%)'])
    expect(JSON.stringify(results.report)).toContain('In 1 of 1 patients the second phase is later than that')
    const middle = table('measured').find(([feature]) => feature === 'Mean')!
    expect(middle.length).toBe(1 + sources.length)

    // One source by itself has the features that the study has of it.
    const words = ['extract', place('dce'), place('tumour.dcm'), '--params', join(folder, 'params.yaml')]
    const alone = (source: string) => JSON.parse(nomoscope(...words, '--source', source, '--quiet').stdout)
    const rows = readFileSync(join(out, 'features.csv'), 'utf8').trim().split('\r\n')
    const at = rows[0].split(',').length - rows[0].split(',').indexOf('original_firstorder_Mean')
    for (const [source, row] of [
      ['phase 2', 1],
      ['pe', 3],
      ['ser', 4],
      ['curve 50 10 180', 8],
    ] as const) {
      const [name] = [rows[row].split(',')[1]]
      expect(sources).toContain(name)
      expect(alone(source).original_firstorder_Mean).toBe(Number(rows[row].split(',').at(-at)))
    }
  },
  300_000,
)
