import { describe, expect, test } from 'vitest'
import { buildCohort } from '../cohort.ts'
import { eventColumn } from '../endpoint.ts'
import { groupFaults } from '../group-faults.ts'
import { readTable } from '../tables/read-table.ts'
import { parseCodebook } from './codebook.ts'
import { slips, speltValues } from './spelling.ts'
import { whatHappened } from './two-values.ts'

const cohortOf = async (cells: Record<string, string[]>, codebook?: string) => {
  const names = Object.keys(cells)
  const n = cells[names[0]].length
  const lines = Array.from({ length: n }, (_, i) => [`P${i}x`, ...names.map((name) => cells[name][i])].join(';'))
  const table = await readTable(
    new TextEncoder().encode(`${['id', ...names].join(';')}\n${lines.join('\n')}\n`),
    'c.csv',
  )
  return buildCohort(table, { id: 'id', ...(codebook && { codebook: parseCodebook(codebook, 'b.yaml') }) })
}
const cycle = (values: string[], n: number) => Array.from({ length: n }, (_, i) => values[i % values.length])
const levelsOf = (values: string[]) => values.map((value) => ({ value, label: value }))

describe('which of two words is what happened', () => {
  test.each([
    [['0', '1'], 1],
    [['no', 'yes'], 1],
    [['nein', 'ja'], 1],
    [['alive', 'dead'], 1],
    [['deceased', 'living'], 0],
    [['verstorben', 'lebt'], 0],
    [['décédé', 'vivant'], 0],
    [['存活', '死亡'], 1],
    [['no relapse', 'relapse'], 1],
    [['event', 'no event'], 0],
    [['censored', 'event'], 1],
    [['died', 'well'], undefined],
    [['relapse', 'remission'], undefined],
    [['none', 'death'], undefined],
    [['1', '2'], undefined],
  ])('%j', (values, at) => expect(whatHappened(levelsOf(values))).toBe(at))

  test('labels say more than codes', () => {
    const coded = (zero: string, one: string) => [
      { value: '0', label: zero },
      { value: '1', label: one },
    ]
    expect(whatHappened(coded('dead', 'alive'))).toBe(0)
    expect(whatHappened(coded('Alive', 'Dead'))).toBe(1)
    expect(whatHappened(coded('remission', 'relapse'))).toBe(undefined)
  })
})

test('20 dead of 60 are 20 events, in whatever order their words sort; a third value is asked about', async () => {
  const { cohort } = await cohortOf({
    vital: [...Array(20).fill('dead'), ...Array(40).fill('living')],
    course: [...Array(30).fill('relapse'), ...Array(20).fill('ongoing'), ...Array(10).fill('other death')],
  })
  const vital = eventColumn(cohort.columns.get('vital')!, 'vital', undefined, 'c.csv')
  expect('column' in vital && vital.column.values.reduce((sum, x) => sum + x, 0)).toBe(20)
  const course = cohort.columns.get('course')!
  const alone = eventColumn(course, 'course', undefined, 'c.csv')
  expect('question' in alone && alone.question.message).toMatch(/relapse.*30.*value: relapse.*competing/)
  const open = eventColumn(course, 'e', { column: 'course', value: 'relapse' }, 'c.csv')
  expect('question' in open && open.question.code).toBe('NS-ASK-02')
  const rule = { column: 'course', value: 'relapse', censored: 'ongoing', competing: 'other death' }
  const named = eventColumn(course, 'e', rule, 'c.csv')
  if (!('column' in named)) throw new Error('it is named')
  expect(named.column.values.reduce((sum, x) => sum + x, 0)).toBe(30)
  expect(named.reading.competing).toEqual([{ value: 'other death', label: 'other death', rows: 10 }])
  const { competing: _, ...left } = rule
  const without = eventColumn(course, 'e', left, 'c.csv')
  if (!('column' in without)) throw new Error('it is named')
  // Whoever is in none of the lists takes no part, and is told.
  expect(without.column.values.filter(Number.isNaN).length).toBe(10)
  expect(without.faults.map(({ what }) => what)[0]).toContain('"other death" (10 rows)')
})

describe('words as they are written', () => {
  test('capitals, blanks and width make no levels, and that is told', async () => {
    const { cohort, faults } = await cohortOf({ necrosis: cycle(['No', 'Yes', 'YES', 'yes', 'no', 'ｙｅｓ'], 60) })
    expect(cohort.columns.get('necrosis')!.variable.levels!.length).toBe(2)
    expect(faults.map(({ code, severity }) => [code, severity])).toEqual([['NS-COH-40', 'note']])
  })

  test('a slip of the pen is asked about; words that hold one another are not', async () => {
    const values = (cells: string[]) => slips(speltValues(cells)).map(({ slip, meant }) => [slip.value, meant.value])
    expect(
      values([...Array(45).fill('responder'), ...Array(72).fill('progressor'), ...Array(3).fill('respnder')]),
    ).toEqual([['respnder', 'responder']])
    expect(values([...Array(50).fill('regular'), 'irregular'])).toEqual([])
    expect(values([...Array(50).fill('grade 1'), 'grade 2'])).toEqual([])
    expect(values([...Array(50).fill('duktal'), 'duktál'])).toEqual([['duktál', 'duktal']])
    const cells = {
      response: [...Array(45).fill('responder'), ...Array(30).fill('other'), ...Array(3).fill('respnder')],
    }
    expect((await cohortOf(cells)).faults.map(({ code, severity }) => [code, severity])).toEqual([
      ['NS-COH-41', 'error'],
    ])
    const joined = await cohortOf(cells, 'variables: { response: { recode: { respnder: responder } } }')
    expect(joined.faults).toEqual([])
    expect(joined.cohort.columns.get('response')!.variable.levels!.map(({ value }) => value)).toEqual([
      'other',
      'responder',
    ])
  })

  test('none, - and unknown are levels among words; unknown among numbers is missing and told', async () => {
    const { cohort, faults } = await cohortOf({
      oedema: cycle(['none', 'mild', 'severe'], 60),
      sign: cycle(['+', '-'], 60),
      menopause: cycle(['pre', 'post', 'unknown'], 60),
      age: cycle(['41', '52', '63', '47', '58', 'unknown', '71', '39', '66', 'NA'], 60),
    })
    const values = (name: string) => cohort.columns.get(name)!.variable.levels!.map(({ value }) => value)
    expect(values('oedema')).toEqual(['none', 'mild', 'severe'])
    expect(values('sign')).toEqual(['-', '+'])
    expect(values('menopause').sort()).toEqual(['post', 'pre', 'unknown'])
    expect(faults.map(({ code, column, severity }) => [code, column, severity])).toEqual([
      ['NS-COH-42', 'menopause', 'note'],
      ['NS-COH-39', 'age', 'note'],
      ['NS-COH-39', 'age', 'note'],
    ])
  })
})

