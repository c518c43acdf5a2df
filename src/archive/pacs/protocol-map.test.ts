import { expect, test } from 'vitest'
import type { FoundSeries } from './archive-server.ts'
import {
  chosenProtocolMap,
  draftProtocolMap,
  needsObject,
  readProtocolMap,
  sequenceOf,
  sequenceOrDraft,
} from './protocol-map.ts'

const series = (description: string, more: Partial<FoundSeries> = {}): FoundSeries => ({
  patient: '88776655',
  name: 'Li^Xiaoyu=李^小雨',
  studyDate: '',
  study: '1',
  series: '1.1',
  number: '1',
  modality: 'MR',
  studyDescription: '',
  description,
  instances: 1,
  ...more,
})
const read = (text: string) => readProtocolMap(text, 'protocol.yaml').sequences

test('a draft has each description under the sequence that its words tell, without the patient, and without masks', () => {
  const found = [
    series('Ax T1 VIBE DYN post'),
    series('ep2d_diff_b800'),
    series('t2_tse_sag'),
    series('localizer'),
    series('', { series: '1.2' }),
    series('t1 小雨 88776655'),
    series('T2李小雨矢状位'),
    series('T1 scan of Ann', { name: 'Ann^Annabel' }),
    series('lesion', { modality: 'SEG' }),
  ]
  const sequences = read(draftProtocolMap(found))
  expect(sequences).toEqual({
    other: ['', 'localizer'],
    dce: ['Ax T1 VIBE DYN post'],
    t1: ['T1 scan of *', 't1 * *'],
    dwi: ['ep2d_diff_b800'],
    t2: ['T2*矢状位', 't2_tse_sag'],
  })
  for (const one of found) expect(sequenceOf({ sequences }, one)).toBeDefined()
})

test('a line that says the description wins over one with *; case and letters with a meaning in patterns do not matter', () => {
  const map = { sequences: { dwi: ['*b800*'], trace: ['ep2d_b800 (trace)'], none: ['a.b'] } }
  const of = (description: string, more = {}) => sequenceOf(map, series(description, more))
  expect([of('EP2D_b800 (TRACE)'), of('x b800'), of('axb'), of('', { modality: 'RTSTRUCT' })]).toEqual([
    'trace',
    'dwi',
    undefined,
    'masks',
  ])
  const drafted = [series('x b800'), series('t2'), series('scout')].map((one) =>
    sequenceOrDraft(sequenceOf(map, one), one),
  )
  expect(drafted).toEqual(['dwi', 't2', ''])
})

test('what is chosen moves lines, keeps those of other series, and takes no name that is no folder', () => {
  const map = { sequences: { dce: ['*dyn*', 'ax t1'], t2: ['t2*'] } }
  const chosen = (description: string, sequence: string) => ({ ...series(description), sequence })
  expect(read(chosenProtocolMap(map, [chosen('ax t1', 't1'), chosen('vibe dyn', 'dce'), chosen('b', 'dwi')]))).toEqual({
    dce: ['*dyn*'],
    t2: ['t2*'],
    t1: ['ax t1'],
    dwi: ['b'],
  })
  expect(() => chosenProtocolMap(map, [chosen('b', '../x')])).toThrow(/letters, digits/)
})

test('a line with modality, b-value and tags holds where all hold, and is asked for only where it may bear', () => {
  const map = readProtocolMap(
    `sequences:
  high: [{ description: "ep2d*", b: 800 }]
  t2: [{ tags: { "(0018,0024)": "*TSE*" }, modality: MR, description: "t2*" }]
  ct: [{ modality: CT }]
  dwi: ["ep2d*"]
`,
    'protocol.yaml',
  )
  const object = (bValues: number[], name = '') => ({
    bValues,
    textOf: (tag: number) => (tag === 0x00180024 ? name : ''),
  })
  const ep2d = series('ep2d_diff')
  expect([object([800]), object([0, 800]), object([0]), undefined].map((one) => sequenceOf(map, ep2d, one))).toEqual([
    'high',
    'high',
    'dwi',
    'dwi',
  ])
  const t2 = series('t2 sag')
  expect([object([], 'tse2d1'), object([], 'gre'), undefined].map((one) => sequenceOf(map, t2, one))).toEqual([
    't2',
    undefined,
    undefined,
  ])
  expect(sequenceOf(map, series('thorax', { modality: 'CT' }))).toBe('ct')
  expect(sequenceOf(map, { ...ep2d, sequence: 'other' }, object([800]))).toBe('other')
  expect(
    [ep2d, t2, series('t1'), series('thorax', { modality: 'CT' }), { ...ep2d, sequence: 'x' }].map((one) =>
      needsObject(map, one),
    ),
  ).toEqual([true, true, false, false, false])
  expect(() => readProtocolMap('sequences: { a: [{ tags: { x: y } }] }', 'p.yaml')).toThrow(/sequences\.a/)
})
