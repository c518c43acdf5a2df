import { expect, test } from 'vitest'
import type { SliceTask } from '../../cases/voxel-slice.ts'
import type { ModelResult } from '../../model/index.ts'
import type { StudyContext } from '../context.ts'
import { studySchema } from '../file/schema.ts'
import type { PredictedCohort } from './cohort.ts'
import { featureMaps } from './feature-maps.ts'
import type { StudyModels } from './outcome-models.ts'

test('the maps of the report are made of images on the histogram that extraction learnt', async () => {
  const study = studySchema.parse({
    study: 'Maps',
    cohort: { file: 'cohort.csv', id: 'patient' },
    outcome: { column: 'her2', positive: 1 },
    images: { t2: { path: '{patient}.nrrd', masks: { anna: 'a', bo: 'b' }, normalise: 'nyul' } },
    features: { params: 'params.yaml', sequences: ['t2'], reader: 'bo' },
  })
  const patients = ['A', 'B']
  const column = 't2_original_glcm_Contrast'
  const predictions = patients.map((id, i) => ({ id, outcome: i, lp: i }))
  const model = { intercept: 0, terms: [{ name: column, column, estimate: 1 }], scores: [] }
  const lead = { model, label: 'the model', performance: { apparent: { predictions } } } as unknown as ModelResult
  const table = { ids: patients, patients: [0, 1], columns: [{ name: column }], values: Float64Array.of(1, 2) }
  const studied = {
    cohort: { ids: patients, patients, patientOf: [0, 1] },
    training: Int32Array.of(0, 1),
    supplements: { patients },
    outcome: { label: 'her2', groups: { positive: 'positive', negative: 'negative' } },
  } as unknown as PredictedCohort
  const asked: SliceTask[] = []
  const context = {
    read: async () => new TextEncoder().encode('{}'),
    resolve: (path: string) => path,
    exists: () => true,
    map: async (_: string, tasks: SliceTask[]) => {
      asked.push(...tasks)
      return tasks.map(() => ({ image: {}, map: Float64Array.of(1) }))
    },
  } as unknown as StudyContext
  const [percentiles, landmarks] = [
    [1, 50, 99],
    [0, 400, 1000],
  ]
  const histograms = { t2: { percentiles, landmarks, images: 2 } }
  const models = { results: [], table } as unknown as StudyModels
  const found = await featureMaps(study, studied, models, lead, { histograms }, context)
  expect(found?.patients).toEqual(['B', 'A'])
  expect(asked.map(({ image, mask, normalise }) => ({ image, mask, normalise }))).toEqual(
    ['B', 'A'].map((patient) => ({
      image: `${patient}.nrrd`,
      mask: 'b',
      normalise: { nyul: { percentiles, landmarks } },
    })),
  )
})
