import { type ForestFigure, type ForestRow, forestPlot } from '../../../figures/charts/forest.ts'
import type { CentrePerformance, ModelResult, SubgroupPerformance } from '../../../model/index.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText } from '../../../text/with-numbers.ts'
import type { StudyModelComparisons } from '../../stages/model-comparisons.ts'
import type { DrawnFigure } from '../chapter.ts'

/** The AUC of the leading model in all patients, in each centre and in each subgroup; nothing without either. */
export function placesFigure(
  { drawings, models: { aucForest, robustness: words } }: Messages,
  lead: ModelResult | undefined,
  { subgroups }: StudyModelComparisons,
): DrawnFigure[] {
  if (!lead) return []
  const own = subgroups.filter(({ model }) => model === lead.name)
  if (lead.centres.length === 0 && own.length === 0) return []
  const { nested } = lead.performance
  const rows: ForestRow[] = [
    ...(nested
      ? [
          {
            label: words.everyone,
            estimate: nested.auc,
            lower: nested.lower,
            upper: nested.upper,
            counts: `${lead.events}/${lead.rows}`,
          },
        ]
      : []),
    ...(lead.centres.length > 0 ? [{ label: words.centreTable }] : []),
    ...lead.centres.map((one) => rowOf(one.centre, one)),
    ...own.flatMap(({ part, label, middle, groups }): ForestRow[] => [
      { label: words.subgroupOf(label, middle, part === 'heldOut') },
      ...groups.map((one) => rowOf(words.half[one.group] ?? one.group, one)),
    ]),
  ]
  const data: ForestFigure = { measure: aucForest.measure, rows, none: 0.5, counts: words.counts }
  return [
    {
      id: 'places',
      title: words.places(lead.label),
      caption: plainText(words.placesCaption),
      description: words.placesDescription(rows.length),
      data: { ...data, lines: rows.length },
      drawing: forestPlot(data, undefined, drawings),
    },
  ]
}

function rowOf(label: string, of: CentrePerformance | SubgroupPerformance): ForestRow {
  const counts = `${of.events}/${of.n}`
  const nothing = Number.NaN
  if ('failed' in of) return { label, counts, indent: 'yes', estimate: nothing, lower: nothing, upper: nothing }
  return { label, counts, indent: 'yes', estimate: of.auc, lower: of.lower, upper: of.upper }
}
