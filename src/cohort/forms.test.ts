import { expect, test } from 'vitest'
import { type RandomStream, randomStream } from '../statistics/resampling/random.ts'
import { asLevels, eventColumn } from './endpoint.ts'
import { loadCohort } from './load.ts'

/**
 * One cohort of known numbers, written in the forms that people use. Whatever the form, the numbers come back, or a fault
 * or a question names the column: never other numbers without a word.
 */
const forms = 100
const rows = 60

const pairs: [string, string][] = [
  ['0', '1'],
  ['no', 'yes'],
  ['No', 'Yes'],
  ['nein', 'ja'],
  ['non', 'oui'],
  ['否', '是'],
  ['FALSE', 'TRUE'],
  ['alive', 'dead'],
  ['living', 'deceased'],
  ['lebt', 'verstorben'],
  ['vivant', 'décédé'],
  ['存活', '死亡'],
  ['0.0', '1.0'],
  ['1', '2'],
  ['well', 'died'],
  ['none', 'death'],
  ['censored', 'relapse'],
]
const absent = ['', 'NA', 'n/a', 'NaN', 'unknown', '.', '?', '-', 'none', 'missing', '未知', '-99', 'n.d.']
const pick = <T>(random: RandomStream, from: readonly T[]): T => from[random.below(from.length)]

function numberText(value: number, style: number): string {
  const plain = value.toFixed(1)
  const [whole, decimal] = plain.split('.')
  const grouped = (mark: string) => whole.replace(/\B(?=(\d{3})+$)/g, mark)
  return [
    plain,
    `${whole},${decimal}`,
    `${grouped(',')}.${decimal}`,
    `${grouped('.')},${decimal}`,
    `${plain} mm`,
    plain,
  ][style]
}

function dateText(day: number, style: number): string {
  const iso = new Date(day * 86_400_000).toISOString().slice(0, 10)
  const [y, m, d] = iso.split('-')
  return [
    iso,
    `${d}.${m}.${y}`,
    `${d}/${m}/${y}`,
    `${m}/${d}/${y}`,
    `${y}年${Number(m)}月${Number(d)}日`,
    `${iso}T00:00:00`,
  ][style]
}

test(`${forms} forms of one cohort: the same numbers, or a word about the column`, async () => {
  for (let form = 1; form <= forms; form++) {
    const random = randomStream(form, 'forms')
    const event = Array.from({ length: rows }, () => Number(random.uniform() < 0.4))
    const size = event.map(
      () => Math.round(100 * random.uniform() ** 3 * 200) / 10 + 1000 * Number(random.uniform() < 0.2),
    )
    const seen = event.map(() => 18_000 + random.below(2000))
    const isAbsent = event.map(() => random.uniform() < 0.08)
    const [without, having] = pick(random, pairs)
    const [numbers, dates] = [random.below(6), random.below(6)]
    const missing = pick(random, absent)
    const capitals = random.uniform() < 0.3
    const separator = numbers === 1 || numbers === 3 ? pick(random, [';', '\t']) : pick(random, [',', ';', '\t'])
    const quoted = (cell: string) => (cell.includes(separator) || /["\n]/.test(cell) ? `"${cell}"` : cell)
    const title = random.uniform() < 0.25 ? ['Cohort of the study\n', '\n'] : []
    const cell = (word: string) => (capitals && random.uniform() < 0.3 ? word.toUpperCase() : word)
    const lines = event.map((had, i) =>
      [
        `P${i}`,
        cell(had ? having : without),
        isAbsent[i] ? missing : numberText(size[i], numbers),
        dateText(seen[i], dates),
      ]
        .map(quoted)
        .join(separator),
    )
    const mark = random.uniform() < 0.3 ? '\ufeff' : ''
    const end = pick(random, ['\n', '\r\n'])
    const text = `${mark}${[...title, ['id', 'event', 'size', 'seen'].join(separator), ...lines].join(end)}${end}`
    const { cohort, faults } = await loadCohort({ file: 'c.csv', id: 'id' }, () => new TextEncoder().encode(text))
    const what = `form ${form}: ${without}/${having}, numbers ${numbers}, dates ${dates}, missing "${missing}"`
    const isTold = (column: string) =>
      faults.some((one) => one.column === column && (one.severity === 'error' || one.code === 'NS-COH-26'))
    expect(cohort.ids.length, what).toBe(rows)

    const read = eventColumn(cohort.columns.get('event')!, 'event', undefined, 'c.csv')
    if ('question' in read) expect(read.question.message, what).toContain('event')
    else if (!isTold('event')) expect([...read.column.values], what).toEqual(event)

    if (!isTold('size')) {
      const column = cohort.columns.get('size')!
      const told = column.variable.levels ? undefined : [...column.values]
      // A column that became words cannot be mistaken for numbers.
      if (told && column.variable.type === 'continuous')
        expect(told, what).toEqual(size.map((value, i) => (isAbsent[i] ? Number.NaN : value)))
      else expect(column.variable.type, what).toBe('text')
    }
    const dated = cohort.columns.get('seen')!
    if (!isTold('seen') && dated.variable.type === 'date') expect([...dated.values], what).toEqual(seen)
    else expect(isTold('seen') || dated.variable.type === 'text', what).toBe(true)
    expect(asLevels(cohort.columns.get('event')!), what).toBeDefined()
  }
})
