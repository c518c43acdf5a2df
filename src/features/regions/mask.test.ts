import { expect, test } from 'vitest'
import { labelLayer } from './mask.ts'

const layerOf = (...values: number[]) =>
  labelLayer(
    {
      dimension: 3,
      size: [values.length, 1, 1],
      spacing: [1, 1, 1],
      origin: [0, 0, 0],
      direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
      pixelType: 'float32',
      data: Float32Array.from(values),
    },
    1,
    0,
  ).data

test.each([
  ['scaled', [0, 1.7, 0, 1.7], [0, 1, 0, 1]],
  ['two labels, one of them scaled', [0, 1, 2.5, 1], [0, 1, 2, 1]],
  ['a rounding error above 1', [0, 1.0000001, 1.0000001, 0], [0, 1, 1, 0]],
])('labels %s are cut off, as PyRadiomics reads them', (_, values, labels) => {
  expect([...layerOf(...values)]).toEqual(labels)
})

test.each([
  ['a probability map', [0, 0.2, 0.9, 1]],
  ['interpolated labels', [0, 1, 1.5, 2]],
  ['a value below 1', [0, 1, 0.9999999, 1]],
  ['not a number', [0, 1, Number.NaN, 1]],
])('%s is refused: cutting off would lose voxels or join values', (_, values) => {
  expect(() => layerOf(...values)).toThrow(expect.objectContaining({ code: 'NS-FEA-20' }))
})
