import { expect, test } from 'vitest'
import { parseCodebook } from './codebook/codebook.ts'
import { buildCohort, displayValue } from './cohort.ts'
import { readTable } from './tables/read-table.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const build = async (csv: string, codebook?: string, id = 'id', patient?: string) =>
  buildCohort(await readTable(utf8(csv), 'c.csv', { id }), {
    id,
    patient,
    codebook: codebook ? parseCodebook(codebook, 'codebook.yaml') : undefined,
  })

test('every cell that cannot be used is missing and told by row and column, the rest is kept', async () => {
  const { cohort, faults } = await build(
    `id,age,edge,seen,her2,note
P1,49,smooth,2024-01-02,positive,a
P2,about 50,blur,2024-02-30,negative,b
P3,430,spiky,2024-03-01,9,
,51,blur,2024-03-01,positive,c
P1,49,smooth,2024-01-02,negative,a
P4,#DIV/0!,Blurred,2024-04-01,NA,d
`,
    `missing: [NA]
variables:
  age: { type: continuous, unit: years, range: [18, 120] }
  edge: { type: categorical, levels: { smooth: Smooth, blur: Blurred } }
  seen: { type: date }
  her2: { type: binary, levels: [negative, positive], missing: ['9'], measured: tissue }
`,
  )
  expect(faults.map(({ row, column, code }) => [row, column, code])).toEqual([
    [5, 'id', 'NS-COH-17'],
    [6, 'id', 'NS-COH-16'],
    [3, 'age', 'NS-COH-12'],
    [4, 'age', 'NS-COH-13'],
    [7, 'age', 'NS-COH-23'],
    [4, 'edge', 'NS-COH-14'],
    [3, 'seen', 'NS-COH-15'],
  ])
  expect(faults[1].what).toBe('P1 is already in row 2, with other values of her2.')
  expect(cohort.ids).toEqual(['P1', 'P2', 'P3', 'P4'])
  expect([...cohort.columns.get('age')!.values]).toEqual([49, Number.NaN, Number.NaN, Number.NaN])
  expect([...cohort.columns.get('edge')!.values]).toEqual([0, 1, Number.NaN, 1])
  expect([...cohort.columns.get('her2')!.values]).toEqual([1, 0, Number.NaN, Number.NaN])
  // 19724 days from 1970-01-01 to 2024-01-02, by `date -d 2024-01-02 +%s` / 86400.
  expect(cohort.columns.get('seen')!.values[0]).toBe(19724)
  expect(displayValue(cohort.columns.get('seen')!, 0)).toBe('2024-01-02')
  expect(displayValue(cohort.columns.get('edge')!, 1)).toBe('Blurred')
})

test('without a codebook types are inferred by the stated rules', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => [
    `P${i}`,
    40 + i / 10,
    i % 2,
    ['no', 'yes'][i % 2],
    i % 4,
    ['I', 'II', 'III'][i % 3],
    `2024-01-${10 + (i % 20)}`,
    `free ${i}`,
    '',
  ])
  const { cohort, faults } = await build(
    `id,size,flag,skin,code,grade,seen,note,empty\n${rows.map((row) => row.join(',')).join('\n')}`,
  )
  const types = [...cohort.columns.values()].map(({ variable }) => variable.type)
  expect(types).toEqual(['id', 'continuous', 'binary', 'binary', 'categorical', 'ordinal', 'date', 'text', 'text'])
  expect(cohort.columns.get('skin')!.variable.levels!.map(({ value }) => value)).toEqual(['no', 'yes'])
  expect(faults).toEqual([])
})

test('decimal commas, thousands, typographic minus and full-width digits', async () => {
  const { cohort, faults } = await build('id;a;b;c;d\n1;1,5;1,234;−3;１２\n2;2,25;5,678;4;１３．５\n3;7;9,012;5;1e3\n')
  const values = (name: string) => [...cohort.columns.get(name)!.values]
  expect(values('a')).toEqual([1.5, 2.25, 7])
  expect(values('b')).toEqual([1.234, 5.678, 9.012])
  expect(values('c')).toEqual([-3, 4, 5])
  expect(values('d')).toEqual([12, 13.5, 1000])
  expect(faults.map(({ code, column, severity }) => [code, column, severity])).toEqual([['NS-COH-22', 'b', 'error']])
})

