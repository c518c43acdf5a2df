import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { draftVariable } from '../codebook/draft-codebook.ts'
import { slips, speltValues } from '../codebook/spelling.ts'
import { loadCohort } from '../load.ts'
import { readTable } from './read-table.ts'
import { writeSheet } from './write-xlsx.ts'

/**
 * Small tables as people have them, each with what is right: the numbers that it means, or a fault or note that names the
 * column. What is right was written down by hand from what the table shows.
 */
const n = 24
const ages = Array.from({ length: n }, (_, i) => 34 + ((i * 17) % 47))
const sizes = Array.from({ length: n }, (_, i) => 5 + ((i * 37) % 50) + 0.5)

async function read(bytes: string | Uint8Array, file = 't.csv') {
  const content = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes
  const { cohort, faults } = await loadCohort({ file, id: 'id' }, async () => content)
  const codes = [...new Set(faults.map(({ code, severity, column }) => `${severity} ${code} ${column ?? ''}`.trim()))]
  return { cohort, codes, values: (name: string) => Array.from(cohort.columns.get(name)!.values) }
}
const rows = (age: (value: number, i: number) => string | number = String, size: typeof age = String) =>
  ages.map((value, i) => `P${100 + i},${age(value, i)},${size(sizes[i], i)}`)
const csv = (lines: string[], ...more: string[]) => `id,age,size\n${[...lines, ...more].join('\n')}\n`

test('rows that are no patients are left out and told, whatever stands where the identifier would', async () => {
  const sum = (of: number[]) => of.reduce((a, b) => a + b, 0)
  for (const [last, code] of [
    [`${n},${sum(ages)},${sum(sizes)}`, 'note NS-COH-51 id'],
    [`Σ all,${sum(ages)},${sum(sizes)}`, 'note NS-COH-51 id'],
    ['Subtotal A,100,20', 'note NS-COH-51 id'],
    ['Mean (SD),51.2 (9),20 (4)', 'note NS-COH-51 id'],
    ['%,50,', 'note NS-COH-51 id'],
    ['Hospital B,,', 'note NS-COH-87 id'],
    ['JS,,', 'note NS-COH-87 id'],
    ['id,age,size', 'note NS-COH-85 id'],
    ['Note: size in mm, age in years, on MRI', 'note NS-COH-64 id'],
  ]) {
    const { cohort, codes, values } = await read(csv(rows(), last))
    expect([cohort.ids.length, codes, values('age')], last).toEqual([n, [code], ages])
  }
  const stacked = await read(csv(rows(), '', 'id,crp', 'P100,4', 'P101,5'))
  expect([stacked.cohort.ids.length, stacked.codes.includes('error NS-COH-86 id')]).toEqual([n, true])
  const alone = await read(csv(rows(), 'P900,,'))
  expect([alone.cohort.ids.length, alone.codes]).toEqual([n + 1, ['note NS-COH-88 id']])
})

test('patients stay whose letter, initials or mark would be a summary or a note elsewhere', async () => {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const of = (ids: string[], cells: (i: number) => string) =>
    `id,age,size\n${ids.map((id, i) => `${id},${cells(i)}`).join('\n')}\n`
  const measured = (i: number) => `${30 + ((i * 7) % 41)},${5 + ((i * 3) % 17)}.5`
  for (const ids of [
    letters,
    ['AB', 'CD', 'SD', 'MK', 'JS', 'QL', 'MIN', 'MAX', 'LP', 'GH', 'RT', 'VB', 'Sum Wong'],
    letters.map((_, i) => `#${1000 + i}`),
    letters.map((_, i) => `*P${i}`),
  ])
    for (const cells of [measured, (i: number) => (i % 2 ? 'M,left' : 'F,right')])
      expect((await read(of(ids, cells))).cohort.ids).toEqual(ids)
  const names = ['Smith', 'Jones', 'Kim Min', 'Wong', 'Max', 'Garcia']
  const summed = await read(of([...names, 'Mean', 'SD', 'Min', 'Max', 'N'], measured))
  expect(summed.cohort.ids).toEqual(names)
  const marked = await read(
    of([...letters.map((letter) => `P${letter}1`), '* p<0.05'], (i) => (i < 26 ? measured(i) : ',')),
  )
  expect(marked.cohort.ids.length).toBe(26)
})

