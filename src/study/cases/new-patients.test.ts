import { expect, test } from 'vitest'
import { n4Defaults } from '../../image/bias/n4.ts'
import type { ModelFile } from '../../model/predict/model-schema.ts'
import { casesOfColumns } from './new-patients.ts'

const model = {
  extraction: {
    params: '{}',
    paramsHash: '',
    sequences: {
      t2: {
        source: 'series 4',
        register: { transform: 'rigid', source: 'phase 2' },
        n4: { ...n4Defaults, inMask: true },
      },
    },
  },
} as unknown as ModelFile
const resolve = (path: string) => `/table/${path}`

test("a new patient's registration and bias correction are the model's, with the patient's own files", () => {
  const rows = [{ t2_image: 'a/t2', t2_mask: 'a/mask', t2_drawn: 'a/dce', t2_field: 'a/brain' }]
  const [one] = casesOfColumns(model, { ids: ['A'], rows }, resolve)
  expect('task' in one && one.task).toMatchObject({
    image: '/table/a/t2',
    mask: '/table/a/mask',
    source: 'series 4',
    drawn: { image: '/table/a/dce', source: 'phase 2', register: 'rigid' },
    n4: { ...n4Defaults, mask: '/table/a/brain' },
  })
})

test.each(['t2_drawn', 't2_field'])('a row without %s is told so', (lacking) => {
  const row = { t2_image: 'a/t2', t2_mask: 'a/mask', t2_drawn: 'a/dce', t2_field: 'a/brain', [lacking]: '' }
  const [one] = casesOfColumns(model, { ids: ['A'], rows: [row] }, resolve)
  expect(one).toMatchObject({ failed: `${lacking} is not given` })
})
