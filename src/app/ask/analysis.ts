import { svgDocument } from '../../figures/canvas/svg.ts'
import { tableCsv } from '../../report/csv.ts'
import { analyse } from '../../study/analyses/analyse.ts'
import type { AnalysisRequest } from '../../study/analyses/analysis.ts'
import { type Language, locales } from '../../text/locales/index.ts'
import { type At, cohortIn, openAt } from './opened.ts'

/** One analysis of the study's patients: tables with their CSV, figures as SVG, the Methods sentences. */
export async function analysis(asked: At & { language: Language; request: AnalysisRequest }) {
  const opened = await openAt(asked)
  const found = await analyse(locales[asked.language], opened.study, asked.request, (one) => cohortIn(opened, one))
  return {
    title: found.title,
    methods: found.methods,
    tables: found.tables.map((table) => ({ table, csv: tableCsv(table) })),
    figures: found.figures.map(({ id, title, caption, description, drawing }) => ({
      id,
      title,
      caption: caption.text,
      svg: svgDocument(drawing, { id, title, description }),
    })),
  }
}