test('values beyond a limit of detection are read as the codebook says, and as a fault where it says nothing', async () => {
  const csv = 'id;cea\nP1;1,5\nP2;<0,5\nP3;＞1000\nP4;≤ 0,2\nP5;NA\nP6;<abc\n'
  const read = (detection: string) =>
    build(csv, `variables:\n  cea: { type: continuous${detection && `, detection: ${detection}`} }`)
  const half = await read('half')
  expect([...half.cohort.columns.get('cea')!.values]).toEqual([1.5, 0.25, 1000, 0.1, Number.NaN, Number.NaN])
  expect(half.faults.map(({ code, severity, row }) => [code, severity, row])).toEqual([
    ['NS-COH-38', 'note', undefined],
    ['NS-COH-12', 'error', 7],
    ['NS-COH-39', 'note', undefined],
  ])
  expect(half.faults[0].what).toContain('3 values beyond')
  const limit = await read('limit')
  expect([...limit.cohort.columns.get('cea')!.values].slice(0, 4)).toEqual([1.5, 0.5, 1000, 0.2])
  const silent = await read('')
  expect(silent.cohort.columns.get('cea')!.values.filter(Number.isNaN).length).toBe(5)
  expect(silent.faults.map(({ code }) => code)).toEqual([
    'NS-COH-37',
    'NS-COH-37',
    'NS-COH-37',
    'NS-COH-12',
    'NS-COH-39',
  ])
  await expect(read('third')).rejects.toThrow('detection is one of limit, half')
})

test('dates whose day and month could be either are refused until the codebook says', async () => {
  const csv = 'id,seen\n1,03/04/2024\n2,05/06/2024\n'
  const { cohort, faults } = await build(csv, 'variables: { seen: { type: date } }')
  expect(cohort.columns.get('seen')!.values.every(Number.isNaN)).toBe(true)
  expect(faults.length).toBe(2)
  const said = await build(csv, 'variables: { seen: { type: date, dateOrder: dmy } }')
  expect(displayValue(said.cohort.columns.get('seen')!, 0)).toBe('2024-04-03')
  const proved = await build('id,seen\n1,03/04/2024\n2,05/26/2024\n', 'variables: { seen: { type: date } }')
  expect(displayValue(proved.cohort.columns.get('seen')!, 0)).toBe('2024-03-04')
})

test('a value that may be a missing code is pointed out', async () => {
  const { faults } = await build('id,size\n1,3\n2,4\n3,999\n4,2\n5,6\n6,999\n7,5\n')
  expect(faults.map(({ what }) => what)).toEqual(['999 occurs 2 times, apart from all other values.'])
})

test('lesions of one patient share it, also when they are numbered anew in each', async () => {
  const { cohort } = await build('patient,lesion,size\nA,1,3\nA,2,4\nB,1,5\n', undefined, 'lesion', 'patient')
  expect(cohort.unit).toBe('lesion')
  expect(cohort.ids).toEqual(['A/1', 'A/2', 'B/1'])
  expect([...cohort.patientOf]).toEqual([0, 0, 1])
})

test.each([
  ['variables:\n  age: { type: continous }\n', 2, 'type is one of'],
  ['variables:\n  age: { typ: continuous }\n', 2, 'did you mean type'],
  ['variables:\n  a: { type: date }\n  b: { range: [5, 1] }\n', 3, 'smallest'],
  ['variables:\n  b: { type: binary, levels: [x, y, z] }\n', 2, 'two levels'],
  ['variables:\n  b: { levels: [x, x] }\n', 2, 'occurs twice'],
  ['variables:\n  b: [\n', 3, 'must be'],
  ['variables:\n  a: {}\n  a: {}\n', 3, 'unique'],
  ['nothing: here\n', 1, 'not known'],
])('codebook %j is refused at line %i', (text, line, what) => {
  const parse = () => parseCodebook(text, 'b.yaml')
  expect(parse).toThrow(`b.yaml:${line}:`)
  expect(parse).toThrow(what)
})

test('levels keep what the file writes: 01 is not 1, no is not false', () => {
  const { variables } = parseCodebook('variables:\n  a: { levels: { 01: first, no: second } }\n', 'b')
  expect(variables.get('a')!.levels).toEqual([
    { value: '01', label: 'first' },
    { value: 'no', label: 'second' },
  ])
})

test('identifiers that differ only in leading zeros are two patients, and told', async () => {
  const { cohort, faults } = await build('id,size\n007,1\n7,2\n8,3\n')
  expect(cohort.patients).toEqual(['007', '7', '8'])
  expect(faults.map(({ code, severity, patient }) => [code, severity, patient])).toEqual([['NS-COH-36', 'note', '7']])
})

test('levels make a column of levels, and a missing code is a number where the column holds numbers', async () => {
  const { cohort, faults } = await build(
    'id,race,er\n1,1,1.0\n2,3,9.0\n3,50,0\n4,0,2\n',
    `variables:
  race: { levels: { 1: A, 3: B, 50: C }, missing: [0] }
  er: { levels: [0, 1], missing: [9] }
`,
  )
  expect(cohort.columns.get('race')!.variable.type).toBe('categorical')
  expect([...cohort.columns.get('race')!.values]).toEqual([0, 1, 2, Number.NaN])
  expect(cohort.columns.get('er')!.variable.type).toBe('binary')
  expect([...cohort.columns.get('er')!.values]).toEqual([1, Number.NaN, 0, Number.NaN])
  expect(faults.map(({ row, column, code }) => [row, column, code])).toEqual([[5, 'er', 'NS-COH-14']])
})
