import { expect, test } from 'vitest'
import { locales } from '../text/locales/index.ts'
import { horizonCell, horizonLabel } from './horizon-label.ts'

test('whole years are said as years, in whatever unit the time runs', () => {
  expect([365, 730, 731, 1095, 1826].map((time) => horizonLabel(time, 'days', locales.en))).toEqual([
    '1 year',
    '2 years',
    '2 years',
    '3 years',
    '5 years',
  ])
  expect([12, 18, 36].map((time) => horizonLabel(time, 'months', locales.en))).toEqual([
    '1 year',
    '18 months',
    '3 years',
  ])
  expect(horizonLabel(5, 'years', locales.en)).toBe('5 years')
})

test('in Chinese, too', () => {
  expect([365, 400].map((time) => horizonLabel(time, 'days', locales.zh))).toEqual(['1 年', '400 天'])
})

test('other times keep their unit, or stand alone', () => {
  expect([1, 400].map((time) => horizonLabel(time, 'days', locales.en))).toEqual(['1 day', '400 days'])
  expect(horizonLabel(3, 'visits', locales.en)).toBe('3 visits')
  expect(horizonCell(3, '', locales.en)).toEqual({ text: '3', numbers: [{ text: '3', value: 3 }] })
})
