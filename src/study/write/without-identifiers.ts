import type { ModelResult } from '../../model/index.ts'
import type { StudyOutput } from '../output.ts'

/** What a patient is called where identifiers are left out: by the number in the analysed cohort, or beyond it. */
function patientNumbers({ cohort, quality = [] }: StudyOutput['cohort']): Map<string, string> {
  const numbers = new Map(cohort.patients.map((patient, i) => [patient, `patient ${i + 1}`]))
  const others = new Set(quality.map(({ patient }) => patient).filter((patient) => !numbers.has(patient)))
  for (const [i, patient] of [...others].entries()) numbers.set(patient, `not analysed ${i + 1}`)
  return numbers
}

/** What a run found, without identifiers: predictions and rows are known by their number in the analysed cohort. */
export function withoutIdentifiers(output: StudyOutput): StudyOutput {
  const { cohort, models, coxModels, features, curves } = output
  const numberOf = new Map(cohort.cohort.ids.map((id, row) => [id, `row ${row + 1}`]))
  const numbered = <Part extends { predictions: { id: string }[] }>(part: Part | undefined): Part | undefined =>
    part && { ...part, predictions: part.predictions.map((one) => ({ ...one, id: numberOf.get(one.id) ?? '' })) }
  const anonymous = (result: ModelResult): ModelResult => {
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
    cohort: {
      ...cohort,
      flow: { ...cohort.flow, steps },
      quality,
      cohort: {
        ...cohort.cohort,
        ids: cohort.cohort.ids.map((id) => numberOf.get(id)!),
        patients: cohort.cohort.patients.map((patient) => patientNumber.get(patient)!),
      },
    },
    models: { ...models, results: models.results.map(anonymous) },
    coxModels: coxModels.map((one) => ({ ...one, results: one.results.map(anonymous) })),
    features: { ...features, rows },
    curves: curves.map((one) => ({
      ...one,
      patients: one.patients.map((each) => ({ ...each, patient: patientNumber.get(each.patient) ?? '' })),
    })),
  }
}