describe('numbers and dates as they are written', () => {
  const read = async (cells: string[], codebook?: string) => {
    const { cohort, faults } = await cohortOf({ x: cells }, codebook)
    return { values: [...cohort.columns.get('x')!.values], faults: faults.map(({ code }) => code) }
  }
  test('units are read, and converted to that of the codebook', async () => {
    expect(await read(['25%', '30 %', '41%', '12.5%'])).toEqual({ values: [25, 30, 41, 12.5], faults: ['NS-COH-44'] })
    const mixed = ['12 mm', '1.5 cm', '9 mm', '20 mm']
    expect(await read(mixed)).toEqual({ values: [12, 15, 9, 20], faults: ['NS-COH-44'] })
    const inCm = await read(mixed, 'variables: { x: { type: continuous, unit: cm } }')
    expect(inCm.values.map((x) => Math.round(x * 1e9) / 1e9)).toEqual([1.2, 1.5, 0.9, 2])
    expect((await read(['12 mm', '1.5 cm', '9 mm', '20'])).faults).toEqual(['NS-COH-44', 'NS-COH-45'])
  })
  test('thousands that cannot be misread', async () => {
    expect((await read(['1,234.5', '1,100.25', '980.5', '2,000'])).values).toEqual([1234.5, 1100.25, 980.5, 2000])
    expect((await read(['1.234,5', '1.100,25', '980,5', '2.000'])).values).toEqual([1234.5, 1100.25, 980.5, 2000])
    expect((await read(["1'234.5", '1 100.25', '980.5', '7.5'])).values).toEqual([1234.5, 1100.25, 980.5, 7.5])
    // A comma that may part decimals or thousands is asked about.
    expect((await read(['1,234', '2,345', '3,456', '950'])).faults).toEqual(['NS-COH-22'])
  })
  test('a date whose day and month cannot be told apart is asked about, beside ISO dates too', async () => {
    const { values, faults } = await read(['2023-01-31', '02/03/2023', '2023-05-06', '15 March 2023'])
    expect(values.filter(Number.isNaN).length).toBe(1)
    expect(faults).toEqual(['NS-COH-43'])
    expect((await read(['2023-01-31', '02/03/2023', '14/03/2023', '2023-05-06'])).faults).toEqual([])
    expect((await read(['20230131', '20230302', '20230415', '20231124'])).values[0]).toBe(19388)
    // A month alone is no day.
    expect((await read(cycle(['2023-01', '2023-02', '03/2023', '2023年4月'], 20))).faults).toEqual(
      Array(20).fill('NS-COH-15'),
    )
  })
  test('1.570 beside 730 may be thousands; 1.570 beside 0.730 is not', async () => {
    expect((await read(['1.570', '2.340', '730', '980'])).faults).toEqual(['NS-COH-22'])
    expect(await read(['1.570', '2.340', '0.730', '0.980'])).toEqual({ values: [1.57, 2.34, 0.73, 0.98], faults: [] })
    expect((await read(['1.570', '2.340', '730', '12.5'])).faults).toEqual([])
  })
  test('text of which most cells are numbers is asked about', async () => {
    const cells = Array.from({ length: 40 }, (_, i) => (i % 5 === 2 ? `${i} x 12` : `${i}.5`))
    expect((await read(cells)).faults).toEqual(['NS-COH-68'])
  })
})

test('faults of one kind are one line with their number', () => {
  const cell = (column: string, row: number, what: string) => ({
    code: 'NS-COH-12',
    severity: 'error' as const,
    file: 'c.csv',
    row,
    column,
    what,
    repair: 'Write a number.',
  })
  const columns = ['a', 'b', 'c', 'd']
  const np = columns.flatMap((column) =>
    Array.from({ length: 30 }, (_, i) => cell(column, i + 2, '"NP" is not a number.')),
  )
  const odd = Array.from({ length: 5 }, (_, i) => cell('e', i + 2, `"x${i}" is not a number.`))
  expect(groupFaults([...np, ...odd, cell('f', 9, '"one" is not a number.')]).map(({ what }) => what)).toEqual([
    '"NP" is not a number. 120 cells in 4 columns: a, b, c, d.',
    '5 times, such as: row 2: "x0" is not a number. row 3: "x1" is not a number. row 4: "x2" is not a number.',
    '"one" is not a number.',
  ])
})
