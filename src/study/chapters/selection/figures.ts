import { featureName } from '../../../features/feature-name.ts'
import { mostMarks } from '../../../figures/canvas/evenly.ts'
import { correlationHeatMap } from '../../../figures/charts/heat-map.ts'
import { reliabilityPlot } from '../../../figures/charts/reliability.ts'
import { scoreWaterfall } from '../../../figures/charts/waterfall.ts'
import { type PredictorTable, rowsOf } from '../../../model/data/predictor-table.ts'
import { type FittedScore, scoreOf } from '../../../model/fit/fitted-model.ts'
import { columnsOf } from '../../../model/terms/linear-predictor.ts'
import { icc } from '../../../statistics/agreement/icc.ts'
import { repeatedAgreement } from '../../../statistics/agreement/repeated.ts'
import { pearson } from '../../../statistics/descriptive/correlation.ts'
import { percent, wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText } from '../../../text/with-numbers.ts'
import { sequenceName, sequenceOf } from '../../column-names.ts'
import type { StudyConfig } from '../../file/schema.ts'
import type { PredictedCohort } from '../../stages/cohort.ts'
import type { DrawnFigure } from '../chapter.ts'

const minimumFeatures = 2
const maximumFeatures = 40

/**
 * How far the readers, or perturbations, agreed on every feature of the training set; nothing where a step goes by neither.
 */
export function reliabilityFigure(
  messages: Messages,
  study: StudyConfig,
  table: PredictorTable,
  training: Int32Array,
): DrawnFigure[] {
  return ['readers', 'perturbations'].flatMap((of) => {
    const step = study.selection.find((one) => 'icc' in one && (one.of ?? 'readers') === of)
    return step && 'icc' in step ? agreementFigure(messages, study, step, table, training) : []
  })
}

function agreementFigure(
  { drawings, selection: words }: Messages,
  study: StudyConfig,
  step: { icc: number; of?: string },
  table: PredictorTable,
  training: Int32Array,
): DrawnFigure[] {
  const perturbed = step.of === 'perturbations'
  const names = table.columns
    .filter((column) => (perturbed ? column.repeatedAt : column.secondAt) !== undefined)
    .map((column) => column.name)
  if (names.length === 0) return []
  const families = new Map<string, { icc: number[]; lower: number[]; upper: number[] }>()
  for (const { name, values: own, second, first: values = own, repeated } of rowsOf(table, training, names).columns) {
    const label = familyOf(name, study)
    const family = families.get(label) ?? { icc: [], lower: [], upper: [] }
    const agreement = perturbed
      ? repeatedAgreement(repeated!.mean, repeated!.sd, repeated!.count)
      : readersAgreement(values, second!)
    if (!agreement || Number.isNaN(agreement.icc)) continue
    const { lower, upper } = agreement
    family.icc.push(agreement.icc)
    family.lower.push(lower)
    family.upper.push(upper)
    families.set(label, family)
  }
  if (families.size === 0) return []
  const data = {
    threshold: step.icc,
    families: [...families].map(([label, family]) => ({
      label,
      features: family.icc.length,
      kept: family.icc.filter((value) => value >= step.icc).length,
      ...family,
    })),
  }
  const features = data.families.reduce((sum, family) => sum + family.features, 0)
  return [
    {
      id: perturbed ? 'perturbations' : 'reliability',
      title: perturbed ? words.perturbed : words.reliability,
      caption: plainText(perturbed ? words.perturbedCaption : words.reliabilityCaption),
      description: words.reliabilityDescription(features),
      data: { ...data, features },
      drawing: reliabilityPlot(data, drawings),
    },
  ]
}

/** ICC2 of the rows that both readers measured; undefined where there are too few, or all alike. */
function readersAgreement(values: ArrayLike<number>, other: ArrayLike<number>) {
  const both = Array.from(values, (_, i) => i).filter((i) => Number.isFinite(values[i]) && Number.isFinite(other[i]))
  const first = both.map((i) => values[i])
  if (both.length < 2 || first.every((value) => value === first[0])) return undefined
  return icc([first, both.map((i) => other[i])]).ICC2
}

/** How the score's columns go together, and how it parts the training patients. */
export function scoreFigures(
  messages: Messages,
  score: FittedScore,
  table: PredictorTable,
  patients: PredictedCohort,
): DrawnFigure[] {
  const { selection: words } = messages
  const name = words.score(score.name)
  const names = columnsOf(score.terms)
  const { training, outcome } = patients
  const figures: DrawnFigure[] = []
  const columns = rowsOf(table, training, names).columns.map((column) => column.values)
  const complete = Array.from(training.keys()).filter((i) => columns.every((values) => Number.isFinite(values[i])))
  // A correlation needs three patients with both values, and columns that differ among those.
  const varying = columns
    .map((column, j) => ({ name: names[j], values: Float64Array.from(complete, (i) => column[i]) }))
    .filter(({ values }) => values.some((value) => value !== values[0]))
  if (varying.length >= minimumFeatures && names.length <= maximumFeatures && complete.length >= 3) {
    const correlations = varying.map((a) => varying.map((b) => (a === b ? 1 : pearson(a.values, b.values).r)))
    const labels = varying.map(({ name }) => featureName(name))
    const data = { labels, correlations, measure: words.correlationMeasure(complete.length) }
    figures.push({
      id: `correlation-${score.block}`,
      title: words.correlation(name),
      caption: plainText(words.correlationCaption),
      description: words.correlationDescription(varying.length),
      data,
      drawing: correlationHeatMap(data),
    })
  }
  const scores = scoreOf(score, rowsOf(table, training, names))
  const known = Array.from(scores.keys()).filter((i) => Number.isFinite(scores[i]))
  if (known.length < 2) return figures
  const positive = known.map((i) => outcome.positive[training[i]])
  const events = positive.reduce((sum, x) => sum + x, 0)
  const labels = [outcome.groups.positive, outcome.groups.negative].map((group) =>
    messages.patients.group(outcome.label, group),
  ) as [string, string]
  figures.push({
    id: `waterfall-${score.block}`,
    title: words.waterfall(name),
    caption: words.waterfallCaption(
      wholeNumber(known.length),
      percent(events / known.length),
      known.length > mostMarks,
    ),
    description: words.waterfallDescription(name),
    data: { n: known.length, events, labels },
    drawing: scoreWaterfall(
      {
        scores: known.map((i) => scores[i]),
        positive,
        scoreLabel: name[0].toUpperCase() + name.slice(1),
        labels,
      },
      messages.drawings,
    ),
  })
  return figures
}

/** Features of several sequences are named SEQUENCE_FEATURE. */
function familyOf(name: string, { images, blocks }: StudyConfig): string {
  const known = sequenceOf(name, Object.keys(images ?? {}))
  if (known !== undefined) return sequenceName(known)
  return Object.keys(blocks).find((block) => blocks[block] === 'features') ?? 'features'
}
