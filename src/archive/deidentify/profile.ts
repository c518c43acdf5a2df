import { confidentialityTable } from '../tables/profile.ts'
import { safePrivateTable } from '../tables/safe-private.ts'

export const retainable = [
  'uids',
  'dates',
  'shifted-dates',
  'device',
  'institution',
  'patient',
  'safe-private',
] as const
export const cleanable = ['descriptors', 'structured', 'graphics', 'pixels'] as const
export type Retained = (typeof retainable)[number]
export type Cleaned = (typeof cleanable)[number]

/** The options of the profile: what is retained, and what is cleaned in place of being removed. */
export interface ProfileOptions {
  retain: ReadonlySet<Retained>
  clean: ReadonlySet<Cleaned>
}

/** What is done to an attribute. `clean` leaves what cannot identify anyone; `shift` moves a date by the patient's days. */
export type Action = 'keep' | 'remove' | 'empty' | 'dummy' | 'uid' | 'clean' | 'shift'

/** A row of the standard's table. */
export interface ProfileRow {
  name: string
  /** As the standard writes it: X, Z, D, U, X/Z, … */
  basic: string
  /** By the letter of the option: K or C. */
  options: ReadonlyMap<string, string>
}

const rows = new Map<string, ProfileRow>()
for (const line of confidentialityTable.trim().split('\n')) {
  const [tag, basic, options, name] = line.split('|')
  const pairs = options ? options.split(' ').map((pair): [string, string] => [pair[0], pair[1]]) : []
  rows.set(tag, { name, basic, options: new Map(pairs) })
}

/** The row of a standard attribute: its own, or that of curves and overlays, whose groups repeat. */
export function profileRow(tag: number): ProfileRow | undefined {
  const group = tag >>> 24
  if (group === 0x50) return rows.get('50xxxxxx')
  if (group === 0x60 && (tag & 0xffff) === 0x3000) return rows.get('60xx3000')
  if (group === 0x60 && (tag & 0xffff) === 0x4000) return rows.get('60xx4000')
  return rows.get((tag >>> 0).toString(16).padStart(8, '0'))
}

/** Each option: its letter in the table, and its code and meaning in DICOM PS3.16, CID 7050. */
const retainedLetters: Record<Exclude<Retained, 'dates' | 'shifted-dates' | 'safe-private'>, string> = {
  device: 'D',
  institution: 'I',
  patient: 'C',
  uids: 'U',
}
const cleanedLetters: Record<Exclude<Cleaned, 'pixels'>, string> = { descriptors: 'd', structured: 's', graphics: 'g' }

/**
 * What the profile with these options does to a listed attribute. Of several basic actions that the table allows (X/Z/D:
 * what the object's definition requires decides), the one that every definition accepts is taken: a dummy before an
 * empty value before removal; of sequences, removal where it is allowed, for a dummy item would say what is not so.
 */
export function listedAction({ basic, options }: ProfileRow, vr: string, { retain, clean }: ProfileOptions): Action {
  if (options.has('M') || options.has('F')) {
    if (retain.has('dates')) return 'keep'
    if (retain.has('shifted-dates')) return 'shift'
  }
  for (const [option, letter] of Object.entries(retainedLetters)) {
    const cell = retain.has(option as Retained) ? options.get(letter) : undefined
    if (cell) return cell === 'K' ? 'keep' : 'clean'
  }
  for (const [option, letter] of Object.entries(cleanedLetters))
    if (clean.has(option as Cleaned) && options.has(letter)) return 'clean'
  if (basic.includes('U')) return 'uid'
  if (vr === 'SQ' && basic.startsWith('X')) return 'remove'
  return basic.includes('D') ? 'dummy' : basic.includes('Z') ? 'empty' : 'remove'
}

/** The codes of CID 7050 for what was done, the profile first. */
export function methodCodes({ retain, clean }: ProfileOptions): [code: string, meaning: string][] {
  const codes: [boolean, string, string][] = [
    [true, '113100', 'Basic Application Confidentiality Profile'],
    [clean.has('pixels'), '113101', 'Clean Pixel Data Option'],
    [clean.has('graphics'), '113103', 'Clean Graphics Option'],
    [clean.has('structured'), '113104', 'Clean Structured Content Option'],
    [clean.has('descriptors'), '113105', 'Clean Descriptors Option'],
    [retain.has('dates'), '113106', 'Retain Longitudinal Temporal Information Full Dates Option'],
    [
      !retain.has('dates') && retain.has('shifted-dates'),
      '113107',
      'Retain Longitudinal Temporal Information Modified Dates Option',
    ],
    [retain.has('patient'), '113108', 'Retain Patient Characteristics Option'],
    [retain.has('device'), '113109', 'Retain Device Identity Option'],
    [retain.has('uids'), '113110', 'Retain UIDs Option'],
    [retain.has('safe-private'), '113111', 'Retain Safe Private Option'],
    [retain.has('institution'), '113112', 'Retain Institution Identity Option'],
  ]
  return codes.filter(([done]) => done).map(([, code, meaning]) => [code, meaning])
}

interface SafeBlock {
  group: number
  creator: string
  elements: Map<number, string>
}

/** Forms that hold numbers, terms or UIDs; free text, bytes and sequences are not kept whoever calls them safe. */
const judged = /^(CS|DS|FD|FL|IS|SL|SS|UI|UL|US)$/

/** Numbers that Nomoscope reads beside those of the standard's list: directions of diffusion, times of phases. */
const ownSafe = `
0019|bb|GEMS_ACQU_01|DS
0019|bc|GEMS_ACQU_01|DS
0019|bd|GEMS_ACQU_01|DS
2005|a0|Philips MR Imaging DD 001|FL
2005|b0|Philips MR Imaging DD 001|FL
2005|b1|Philips MR Imaging DD 001|FL
2005|b2|Philips MR Imaging DD 001|FL
0065|09|Image Private Header|FD
0065|37|Image Private Header|FD
`
const safeBlocks = new Map<string, SafeBlock>()
for (const line of `${safePrivateTable.trim()}\n${ownSafe.trim()}`.split('\n')) {
  const [group, element, creator, vr] = line.split('|')
  if (!judged.test(vr)) continue
  const key = `${group}|${creator.toUpperCase()}`
  const block = safeBlocks.get(key) ?? { group: Number.parseInt(group, 16), creator, elements: new Map() }
  block.elements.set(Number.parseInt(element, 16), vr)
  safeBlocks.set(key, block)
}

/** The value representation of a private attribute on the list of safe ones; undefined where it is not on it. */
export const safePrivate = (group: number, creator: string, element: number): string | undefined =>
  safeBlocks.get(`${group.toString(16).padStart(4, '0')}|${creator.trim().toUpperCase()}`)?.elements.get(element)
