import { columnNamed } from '../../cohort/column-named.ts'
import { inThread, modelJobs } from '../../model/index.ts'
import { tableOne } from '../../report/tables/table-one.ts'
import type { Messages } from '../../text/locales/index.ts'
import type { Chapter } from '../chapters/chapter.ts'
import { markersChapter } from '../chapters/markers/markers.ts'
import { groupsOf } from '../chapters/patients/group-tables.ts'
import { survivalChapter } from '../chapters/survival/survival.ts'
import type { StudyConfig } from '../file/schema.ts'
import { eventName } from '../file/schema-parts.ts'
import type { StudyCohort } from '../stages/cohort.ts'
import { refuseUnanswered } from '../stages/endpoints.ts'
import { survivalOf } from '../stages/survival.ts'
import { agreementAnalysis } from './agreement.ts'
import type { Analysis, AnalysisRequest } from './analysis.ts'
import { rocAnalysis } from './roc.ts'

/** Gives the cohort as a study describes it. */
export type CohortOf = (study: StudyConfig) => Promise<StudyCohort>

/**
 * One analysis of a study's patients, those whom its criteria leave, by the same functions that `run` uses.
 * Throws ColumnAbsent, and what each analysis cannot be made of.
 */
export async function analyse(
  messages: Messages,
  study: StudyConfig,
  request: AnalysisRequest,
  cohortOf: CohortOf,
): Promise<Analysis> {
  const { file } = study.cohort
  if (request.kind === 'survival') return survivalAnalysis(messages, study, request, cohortOf)
  const of = await cohortOf(study)
  if (request.kind === 'roc') return rocAnalysis(messages, of, file, request)
  if (request.kind === 'agreement') return agreementAnalysis(messages, of, file, request)
  if (request.kind === 'groups') {
    const { columns: markers, by } = request
    const asked = { ...study, compare: { markers, by }, survival: undefined }
    return fromChapter(messages.markers.title, markersChapter(messages, asked, of), messages.analyses.groups.methods)
  }
  const names = request.columns ?? describedColumns(of)
  const columns = names.map((name) => columnNamed(of.cohort, name, file))
  const everyone = [{ label: messages.document.overall, rows: [...of.cohort.ids.keys()] }]
  const groups = of.outcome ? groupsOf(messages, study, of, of.outcome.column) : everyone
  const title = messages.analyses.baseline.title(of.outcome?.label)
  return {
    title,
    tables: [
      tableOne({ id: 'baseline', number: '', title, columns, groups, messages, show: { overall: groups.length > 1 } }),
    ],
    figures: [],
    methods: messages.analyses.groups.methods,
  }
}

/** What a table of patients can have: neither names nor dates nor the outcome itself. */
function describedColumns({ cohort, outcome }: StudyCohort): string[] {
  const dull = new Set(['id', 'text', 'date'])
  return [...cohort.columns.values()]
    .filter(({ variable: { name, type } }) => !dull.has(type) && name !== outcome?.column && name !== 'has_features')
    .map(({ variable }) => variable.name)
}

async function survivalAnalysis(
  messages: Messages,
  study: StudyConfig,
  { time, event: column, value, by }: Extract<AnalysisRequest, { kind: 'survival' }>,
  cohortOf: CohortOf,
): Promise<Analysis> {
  const rule = value === undefined ? undefined : { column, value }
  const event = rule ? eventName(rule) : column
  const request = { time, event, by }
  const events = rule ? { ...study.events, [event]: rule } : study.events
  const of = await cohortOf({ ...study, survival: request, models: {}, events })
  refuseUnanswered(of)
  const found = await survivalOf(of.cohort, request, study.cohort.file, study.seed, inThread(modelJobs))
  const chapter = survivalChapter(messages, [found])
  return fromChapter(chapter?.title ?? '', chapter, messages.analyses.survival.methods)
}

function fromChapter(title: string, chapter: Chapter | undefined, methods: string): Analysis {
  const tables = (chapter?.tables ?? []).map((table) => ({ ...table, number: '' }))
  return { title, tables, figures: chapter?.figures ?? [], methods }
}
