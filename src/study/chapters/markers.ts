import { say } from '../../report/say.ts'
import { type Chapter, paragraph, tableBlock } from '../chapter.ts'
import type { StudyCohort } from '../cohort-of.ts'
import type { StudyConfig } from '../config.ts'
import { comparisonTables } from '../tables-of.ts'

/** Serum markers, immune cells and whatever else the study compares; undefined where it asks for nothing. */
export function markersChapter(study: StudyConfig, of: StudyCohort): Chapter | undefined {
  const tables = comparisonTables(study, of)
  if (tables.length === 0) return undefined
  return {
    id: 'markers',
    title: 'Markers',
    blocks: [
      paragraph(say`The p-values are of single comparisons; no correction for their number is in them.`),
      ...tables.map(({ id }) => tableBlock(id)),
    ],
    tables,
  }
}