test('a patient of average grades is no row of means', async () => {
  // Mean grade 2, stage 2.5, performance status 1 and decade 5.5: the last patient is within a half of each.
  const lines = Array.from({ length: 60 }, (_, i) => `P${i + 1},${1 + (i % 3)},${1 + (i % 4)},${i % 3},${4 + (i % 4)}`)
  const { cohort, codes } = await read(`id,grade,stage,ecog,decade\n${[...lines, 'P61,2,2,1,5'].join('\n')}\n`)
  expect([cohort.ids.length, codes]).toEqual([61, []])
})

test('identifiers that are one but for a dash, a zero or a letter of another script are told', async () => {
  for (const other of ['P-100', 'P0100', 'Р100', 'p 100'])
    expect((await read(csv(rows(), `${other},50,7.5`))).codes, other).toEqual(['note NS-COH-36 id'])
  for (const other of ['P10', 'P1000', 'P-1-00', 'Q100'])
    expect((await read(csv(rows(), `${other},50,7.5`))).codes, other).toEqual([])
})

test('numbers in every way of writing them', async () => {
  const thousands = ages.map((age) => age * 54321)
  const indian = (value: number) =>
    `"${String(value)
      .replace(/(\d)(?=(\d\d)+\d{3}$)/g, '$1,')
      .replace(/(\d{3})$/, ',$1')}"`
  for (const write of [
    (value: number) => [...String(value)].map((digit) => String.fromCharCode(0x660 + Number(digit))).join(''),
    (value: number) => `="${value}"`,
    (value: number) => `'${value}`,
    (value: number) => `\u00a0${value}\u200b`,
    (value: number) => `${String(value)[0]}\u200b${String(value).slice(1)}`,
  ])
    expect((await read(csv(rows(write)))).values('age'), write(41)).toEqual(ages)
  for (const write of [
    (value: number) => indian(value * 54321),
    (value: number) => `"${(value * 54321).toLocaleString('en-US')}"`,
    (value: number) => (value * 54321).toLocaleString('en-US').replace(/,/g, '’'),
    (value: number) => (value * 54321).toLocaleString('en-US').replace(/,/g, '\u202f'),
  ])
    expect((await read(csv(rows(write)))).values('age'), write(41)).toEqual(thousands)
  const piped = await read(csv(rows()).replace(/,/g, '|'))
  expect([piped.values('age'), piped.values('size')]).toEqual([ages, sizes])
})

test('a unit behind few numbers of many is asked about, one that the name has is not', async () => {
  const some = (value: number, i: number) => (i % 6 === 2 ? `${value / 10} cm` : value)
  const asked = await read(csv(rows(String, some)))
  expect(asked.codes).toEqual(['error NS-COH-89 size'])
  expect(asked.values('size')).toEqual(sizes.map((size, i) => (i % 6 === 2 ? Number.NaN : size)))
  const named = csv(rows(String, some)).replace('size', 'size (mm)')
  const { cohort, codes } = await read(named)
  expect(codes).toEqual(['note NS-COH-44 size (mm)'])
  for (const [i, value] of cohort.columns.get('size (mm)')!.values.entries()) expect(value).toBeCloseTo(sizes[i], 10)
  const shares = await read(csv(rows((age, i) => (i % 6 === 2 ? (age / 100).toFixed(2) : `${age}%`))))
  expect(shares.codes).toEqual(['note NS-COH-44 age', 'error NS-COH-45 age'])
})

test('what stands for a value that is not known is told even once, and near the others', async () => {
  const behindUnits = await read(csv(rows(String, (size, i) => (i % 8 === 3 ? -99 : `${size} mm`))))
  expect(behindUnits.codes).toEqual(['note NS-COH-44 size', 'note NS-COH-26 size'])
  const at =
    (code: string | number, every = 24) =>
    (value: number, i: number) =>
      i % every === 3 ? code : value
  for (const [age, size] of [
    [at(999), String],
    [at(99, 5), String],
    [at(0, 8), String],
    [at(0), String],
    [String, at(9999)],
    [String, at(99.9, 5)],
  ] as const)
    expect((await read(csv(rows(age, size)))).codes).toEqual([`note NS-COH-26 ${age === String ? 'size' : 'age'}`])
})

