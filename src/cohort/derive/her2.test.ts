import { describe, expect, test } from 'vitest'
import { parseCodebook } from '../codebook/codebook.ts'
import { buildCohort } from '../cohort.ts'
import { readTable } from '../tables/read-table.ts'
import { deriveHer2, her2Status } from './her2.ts'

const NA = Number.NaN
const short = { positive: '+', negative: '-', undetermined: '?' }

describe("the paper's rule: every combination of IHC and FISH", () => {
  // Rows: IHC 0, 1+, 2+, 3+, not done, impossible. Columns: ratio not done, 1.2, 2.0, 2.1, impossible (0).
  const ratios = [NA, 1.2, 2, 2.1, 0]
  test.each([
    [0, '- - - + -', '0 0 0 p 0', 3],
    [1, '- - - + -', 'l l l p l', 3],
    [2, '? - - + ?', '? l l p ?', -1],
    [3, '+ + + + +', 'p p p p p', 1],
    [NA, '? - - + ?', '? ? ? p ?', -1],
    [7, '? - - + ?', '? ? ? p ?', -1],
  ])('IHC %d: %s', (ihc, status, expression, discordantAt) => {
    const verdicts = ratios.map((ratio) => her2Status('her2', { ihc, ratio, copies: NA }))
    expect(verdicts.map((verdict) => short[verdict.status]).join(' ')).toBe(status)
    const letters = { zero: '0', low: 'l', positive: 'p', undetermined: '?' }
    expect(verdicts.map((verdict) => letters[verdict.expression]).join(' ')).toBe(expression)
    // 3+ is discordant with any ratio up to 2.0, 0 and 1+ with one above it.
    const discordant = verdicts.flatMap((verdict, i) => (verdict.discordant ? [i] : []))
    expect(discordant).toEqual(discordantAt < 0 ? [] : ihc === 3 ? [1, 2] : [3])
  })
})

describe('ASCO/CAP 2018: every combination of IHC, ratio and copies', () => {
  // Columns: copies not done, 3.9, 4.0, 5.9, 6.0. Groups: 2.0 with 4.0 is 1, with 3.9 is 2; 1.9 with 6.0 is 3, 4.0 is 4, 3.9 is 5.
  const copies = [NA, 3.9, 4, 5.9, 6]
  test.each([
    [0, NA, '- - ? ? +'],
    [0, 1.9, '- - - - -'],
    [0, 2, '? - + + +'],
    [1, NA, '- - ? ? +'],
    [1, 1.9, '- - - - -'],
    [1, 2, '? - + + +'],
    [2, NA, '? - ? ? +'],
    [2, 1.9, '? - - - +'],
    [2, 2, '? - + + +'],
    [3, NA, '+ + + + +'],
    [3, 1.9, '+ + + + +'],
    [3, 2, '+ + + + +'],
    [NA, NA, '? - ? ? +'],
    [NA, 1.9, '? - ? ? ?'],
    [NA, 2, '? ? + + +'],
  ])('IHC %d, ratio %d: %s', (ihc, ratio, expected) => {
    const verdicts = copies.map((copy) => her2Status('her2-asco-cap-2018', { ihc, ratio, copies: copy }))
    expect(verdicts.map(({ status }) => short[status]).join(' ')).toBe(expected)
  })

  // Letters as above; d where IHC and ISH speak against each other: 3+ without amplification, 0 or 1+ with it.
  test.each([
    [0, NA, '0 0 ? ? p', '. . . . d'],
    [0, 1.9, '0 0 0 0 0', '. . . . d'],
    [0, 2, '? 0 p p p', '. . d d d'],
    [1, NA, 'l l ? ? p', '. . . . d'],
    [1, 1.9, 'l l l l l', '. . . . d'],
    [1, 2, '? l p p p', '. . d d d'],
    [2, NA, '? l ? ? p', '. . . . .'],
    [2, 1.9, '? l l l p', '. . . . .'],
    [2, 2, '? l p p p', '. . . . .'],
    [3, NA, 'p p p p p', '. d . . .'],
    [3, 1.9, 'p p p p p', '. d . . .'],
    [3, 2, 'p p p p p', '. d . . .'],
    [NA, NA, '? ? ? ? p', '. . . . .'],
    [NA, 1.9, '? ? ? ? ?', '. . . . .'],
    [NA, 2, '? ? p p p', '. . . . .'],
  ])('IHC %d, ratio %d: expression %s, discordant %s', (ihc, ratio, expression, discordant) => {
    const letters = { zero: '0', low: 'l', positive: 'p', undetermined: '?' }
    const verdicts = copies.map((copy) => her2Status('her2-asco-cap-2018', { ihc, ratio, copies: copy }))
    expect(verdicts.map((verdict) => letters[verdict.expression]).join(' ')).toBe(expression)
    expect(verdicts.map((verdict) => (verdict.discordant ? 'd' : '.')).join(' ')).toBe(discordant)
  })

  test('groups', () => {
    const group = (ratio: number, copy: number) =>
      her2Status('her2-asco-cap-2018', { ihc: 2, ratio, copies: copy }).group
    expect([group(2, 4), group(2, 3.99), group(1.99, 6), group(1.99, 5.99), group(1.99, 3.99), group(NA, 4)]).toEqual([
      1,
      2,
      3,
      4,
      5,
      undefined,
    ])
  })

  test('HER2-low is IHC 1+, or 2+ with a negative ISH; HER2-zero is IHC 0', () => {
    const of = (ihc: number, ratio: number, copy: number) =>
      her2Status('her2-asco-cap-2018', { ihc, ratio, copies: copy }).expression
    expect([
      of(0, NA, NA),
      of(1, NA, NA),
      of(2, NA, NA),
      of(2, 1.2, 3),
      of(2, 1.2, 5),
      of(2, 2.5, 6),
      of(3, NA, NA),
    ]).toEqual(['zero', 'low', 'undetermined', 'low', 'low', 'positive', 'positive'])
  })
})

test('a column of statuses; the discordant are noted and the impossible told, by patient', async () => {
  const csv = 'id,ihc,fish\nA,0,\nB,2+,\nC,2+,2.4\nD,3+,1.5\nE,1+,3\nF,,-1\nG,2+,1.1\n'
  const { cohort } = buildCohort(await readTable(new TextEncoder().encode(csv), 'c.csv'), {
    id: 'id',
    codebook: parseCodebook(
      'variables: { ihc: { type: ordinal, levels: [0, 1+, 2+, 3+] }, fish: { type: continuous } }',
      'b',
    ),
  })
  const { columns, faults } = deriveHer2(cohort, { rule: 'her2', ihc: 'ihc', fish: 'fish' }, 'c.csv')
  expect([...columns[0].values]).toEqual([0, NA, 1, 1, 1, NA, 0])
  expect([...columns[1].values]).toEqual([0, NA, 2, 2, 2, NA, 1])
  expect(columns[0].variable.derivedFrom).toEqual(['ihc', 'fish'])
  expect(faults.map(({ patient, severity }) => [patient, severity])).toEqual([
    ['D', 'note'],
    ['E', 'note'],
    ['F', 'error'],
  ])
  expect(() => deriveHer2(cohort, { rule: 'her2', ihc: 'IHC_score' }, 'c.csv')).toThrow('no column IHC_score')
})
