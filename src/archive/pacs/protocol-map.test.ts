import { expect, test } from 'vitest'
import type { FoundSeries } from './archive-server.ts'
import { chosenProtocolMap, draftProtocolMap, readProtocolMap, sequenceOf, sequenceOrDraft } from './protocol-map.ts'

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
  expect([series('x b800'), series('t2'), series('scout')].map(sequenceOrDraft(map))).toEqual(['dwi', 't2', ''])
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
