import { expect, test } from 'vitest'
import type { StudyContext } from '../context.ts'
import { readStudyConfig } from '../file/read.ts'
import { imageFolders } from './image-folders.ts'
import { imageCases } from './study-cases.ts'

const context = (names: string[], folder: boolean) =>
  ({ list: () => names.map((name) => ({ name, folder })), resolve: (path: string) => path }) as unknown as StudyContext
const study = (path: string) =>
  readStudyConfig(
    `study: t
cohort: { file: cohort.csv, id: patient }
outcome: { column: her2, positive: positive }
images: { t2: { path: '${path}', mask: 'masks/{patient}.nrrd' } }
`,
    'study.yaml',
  )

test('images whose names differ only in leading zeros are the patient’s, and told; those of nobody are told', () => {
  const own = study('images/P{patient}/t2.nrrd')
  const there = context(['P007', 'P8', 'P010', 'P0010', 'P99', 'readme'], true)
  const { names, faults } = imageFolders(own, ['7', '8', '10'], there)
  expect([...names]).toEqual([['7', '007']])
  expect(faults.map(({ code, patient, severity }) => [code, patient, severity])).toEqual([
    ['NS-COH-19', '7', 'note'],
    ['NS-COH-35', undefined, 'note'], // 010 and 0010 could both be patient 10
    ['NS-COH-35', undefined, 'note'],
    ['NS-COH-35', undefined, 'note'],
  ])
  const [first] = imageCases(own, ['7', '8'], { file: 'params.yaml' }, there)
  expect([first.input.patient, first.task.image, first.task.mask]).toEqual([
    '7',
    'images/P007/t2.nrrd',
    'masks/007.nrrd',
  ])
})

test('files are not folders, and a study without images has none', () => {
  const files = context(['1_t2.nrrd', '2_t2.nrrd', '2_mask.nrrd'], false)
  const { faults } = imageFolders(study('images/{patient}_t2.nrrd'), ['1'], files)
  expect(faults.map(({ what }) => what)).toEqual(['The images of 2 belong to nobody in cohort.csv.'])
  expect(imageFolders(study('images/{patient}/t2.nrrd'), ['1'], files).faults).toEqual([])
})
