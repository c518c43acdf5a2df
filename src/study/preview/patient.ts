import { readTable } from '../../cohort/tables/read-table.ts'
import { writeCsv } from '../../cohort/tables/write-csv.ts'
import { featureName } from '../../features/feature-name.ts'
import type { Drawing } from '../../figures/canvas/svg.ts'
import { contributionSteps } from '../../figures/charts/contributions.ts'
import { type NomogramFigure, nomogram } from '../../figures/charts/nomogram.ts'
import type { ModelFile } from '../../model/predict/model-schema.ts'
import { type Prediction, predict } from '../../model/predict/predict.ts'
import type { Messages } from '../../text/locales/index.ts'
import { casesOfStudy, needsImages, withFeatures } from '../cases/new-patients.ts'
import { readPatients } from '../cases/read-patients.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'

/** One new patient: the risk, what makes it, and the drawings of both. */
export interface PatientRisk {
  prediction: Prediction
  /** Cells as the model took them: typed ones, and the features of the images. */
  cells: Record<string, number | string | null | undefined>
  /** How many of them were extracted from images here. */
  extracted: number
  warnings: string[]
  contributions?: Drawing
  nomogram?: Drawing
}

/** Whether a model's columns come from images: they are never typed. */
export const isFromImages = ({ extraction }: ModelFile, column: string): boolean =>
  Object.keys(extraction?.sequences ?? {}).some((sequence) => column.startsWith(`${sequence}_`))

/**
 * The risk of one patient, as `nomoscope predict` gives it. Features that the model needs are extracted from the images and
 * regions that the study file names for this patient.
 * typed  cells by column
 * drawn  the nomogram of the results, on which the patient's path is drawn
 */
export async function patientRisk(
  messages: Messages,
  file: ModelFile,
  { id, typed }: { id: string; typed: Readonly<Record<string, string>> },
  study: StudyConfig,
  context: StudyContext,
  drawn: NomogramFigure | undefined,
): Promise<PatientRisk> {
  const identifier = file.identifier ?? 'patient'
  const names = [identifier, ...Object.keys(typed).filter((name) => name !== identifier)]
  const csv = writeCsv(names, [[id, ...names.slice(1).map((name) => typed[name])]])
  const table = await readTable(new TextEncoder().encode(csv), 'the form', { id: identifier })
  const { ids, rows } = readPatients(table, file, identifier)
  const missing = file.columns.filter(({ name }) => !(name in rows[0]))
  const images = needsImages(file, rows, file.extraction !== undefined && missing.length > 0)
  const made = images
    ? await withFeatures(file, { ids, rows }, casesOfStudy(file, ids, study, context), context)
    : { rows, failed: new Map<number, string>(), noticed: new Map<number, string[]>() }
  const failed = made.failed.get(0)
  const [prediction] = predict(file, [
    { ...Object.fromEntries(file.columns.map(({ name }) => [name, ''])), ...made.rows[0] },
  ])
  const cells = Object.fromEntries(file.columns.map(({ name }) => [name, made.rows[0][name]]))
  const told = { ...prediction, ...(failed !== undefined && { risk: undefined, error: failed }) }
  return {
    prediction: told,
    cells,
    extracted: images ? file.columns.filter(({ name }) => isFromImages(file, name)).length : 0,
    warnings: [...(made.noticed.get(0) ?? []), ...prediction.warnings],
    ...(told.risk !== undefined && drawingsOf(messages, file, id, told, drawn)),
  }
}

function drawingsOf(
  { drawings: words }: Messages,
  file: ModelFile,
  id: string,
  { contributions, risk, risks }: Prediction,
  drawn: NomogramFigure | undefined,
): Pick<PatientRisk, 'contributions' | 'nomogram'> {
  const values = contributions.map(({ label, value = '', columns, logOdds }) => ({
    label,
    value,
    logOdds,
    ...(columns.length > 1 && {
      inside: columns.map((one) => ({ label: featureName(one.column), logOdds: one.logOdds })),
    }),
  }))
  const link = file.baseline ? ('logHazard' as const) : ('logOdds' as const)
  const bars = contributionSteps(
    { values, result: `${id}: ${file.outcome.label}`, risk: risk!, link },
    undefined,
    words,
  )
  const isWhole =
    drawn?.variables.length === contributions.length && contributions.every(({ points }) => points !== undefined)
  if (!isWhole) return { contributions: bars }
  const totalPoints = contributions.reduce((sum, { points }) => sum + points!, 0)
  const outcomes = drawn.outcomes.map((_, i) => (i === 0 ? '' : (risks?.[i - 1]?.risk ?? risk!).toFixed(3)))
  const path = {
    values: contributions.map(({ points, value }) => ({ at: points!, label: value ?? '' })),
    totalPoints,
    outcomes,
  }
  return { contributions: bars, nomogram: nomogram({ ...drawn, patient: path }, undefined, words) }
}
