import { expect, test } from 'vitest'
import type { QualityTask } from '../../cases/image-quality.ts'
import type { Cohort } from '../../cohort/codebook/variable.ts'
import type { StudyContext } from '../context.ts'
import { studySchema } from '../file/schema.ts'
import { checkQualityAsked, flaggedFaults, qualityColumns, qualityFaults, studyQuality } from './image-quality.ts'

const study = studySchema.parse({
  study: 'Test',
  cohort: { file: 'cohort.csv', id: 'patient' },
  outcome: { column: 'her2', positive: 1 },
  criteria: { exclude: ['dce_snr < 8', { label: 'Moved', rule: 'dwi_motion_mm > 2 and age > 3' }] },
  images: {
    dce: { path: '{patient}/dce', mask: 'm', curve: { phases: ['{patient}/0', '{patient}/1', '{patient}/2'] } },
    dwi: { path: '{patient}/dwi', mask: 'm', source: 'adc', anatomy: 'dce' },
  },
  quality: true,
})
const patients = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']
const cohort = {
  patients,
  patientOf: Int32Array.from([0, 0, 1, 2, 3, 4, 5, 6, 7]),
  columns: new Map([['age', {}]]),
} as unknown as Cohort

/** Signal-to-noise around 20, of G 4 and of H 60; the DCE of C is not there, its DWI is broken. */
const ratios: Record<string, number> = { A: 20, B: 21, C: 19, D: 22, E: 20.5, F: 19.5, G: 4, H: 60 }
const asked: QualityTask[] = []
const context = {
  resolve: (path: string) => path,
  exists: (path: string) => path !== 'C/dce',
  progress: () => () => {},
  map: async (name: string, tasks: QualityTask[]) => {
    expect(name).toBe('quality/measure')
    asked.push(...tasks)
    return tasks.map(({ image }) =>
      image === 'C/dwi'
        ? { failed: 'NS-IMG-02 broken' }
        : { values: { snr: ratios[image[0]], clipped: image === 'B/dce' ? 0.02 : 0 }, notes: [] },
    )
  },
} as unknown as StudyContext
const quality = await studyQuality(study, patients, patients, context)

test('every image that is there is measured once, with its phases and its anatomy', () => {
  expect(asked.length).toBe(15)
  expect(asked[0]).toMatchObject({ image: 'A/dce', phases: ['A/0', 'A/1', 'A/2'] })
  expect(asked[1]).toMatchObject({ image: 'A/dwi', source: 'adc', anatomy: { image: 'A/dce' } })
  expect(asked.find(({ image }) => image === 'C/dwi')!.anatomy).toBeUndefined()
})

test('what stands out at the bad end of its sequence is flagged and noted', () => {
  const flagged = quality.filter((one) => one.flagged.length > 0)
  expect(flagged.map(({ patient, sequence, flagged }) => [patient, sequence, flagged])).toEqual([
    ['B', 'dce', ['clipped']],
    ['G', 'dce', ['snr']],
    ['G', 'dwi', ['snr']],
  ])
  expect(flaggedFaults(quality).map(({ severity, file, what }) => [severity, file, what])).toEqual([
    ['note', 'B/dce', 'The share of clipped voxels of dce of B, 2.00%, is an outlier of the cohort.'],
    ['note', 'G/dce', 'The signal-to-noise ratio of dce of G, 4.0, is an outlier of the cohort.'],
    ['note', 'G/dwi', 'The signal-to-noise ratio of dwi of G, 4.0, is an outlier of the cohort.'],
  ])
})

test('measures are columns of the cohort, missing where an image or a measure is', () => {
  const columns = new Map(qualityColumns(study, cohort, quality).map((column) => [column.variable.name, column]))
  expect([...columns.keys()]).toEqual(
    ['dce', 'dwi'].flatMap((name) =>
      ['snr', 'clipped', 'wrap', 'fat_ratio', 'motion_mm', 'outline_dice', 'outline_mm'].map((one) => `${name}_${one}`),
    ),
  )
  // Two rows of the first patient.
  expect([...columns.get('dce_snr')!.values]).toEqual([20, 20, 21, Number.NaN, 22, 20.5, 19.5, 4, 60])
  expect(columns.get('dce_motion_mm')!.variable).toMatchObject({ unit: 'mm', measured: 'imaging', type: 'continuous' })
})

test('a rule on what no image has decides nothing, and is told; so is one on what is not asked for', () => {
  const columns = qualityColumns(study, cohort, quality)
  expect(qualityFaults(study, columns, quality).map(({ code, column, severity }) => [code, column, severity])).toEqual([
    ['NS-QUA-02', 'dwi_motion_mm', 'note'],
  ])
  expect(() => checkQualityAsked({ ...study, quality: false }, cohort)).toThrow(/dce_snr.*not measured/)
  expect(() =>
    checkQualityAsked({ ...study, quality: false, criteria: { exclude: ['age < 3'] } }, cohort),
  ).not.toThrow()
})

test('an anatomy that is none of the images is refused', async () => {
  const images = { dwi: { ...study.images!.dwi, anatomy: 't2' } }
  await expect(studyQuality({ ...study, images }, patients, patients, context)).rejects.toThrow(/anatomy names t2/)
})
