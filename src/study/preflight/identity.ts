import type { CaseTask } from '../../cases/case.ts'
import type { CaseOwner } from '../../cases/inspect.ts'
import { type Fault, fault } from '../../cohort/fault.ts'
import {
  ImageOfAnother,
  MaskOnGridOfAnother,
  OnePatientIdTwice,
  PatientsOfRowDiffer,
  UnitsMixed,
} from '../../errors/index.ts'
import { sameGeometry } from '../../image/grid/geometry.ts'

/** A case with whose its files are. */
interface Owned {
  patient: string
  sequence: string
  owner?: CaseOwner
}

/** As identifiers are compared: without case, blanks and leading zeros. */
const plain = (id: string) =>
  id
    .trim()
    .toLowerCase()
    .replace(/^0+(?=\d)/, '')

/**
 * Images and masks that are, by what DICOM says of them, not those of their row: a PatientID that is another row's, or
 * unlike those of all other rows; image, mask and sequences of a row that name several patients; two rows of one
 * PatientID. Pseudonyms that have nothing to do with the table's identifiers say nothing.
 *
 * ids  identifiers of all rows of the table
 */
export function identityFaults(cases: readonly Owned[], tasks: readonly CaseTask[], ids: readonly string[]): Fault[] {
  const known = new Set(ids.map(plain))
  const stated = cases.map(({ patient, owner }) => ({ own: plain(patient), said: plain(owner?.scan?.patient ?? '') }))
  const telling = stated.filter(({ said }) => said !== '')
  const agreeing = telling.filter(({ own, said }) => own === said).length
  const usual = agreeing > 0 && 2 * agreeing > telling.length
  const faults: Fault[] = []
  const told = new Set<string>()
  cases.forEach(({ patient, sequence, owner }, i) => {
    const { own, said } = stated[i]
    if (said === '' || said === own || told.has(`${patient} ${sequence}`)) return
    const another = known.has(said)
    if (!another && !usual) return
    told.add(`${patient} ${sequence}`)
    const problem = ImageOfAnother(patient, `${sequence} image`, owner!.scan!.patient, another)
    faults.push(fault(problem, { file: tasks[i].image, patient }))
  })
  return [...faults, ...withinRows(cases, tasks), ...sharedIds(cases, tasks, told)]
}

/** Rows whose files name several patients. */
function withinRows(cases: readonly Owned[], tasks: readonly CaseTask[]): Fault[] {
  return [...new Set(cases.map(({ patient }) => patient))].flatMap((patient) => {
    const own = cases.flatMap((one, i) => (one.patient === patient ? [{ one, i }] : []))
    const files = own.flatMap(({ one: { sequence, owner }, i }) => [
      { what: sequence, scan: owner?.scan, file: tasks[i].image },
      { what: `mask on ${sequence}`, scan: owner?.maskScan, file: tasks[i].mask },
    ])
    const ids = new Map<string, string>()
    for (const { what, scan } of files) if (scan?.patient) ids.set(plain(scan.patient), `${what}: ${scan.patient}`)
    if (ids.size > 1) return [fault(PatientsOfRowDiffer(patient, [...ids.values()]), { file: files[0].file, patient })]
    const names = new Map<string, string>()
    for (const { what, scan } of files) if (scan?.nameHash) names.set(scan.nameHash, what)
    if (names.size <= 1 || ids.size === 1) return []
    return [fault(PatientsOfRowDiffer(patient, [...names.values()]), { file: files[0].file, patient }, 'note')]
  })
}

/** Two rows with one PatientID; one that most rows have is a placeholder. */
function sharedIds(cases: readonly Owned[], tasks: readonly CaseTask[], told: ReadonlySet<string>): Fault[] {
  const rows = new Map<string, Map<string, number>>()
  cases.forEach(({ patient, sequence, owner }, i) => {
    const said = plain(owner?.scan?.patient ?? '')
    if (said === '' || told.has(`${patient} ${sequence}`)) return
    const own = rows.get(said) ?? new Map<string, number>()
    if (!own.has(patient)) own.set(patient, i)
    rows.set(said, own)
  })
  const patients = new Set(cases.map(({ patient }) => patient)).size
  return [...rows.values()].flatMap((own) => {
    if (own.size < 2 || (own.size > 2 && 2 * own.size > patients)) return []
    const [[first], ...others] = [...own]
    return others.map(([patient, i]) =>
      fault(
        OnePatientIdTwice(patient, first, cases[i].owner!.scan!.patient),
        { file: tasks[i].image, patient },
        'note',
      ),
    )
  })
}

/** Masks that miss their own image's grid and lie on another patient's. */
export function masksOfOthers(cases: readonly Owned[], tasks: readonly CaseTask[]): Fault[] {
  const same = (a: CaseOwner, b: CaseOwner) => sameGeometry(a.grid, b.maskGrid, 1e-3)
  return cases.flatMap(({ patient, sequence, owner }, i) => {
    if (!owner || same(owner, owner)) return []
    const others = new Set(
      cases.flatMap((one) => (one.patient !== patient && one.owner && same(one.owner, owner) ? [one.patient] : [])),
    )
    if (others.size === 0 || others.size > 3) return []
    return [fault(MaskOnGridOfAnother(patient, sequence, [...others]), { file: tasks[i].mask, patient })]
  })
}

/** Sequences whose images have several units, such as Bq/ml and SUV. */
export function mixedUnits(cases: readonly Owned[]): Fault[] {
  return [...new Set(cases.map(({ sequence }) => sequence))].flatMap((sequence) => {
    const units = new Map<string, string[]>()
    for (const { patient, owner, sequence: own } of cases)
      if (own === sequence && owner?.scan?.unit)
        units.set(owner.scan.unit, [...(units.get(owner.scan.unit) ?? []), patient])
    if (units.size < 2) return []
    const said = [...units].map(
      ([unit, patients]) => `${unit} (${patients.slice(0, 5).join(', ')}${patients.length > 5 ? ', …' : ''})`,
    )
    return [fault(UnitsMixed(sequence, said), { file: sequence })]
  })
}