test('dates: months by name, day numbers beside dates, placeholders, years of two digits or of another calendar', async () => {
  const days = ages.map((age, i) => 18_000 + age * 13 + i)
  const iso = days.map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10))
  const table = (write: (date: string, i: number) => string) =>
    `id,date\n${iso.map((date, i) => `P${100 + i},"${write(date, i)}"`).join('\n')}\n`
  const parts = (date: string) => date.split('-').map(Number)
  const german = 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' ')
  const french = 'janv. févr. mars avril mai juin juil. août sept. oct. nov. déc.'.split(' ')
  const english = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
  for (const write of [
    (date: string) => `${parts(date)[2]}. ${german[parts(date)[1] - 1]} ${parts(date)[0]}`,
    (date: string) => `${parts(date)[2]} ${french[parts(date)[1] - 1]} ${parts(date)[0]}`,
    (date: string) => `Mon, ${parts(date)[2]} ${english[parts(date)[1] - 1]} ${parts(date)[0]}`,
    (date: string) => `${parts(date)[2]}${english[parts(date)[1] - 1].toUpperCase()}${parts(date)[0]}:00:00:00`,
  ]) {
    const { values, codes } = await read(table(write))
    expect([values('date'), codes], write(iso[1])).toEqual([days, []])
  }
  const numbered = await read(table((date, i) => (i % 4 === 1 ? String(days[i] + 25569) : date)))
  expect([numbered.values('date'), numbered.codes]).toEqual([days, ['note NS-COH-90 date']])
  const placed = (cell: string, every: number) => (date: string, i: number) => (i % every === 3 ? cell : date)
  for (const [write, code] of [
    [placed('1900-01-01', 24), 'note NS-COH-26 date'],
    [placed('1960-01-01', 8), 'note NS-COH-26 date'],
    [placed('1899-12-30', 24), 'note NS-COH-26 date'],
    [placed('9999-12-31', 24), 'error NS-COH-15 date'],
    [(date: string) => `${Number(date.slice(0, 4)) + 543}${date.slice(4)}`, 'error NS-COH-15 date'],
    [(date: string) => `${parts(date)[2]}-${english[parts(date)[1] - 1]}-${date.slice(2, 4)}`, 'error NS-COH-15 date'],
    [
      (date: string) => `${parts(date)[2]}.${parts(date)[1]}.${date.slice(2, 4)}`.replace(/\b\d\b/g, '0$&'),
      'error NS-COH-15 date',
    ],
  ] as const)
    expect((await read(table(write))).codes, write(iso[3], 3)).toEqual([code])
})

test('days and months that a spreadsheet may have exchanged, or that prove two orders, are asked about', async () => {
  // 3 April and 25 April as a spreadsheet of the United States keeps them: 2020-03-04 and the text 25/04/2020.
  const written = ages.map((_, i) => [1 + ((i * 7) % 28), 1 + ((i * 5) % 12)])
  const two = (part: number) => String(part).padStart(2, '0')
  const table = (write: (day: number, month: number, i: number) => string) =>
    `id,date\n${written.map(([day, month], i) => `P${100 + i},${write(day, month, i)}`).join('\n')}\n`
  const american = (day: number, month: number) =>
    day <= 12 ? `2020-${two(day)}-${two(month)}` : `${two(day)}/${two(month)}/2020`
  const exchanged = await read(table(american))
  expect(exchanged.codes).toEqual(['error NS-COH-91 date'])
  const days = written.map(([day, month]) => Date.UTC(2020, month - 1, day) / 86_400_000)
  expect(exchanged.values('date')).toEqual(days.map((day, i) => (written[i][0] > 12 ? day : Number.NaN)))
  const { said } = draftVariable(
    await readTable(new TextEncoder().encode(table(american)), 't.csv'),
    {
      name: 'date',
      cells: written.map(([day, month]) => american(day, month)),
      file: 't.csv',
      rows: new Int32Array(n),
    },
    ['id'],
  )
  expect(said).not.toHaveProperty('dateOrder')
  // A column that is left as text whole, and one of ISO dates with some that only Europe writes, are what they seem.
  for (const write of [
    (day: number, month: number) => `${two(day)}/${two(month)}/2020`,
    (day: number, month: number, i: number) =>
      i % 3 ? `2020-${two(month)}-${two(day)}` : `${two(day)}.${two(month)}.2020`,
  ]) {
    const { values, codes } = await read(table(write))
    expect([values('date'), codes]).toEqual([days, []])
  }
  for (const write of [
    (day: number, month: number, i: number) => (i % 2 ? `${day}/${month}/2020` : `${month}/${day}/2020`),
    (day: number, month: number) => `${two(month)}.${two(day)}.2020`,
  ]) {
    const { values, codes } = await read(table(write))
    expect([values('date').every(Number.isNaN), codes]).toEqual([true, ['error NS-COH-43 date']])
  }
})

