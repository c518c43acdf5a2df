import { expect, test } from 'vitest'
import { columnOf, sequenceOf } from './column-names.ts'

test('a column is of the longest sequence that its name begins with', () => {
  expect(columnOf('dce', 'original_glcm_Contrast')).toBe('dce_original_glcm_Contrast')
  expect(sequenceOf('dce_late_original_glcm_Contrast', ['dce', 'dce_late', 't2'])).toBe('dce_late')
  expect(sequenceOf('dce_original_glcm_Contrast', ['dce', 'dce_late', 't2'])).toBe('dce')
  expect(sequenceOf('age', ['dce', 'a'])).toBeUndefined()
})
