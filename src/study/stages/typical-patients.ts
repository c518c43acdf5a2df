import type { SliceImage } from '../../figures/charts/slice.ts'
import { isFailure } from '../../jobs/failure.ts'
import { rowsOf } from '../../model/data/predictor-table.ts'
import { predictRows } from '../../model/fit/fitted-model.ts'
import type { ModelResult } from '../../model/index.ts'
import { outcomeProbability } from '../../model/nomogram/nomogram.ts'
import { columnsOf } from '../../model/terms/linear-predictor.ts'
import { imageCases } from '../cases/study-cases.ts'
import { sequenceName } from '../column-names.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { PredictedCohort } from './cohort.ts'
import type { StudyNomogram } from './nomogram.ts'
import type { StudyModels } from './outcome-models.ts'

/** Sequences beside each other, as many as can be looked at in the width of a page. */
const maximumSequences = 4

/** Two training patients as a radiologist sees them, and what the nomogram gives each. */
export interface TypicalPatients {
  model: string
  /** What the outcome is called. */
  outcome: string
  sequences: string[]
  /** Whose regions are outlined, the one that counts first; empty where readers have no names. */
  readers: string[]
  /** With the outcome and without: each has a slice for every sequence. */
  patients: { id: string; group: string; points: number; risk: number; slices: SliceImage[] }[]
}

/**
 * Of the training patients with the outcome and of those without, the one whose predicted risk is the median: every
 * sequence with the regions of its readers, and points and risk by the nomogram. Nothing in a report to be shared, as the
 * slices are a patient's own, and nothing where a picture of either cannot be made.
 */
export async function typicalPatients(
  study: StudyConfig,
  studied: PredictedCohort,
  { table }: Pick<StudyModels, 'table'>,
  lead: ModelResult,
  nomogram: StudyNomogram,
  context: StudyContext,
): Promise<TypicalPatients | undefined> {
  if (!study.images || context.shareable) return undefined
  const ids = [1, 0].map((outcome) => medianPatient(lead, outcome))
  if (ids.some((id) => id === undefined)) return undefined
  const { cohort } = studied
  const rows = ids.map((id) => cohort.ids.indexOf(id!))
  const patients = rows.map((row) => cohort.patients[cohort.patientOf[row]])
  const cases = imageCases(study, patients, { file: '' }, context, studied.supplements.patients)
  const wanted = study.features && 'params' in study.features ? study.features.reader : undefined
  const sequences = [...new Set(cases.map(({ input }) => input.sequence))].slice(0, maximumSequences)
  const readers = new Set<string>()
  const tasks = patients.flatMap((patient) =>
    sequences.map((sequence) => {
      const own = cases.filter(({ input }) => input.patient === patient && input.sequence === sequence)
      const first = own.find(({ input }) => input.reader === wanted) ?? own[0]
      const second = own.find((one) => one !== first)
      for (const one of [first, second]) if (one?.input.reader) readers.add(one.input.reader)
      return { ...first.task, other: second?.task.mask }
    }),
  )
  if (tasks.length === 0) return undefined
  const answers = await context.map('region/slice', tasks)
  const slices = answers.flatMap((answer) => (isFailure(answer) ? [] : [answer]))
  if (slices.length < tasks.length) return undefined
  const { model, nomogram: axes, result } = nomogram
  const scores = new Set(result.model.scores.map(({ name }) => name))
  const names = columnsOf([...result.model.terms, ...result.model.scores.flatMap(({ terms }) => terms)])
  const own = names.filter((name) => !scores.has(name))
  const lp = predictRows(result.model, rowsOf(table, Int32Array.from(rows), own))
  const { positive, negative } = studied.outcome.groups
  return {
    model: lead.label,
    outcome: studied.outcome.label,
    sequences: sequences.map(sequenceName),
    readers: [...readers].slice(0, 2),
    patients: [positive, negative].map((group, p) => ({
      id: ids[p]!,
      group,
      points: (lp[p] - axes.intercept) * axes.scale,
      risk: outcomeProbability(model.outcomes[0].of, lp[p]),
      slices: slices.slice(p * sequences.length, (p + 1) * sequences.length),
    })),
  }
}

/** The training row whose predicted risk is the median of those with (1) or without (0) the outcome. */
export function medianPatient({ performance }: ModelResult, outcome: number): string | undefined {
  const own = performance.apparent.predictions
    .filter((one) => one.outcome === outcome && Number.isFinite(one.lp))
    .sort((a, b) => a.lp - b.lp)
  return own[Math.floor((own.length - 1) / 2)]?.id
}