test('bare numbers of a column of dates are told with the date that they were read as, or are none', async () => {
  const days = ages.map((age, i) => 18_000 + age * 13 + i)
  const read1 = (name: string, number: (day: number) => number | string) =>
    read(`id,${name}\n${days.map((day, i) => `P${100 + i},${number(day)}`).join('\n')}\n`)
  for (const name of ['date', 'MRIDate', 'mri_dt', 'OP-Datum', 'operation', 'date of diagnosis'])
    for (const clock of ['', '.5']) {
      const { values, codes } = await read1(name, (day) => `${day + 25569}${clock}`)
      expect([values(name), codes], name).toEqual([days, [`note NS-COH-90 ${name}`]])
    }
  // Days since 1970 of R, seconds since 1582 of SPSS, day, month and year in one: nothing says so.
  for (const number of [
    (day: number) => day,
    (day: number) => 86_400 * (day + 141_428),
    (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10).split('-').reverse().join(''),
  ])
    expect((await read1('date', number)).codes).toEqual(['error NS-COH-15 date'])
  const seconds = await read1('生存时间(秒)', (day) => day * 10 + 7)
  expect([seconds.values('生存时间(秒)'), seconds.codes]).toEqual([days.map((day) => day * 10 + 7), []])
  const volumes = await read1('volume', (day) => day + 25569)
  expect([volumes.values('volume'), volumes.codes]).toEqual([days.map((day) => day + 25569), []])
})

test('a patient called like a summary stays among named patients, a summary at the foot goes', async () => {
  const names = [
    'Berg',
    'Total',
    'Li',
    'Mean John',
    'Cox',
    'Median Ray',
    'Mai',
    'By',
    'Day',
    'May',
    'Orr',
    'Roe',
    'Ito',
  ]
  const cells = names.map((_, i) => [40 + ((i * 5) % 13), 10 + ((i * 7) % 13)])
  const lines = (more: string[] = []) =>
    `id,age,size\n${[...names.map((name, i) => [name, ...cells[i]].join(',')), ...more].join('\n')}\n`
  const told = ['note NS-COH-93 id']
  const kept = await read(lines())
  expect([kept.cohort.ids, kept.codes]).toEqual([names, told])
  // 13 ages of 40 to 52 and sizes of 10 to 22: sums 598 and 208, means and medians 46 and 16.
  for (const foot of [
    ['Total,598,208'],
    ['Mean,46,16'],
    ['Median,46,16'],
    ['Total,598,208', 'Mean,46,16'],
    ['N,13,13', 'Mean,46,16'],
  ]) {
    const { cohort, codes } = await read(lines(foot))
    expect([cohort.ids, codes], foot[0]).toEqual([names, [...told, 'note NS-COH-51 id']])
  }
  const numbered = await read(csv(rows(), 'Total,50,20.5'))
  expect([numbered.cohort.ids.length, numbered.codes]).toEqual([n, ['note NS-COH-51 id']])
})

test('quotation marks that do not pair cost no row, and identifiers keep them', async () => {
  const marked = await read(csv(rows().map((row) => row.replace('P', '"P"'))))
  expect([marked.cohort.ids[0], marked.values('age'), marked.codes]).toEqual(['"P"100', ages, ['note NS-COH-92']])
  const open = await read(csv(rows().map((row, i) => (i === 5 ? `"${row}` : row))))
  expect([open.values('size'), open.codes]).toEqual([sizes, ['note NS-COH-92']])
  // Where the marks hold commas together, rows would lose their width: then the fault names the row.
  const both = await read(
    csv(rows().map((row, i) => (i === 3 ? row.replace(/^P103/, '"Doe, J."') : i === 9 ? `"${row}` : row))),
  )
  expect(both.codes).toContain('error NS-COH-29')
})

