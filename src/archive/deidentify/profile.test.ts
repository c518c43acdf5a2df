import { expect, test } from 'vitest'
import { type Dataset, readAttributes, strings } from '../../image/dicom/file.ts'
import { type Attribute, encodeDicom } from '../../image/dicom/write.ts'
import { representationOf } from '../dictionary.ts'
import { confidentialityTable } from '../tables/profile.ts'
import { deidentifyObject } from './object.ts'
import type { ProfileOptions } from './profile.ts'
import { keyedPseudonyms } from './pseudonyms.node.ts'

/** The rows as the standard prints them, read here anew. */
const rows = confidentialityTable
  .trim()
  .split('\n')
  .map((line) => line.split('|'))
  .filter(([tag]) => /^[0-9a-f]{8}$/.test(tag) && !/^(0000|0002|0004|fffa|fffc)/.test(tag))
  .map(([tag, basic, options, name]) => ({ tag: Number.parseInt(tag, 16), basic, options, name }))

const mrImage = '1.2.840.10008.5.1.4.1.1.4'
const key = new Uint8Array(32).fill(7)
const none: ProfileOptions = { retain: new Set(), clean: new Set() }

/** A value that is found again wherever it stays: text, date, number or bytes that stand nowhere else. */
function planted(vr: string, n: number): string | Uint8Array {
  const mark = String(n).padStart(4, '0')
  switch (vr) {
    case 'DA':
      return `1951${String(1 + (n % 12)).padStart(2, '0')}${String(10 + (n % 18)).padStart(2, '0')}`
    case 'DT':
      return `1951${String(1 + (n % 12)).padStart(2, '0')}${String(10 + (n % 18)).padStart(2, '0')}115959.77${mark}`
    case 'TM':
      return `115959.77${mark}`
    case 'UI':
      return `1.2.999.7700.1${mark}`
    case 'AS':
      return '077Y'
    case 'DS':
    case 'IS':
      return `77${mark}`
    case 'PN':
      return `Plantedname${mark}^Given`
    case 'AE':
    case 'CS':
    case 'SH':
      return `PLANTED${mark}`
    default:
      return new TextEncoder().encode(`PLANTED-VALUE-${mark}!`)
  }
}

