import type { Checklist } from './checklist.ts'
import { clearChecklist } from './clear.ts'
import { metricsChecklist } from './metrics.ts'
import { tripodAiChecklist } from './tripod-ai.ts'

/** The reporting checklists in the order of a report. A new one is its file and a line here. */
export const checklists: readonly Checklist[] = [tripodAiChecklist, clearChecklist, metricsChecklist]