test('names stand below a title and headings of some columns only', async () => {
  const text = [
    'Study of breast MRI,,,,',
    ',Clinical,,Outcome,Lab',
    'Patient ID,Age,ER,pCR,CEA',
    ...Array.from({ length: 9 }, (_, i) => `P0${i + 1},${40 + i},pos,${i % 2},1.${i}`),
  ]
  const { columns, length } = await readTable(new TextEncoder().encode(text.join('\n')), 'a.csv')
  expect([columns.map(({ name }) => name), length]).toEqual([['Patient ID', 'Age', 'ER', 'pCR', 'CEA'], 9])
  // A nameless index beside names is no heading, nor is a first patient without a number a row of names.
  const index = [',age,er', 'P1,NA,pos', 'P2,45,neg', 'P3,50,neg']
  const own = await readTable(new TextEncoder().encode(index.join('\n')), 'b.csv')
  expect(own.length).toBe(3)
})

test('a table beside another is not read by row', async () => {
  const beside = ages.map((_, i) => `P${100 + ((i * 7) % n)},${i}`)
  const { cohort, codes } = await read(
    `id,age,,id,crp\n${ages.map((age, i) => `P${100 + i},${age},,${beside[i]}`).join('\n')}\n`,
  )
  expect([[...cohort.columns.keys()], codes.includes('error NS-COH-94 id (2)')]).toEqual([['id', 'age'], true])
  // The identifier once more, row by row, is no other table.
  const again = await read(`id,age,id\n${ages.map((age, i) => `P${100 + i},${age},P${100 + i}`).join('\n')}\n`)
  expect(again.codes).not.toContain('error NS-COH-94 id (2)')
})

test('1.250 in a table of semicolons may be 1250; few numbers of the other way are faults of their cells', async () => {
  const semi = (write: (value: number, i: number) => string) =>
    `id;age;volume\n${ages.map((age, i) => `P${100 + i};${age};${write(1000 + 37 * i, i)}`).join('\n')}\n`
  const thousands = (value: number) => String(value).replace(/(\d{3})$/, '.$1')
  expect((await read(semi(thousands))).codes).toEqual(['error NS-COH-22 volume'])
  expect((await read(semi((value, i) => (i === 2 ? '1.5' : thousands(value))))).codes).toEqual([])
  const slip = await read(semi((value, i) => (i === 2 ? '7.5' : `${value},5`)))
  expect(slip.codes).toEqual(['error NS-COH-12 volume'])
  expect(slip.values('volume')).toEqual(ages.map((_, i) => (i === 2 ? Number.NaN : 1000.5 + 37 * i)))
})

test('what a spreadsheet or a hand has changed in some cells is told', async () => {
  const heights = ages.map((age, i) => (i % 4 ? 150 + age / 4 : (150 + age / 4) / 100))
  for (const [column, code] of [
    [heights, 'note NS-COH-95 x'],
    [heights.map((height) => (height < 3 ? 100 * height : height)), undefined],
    [ages.map((age, i) => (i % 3 ? 8 + age / 10 : 80 + age)), 'note NS-COH-95 x'],
    // Lognormal, as many features are: one group.
    [ages.map((_, i) => Math.exp(((i * 7) % n) / 3)), undefined],
    [ages.map((_, i) => ['0', '4-9', '>9', '03-Jan'][i % 4]), 'note NS-COH-96 x'],
    [ages.map((_, i) => ['1-Jan', '2-Jan', '3-Jan'][i % 3]), 'note NS-COH-96 x'],
    [ages.map((_, i) => ['Y', 'N', 'U'][i % 3]), 'note NS-COH-42 x'],
    [ages.map((_, i) => ['T1', 'T2', 'U'][i % 3]), undefined],
  ] as const)
    expect((await read(`id,x\n${column.map((cell, i) => `P${100 + i},${cell}`).join('\n')}\n`)).codes).toEqual(
      code === undefined ? [] : [code],
    )
  const times = await read(`id,x\n${ages.map((_, i) => `P${100 + i},${i % 5}:30`).join('\n')}\n`)
  expect(times.cohort.columns.get('x')!.variable.type).toBe('text')
  const rounded = await read(csv(rows().map((row, i) => `${123456789012345 + i}000${row.slice(row.indexOf(','))}`)))
  expect(rounded.codes).toEqual(['error NS-COH-71 id'])
  const codes = await read(
    'id,er,pr\n'.concat(
      ages.map((_, i) => `P${100 + i},${i % 2},${i % 3 ? 1 : 0}`).join('\n'),
      '\n0 = negative\n1 = positive\n',
    ),
  )
  expect([codes.cohort.ids.length, codes.codes.includes('note NS-COH-64 id')]).toEqual([n, true])
  const units = await read(`id,age,size\n,years,(mm)\n${rows().join('\n')}\n`)
  expect([units.values('age'), units.codes]).toEqual([ages, ['note NS-COH-60']])
})

