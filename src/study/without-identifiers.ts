import type { Fault } from '../cohort/fault.ts'
import type { ComparatorResult, ModelResult } from '../model/index.ts'
import type { Findings } from './output.ts'
import type { StudyCohort } from './stages/cohort.ts'

/** What a patient is called where identifiers are left out: by the number in the analysed cohort, or beyond it. */
function patientNumbers({ cohort, quality = [] }: StudyCohort): Map<string, string> {
  const numbers = new Map(cohort.patients.map((patient, i) => [patient, `patient ${i + 1}`]))
  const others = new Set(quality.map(({ patient }) => patient).filter((patient) => !numbers.has(patient)))
  for (const [i, patient] of [...others].entries()) numbers.set(patient, `not analysed ${i + 1}`)
  return numbers
}

/** Faults whose words may name a patient, without them: what kind, in which column, and what to do. */
function anonymousFaults(faults: readonly Fault[], cohortFile: string): Fault[] {
  return faults.map(({ code, severity, column, repair }) => ({
    code,
    severity,
    file: cohortFile,
    ...(column && { column }),
    what: 'Not shown, to leave identifiers out.',
    repair,
  }))
}

/**
 * The one rule of what may be shared, applied before anything is drawn or written: patients and rows are known by their
 * number in the analysed cohort; what a failure or an issue says is left out, as it may name a patient or a path; maps
 * over a patient's own slices are left out.
 */
export function withoutIdentifiers<Found extends Omit<Findings, 'faults'> & { faults: Fault[] }>(output: Found): Found {
  const { study, cohort, models, coxModels, features, curves, pictures, faults } = output
  const numberOf = new Map(cohort.cohort.ids.map((id, row) => [id, `row ${row + 1}`]))
  const numbered = <Part extends { predictions: { id: string }[] }>(part: Part | undefined): Part | undefined =>
    part && { ...part, predictions: part.predictions.map((one) => ({ ...one, id: numberOf.get(one.id) ?? '' })) }
  const anonymous = <One extends { performance: ModelResult['performance'] | ComparatorResult['performance'] }>(
    result: One,
  ): One => {
    const { apparent, nested, heldOut } = result.performance
    const performance = {
      ...result.performance,
      apparent: numbered(apparent)!,
      nested: numbered(nested),
      heldOut: numbered(heldOut),
    }
    return { ...result, performance }
  }
  const steps = cohort.flow.steps.map((step) => ({ ...step, ids: [] }))
  const patientNumber = patientNumbers(cohort)
  const quality = cohort.quality?.map((one) => ({
    ...one,
    patient: patientNumber.get(one.patient)!,
    task: { image: '' },
    reason: one.reason && 'Not shown, to leave identifiers out.',
  }))
  const rows = features.rows.map((row) => ({
    ...row,
    reason: row.reason && 'Not shown, to leave identifiers out.',
    input: { ...row.input, patient: patientNumber.get(row.input.patient) ?? '' },
  }))
  return {
    ...output,
    faults: anonymousFaults(faults, study.cohort.file),
    maps: undefined,
    typical: undefined,
    pictures: pictures.map((one) => ({ ...one, patient: patientNumber.get(one.patient) ?? '' })),
    cohort: {
      ...cohort,
      flow: { ...cohort.flow, steps },
      quality,
      cohort: {
        ...cohort.cohort,
        ids: cohort.cohort.ids.map((id) => numberOf.get(id)!),
        patients: cohort.cohort.patients.map((patient) => patientNumber.get(patient)!),
      },
      // The follow-up's rows are found by the names that the cohort's patients now have.
      supplements: {
        ...cohort.supplements,
        patients: cohort.supplements.patients.map((patient) => patientNumber.get(patient) ?? ''),
      },
    },
    models: {
      ...models,
      results: models.results.map(anonymous),
      comparators: models.comparators.map(anonymous),
    },
    coxModels: coxModels.map((one) => ({ ...one, results: one.results.map(anonymous) })),
    features: { ...features, rows },
    curves: curves.map((one) => ({
      ...one,
      patients: one.patients.map((each) => ({ ...each, patient: patientNumber.get(each.patient) ?? '' })),
    })),
  }
}
