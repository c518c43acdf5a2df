import { type Dataset, type Element, strings } from '../../image/dicom/file.ts'
import { representationOf, written } from '../dictionary.ts'
import { cleanText } from './clean-text.ts'
import { type Identifiers, names } from './identifiers.ts'
import { type Action, listedAction, type ProfileOptions, profileRow, safePrivate } from './profile.ts'
import { dummyValue, emptyDocument, shiftDate } from './values.ts'

/** What stands for a patient's identity. */
export interface Replacement {
  options: ProfileOptions
  pseudonym: string
  /** How many days earlier the patient's dates become. */
  shift: number
  /** The same UID for the same UID, whatever file it stands in. */
  uid: (original: string) => string
  identifiers: Identifiers
}

/** What was done to how many attributes, by `tag action`; the tag of a private one names its block's creator in place. */
export type Changes = Map<string, number>

/** How the attributes of an item are treated: by the profile; as free text to be cleaned; as all to be replaced. */
type Mode = 'profile' | 'clean' | 'dummy'

/** UIDs that name a kind of object or a coding scheme, not an instance. */
const classUids = new Set([
  0x00080016, 0x0008001a, 0x0008001b, 0x00080062, 0x0008010c, 0x00080117, 0x00080118, 0x00081150, 0x0008115a,
  0x00083003, 0x00080069, 0x04000015, 0x04000510,
])
/** What gives a content item its form; the rest of it is what it says. */
const contentForm = new Set([
  0x0040a010, 0x0040a040, 0x0040a043, 0x0040a050, 0x0040a504, 0x0040a730, 0x00081199, 0x00081150, 0x00081155,
  0x0040db73,
])
const conceptName = 0x0040a043
/** Code, scheme and meaning, of schemes that are published: what they say is the same for everyone. */
const codeParts = new Set([0x00080100, 0x00080102, 0x00080103, 0x00080104])
const publishedScheme = /^(DCM|SCT|SRT|SNM3|99SDM|UCUM|LN|RADLEX|FMA|NCIt|UMLS|IBSI|ACR|BARI|MSH|PUBCHEM_CID|RO)$/
const texts = /^(AE|CS|LO|LT|SH|ST|UC|UN|UR|UT|PN)$/
const patientTags: ReadonlySet<number> = new Set([0x00100010, 0x00100020])

/** A dataset by the profile, its sequences included; the original is left as it is. */
export function rewriteDataset(
  dataset: Dataset,
  replacement: Replacement,
  changes: Changes,
  mode: Mode = 'profile',
): Dataset {
  const elements = new Map<number, Element>()
  const reserved = new Set<number>()
  const overlays = keepsOverlays(replacement)
  const published = publishedScheme.test(strings(dataset, 0x00080102)[0] ?? '')
  for (const [tag, element] of dataset.elements) {
    const [group, number] = [tag >>> 16, tag & 0xffff]
    if (number === 0 || group === 2) continue // lengths of groups, which change
    if (group & 1) {
      const kept = keepPrivate(dataset, tag, element, replacement)
      if (kept) {
        elements.set(tag, kept)
        reserved.add(group * 0x10000 + (number >>> 8))
      } else if (number > 0xff) count(changes, tag, 'remove')
      continue
    }
    // An overlay without its bitmap is none.
    const action =
      group >>> 8 === 0x60 && !overlays
        ? 'remove'
        : published && codeParts.has(tag)
          ? 'keep'
          : actionOf(tag, element, mode, replacement)
    const now = carryOut(action, tag, element, dataset, replacement, changes, mode)
    if (now !== element && !now?.items && action !== 'keep') count(changes, tag, action)
    if (now) elements.set(tag, now)
  }
  for (const creator of reserved) {
    const element = dataset.elements.get(creator)
    if (element) elements.set(creator, element)
  }
  return { ...dataset, elements: new Map([...elements].sort(([a], [b]) => a - b)) }
}

const keepsOverlays = ({ options }: Replacement) => options.clean.has('graphics')

const count = (changes: Changes, tag: number, action: string) => {
  const key = `${(tag >>> 16) & 1 ? `(${(tag >>> 16).toString(16).padStart(4, '0')},xx${(tag & 0xff).toString(16).padStart(2, '0')})` : written(tag)} ${action}`
  changes.set(key, (changes.get(key) ?? 0) + 1)
}

