import { describe, expect, test } from 'vitest'
import { plainText } from '../../text/with-numbers.ts'
import { checklistTable } from './checklist.ts'
import { clearChecklist } from './clear.ts'
import { metricsChecklist } from './metrics.ts'
import { tripodAiChecklist } from './tripod-ai.ts'

describe('TRIPOD+AI', () => {
  test('has the 52 published (sub-)items under 27 numbers, in order', () => {
    // Table 2 of BMJ 2024;385:e078378.
    const published =
      '1 2 3a 3b 3c 4 5a 5b 6a 6b 6c 7 8a 8b 8c 9a 9b 9c 10 11 12a 12b 12c 12d 12e 12f 12g 13 14 15 16 17 18a 18b 18c 18d 18e 18f 19 20a 20b 20c 21 22 23a 23b 24 25 26 27a 27b 27c'
    expect(tripodAiChecklist.items.map((one) => one.item).join(' ')).toBe(published)
    expect(new Set(tripodAiChecklist.items.map((one) => Number.parseInt(one.item, 10))).size).toBe(27)
  })

  test('tells items for development and for evaluation apart as published', () => {
    const only = (kind: string) =>
      tripodAiChecklist.items
        .filter((one) => one.applies === kind)
        .map((one) => one.item)
        .join(' ')
    expect(only('D')).toBe('9a 12a 12b 12c 15 22 27a 27b')
    expect(only('E')).toBe('12f 12g 20c 24')
  })
})

test('CLEAR has its 58 items, the ones that mark its sections at their numbers', () => {
  expect(clearChecklist.items.length).toBe(58)
  const topicOf = (item: string) => clearChecklist.items.find((one) => one.item === item)!.topic
  expect(['1', '8', '15', '20', '23', '28', '33', '41', '47', '52', '55', '58'].map(topicOf)).toEqual([
    'Title',
    'Ethics',
    'Data split',
    'Operators',
    'Discretisation',
    'Defaults',
    'Dimension reduction',
    'Comparison',
    'Performance',
    'Strengths and limitations',
    'Pre-processing',
    'Ready-to-use system',
  ])
})

test('METRICS has its 30 items in nine categories, whose weights add up to one', () => {
  // Table 1 of Insights Imaging 2024;15:8.
  const published =
    '0.0368 0.0735 0.0919 0.0438 0.0292 0.0438 0.0292 0.0337 0.0225 0.0112 0.0622 0.0311 0.0415 0.0200 0.0200 0.0300 0.0200 0.0599 0.0300 0.0352 0.0234 0.0176 0.0117 0.0293 0.0176 0.0375 0.0749 0.0075 0.0075 0.0075'
  const weights = metricsChecklist.items.map(({ topic }) => topic.replace('Weight ', ''))
  expect(weights.join(' ')).toBe(published)
  expect(new Set(metricsChecklist.items.map(({ section }) => section)).size).toBe(9)
  expect(weights.reduce((sum, weight) => sum + Number(weight), 0)).toBeCloseTo(1, 3)
  const asks = (item: string) => metricsChecklist.items.find((one) => one.item === item)!.asks
  expect([asks('4'), asks('22'), asks('27')]).toEqual(['Several centres', 'Calibration', 'External testing'])
})

describe('a prefilled checklist', () => {
  const table = checklistTable({
    number: 'S1',
    checklist: tripodAiChecklist,
    answers: { criteria: plainText('Methods, Patients'), flow: plainText('Figure 1'), baseline: plainText('Table 1') },
  })
  const row = (item: string) => table.rows.find((one) => one.cells[0].text === item)!.cells.map((cell) => cell.text)

  test('says where an item is answered, what is missing, and what the authors must write', () => {
    expect(row('6b').slice(3)).toEqual(['Methods, Patients', 'answered'])
    expect(row('20b').slice(3)).toEqual(['Table 1', 'partly'])
    expect(row('12a').slice(3)).toEqual(['', 'missing'])
    expect(row('17').slice(3)).toEqual(['', 'for the authors'])
  })

  test('counts what it answers', () => {
    expect(table.footnotes[0].text.text).toContain('2 / 52 answered by this report')
  })
})
