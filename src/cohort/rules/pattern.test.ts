import { expect, test } from 'vitest'
import { readPattern } from './pattern.ts'

test.each([
  ['_(glcm|glrlm)_', 'dce_original_glcm_Contrast', 'age'],
  ['^(?!diagnostics_)', 'original_firstorder_Mean', 'diagnostics_Versions'],
  ['(?<!wavelet.*)firstorder', 'original_firstorder_Mean', 'wavelet-LLH_firstorder_Mean'],
  ['^\\u00e9t\\u00e9\\d{2}$', 'été24', 'ete24'],
  ['^\\p{Lu}\\d+$', 'Ä12', 'ä12'],
])('%s is matched as JavaScript does', (pattern, yes, no) => {
  const { test: matches } = readPattern(pattern)
  expect([matches(yes), matches(no)]).toEqual([true, false])
  expect([new RegExp(pattern, 'u').test(yes), new RegExp(pattern, 'u').test(no)]).toEqual([true, false])
})

test('the first group is what JavaScript gives', () => {
  for (const [pattern, text] of [
    ['P(?<id>\\d+)', 'xP0123'],
    ['(\\d+)(?=-T0)', 'P17-T0'],
    ['P(\\d+)?', 'P'],
  ])
    expect(readPattern(pattern).first(text)).toBe(new RegExp(pattern, 'u').exec(text)?.[1])
})

test.each(['^(a+)+$', '^(a|a)*$', '^(\\w+\\s?)*$', '(x+x+)+y'])('%s does not hang', (pattern) => {
  const started = performance.now()
  expect(readPattern(pattern).test(`${'a'.repeat(5000)}!`)).toBe(new RegExp(pattern, 'u').test('a!'))
  expect(performance.now() - started).toBeLessThan(1000)
})

test.each(['^(?=x)(a+)+$', '(?!x)(a|a)*$', '(a)\\1*.*.*.*.*b', '(', '[z-a]'])('%s is refused', (pattern) => {
  expect(() => readPattern(pattern)).toThrow(SyntaxError)
})
