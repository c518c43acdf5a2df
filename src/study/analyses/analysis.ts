import type { Table } from '../../report/document.ts'
import type { DrawnFigure } from '../chapters/chapter.ts'

/** What a clinician asks of the patients without a model. */
export type AnalysisRequest =
  | { kind: 'baseline'; columns?: string[] }
  | { kind: 'roc'; by: string; positive: string; markers: string[] }
  | { kind: 'groups'; by: string; columns: string[] }
  /** `value` of the event's column that is the event, where the column alone does not say it. */
  | { kind: 'survival'; time: string; event: string; value?: string; by: string }
  | { kind: 'agreement'; first: string; second: string }

/** Its answer: tables, figures and the sentences that the method section has of it. */
export interface Analysis {
  title: string
  tables: Table[]
  figures: DrawnFigure[]
  methods: string
}
