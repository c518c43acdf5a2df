import { describe, expect, test } from 'vitest'
import { followUpColumns, type History, outcomeOf } from './follow-up.ts'

const NA = Number.NaN
const month = 30.4375
/** A history in months from diagnosis on day 10000. */
const history = (more: Partial<History> & { at?: [number, boolean | undefined, number?][] } = {}): History => ({
  diagnosis: 10000,
  baseline: { cea: 2 },
  visits: (more.at ?? []).map(([months, newLesion, cea]) => ({
    date: 10000 + months * month,
    newLesion,
    markers: { cea: cea ?? NA },
  })),
  death: NA,
  lastContact: NA,
  ...more,
})
const dayOf = (months: number) => 10000 + months * month

describe('every combination of what can show the end', () => {
  // Progression at 12 months (no, lesion, marker, not looked for) × death at 20 (no, yes) × last contact at 24 (no, yes).
  const looks: Record<string, [number, boolean | undefined, number?][]> = {
    nothing: [
      [6, false, 2],
      [12, false, 2.1],
    ],
    lesion: [
      [6, false, 2],
      [12, true, 2.1],
    ],
    marker: [
      [6, false, 2],
      [12, false, 6],
    ],
    unseen: [
      [6, undefined],
      [12, undefined],
    ],
    none: [],
  }
  test.each([
    ['nothing', false, false, [12, 0], [12, 0], undefined, 'stable', 'good'],
    ['nothing', false, true, [12, 0], [24, 0], undefined, 'stable', 'good'],
    ['nothing', true, false, [20, 1], [20, 1], 'death', 'stable', 'good'],
    ['lesion', false, false, [12, 1], [12, 0], 'new lesion', 'progressing', 'poor'],
    ['lesion', false, true, [12, 1], [24, 0], 'new lesion', 'progressing', 'poor'],
    ['lesion', true, false, [12, 1], [20, 1], 'new lesion', 'progressing', 'poor'],
    ['marker', false, true, [12, 1], [24, 0], 'marker elevation', 'progressing', 'poor'],
    ['marker', true, false, [12, 1], [20, 1], 'marker elevation', 'progressing', 'poor'],
    ['unseen', false, false, [NA, NA], [12, 0], undefined, 'unknown', 'unknown'],
    ['unseen', false, true, [NA, NA], [24, 0], undefined, 'unknown', 'unknown'],
    ['unseen', true, false, [20, 1], [20, 1], 'death', 'unknown', 'unknown'],
    ['none', false, false, [NA, NA], [NA, NA], undefined, 'unknown', 'unknown'],
    ['none', false, true, [NA, NA], [24, 0], undefined, 'unknown', 'unknown'],
    ['none', true, false, [20, 1], [20, 1], 'death', 'unknown', 'unknown'],
  ])('visits show %s, death %s, last contact %s', (look, died, contacted, dfs, os, progression, status, prognosis) => {
    const outcome = outcomeOf(
      history({ at: looks[look], death: died ? dayOf(20) : NA, lastContact: contacted ? dayOf(24) : NA }),
    )
    expect([outcome.dfsMonths, outcome.osMonths]).toMatchDigits([dfs[0], os[0]], 1e-12)
    expect([outcome.dfs, outcome.os]).toEqual([dfs[1], os[1]])
    expect([outcome.progression, outcome.status, outcome.prognosis]).toEqual([progression, status, prognosis])
    expect(outcome.contradictions).toEqual([])
  })
})

describe('marker elevation', () => {
  const progressed = (baseline: number, value: number) =>
    outcomeOf(history({ baseline: { cea: baseline }, at: [[6, undefined, value]] })).progression
  test.each([
    [2, 5, undefined], // at the limit
    [2, 5.1, 'marker elevation'],
    [4.5, 5.1, undefined], // above the limit, but hardly risen
    [4, 5.01, 'marker elevation'],
    [20, 24, undefined], // high from the beginning
    [20, 25.1, 'marker elevation'],
    [NA, 5.1, 'marker elevation'], // the beginning is not known
    [2, NA, undefined],
  ])('CEA from %d to %d: %s', (baseline, value, expected) => {
    expect(progressed(baseline, value)).toBe(expected)
  })
  test('a marker that no limit is given for does not count', () => {
    const visits = [{ date: dayOf(6), newLesion: false, markers: { afp: 900 } }]
    expect(outcomeOf({ ...history(), visits }).dfs).toBe(0)
  })
  test('the first visit that shows progression counts, whatever the order of the file', () => {
    const outcome = outcomeOf(
      history({
        at: [
          [18, true],
          [6, false],
          [12, undefined, 9],
        ],
      }),
    )
    expect(outcome.dfsMonths).toBeCloseTo(12, 10)
    expect(outcome.progression).toBe('marker elevation')
  })
})

describe('contradictions are told and not used', () => {
  test.each<[string, Partial<History> & { at?: [number, boolean][] }, string, number[]]>([
    ['no diagnosis', { diagnosis: NA, at: [[6, true]] }, 'no date of diagnosis', [NA, NA, NA, NA]],
    ['death before diagnosis', { death: dayOf(-1), at: [[6, false]] }, 'death before diagnosis', [6, 0, 6, 0]],
    [
      'contact before diagnosis',
      { lastContact: dayOf(-1), at: [[6, false]] },
      'last contact before diagnosis',
      [6, 0, 6, 0],
    ],
    [
      'contact after death',
      { death: dayOf(9), lastContact: dayOf(12), at: [[6, false]] },
      'last contact after death',
      [9, 1, 9, 1],
    ],
    [
      'visit before diagnosis',
      {
        at: [
          [-3, true],
          [6, false],
        ],
      },
      'a visit before diagnosis',
      [6, 0, 6, 0],
    ],
    [
      'visit after death',
      {
        death: dayOf(9),
        at: [
          [6, false],
          [12, true],
        ],
      },
      'a visit after death',
      [9, 1, 9, 1],
    ],
    [
      'undated visit',
      {
        at: [
          [NA, true],
          [6, false],
        ],
      },
      'a visit without a date',
      [6, 0, 6, 0],
    ],
  ])('%s', (_, more, told, expected) => {
    const { dfsMonths, dfs, osMonths, os, contradictions } = outcomeOf(history(more as Parameters<typeof history>[0]))
    expect(contradictions).toEqual([told])
    expect([dfsMonths, dfs, osMonths, os]).toMatchDigits(expected, 1e-12)
  })
})

test('as columns: known only after, with faults by patient', () => {
  const outcomes = [outcomeOf(history({ at: [[12, true]] })), outcomeOf(history({ diagnosis: NA }))]
  const { columns, faults } = followUpColumns(outcomes, ['A', 'B'], 'visits.csv')
  expect(columns.map(({ variable }) => variable.name)).toEqual([
    'dfs_months',
    'dfs',
    'os_months',
    'os',
    'progression_status',
    'prognosis',
  ])
  expect(columns.every(({ variable }) => variable.measured === 'after')).toBe(true)
  expect(columns.map(({ values }) => values[0])).toMatchDigits([12, 1, 12, 0, 1, 1], 1e-12)
  expect(columns.every(({ values }) => Number.isNaN(values[1]))).toBe(true)
  expect(faults.map(({ patient, what }) => [patient, what])).toEqual([['B', 'Follow-up: no date of diagnosis.']])
})
