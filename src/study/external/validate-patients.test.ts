import { expect, test } from 'vitest'
import { readTable } from '../../cohort/tables/read-table.ts'
import type { ModelFile } from '../../model/predict/model-schema.ts'
import { locales } from '../../text/locales/index.ts'
import { readPatients } from '../cases/read-patients.ts'
import { faultText } from '../chapters/data-issues.ts'
import { validatePatients } from './validate-patients.ts'

/** What is told of another cohort's data; the numbers are counted off the tables below. */
const base = {
  name: 'm',
  label: 'M',
  version: '1',
  identifier: 'id',
  origin: { cohort: 'own.csv', cohortHash: '', version: '1' },
  intercept: 0,
  terms: [{ name: 'x', column: 'x', estimate: 0.5 }],
  columns: [{ name: 'x', label: 'x', bins: { edges: [0, 5, 10], shares: [0.5, 0.5] }, imputed: 5 }],
  uncertainty: { kind: 'none' },
}
const linear = { ...base, family: 'linear', outcome: { column: 'y', label: 'y', positive: '' } } as unknown as ModelFile
const cox = {
  ...base,
  family: 'cox',
  outcome: {
    column: 'status',
    time: 'months',
    label: 'relapse',
    positive: 'relapse',
    values: { positive: ['relapse'], negative: ['alive'] },
  },
  horizons: [24, 48],
  baseline: { time: [12, 24, 48, 60], survival: [0.9, 0.8, 0.6, 0.5] },
} as unknown as ModelFile

async function validation(file: ModelFile, lines: string[]) {
  const table = await readTable(new TextEncoder().encode(`${lines.join('\n')}\n`), 'new.csv')
  const read = readPatients(table, file)
  const patients = { ids: read.ids, rows: read.rows, read, hash: 'h', failed: new Map(), noticed: new Map() }
  return validatePatients(file, patients, 'new.csv', {})
}

const validated = async (file: ModelFile, lines: string[]) =>
  (await validation(file, lines)).told.map((one) => faultText(one, locales.en))

const twenty = Array.from({ length: 20 }, (_, i) => i)

test('a number in another unit is told, one that is the same everywhere is refused', async () => {
  const rows = (y: (i: number) => number) => ['id,x,y', ...twenty.map((i) => `P${i},${i / 2},${y(i)}`)]
  const own = await validated(
    linear,
    rows((i) => i / 4 + (i % 3) / 10),
  )
  expect(own.filter((one) => one.startsWith('NS-STU-44'))).toEqual([])
  const [told] = await validated(
    linear,
    rows((i) => (i / 4 + (i % 3) / 10) * 100),
  )
  expect(told).toMatch(/^NS-STU-44 .*is it in another unit/)
  await expect(
    validated(
      linear,
      rows(() => 3),
    ),
  ).rejects.toThrow('the outcome y is 3 in all 20 rows')
})

const followed = (months: (i: number) => number | string, status: (i: number) => string, time = 'months') => [
  `id,x,${time},status`,
  ...twenty.map((i) => `P${i},${(i * 7) % 10},${months(i)},${status(i)}`),
]

test('events that are few and horizons that nobody reaches are told', async () => {
  const told = await validated(
    cox,
    followed(
      (i) => 5 + i,
      (i) => (i % 5 === 0 ? 'relapse' : 'alive'),
    ),
  )
  expect(told.find((one) => one.startsWith('NS-STU-41'))).toContain(
    'Only 4 patients with a known status have the event',
  )
  expect(told.find((one) => one.startsWith('NS-STU-42'))).toContain(
    'Nobody is followed up to 48 (the longest months is 24)',
  )
  const long = await validated(
    cox,
    followed(
      (i) => 5 + 3 * i,
      (i) => (i % 2 ? 'relapse' : 'alive'),
    ),
  )
  expect(long.filter((one) => /NS-STU-4[12]/.test(one))).toEqual([])
})

test('times that are not there are asked for by their own option', async () => {
  const alive = (i: number) => (i % 2 ? 'relapse' : 'alive')
  await expect(
    validated(
      cox,
      followed((i) => i, alive, 'weeks'),
    ),
  ).rejects.toMatchObject({ code: 'NS-MOD-52' })
  await expect(
    validated(
      cox,
      followed(() => '2024-05-31', alive),
    ),
  ).rejects.toThrow('new.csv: the follow-up time months holds dates ("2024-05-31" in row 2, P0) and is no number')
  await expect(
    validated(
      cox,
      followed(() => 'long', alive),
    ),
  ).rejects.toThrow(/0 rows have a prediction and a known status and months;.*\n.*NS-COH-12.*new.csv.*months.*"long"/)
})

test('what a few rows cannot estimate is said to be so, with why, and no NaN is printed', async () => {
  const fineGray = {
    ...cox,
    outcome: { ...cox.outcome, competing: { column: 'status', values: ['dead'] } },
  } as ModelFile
  const said = (file: ModelFile, lines: string[]) =>
    validation(file, ['id,x,months,status', ...lines]).then((one) => one.said)
  const late = await said(fineGray, ['P1,1,30,relapse', 'P2,2,60,alive', 'P3,3,20,dead'])
  expect(late).toContain('at 24 AUC cannot be estimated: nobody has the event by then')
  // the one with the event has the lowest risk of the three
  expect(late).toContain('at 48 AUC 0.000')
  const short = await said(fineGray, ['P1,1,3,relapse', 'P2,2,24,alive', 'P3,3,5,dead'])
  expect(short).toContain('at 24 AUC cannot be estimated: nobody is followed beyond it')
  for (const one of [late, short, await said(cox, ['P1,1,3,relapse', 'P2,2,24,alive', 'P3,3,5,alive'])])
    expect(one).not.toMatch(/NaN|Infinity/)
})