test('größe in Windows-1252 is no Chinese character; Chinese in GB18030 is', async () => {
  const latin = Uint8Array.from(csv(rows()).replace('size', 'größe'), (letter) => letter.charCodeAt(0))
  expect([...(await read(latin)).cohort.columns.keys()]).toEqual(['id', 'age', 'größe'])
  // 大小 in GB18030.
  const chinese = csv(rows()).split('size')
  const bytes = (text: string) => [...new TextEncoder().encode(text)]
  const gb = Uint8Array.from([...bytes(chinese[0]), 0xb4, 0xf3, 0xd0, 0xa1, ...bytes(chinese[1])])
  expect([...(await read(gb)).cohort.columns.keys()]).toEqual(['id', 'age', '大小'])
})

test('codes with and without a word or zero before them, and a level with a question mark, are asked about', async () => {
  const grades = (write: (grade: number, i: number) => string) => csv(rows((_, i) => write(1 + (i % 3), i)))
  for (const write of [
    (grade: number, i: number) => (i % 2 ? `G${grade}` : `${grade}`),
    (grade: number, i: number) => (i % 2 ? `grade ${grade}` : `${grade}`),
    (grade: number, i: number) => (i === 4 ? 'yes?' : grade > 1 ? 'yes' : 'no'),
  ])
    expect((await read(grades(write))).codes, write(2, 1)).toEqual(['error NS-COH-41 age'])
  expect((await read(grades((grade) => `T${grade}`))).codes).toEqual([])
  const padded = speltValues(['01', '2', '02', '1', '01', '2'])
  expect(slips(padded).map(({ slip, meant }) => [slip.value, meant.value])).toEqual([
    ['02', '2'],
    ['1', '01'],
  ])
})

test('a table that lies on its side is told, one of numbered features is not', async () => {
  const patients = ages.map((_, i) => `P${100 + i}`)
  const turned = `id,${patients.join(',')}\nage,${ages.join(',')}\nsize,${sizes.join(',')}\n`
  expect((await read(turned)).codes).toContain('error NS-COH-77')
  const features = `id,${ages.map((_, i) => `f${i}`).join(',')}\n${patients.map((id) => `${id},${sizes.join(',')}`).join('\n')}\n`
  expect((await read(features)).codes).not.toContain('error NS-COH-77')
})

test('what might be a thousands separator is not settled by a draft, and times of computers are no dates', async () => {
  const grouped = await readTable(new TextEncoder().encode(csv(rows((age) => `"${age},250"`))), 't.csv')
  const { said } = draftVariable(grouped, grouped.columns[1], ['id'])
  expect(said).not.toHaveProperty('decimal')
  const seconds = ages.map((age, i) => `P${100 + i},${1_600_000_000 + age * 86_400}`)
  expect((await read(`id,date\n${seconds.join('\n')}\n`)).codes).toEqual(['error NS-COH-15 date'])
})