function keepPrivate(dataset: Dataset, tag: number, element: Element, { options, identifiers }: Replacement) {
  if (!options.retain.has('safe-private') || element.items) return undefined
  const [group, number] = [tag >>> 16, tag & 0xffff]
  const creator = strings(dataset, group * 0x10000 + (number >>> 8))[0]
  const vr = creator && safePrivate(group, creator, number & 0xff)
  // UIDs of a manufacturer's own are not mapped: what they refer to is not known.
  if (!vr || vr === 'UI') return undefined
  if (texts.test(vr) && names(strings(dataset, tag).join('\\'), identifiers)) return undefined
  return element
}

/** What is to be done to a standard attribute. */
function actionOf(tag: number, { vr, items }: Element, mode: Mode, { options }: Replacement): Action {
  const row = profileRow(tag)
  const form = representationOf(tag)
  if (!form) return 'remove' // what this edition of the standard does not name cannot be judged
  if (vr === 'UI' || form === 'UI') {
    if (classUids.has(tag)) return 'keep'
    if (row) return listedAction(row, 'UI', options)
    return options.retain.has('uids') ? 'keep' : 'uid'
  }
  if (row) return listedAction(row, items ? 'SQ' : form, options)
  if (mode === 'dummy' && !contentForm.has(tag)) return items ? 'keep' : 'dummy'
  if (form === 'PN') return 'empty'
  if (form === 'DA' || form === 'DT')
    return options.retain.has('dates') ? 'keep' : options.retain.has('shifted-dates') ? 'shift' : 'dummy'
  return mode === 'clean' && texts.test(form) && form !== 'CS' && !contentForm.has(tag) ? 'clean' : 'keep'
}

function carryOut(
  action: Action,
  tag: number,
  element: Element,
  dataset: Dataset,
  replacement: Replacement,
  changes: Changes,
  mode: Mode,
): Element | undefined {
  const vr = element.vr === 'UN' ? (representationOf(tag) ?? 'UN') : element.vr
  const replaced = (value: string | Uint8Array): Element => ({
    vr: element.vr,
    bytes: typeof value === 'string' ? new TextEncoder().encode(value) : value,
  })
  if (patientTags.has(tag) && action !== 'keep' && !(mode === 'dummy'))
    return replaced(tag === 0x00100010 ? `${replacement.pseudonym}^` : replacement.pseudonym)
  switch (action) {
    case 'remove':
      return undefined
    case 'empty':
      return element.items ? { ...element, items: [] } : replaced('')
    case 'dummy':
      if (element.items) return itemsBy('dummy')
      if (tag === 0x00420011) return replaced(emptyDocument(strings(dataset, 0x00420012)[0] ?? ''))
      return replaced(vr === 'UI' ? replacement.uid(strings(dataset, tag)[0] ?? '') : dummyValue(vr))
    case 'uid':
      if (element.items) return itemsBy(mode)
      return replaced(strings(dataset, tag).map(replacement.uid).join('\\'))
    case 'shift': {
      if (vr === 'TM') return element
      if (element.items) return itemsBy(mode)
      if (vr !== 'DA' && vr !== 'DT') return undefined // a time zone, a calendar
      const dates = strings(dataset, tag)
      if (dates.length === 0) return element
      return replaced(dates.map((date) => shiftDate(date, replacement.shift) ?? dummyValue(vr)).join('\\'))
    }
    case 'clean': {
      if (element.items) return itemsBy('clean')
      if (tag >>> 24 === 0x60) return element // looked at as a picture, in overlays.ts
      if (!texts.test(vr)) return undefined
      const cleaned = strings(dataset, tag).map((text) => cleanText(text, replacement.identifiers))
      return replaced(cleaned.some((text) => text !== '') ? cleaned.join('\\') : 'REMOVED')
    }
    default:
      if (element.items) return itemsBy(tag === conceptName ? 'profile' : mode)
      if (texts.test(vr) && names(strings(dataset, tag).join('\\'), replacement.identifiers, vr === 'CS' ? 3 : 2)) {
        count(changes, tag, 'identifier')
        return replaced(vr === 'CS' || vr === 'AE' ? '' : 'REMOVED')
      }
      return element
  }
  function itemsBy(inner: Mode): Element {
    const items = (element.items ?? []).map((item) => rewriteDataset(item, replacement, changes, inner))
    return { ...element, items }
  }
}
