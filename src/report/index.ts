/** Results in, tables, HTML and CSV out. A `Report` is plain data (`document.ts`); everything here makes or renders it. */

export * from '../text/format.ts'
export { locales, type Messages } from '../text/locales/index.ts'
export { joinTexts, plainText, quantity, text } from '../text/with-numbers.ts'
export { type Checklist, checklistTable, type Evidence } from './checklists/checklist.ts'
export { clearChecklist } from './checklists/clear.ts'
export { checklists } from './checklists/index.ts'
export { metricsChecklist } from './checklists/metrics.ts'
export { tripodAiChecklist } from './checklists/tripod-ai.ts'
export { tableCsv } from './csv.ts'
export type * from './document.ts'
export { reportHtml } from './html/html.ts'
export { type NomogramPage, nomogramHtml } from './html/nomogram-html.ts'
export type { PageInput, PageInterval } from './html/nomogram-page.ts'
export { type CoefficientRow, coefficientTable } from './tables/coefficient-table.ts'
export {
  type Estimate,
  type Measure,
  type Performance,
  type PerformanceKind,
  performanceTable,
} from './tables/performance-table.ts'
export { type TableGroup, type TableOneRequest, tableOne } from './tables/table-one.ts'
export { type Picture, reportDocx } from './word/word.ts'
