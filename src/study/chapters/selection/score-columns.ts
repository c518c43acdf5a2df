import { featureName } from '../../../features/feature-name.ts'
import { type GroupPanel, groupPanels, isThinned } from '../../../figures/charts/groups.ts'
import { coefficientLollipops, type LollipopFigure } from '../../../figures/charts/lollipop.ts'
import { outcomeColours } from '../../../figures/theme/theme.ts'
import { type PredictorTable, rowsOf } from '../../../model/data/predictor-table.ts'
import type { FittedScore } from '../../../model/fit/fitted-model.ts'
import type { ModelResult } from '../../../model/index.ts'
import { columnsOf } from '../../../model/terms/linear-predictor.ts'
import { describe } from '../../../statistics/descriptive/descriptive.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText } from '../../../text/with-numbers.ts'
import type { PredictedCohort } from '../../stages/cohort.ts'
import type { DrawnFigure } from '../chapter.ts'

const maximumCoefficients = 20
const maximumViolins = 9

/** What a score is made of, as a picture: its coefficients with how often refits choose them. */
export function coefficientsFigure(
  { drawings, selection: words }: Messages,
  { frequencies }: ModelResult,
  score: FittedScore,
): DrawnFigure[] {
  if (score.terms.length < 2) return []
  const often = new Map(frequencies.map(({ term, share }) => [term, share]))
  const data: LollipopFigure = {
    rows: largestFirst(score)
      .slice(0, maximumCoefficients)
      .map(({ name, estimate }) => {
        const selected = often.get(name)
        return { label: featureName(name), coefficient: estimate, ...(selected !== undefined && { selected }) }
      }),
  }
  const name = words.score(score.name)
  return [
    {
      id: `coefficients-${score.block}`,
      title: words.coefficients(name),
      caption: plainText(words.coefficientsCaption(data.rows.some(({ selected }) => selected !== undefined))),
      description: words.coefficientsDescription(data.rows.length),
      data,
      drawing: coefficientLollipops(data, undefined, drawings),
    },
  ]
}

/** The columns of a score that weigh most, in the training patients with and without the outcome. */
export function distributionsFigure(
  messages: Messages,
  score: FittedScore,
  table: PredictorTable,
  { training, outcome }: PredictedCohort,
): DrawnFigure[] {
  const { selection: words } = messages
  const names = columnsOf(largestFirst(score).slice(0, maximumViolins))
  if (names.length === 0) return []
  const columns = rowsOf(table, training, names).columns
  const panels = columns.map(({ name, values }): GroupPanel => {
    const of = (positive: number) =>
      Array.from(values).filter((value, i) => Number.isFinite(value) && outcome.positive[training[i]] === positive)
    return {
      label: featureName(name),
      by: outcome.label,
      groups: [1, 0].map((positive, g) => ({
        label: positive ? outcome.groups.positive : outcome.groups.negative,
        values: of(positive),
        colour: outcomeColours[g],
      })),
    }
  })
  const drawable = panels.filter(({ groups }) => groups.some(({ values }) => values.length > 0))
  if (drawable.length === 0) return []
  return [
    {
      id: `distributions-${score.block}`,
      title: words.distributions(words.score(score.name)),
      caption: plainText(words.distributionsCaption(isThinned(drawable))),
      description: words.distributionsDescription(drawable.length),
      data: drawable.map(({ label, by, groups }) => ({
        label,
        by,
        groups: groups.map(({ label: own, values }) => ({
          label: own,
          ...(values.length > 0 ? describe(values) : {}),
        })),
      })),
      drawing: groupPanels(drawable),
    },
  ]
}

/** Its terms, those that weigh most before the others. */
export function largestFirst({ terms }: FittedScore) {
  return [...terms].sort((a, b) => Math.abs(b.estimate) - Math.abs(a.estimate))
}
