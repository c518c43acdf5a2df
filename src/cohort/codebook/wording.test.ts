import { describe, expect, test } from 'vitest'
import { buildCohort } from '../cohort.ts'
import { eventColumn } from '../endpoint.ts'
import { readTable } from '../tables/read-table.ts'

/** What is told of a column `x` of 60 rows, by the code of each fault and what it says. */
async function told(cells: readonly string[], column = 'x') {
  const lines = cells.map((cell, i) => `P${i}x\t${40 + ((i * 7) % 30)}\t${cell}`)
  const table = await readTable(new TextEncoder().encode(`id\tage\t${column}\n${lines.join('\n')}\n`), 'c.tsv')
  const { cohort, faults } = buildCohort(table, { id: 'id' })
  return { cohort, faults: faults.map(({ code, severity, what }) => `${severity} ${code} ${what}`) }
}
const rows = (of: (i: number) => string) => Array.from({ length: 60 }, (_, i) => of(i))
const among = (word: string, others: readonly string[]) => rows((i) => (i % 12 === 5 ? word : others[(i * 7) % 3]))

describe('a word that may mean "not known" among words is told', () => {
  test.each(
    'unknown|k.A.|k. A.|keine Angabe|unbekannt|nd|N/D|NE|not done|not assessed|non connu|inconnue|non renseigné|desconocido|sin datos|sconosciuto|onbekend|неизвестно|不明|未查|未测|不清楚|无数据|불명|refused|not reported|missing data|no data|Unk.|???|--|tbd|pending|/|*'.split(
      '|',
    ),
  )('%s', async (word) => {
    const { faults } = await told(among(word, ['low', 'medium', 'high']))
    expect(faults).toEqual([expect.stringContaining(`note NS-COH-42 "${word}"`)])
  })
})

describe('a number that may be a code for "not known" is told', () => {
  test.each(['9', '99', '88', '-9', '-1', '999'])('%s among the codes 1, 2, 3', async (code) => {
    expect((await told(among(code, ['1', '2', '3']))).faults.join()).toContain(`NS-COH-26 ${code} occurs 5 times`)
  })
  test.each(['-9', '-99', '-8', '999', '999.9', '888', '77777', '1000000'])('%s among measurements', async (code) => {
    const { faults } = await told(rows((i) => (i % 12 === 5 ? code : (20 + ((i * 13) % 31) / 2).toFixed(1))))
    expect(faults.join()).toContain(`NS-COH-26 ${code} occurs 5 times`)
  })
  test('two codes at once, and zeros far below all others', async () => {
    const two = await told(rows((i) => (i % 12 === 5 ? '888' : i % 15 === 2 ? '999' : String(20.5 + (i % 17)))))
    expect(two.faults.join()).toMatch(/888 occurs.*999 occurs/)
    expect((await told(rows((i) => (i % 10 === 3 ? '0' : String(110.5 + (i % 29)))))).faults.join()).toContain(
      'NS-COH-26 0 occurs 6 times',
    )
  })
  test('ordinary numbers and codes are none', async () => {
    for (const cells of [
      rows((i) => String(i % 4)),
      rows((i) => String(1 + (i % 5))),
      rows((i) => String((i * 17) % 100)),
      rows((i) => (i % 3 ? '0' : String(((i * 7) % 40) + 0.5))),
      rows((i) => (-20 + ((i * 7) % 41) + 0.5).toFixed(1)),
    ])
      expect((await told(cells)).faults).toEqual([])
  })
})

describe('one value written in two ways is asked about', () => {
  test.each([
    [['non-mass', 'nonmass', 'mass', 'focus']],
    [['non-mass', 'non mass', 'mass', 'focus']],
    [['upper_outer', 'upper outer', 'lower', 'lower']],
    [['élevé', 'eleve', 'bas', 'bas']],
    [['mäßig', 'massig', 'gering', 'gering']],
    [['mäßig', 'maessig', 'gering', 'gering']],
    [['male', 'female', 'm', 'f']],
    [['pos', 'positive', 'neg', 'negative']],
    [['yes', 'y', 'no', 'n']],
    [['yes', '1', 'no', '0']],
    [['ja', 'yes', 'nein', 'no']],
    [['I.D.C.', 'IDC', 'ILC', 'DCIS']],
    [['I', 'II', '1', '2']],
    [['cyst', 'cysts', 'solid', 'solid']],
    [['tumour', 'tumor', 'benign', 'benign']],
    [['T1–2', 'T1-2', 'T3', 'T4']],
    [["'left'", 'left', 'right', 'right']],
    [['陽性', '阳性', '阴性', '阴性']],
    [['ER +', 'ER+', 'ER -', 'ER-']],
  ])('%j', async (words) => {
    expect((await told(rows((i) => words[(i * 7) % 4]))).faults.join()).toMatch(/error NS-COH-41/)
  })
  test('capitals, blanks and marks without width are one level', async () => {
    const { cohort, faults } = await told(rows((i) => ['Yes', 'YES ', 'yes\u200b', 'no'][i % 4]))
    expect(cohort.columns.get('x')!.variable.levels!.length).toBe(2)
    expect(faults.every((one) => one.startsWith('note NS-COH-40'))).toBe(true)
  })
  test.each([
    [['mass', 'non-mass', 'focus', 'foci']],
    [['A', 'B', 'AB', 'O']],
    [['regular', 'irregular', 'regular', 'irregular']],
    [['type 1', 'type 2', 'type 3', 'type 1']],
    [['Ia', 'Ib', 'IIa', 'IIb']],
    [['typical', 'atypical', 'typical', 'typical']],
    [['hypointense', 'isointense', 'hyperintense', 'isointense']],
    [['ER+', 'ER-', 'PR+', 'PR-']],
    [['no', 'nodal', 'distant', 'no']],
    [['T1', 'T1a', 'T1b', 'T2']],
    [['1.5T', '3T', '15T', '1.5T']],
    [['luminal A', 'luminal B', 'HER2', 'TN']],
    [['medial', 'lateral', 'median', 'medial']],
    [['premenopausal', 'postmenopausal', 'perimenopausal', 'premenopausal']],
  ])('two values that only look alike are not: %j', async (words) => {
    expect((await told(rows((i) => words[(i * 7) % 4]))).faults).toEqual([])
  })
})

describe('which value is the event', () => {
  const read = async (column: string, words: [string, string]) => {
    const { cohort } = await told(
      rows((i) => words[Number(i % 3 === 0)]),
      column,
    )
    const found = eventColumn(cohort.columns.get(column)!, column, undefined, 'c.csv')
    return 'question' in found ? 'asked' : found.column.values.reduce((sum, x) => sum + x, 0)
  }
  test.each([
    ['death', ['0.0', '1.0'], 20],
    ['death', ['0,0', '1,0'], 20],
    ['vital', ['alive', 'dead'], 20],
    ['alive', ['alive', 'dead'], 20],
    ['alive', ['dead', 'alive'], 40],
    // 1 of these may be the opposite of an event
    ['alive', ['0', '1'], 'asked'],
    ['censored', ['0', '1'], 'asked'],
    ['survived', ['no', 'yes'], 'asked'],
    ['disease free', ['no', 'yes'], 'asked'],
    ['os_event', ['0', '1'], 20],
  ] as [string, [string, string], number | string][])('%s of %j', async (column, words, events) => {
    expect(await read(column, words)).toBe(events)
  })
})
