import { expect, test } from 'vitest'
import { pathFor } from './patient-path.ts'

test.each(['..', '../../etc', 'a/b', 'a\\b', 'a\0b', '.'])('the identifier %j leads to no path', (id) => {
  expect(() => pathFor('images/{patient}/t2.nrrd', id)).toThrow(expect.objectContaining({ code: 'NS-STU-03' }))
})

test.each(['P$$1', 'P$&', "P$'", 'a b', 'ä', '007'])('the identifier %j stands in the path as it is', (id) => {
  expect(pathFor('images/{patient}/{patient}.nrrd', id)).toBe(`images/${id}/${id}.nrrd`)
})