const attribute = ({ tag, basic }: { tag: number; basic: string }, n: number): Attribute => {
  const vr = representationOf(tag)!
  // U* of a sequence: the UIDs in its items are replaced.
  if (basic.includes('U*')) return [tag, 'SQ', [[[0x00081155, 'UI', planted('UI', n) as string]]]]
  return vr === 'SQ' ? [tag, 'SQ', [[[0x00080104, 'LO', `PLANTED-ITEM-${n}`]]]] : [tag, vr, planted(vr, n)]
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

async function deidentified(attributes: Attribute[], options: ProfileOptions) {
  const all = attributes.filter(([tag]) => tag !== 0x00080018 && tag !== 0x00080016)
  const bytes = encodeDicom(mrImage, '1.2.999.7700.10000', [
    [0x00080016, 'UI', mrImage],
    [0x00080018, 'UI', '1.2.999.7700.10000'],
    ...all,
  ])
  const found = await deidentifyObject(bytes, 'planted.dcm', options, [], keyedPseudonyms(key))
  return { ...found!, file: readAttributes(found!.bytes!, 'out', representationOf).file }
}

test('the table has the rows of PS3.15 2024e', () => {
  // 621 rows, counted on the standard's page; patient's name and ID, and the descriptions that everyone meets.
  expect(confidentialityTable.trim().split('\n')).toHaveLength(621)
  const cell = (tag: number) => rows.find((row) => row.tag === tag)
  expect(cell(0x00100010)).toMatchObject({ basic: 'Z', name: "Patient's Name" })
  expect(cell(0x00100020)).toMatchObject({ basic: 'Z/D' })
  expect(cell(0x0008103e)).toMatchObject({ basic: 'X', options: 'dC' })
  expect(cell(0x00080050)).toMatchObject({ basic: 'Z' })
  expect(rows.every(({ tag }) => representationOf(tag) !== undefined)).toBe(true)
})

test('the Basic Profile, row by row: what the table allows is done, at the top and in a sequence, and nothing planted stays', async () => {
  const attributes = rows.map(attribute)
  const { file, bytes } = await deidentified(
    [...attributes, [0x52009229, 'SQ', [attributes.filter(([tag]) => tag !== 0x52009229)]]],
    none,
  )
  const nested = file.dataset.elements.get(0x52009229)!.items![0]
  const wrong: string[] = []
  for (const [n, row] of rows.entries()) {
    if (row.tag === 0x00080018) continue
    for (const [place, dataset] of [['top', file.dataset] as const, ['sequence', nested] as const]) {
      const why = departure(row, dataset, n)
      if (why) wrong.push(`${row.name} (${row.basic}) at the ${place}: ${why}`)
    }
  }
  expect(wrong).toEqual([])
  expect(latin1(bytes!)).not.toMatch(/PLANTED|Plantedname|1\.2\.999\.7700|(?<!\d)1951\d{4}|(?<!\d)115959/)
})

/** How the outcome departs from what the row allows: X absent, Z empty or a dummy, D a dummy, U another UID. */
function departure(
  { tag, basic }: (typeof rows)[number],
  { elements, ...rest }: Dataset,
  n: number,
): string | undefined {
  const element = elements.get(tag)
  if (!element) return basic.includes('X') ? undefined : 'it is absent'
  // A dummy in place of a removal is for what some object's definition requires.
  if (basic === 'X') return 'it is there'
  if (element.items) {
    if (element.items.length === 0) return /Z/.test(basic) ? undefined : 'it has no item'
    return JSON.stringify([...element.items[0].elements.values()].map((e) => latin1(e.bytes))).match(
      /PLANTED|1\.2\.999/,
    )
      ? 'its item says what it said'
      : undefined
  }
  if (element.bytes.length === 0) return basic.includes('Z') ? undefined : 'it is empty'
  const now = strings({ elements, ...rest }, tag).join('\\')
  const before = planted(element.vr, n)
  if (now === (typeof before === 'string' ? before : latin1(before))) return `it still says ${now}`
  if (basic.includes('U') && !/^2\.25\.\d+$/.test(now)) return `its UID is ${now}`
  return undefined
}

const optionLetters = { uids: 'U', device: 'D', institution: 'I', patient: 'C', dates: 'F' } as const
test.each(Object.entries(optionLetters))(
  'retain %s: rows with K stay as they were, all others do not',
  async (name, letter) => {
    const options = { retain: new Set([name]), clean: new Set() } as unknown as ProfileOptions
    const { file } = await deidentified(rows.map(attribute), options)
    const wrong: string[] = []
    for (const [n, row] of rows.entries()) {
      const vr = representationOf(row.tag)!
      if (vr === 'SQ' || row.tag === 0x00080018) continue
      const before = planted(vr, n)
      const element = file.dataset.elements.get(row.tag)
      const same =
        element &&
        latin1(element.bytes).replace(/[ \0]$/, '') === (typeof before === 'string' ? before : latin1(before))
      const keeps = new RegExp(`${letter}K`).test(row.options)
      if (keeps !== Boolean(same))
        wrong.push(`${row.name} (${row.basic} ${row.options}): ${same ? 'kept' : 'not kept'}`)
    }
    expect(wrong).toEqual([])
  },
)

test('shifted dates: every listed date moves by the same days, times of the day stay, ages with them', async () => {
  const options: ProfileOptions = { retain: new Set(['shifted-dates']), clean: new Set() }
  const { file, patient } = await deidentified(
    [
      [0x00080020, 'DA', '20240301'],
      [0x00080022, 'DA', '20240229'],
      [0x0008002a, 'DT', '20231231235959.25'],
      [0x00080032, 'TM', '081530.5'],
      [0x00100020, 'LO', 'A17'],
      [0x00100030, 'DA', '19600101'],
    ],
    options,
  )
  const moved = (text: string) => {
    const day = new Date(Date.UTC(+text.slice(0, 4), +text.slice(4, 6) - 1, +text.slice(6, 8) - patient.shift))
    return day.toISOString().slice(0, 10).replaceAll('-', '')
  }
  expect(patient.shift).toBeGreaterThanOrEqual(30)
  expect(strings(file.dataset, 0x00080020)).toEqual([moved('20240301')])
  expect(strings(file.dataset, 0x00080022)).toEqual([moved('20240229')])
  expect(strings(file.dataset, 0x0008002a)).toEqual([`${moved('20231231')}235959.25`])
  expect(strings(file.dataset, 0x00080032)).toEqual(['081530.5'])
  // The date of birth has no option: it is emptied.
  expect(strings(file.dataset, 0x00100030)).toEqual([])
})
