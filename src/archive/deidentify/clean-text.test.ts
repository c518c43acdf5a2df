import { expect, test } from 'vitest'
import { cleanText } from './clean-text.ts'

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
