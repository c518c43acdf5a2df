import { expect, test } from 'vitest'
import { parseDicom } from '../file.ts'
import { readSeries } from '../series.ts'
import { type Attribute, encodeDicom } from '../write.ts'
import { privateValue } from './vendors.ts'

const float = (value: number) => new Uint8Array(Float32Array.of(value).buffer)
const double = (value: number) => new Uint8Array(Float64Array.of(value).buffer)

// As the manufacturers' conformance statements have them; GE adds 1 000 000 000 to b 1000.
test.each<[string, Attribute[], number]>([
  [
    'Siemens',
    [
      [0x00190010, 'LO', 'SIEMENS MR HEADER'],
      [0x0019100c, 'IS', '800'],
    ],
    800,
  ],
  [
    'GE',
    [
      [0x00430011, 'LO', 'GEMS_PARM_01'],
      [0x00431139, 'IS', '1000001000\\8\\0\\0'],
    ],
    1000,
  ],
  [
    'Philips',
    [
      [0x20010010, 'LO', 'Philips Imaging DD 001'],
      [0x20011003, 'UN', float(600)],
    ],
    600,
  ],
  [
    'United Imaging',
    [
      [0x00650010, 'LO', 'Image Private Header'],
      [0x00651009, 'FD', double(50)],
    ],
    50,
  ],
])('%s keeps its b-value in an attribute of its own', (_, attributes, b) => {
  const { dataset } = parseDicom(encodeDicom('1.2.840.10008.5.1.4.1.1.4', '2.25.1', attributes), 'one.dcm')
  expect(privateValue(dataset, 'bValue')).toBe(b)
  expect(privateValue(dataset, 'phaseTime')).toBeUndefined()
})

test('phases that no standard attribute tells apart are in the order of Philips’ dynamic scan begin time', async () => {
  const slice = (name: string, z: number, start: number, order: number) => ({
    name,
    read: () =>
      encodeDicom('1.2.840.10008.5.1.4.1.1.4', `2.25.${order}`, [
        [0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.4'],
        [0x00080018, 'UI', `2.25.${order}`],
        [0x0020000e, 'UI', '2.25.100'],
        [0x00200032, 'DS', `0\\0\\${z}`],
        [0x00200037, 'DS', '1\\0\\0\\0\\1\\0'],
        [0x00280002, 'US', [1]],
        [0x00280004, 'CS', 'MONOCHROME2'],
        [0x00280010, 'US', [1]],
        [0x00280011, 'US', [1]],
        [0x00280030, 'DS', '1\\1'],
        [0x00280100, 'US', [16]],
        [0x00280101, 'US', [16]],
        [0x00280102, 'US', [15]],
        [0x00280103, 'US', [0]],
        [0x20050010, 'LO', 'Philips MR Imaging DD 001'],
        [0x200510a0, 'FL', float(start)],
        [0x7fe00010, 'OW', Uint8Array.of(order, 0)],
      ]),
  })
  const volumes = await readSeries([
    slice('a', 0, 62.5, 1),
    slice('b', 0, 0, 2),
    slice('c', 2, 62.5, 3),
    slice('d', 2, 0, 4),
  ])
  expect(volumes.map(({ name, time }) => [name, time])).toEqual([
    ['phase 1', 0],
    ['phase 2', 62.5],
  ])
  expect(volumes[0].frames.map(({ source }) => source.name)).toEqual(['b', 'd'])
})
