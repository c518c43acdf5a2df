/** Units of the same quantity with how many of the first each is worth; a value may be converted within a line. */
const quantities: Record<string, number>[] = [
  { mm: 1, millimeter: 1, millimetre: 1, cm: 10, m: 1000, µm: 0.001, um: 0.001, nm: 1e-6 },
  { mm2: 1, 'mm^2': 1, 'mm²': 1, cm2: 100, 'cm^2': 100, 'cm²': 100 },
  {
    mm3: 1,
    'mm^3': 1,
    'mm³': 1,
    µl: 1,
    ul: 1,
    cm3: 1000,
    'cm^3': 1000,
    'cm³': 1000,
    ml: 1000,
    cc: 1000,
    dl: 1e5,
    l: 1e6,
  },
  { mg: 1, µg: 0.001, ug: 0.001, ng: 1e-6, pg: 1e-9, g: 1000, kg: 1e6 },
  {
    'ng/ml': 1,
    'µg/l': 1,
    'ug/l': 1,
    'pg/ml': 0.001,
    'ng/dl': 0.01,
    'ng/l': 0.001,
    'µg/ml': 1000,
    'ug/ml': 1000,
    'mg/l': 1000,
    'mg/dl': 1e4,
    'g/l': 1e6,
    'g/dl': 1e7,
  },
  { 'mmol/l': 1, 'µmol/l': 0.001, 'umol/l': 0.001, 'nmol/l': 1e-6 },
  { 'u/ml': 1, 'u/l': 0.001, 'ku/l': 1, 'iu/ml': 1, 'iu/l': 0.001, 'miu/ml': 0.001 },
  {
    d: 1,
    day: 1,
    days: 1,
    tage: 1,
    天: 1,
    wk: 7,
    week: 7,
    weeks: 7,
    mo: 30.4375,
    month: 30.4375,
    months: 30.4375,
    monate: 30.4375,
    y: 365.25,
    yr: 365.25,
    yrs: 365.25,
    year: 365.25,
    years: 365.25,
    jahre: 365.25,
    ans: 365.25,
    años: 365.25,
    岁: 365.25,
  },
  { s: 1, sec: 1, ms: 0.001, min: 60, h: 3600, hr: 3600 },
  { '%': 1, percent: 1 },
  { hu: 1 },
  { mmhg: 1 },
  { bpm: 1 },
  {
    '10^-6 mm²/s': 1,
    '10-6 mm2/s': 1,
    '10^-3 mm²/s': 1000,
    '10-3 mm2/s': 1000,
    'x10-3 mm2/s': 1000,
    'mm2/s': 1e6,
    'mm²/s': 1e6,
  },
]

const plain = (unit: string) => unit.replace(/μ/g, 'µ').replace(/\s+/g, ' ').trim().toLowerCase()

/** Whether a word is a unit that is known here. */
export const isUnit = (word: string) => quantities.some((quantity) => plain(word) in quantity)

/** By how much a value in one unit is multiplied for it to be in another; undefined where they measure different things. */
export function unitFactor(from: string, to: string): number | undefined {
  const [a, b] = [plain(from), plain(to)]
  if (a === b) return 1
  const quantity = quantities.find((one) => a in one && b in one)
  return quantity && quantity[a] / quantity[b]
}

/** A cell such as "12 mm" or "25%" as its number's text and its unit; undefined for any other cell. */
export function withUnit(cell: string): { number: string; unit: string } | undefined {
  if (!/[^\d\s.,'<>=+-]/.test(cell)) return undefined // sooner than by trying every place where a unit might begin
  const found = /^([<>≤≥]?=?\s*[+\-\u2212]?[\d.,'\s]*\d)\s*([^\d\s.,'<>=+-].*)$/.exec(cell)
  if (!found || found[2].length > 20) return undefined
  return { number: found[1].trim(), unit: found[2] }
}

/** The units that the cells of a column have behind their numbers, the commonest first; only such as are known, or said. */
export function unitsOf(cells: readonly string[], declared?: string): string[] {
  const counts = new Map<string, number>()
  for (const cell of cells) {
    const unit = withUnit(cell)?.unit
    if (unit === undefined || !(isUnit(unit) || (declared !== undefined && plain(unit) === plain(declared)))) continue
    counts.set(plain(unit), (counts.get(plain(unit)) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([unit]) => unit)
}

/** A unit in brackets at the end of a name, where it is one: "(mm)", not the plural's "(s)" or a "[M]". */
export function unitInName(name: string): string | undefined {
  const found = /(\S?)(\s*)[([](%|[a-zµμ/^0-9·.²³ -]+)[)\]]\s*$/i.exec(name)
  // "lesion(s)" is a plural; a unit stands apart or is longer than a letter.
  const isApart = found !== null && (found[2] !== '' || found[3].length > 1)
  if (found && isApart && (isUnit(found[3]) || /[/²³^%]|\d/.test(found[3]))) return found[3]
  return /[_\s](mm|cm|months|days|years|percent)$/i.exec(name)?.[1].replace('percent', '%')
}
