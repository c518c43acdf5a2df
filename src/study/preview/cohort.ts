import type { Cohort } from '../../cohort/codebook/variable.ts'
import type { Fault } from '../../cohort/fault.ts'
import { fault } from '../../cohort/fault.ts'
import type { LoadedCohort } from '../../cohort/load.ts'
import type { Flow } from '../../cohort/rules/criteria.ts'
import { Problem } from '../../errors/index.ts'
import type { Drawing } from '../../figures/canvas/svg.ts'
import type { Messages } from '../../text/locales/index.ts'
import { flowFigures } from '../chapters/patients/patients.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
import { type StudyCohort, studyCohort } from '../stages/cohort.ts'
import { availability, openFeatureTable } from '../stages/features.ts'

/** A study's patients while its file is being written: what can be said of them so far. */
export interface CohortPreview {
  faults: Fault[]
  /** Who is left by the criteria, and what must be answered before that can be said. */
  of?: StudyCohort
  flow?: { flow: Flow; drawing: Drawing }
}

/**
 * What the cohort stage of a run would have, without what is wrong beyond the table sinking the rest.
 * loaded  everyone in the table, before any criterion
 * read    gives the cohort as `cohortOf` does
 */
export async function previewCohort(
  messages: Messages,
  study: StudyConfig,
  loaded: LoadedCohort,
  read: () => Promise<StudyCohort>,
): Promise<CohortPreview> {
  const of = await previewed(read)
  const file = study.cohort.file
  if (of instanceof Problem) return { faults: [...loaded.faults, fault(of, { file })] }
  const questions = of.questions.map((question) => fault(question, { file }))
  const [drawn] = flowFigures(messages, study, of)
  return {
    faults: [...questions, ...of.faults],
    of,
    ...(drawn && { flow: { flow: of.flow, drawing: drawn.drawing } }),
  }
}

/** The analysed patients; a Problem where the study file asks for what cannot be. */
async function previewed(read: () => Promise<StudyCohort>): Promise<StudyCohort | Problem> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}

/** The cohort of a study as a run reads it; `loaded` where its table was read before. */
export async function cohortOf(study: StudyConfig, context: StudyContext, loaded?: LoadedCohort): Promise<StudyCohort> {
  const table = await openFeatureTable(study, context)
  return studyCohort(study, (cohort) => availability(study, cohort, table, context), context, table?.features, loaded)
}

/** One column as the grid's head shows it. */
export interface ColumnSummary {
  name: string
  label: string
  type: string
  unit?: string
  measured: string
  missing: number
  levels?: { value: string; label: string; rows: number }[]
  /** Of a number: least, median and greatest. */
  range?: [number, number, number]
}

/** The columns of everyone in the table, in words and counts. */
export function summariesOf({ columns }: Cohort): ColumnSummary[] {
  return [...columns.values()].map(({ variable, values, text }) => {
    const { name, label, type, unit, measured, levels } = variable
    const known = text ? new Float64Array() : values.filter((value) => !Number.isNaN(value)).sort()
    const missing = text ? text.filter((cell) => cell === '').length : values.length - known.length
    const counted = levels?.map((level, at) => ({ ...level, rows: values.filter((value) => value === at).length }))
    return {
      name: variable.column ?? name,
      label,
      type,
      unit,
      measured,
      missing,
      ...(counted && { levels: counted }),
      ...(!levels &&
        known.length > 0 && {
          range: [known[0], known[known.length >> 1], known[known.length - 1]] as [number, number, number],
        }),
    }
  })
}