test('files that are no tables are called what they are', async () => {
  for (const [start, name] of [
    ['<html><table><tr><td>id</td></tr></table>', 'web page'],
    ['[{"id": "P1"}]', 'JSON'],
    ['$FL2@(#) SPSS DATA FILE', 'SPSS'],
    ['<stata_dta><header>', 'Stata'],
    ['%PDF-1.4', 'PDF'],
    ['{\\rtf1\\ansi id,age}', 'RTF'],
    ['PAR1\u0015\u0004\u0015', 'Parquet'],
    [`PK\u0003\u0004${'\0'.repeat(26)}mimetypeapplication/vnd.oasis.opendocument.spreadsheet`, 'OpenDocument'],
  ])
    await expect(read(start)).rejects.toThrow(name)
  expect((await read('PAR1,id\n1,a\n2,b\n')).cohort.ids).toEqual(['a', 'b'])
})

test('times and durations of a workbook are no dates, and hidden columns are told', async () => {
  const book = unzipSync(
    await writeSheet(
      's',
      ['id', 'begun', 'fasting'],
      ages.map((_, i) => [`P${100 + i}`, (8 + (i % 3)) / 24, 1.25 + i / 24]),
    ),
  )
  const sheet = Object.keys(book).find((name) => /worksheets\/sheet1\.xml$/.test(name))!
  const styles = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="[h]:mm"/></numFmts><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="20"/><xf numFmtId="164"/></cellXfs></styleSheet>`
  const formatted = strFromU8(book[sheet])
    .replace(/<c r="B(?!1")(\d+)"[^>]*>/g, '<c r="B$1" s="1">')
    .replace(/<c r="C(?!1")(\d+)"[^>]*>/g, '<c r="C$1" s="2">')
    .replace('<sheetData>', '<cols><col min="2" max="2" width="9" hidden="1"/></cols><sheetData>')
  const { cohort, codes } = await read(
    zipSync({ ...book, [sheet]: strToU8(formatted), 'xl/styles.xml': strToU8(styles) }),
    't.xlsx',
  )
  expect(cohort.columns.get('begun')!.text!.slice(0, 3)).toEqual(['08:00:00', '09:00:00', '10:00:00'])
  expect(cohort.columns.get('fasting')!.text!.slice(0, 2)).toEqual(['30:00:00', '31:00:00'])
  expect(codes).toContain('note NS-COH-97')
})

test('rows that are struck through are read, and told with the first of them', async () => {
  const book = unzipSync(
    await writeSheet(
      's',
      ['id', 'age'],
      ages.map((age, i) => [`P${100 + i}`, age]),
    ),
  )
  const sheet = Object.keys(book).find((name) => /worksheets\/sheet1\.xml$/.test(name))!
  const styles = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts><font/><font><strike/><sz val="11"/></font><font><strike val="0"/></font></fonts><fills><fill/></fills><borders><border/></borders><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="0" fontId="1"/><xf numFmtId="0" fontId="2"/></cellXfs></styleSheet>`
  const plain = strFromU8(book[sheet]).replace(/(<c\b[^>]*?) s="\d+"/g, '$1')
  const marked = (style: number) => plain.replace(/<c r="([AB][57])"/g, `<c r="$1" s="${style}"`)
  const written = (style: number) =>
    read(zipSync({ ...book, [sheet]: strToU8(marked(style)), 'xl/styles.xml': strToU8(styles) }), 't.xlsx')
  const { cohort, codes } = await written(1)
  expect([cohort.ids.length, codes]).toEqual([ages.length, ['note NS-COH-78']])
  expect((await written(2)).codes).toEqual([])
})

test('a number that a workbook shows as a percent is that percent', async () => {
  // 0.07 · 100 is not 7 in floating point; the format makes it 7% all the same.
  const shares = ages.map((age) => age / 100)
  const book = unzipSync(
    await writeSheet(
      's',
      ['id', 'ki'],
      shares.map((share, i) => [`P${100 + i}`, share]),
    ),
  )
  const sheet = Object.keys(book).find((name) => /worksheets\/sheet1\.xml$/.test(name))!
  const styles = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0%"/></numFmts><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`
  const formatted = strFromU8(book[sheet]).replace(/<c r="B(?!1")(\d+)"[^>]*>/g, '<c r="B$1" s="1">')
  const { values, codes } = await read(
    zipSync({ ...book, [sheet]: strToU8(formatted), 'xl/styles.xml': strToU8(styles) }),
    't.xlsx',
  )
  expect([values('ki'), codes]).toEqual([ages, ['note NS-COH-44 ki']])
})
