import { expect, test } from 'vitest'
import { randomStream } from '../../statistics/resampling/random.ts'
import { buildCohort } from '../cohort.ts'
import { matchRows } from '../tables/join.ts'
import { readTable } from '../tables/read-table.ts'
import { nearlyNumbersRows, numbersRows } from './row-numbers.ts'
import { centreTellsOutcome, orderedByOutcome } from './tied-to-outcome.ts'

const table = (text: string, file = 'c.csv') => readTable(new TextEncoder().encode(text), file)

test('columns that number the rows, in order, thinned out or sorted anew; measurements do not', () => {
  const upTo = (n: number) => Array.from({ length: n }, (_, i) => String(i))
  expect(numbersRows(upTo(100))).toBe(true)
  expect(numbersRows(upTo(100).map((i) => `${i}.0`))).toBe(true)
  expect(numbersRows(upTo(100).filter((_, i) => i % 5 !== 2))).toBe(true)
  expect(numbersRows(upTo(100).reverse())).toBe(true)
  expect(numbersRows([...upTo(100).slice(40), ...upTo(40)])).toBe(true)
  expect(numbersRows(upTo(100).map((i) => String(Number(i) % 50)))).toBe(false)
  expect(numbersRows(upTo(100).map((i) => String(7 + Number(i) * 10)))).toBe(true)
  expect(numbersRows(upTo(100).map((i) => (i === '30' ? '' : i)))).toBe(true)
  expect(numbersRows(upTo(100).map((i) => String((Number(i) * 37) % 1009)))).toBe(false)
  expect(numbersRows(['1', '2', '3'])).toBe(false)
})

test('no alarm on 50 simulated cohorts whose outcome has nothing to do with order, number or centre', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = randomStream(seed, 'structure')
    const n = 60 + Math.floor(random.uniform() * 240)
    const share = 0.15 + random.uniform() * 0.5
    const positive = Float64Array.from({ length: n }, () => Number(random.uniform() < share))
    const sizes = Array.from({ length: n }, () => (random.uniform() * 50).toFixed(seed % 3))
    const variable = {
      name: 'centre',
      label: 'Centre',
      type: 'categorical' as const,
      levels: ['A', 'B', 'C'].map((value) => ({ value, label: value })),
      missing: [],
      measured: 'baseline' as const,
      derivedFrom: [],
    }
    const centre = { variable, values: Float64Array.from(positive, () => Math.floor(random.uniform() * 3)) }
    expect(numbersRows(sizes)).toBe(false)
    expect(nearlyNumbersRows(sizes)).toBeUndefined()
    expect(orderedByOutcome(positive, 'y', 'c.csv')).toEqual([])
    expect(centreTellsOutcome(centre, positive, 'y', 'c.csv')).toEqual([])
  }
})

test('an outcome that goes with the order or the centre is told', () => {
  const positive = Float64Array.from({ length: 100 }, (_, i) => Number(i < 45 ? i % 20 !== 3 : i % 20 === 7))
  expect(orderedByOutcome(positive, 'y', 'c.csv').map(({ code }) => code)).toEqual(['NS-COH-54'])
})

test('sums, copies of rows and second identifiers', async () => {
  const lines = Array.from(
    { length: 40 },
    (_, i) => `S${i},H${i >> 1},${20 + ((i * 7) % 40)}.5,${i * 1.3},${(i * i) % 97}.25`,
  )
  lines.push(lines[3].replace('S3,', 'S99,'), 'Total,,9,9,9')
  const { cohort, faults } = buildCohort(await table(`scan,hospital_no,a,b,c\n${lines.join('\n')}\n`), { id: 'scan' })
  expect(cohort.ids.length).toBe(41)
  expect(faults.map(({ code, severity, what }) => [code, severity, /S3 and S99|Total|H1\b/.test(what)])).toEqual([
    ['NS-COH-51', 'note', true],
    ['NS-COH-52', 'error', true],
    ['NS-COH-53', 'note', true],
  ])
})

test('identifiers of lesions or sides, and notes below the table, are told', async () => {
  const codes = async (ids: string[], more: string[] = []) => {
    const lines = ids.map((id, i) => `${id},${30 + ((i * 7) % 23)},${(i * i) % 97}.25`)
    const { cohort, faults } = buildCohort(await table(`id,a,b\n${[...lines, ...more].join('\n')}\n`), { id: 'id' })
    return [cohort.ids.length, ...faults.map(({ code, severity }) => `${severity} ${code}`)]
  }
  const each = (of: (i: number) => string) => Array.from({ length: 40 }, (_, i) => of(i))
  for (const of of [
    (i: number) => `P${i >> 1}_${1 + (i & 1)}`,
    (i: number) => `P${i >> 1}${'LR'[i & 1]}`,
    (i: number) => `case ${i >> 1} ${['left', 'right'][i & 1]}`,
    (i: number) => `${100 + (i >> 1)}-lesion ${1 + (i & 1)}`,
  ])
    expect(await codes(each(of))).toEqual([40, 'note NS-COH-63'])
  for (const of of [(i: number) => `P${100 + i}`, (i: number) => `A-${i + 1}`, (i: number) => `2023-${1000 + i}`])
    expect(await codes(each(of))).toEqual([40])
  const notes = [
    '"Note: ages in years",,',
    '* estimated,,',
    '备注：年龄单位为岁,,',
    '"Mean (SD)",51,3',
    'Σ,1,2',
    'n = 40,,',
  ]
  expect(
    await codes(
      each((i) => `P${100 + i}`),
      notes,
    ),
  ).toEqual([40, ...Array(3).fill('note NS-COH-64'), ...Array(3).fill('note NS-COH-51')])
})

