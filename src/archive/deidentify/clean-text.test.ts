import { expect, test } from 'vitest'
import { cleanText } from './clean-text.ts'
import { names } from './identifiers.ts'

const nobody = { words: new Set<string>(), phrases: [] }

test.each([
  ['ax T1 dyn SMITH b800', 'ax T1 dyn b800'],
  ['t2_tse_tra_p2_320', 't2_tse_tra_p2_320'],
  ['ep2d_diff_b50_400_800_ADC', 'ep2d_diff_b50_400_800_ADC'],
  ['Mammo for Mrs. Jones, born 1951', 'Mammo'],
  ['MRN 88776655', ''],
  ['+C 3D T1 (post contrast) 90s', '3D T1 (post contrast) 90s'],
  ['乳腺 增强 T1', 'T1'],
  ['WangLi^T2', 'T2'],
])('%s becomes %s', (text, cleaned) => {
  expect(cleanText(text, nobody)).toBe(cleaned)
})

test('a word of the vocabulary that the record has as a name goes too', () => {
  expect(cleanText('long axis T2 head', { words: new Set(['head', 'long']), phrases: [] })).toBe('T2')
})

test.each([
  ['SMITHBRAIN', 2, true],
  ['for Mrs Li', 2, true],
  ['LIVER', 2, false],
  ['SE', 3, false],
  ['为李明检查', 2, true],
  ['born 19510203', 2, true],
  ['T1 axial', 2, false],
])('names of the record are found in %s', (text, shortest, found) => {
  const record = { words: new Set(['smith', 'li', 'se', '李', '明']), phrases: ['19510203'] }
  expect(names(text, record, shortest)).toBe(found)
})
