import { svgDocument } from '../../figures/canvas/svg.ts'
import { planDiagram } from '../../figures/charts/plan.ts'
import { previewPlan } from '../../study/preview/plan.ts'
import { type Language, locales } from '../../text/locales/index.ts'
import { type At, cohortIn, openAt } from './opened.ts'

/** What a run would fit to whom, with the diagram of its folds; undefined for a study without an outcome. */
export async function plan(asked: At & { language: Language }) {
  const opened = await openAt(asked)
  const { study, context } = opened
  const found = await previewPlan(locales[asked.language], study, context, await cohortIn(opened))
  if (!found) return { study }
  const { diagram, ...rest } = found
  const title = locales[asked.language].analyses.plan.inside
  return { study, ...rest, svg: svgDocument(planDiagram(diagram), { id: 'plan', title, description: title }) }
}
