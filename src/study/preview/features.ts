import { featureName } from '../../features/feature-name.ts'
import type { Drawing } from '../../figures/canvas/svg.ts'
import { groupPanels } from '../../figures/charts/groups.ts'
import { correlationHeatMap } from '../../figures/charts/heat-map.ts'
import { pearson } from '../../statistics/descriptive/correlation.ts'
import { describe, known } from '../../statistics/descriptive/descriptive.ts'
import type { Messages } from '../../text/locales/index.ts'
import { type ReadersAgreement, readersAgreement } from '../cases/readers-agreement.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { StudyCohort } from '../stages/cohort.ts'
import { openFeatureTable, type StudyFeatures, studyFeatures } from '../stages/features.ts'

/** The features of the analysed patients as a run would have them. */
export interface ExtractedFeatures {
  of: StudyCohort
  features: StudyFeatures
}

export async function extractedFeatures(
  study: StudyConfig,
  context: StudyContext,
  of: StudyCohort,
): Promise<ExtractedFeatures> {
  return { of, features: await studyFeatures(study, of, await openFeatureTable(study, context), context) }
}

/** One feature in numbers; `icc` where two readers' regions gave it, of the training patients. */
export interface FeatureSummary {
  name: string
  missing: number
  mean: number
  sd: number
  icc?: ReadersAgreement
  /** Of each second reading by the same reader, over everyone who was read twice. */
  again?: { reader: string; icc?: ReadersAgreement }[]
}

export function summariesOfFeatures({
  of,
  features: { names, values, readings, again = [] },
}: ExtractedFeatures): FeatureSummary[] {
  return names.map((name, j) => {
    const there = known(values[j])
    const { mean, sd } = there.length > 1 ? describe(there) : { mean: there[0] ?? Number.NaN, sd: Number.NaN }
    const agreement = readersAgreement(readings?.[j], of.training)
    const twice = again.map((one) => ({
      reader: one.reader,
      icc: readersAgreement(one.readings[j], of.cohort.ids.keys()),
    }))
    return {
      ...{ name, missing: values[j].length - there.length, mean, sd },
      ...(agreement && { icc: agreement }),
      ...(twice.length > 0 && { again: twice }),
    }
  })
}

/** Some features by outcome (or of all), and how they go together. */
export function featureDrawings(
  messages: Messages,
  { of, features: { names, values } }: ExtractedFeatures,
  wanted: readonly string[],
): { distributions?: Drawing; heatMap?: Drawing } {
  const columns = wanted.map((name) => names.indexOf(name)).filter((j) => j >= 0)
  const { outcome } = of
  const everyone = Array.from(of.cohort.ids.keys())
  const groups = outcome
    ? ([1, 0] as const).map((flag) => ({
        label: flag ? outcome.groups.positive : outcome.groups.negative,
        rows: everyone.filter((row) => outcome.positive[row] === flag),
      }))
    : [{ label: messages.document.overall, rows: everyone }]
  const panels = columns
    .map((j) => ({
      label: featureName(names[j]),
      groups: groups.map(({ label, rows }) => ({
        label,
        values: rows.map((row) => values[j][row]).filter(Number.isFinite),
      })),
    }))
    .filter((panel) => panel.groups.some((group) => group.values.length > 0))
  const complete = everyone.filter((row) => columns.every((j) => Number.isFinite(values[j][row])))
  const shown = columns.map((j) => Float64Array.from(complete, (row) => values[j][row]))
  const varying = columns.map((_, k) => k).filter((k) => shown[k].some((value) => value !== shown[k][0]))
  return {
    ...(panels.length > 0 && { distributions: groupPanels(panels) }),
    ...(varying.length > 1 &&
      complete.length > 2 && {
        heatMap: correlationHeatMap({
          labels: varying.map((k) => featureName(names[columns[k]])),
          correlations: varying.map((a) => varying.map((b) => (a === b ? 1 : pearson(shown[a], shown[b]).r))),
          measure: messages.selection.correlationMeasure(complete.length),
        }),
      }),
  }
}
