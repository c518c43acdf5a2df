/** Results in, tables, HTML and CSV out. A `Report` is plain data (`document.ts`); everything here makes or renders it. */

export { type Audit, auditPaper, type Finding } from './audit/audit.ts'
export type { Check, Examination, Grade } from './audit/examination.ts'
export { auditLetter } from './audit/letter.ts'
export { auditReport } from './audit/page.ts'
export { readTranscript } from './audit/read-transcript.ts'
export { type Transcript, transcriptSchema } from './audit/transcript.ts'
export { type Checklist, checklistTable, type Evidence } from './checklists/checklist.ts'
export { clear } from './checklists/clear.ts'
export { metrics } from './checklists/metrics.ts'
export { tripodAi } from './checklists/tripod-ai.ts'
export { type CoefficientRow, coefficientTable } from './coefficient-table.ts'
export { tableCsv } from './csv.ts'
export type * from './document.ts'
export * from './format.ts'
export { reportHtml } from './html.ts'
export { labels } from './labels.ts'
export { type NomogramPage, nomogramHtml } from './nomogram-html.ts'
export type { PageInput, PageInterval, PageTraining } from './nomogram-page.ts'
export {
  type Estimate,
  type Measure,
  type Performance,
  type PerformanceKind,
  performanceTable,
} from './performance-table.ts'
export { joined, plainCell, quantity, say } from './say.ts'
export { standardisedCountDifference, standardisedMeanDifference } from './standardised-difference.ts'
export { type TableGroup, type TableOneRequest, tableOne } from './table-one.ts'
export { type Picture, reportDocx } from './word.ts'