test('ids that meet nobody are one error with examples; ids in another form are joined and told', async () => {
  const features = await table('id,f\nSUBJ-001,1\nSUBJ-002,2\n', 'features.csv')
  expect(() => matchRows(['1', '2', '3'], 'c.csv', features, { column: 'id' }, [])).toThrow(
    /No identifier of features.csv is in c.csv: "SUBJ-001", "SUBJ-002" there and "1", "2" here.*as: number/,
  )
  const faults: { code: string }[] = []
  const rows = matchRows(
    ['P-1', 'p2', '3'],
    'c.csv',
    await table('id,f\np1,1\nP2,2\n3.0,3\n', 'f.csv'),
    { column: 'id' },
    faults as never,
  )
  expect([...rows]).toEqual([0, 1, 2])
  expect(faults.map(({ code }) => code)).toEqual(['NS-COH-57', 'NS-COH-57', 'NS-COH-57'])
})

test('numbers that nearly run with the rows are told, measurements of a table sorted by something else are not', async () => {
  const each = (of: (i: number) => number) => Array.from({ length: 60 }, (_, i) => of(i))
  const codes = async (numbers: number[]) => {
    const lines = numbers.map((number, i) => `P${100 + i},${number},${(i * 37) % 101}.5`)
    return buildCohort(await table(`id,x,b\n${lines.join('\n')}\n`), { id: 'id' }).faults.map(
      (f) => `${f.code} ${f.column}`,
    )
  }
  for (const numbers of [
    each((i) => 4000 + 13 * i + ((i * i) % 11)),
    each((i) => (i === 20 ? 3 : i + 1)),
    each((i) => 9000 - 40 * i - ((i * 7) % 13)),
    each((i) => (i % 15 === 14 ? i - 1 : i + 1)),
  ])
    expect(await codes(numbers)).toEqual(['NS-COH-74 x'])
  for (const numbers of [each((i) => 40 + (i >> 1)), each((i) => (i * 37) % 101), each((i) => i + 0.5)])
    expect(await codes(numbers)).toEqual([])
})

test('row numbers counted from another start are not joined', async () => {
  const numbered = (from: number) => Array.from({ length: 40 }, (_, i) => String(from + i))
  const features = async (from: number) =>
    table(
      `id,f\n${numbered(from)
        .map((id, i) => `${id},${i}.5`)
        .join('\n')}\n`,
    )
  for (const [here, there] of [
    [1, 0],
    [1, 2],
    [0, 2],
  ])
    await expect(
      features(there).then((other) => matchRows(numbered(here), 'c', other, { column: 'id' }, [])),
    ).rejects.toThrow(`from ${there} to ${there + 39}`)
  expect(matchRows(numbered(1), 'c', await features(1), { column: 'id' }, [])[0]).toBe(0)
  // Some patients without features, or features of others, are no shift.
  expect(matchRows(numbered(1).slice(0, 30), 'c', await features(0), { column: 'id' }, [])[0]).toBe(1)
})

test('a scanner of a few patients who all have the outcome is told', () => {
  const variable = (name: string) => ({
    name,
    label: name,
    type: 'categorical' as const,
    levels: ['A', 'B'].map((value) => ({ value, label: value })),
    missing: [],
    measured: 'baseline' as const,
    derivedFrom: [],
  })
  // 12 of 100 on scanner B, all with the outcome, as are 28 of the others: p = C(60, 0) C(40, 12) / C(100, 12) = 5e-6.
  const values = Float64Array.from({ length: 100 }, (_, i) => Number(i % 8 === 3 && i < 96))
  let left = 28
  const positive = values.map((b, i) => (b ? 1 : Number(i % 3 === 0 && left-- > 0)))
  const told = centreTellsOutcome({ variable: variable('scanner'), values }, positive, 'her2', 'c.csv')
  expect(told.map(({ code, what }) => [code, /B all of 12 have/.test(what)])).toEqual([['NS-COH-75', true]])
  const four = values.map((b, i) => Number(b && i < 32))
  expect(centreTellsOutcome({ variable: variable('scanner'), values: four }, positive, 'her2', 'c.csv')).toEqual([])
})
