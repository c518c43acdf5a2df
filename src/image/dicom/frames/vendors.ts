import { type Dataset, privateTag, values } from '../file.ts'

/** An attribute that a manufacturer keeps in a group of its own: who reserved the block, where, and how it is written. */
interface PrivateAttribute {
  group: number
  creator: RegExp
  /** The last two hexadecimal digits of the tag. */
  element: number
  /** The value representation, for files that do not say. */
  vr: 'IS' | 'DS' | 'FL' | 'FD'
  /** From the stored number to the quantity, where they differ. */
  decode?: (stored: number) => number
}

/** What a manufacturer of scanners writes into attributes of its own. */
interface Vendor {
  name: string
  /** s/mm² */
  bValue?: PrivateAttribute
  /** Factor between stored and floating-point values. */
  scale?: PrivateAttribute
  /** The direction of the diffusion gradient: three numbers in one attribute, or one in each of three. */
  direction?: Omit<PrivateAttribute, 'decode'> & { spread?: true }
  /** When the phase of a dynamic series began, in seconds from the first. */
  phaseTime?: PrivateAttribute
}

/**
 * One entry a manufacturer; a new one needs nothing else. Source: the manufacturers' DICOM conformance statements, with
 * the names of dcm4che's private dictionaries.
 */
const vendors: readonly Vendor[] = [
  {
    name: 'Siemens',
    bValue: { group: 0x0019, creator: /^SIEMENS MR HEADER/i, element: 0x0c, vr: 'IS' },
    direction: { group: 0x0019, creator: /^SIEMENS MR HEADER/i, element: 0x0e, vr: 'FD' },
  },
  {
    name: 'GE',
    // GE adds a billion to say that it is a b-value
    bValue: {
      group: 0x0043,
      creator: /^GEMS_PARM_01/i,
      element: 0x39,
      vr: 'IS',
      decode: (stored) => stored % 100_000,
    },
    direction: { group: 0x0019, creator: /^GEMS_ACQU_01/i, element: 0xbb, vr: 'DS', spread: true },
  },
  {
    name: 'Philips',
    bValue: { group: 0x2001, creator: /^Philips Imaging DD 001/i, element: 0x03, vr: 'FL' },
    scale: { group: 0x2005, creator: /^Philips MR Imaging DD 001/i, element: 0x0e, vr: 'FL' },
    direction: { group: 0x2005, creator: /^Philips MR Imaging DD 001/i, element: 0xb0, vr: 'FL', spread: true },
    phaseTime: { group: 0x2005, creator: /^Philips MR Imaging DD 001/i, element: 0xa0, vr: 'FL' },
  },
  {
    name: 'United Imaging',
    bValue: { group: 0x0065, creator: /^Image Private Header/i, element: 0x09, vr: 'FD' },
    direction: { group: 0x0065, creator: /^Image Private Header/i, element: 0x37, vr: 'FD' },
  },
]

/**
 * The value of a quantity by the first manufacturer whose attribute the dataset has; negative and non-finite values
 * count as absent.
 */
export function privateValue(
  dataset: Dataset,
  quantity: Exclude<keyof Vendor, 'name' | 'direction'>,
): number | undefined {
  for (const { [quantity]: attribute } of vendors) {
    if (!attribute) continue
    const { group, creator, element, vr, decode } = attribute
    const where = privateTag(dataset, group, creator, element)
    const stated = where === undefined ? undefined : dataset.elements.get(where)?.vr
    if (where === undefined || stated === undefined) continue
    const [stored] = values(dataset, where, stated === 'UN' ? vr : stated)
    if (Number.isFinite(stored) && stored >= 0) return decode ? decode(stored) : stored
  }
  return undefined
}

/** The direction of the diffusion gradient by the first manufacturer whose attributes the dataset has, as text to compare. */
export function privateDirection(dataset: Dataset): string | undefined {
  for (const { direction } of vendors) {
    if (!direction) continue
    const { group, creator, element, vr, spread } = direction
    const where = privateTag(dataset, group, creator, element)
    if (where === undefined) continue
    const read = (which: number) => {
      const stated = dataset.elements.get(which)?.vr
      return values(dataset, which, stated === 'UN' ? vr : stated)
    }
    const found = spread ? [0, 1, 2].map((i) => read(where + i)[0]) : read(where)
    if (found.length === 3 && found.every(Number.isFinite)) return found.join(' ')
  }
  return undefined
}
