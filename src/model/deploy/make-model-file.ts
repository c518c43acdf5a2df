import { HarmonisedModel } from '../../errors/index.ts'
import { rangeOf } from '../../statistics/descriptive/range.ts'
import { pretty } from '../../statistics/numerics/pretty.ts'
import { type PredictorTable, rowsOf } from '../data/predictor-table.ts'
import { flatten } from '../fit/flatten.ts'
import { measureNames } from '../measures/measures.ts'
import type { ModelFile } from '../predict/model-schema.ts'
import type { ModelResult } from '../result.ts'
import { columnsOf } from '../terms/linear-predictor.ts'
import type { DeployedForm } from './deployed-form.ts'
import { pointsOf } from './nomogram-points.ts'
import { riskGroupsOf } from './risk-groups.ts'

/** The sentence that every model file and its pages bear. */
export const researchUseOnly = 'Research use only, not a medical device.'

/** What every prediction says of the model it came from. */
export function noticeOf({ label, form, outcome, origin: { software, cohort } }: ModelFile): string {
  const { landmark, unit } = outcome
  const from = landmark === undefined ? '' : ` Times are counted from ${[landmark, unit].filter(Boolean).join(' ')} on.`
  const shrunken = form?.kind === 'shrunken' ? ` Coefficients shrunken by ${form.factor.toFixed(2)}.` : ''
  return `${researchUseOnly} ${label}, nomoscope ${software}, cohort ${cohort}.${from}${shrunken}`
}

/**
 * Whether a model stands on features that ComBat harmonised: of a scanner that it has not seen it knows nothing.
 *
 * @param result whose fitted model is looked at
 * @returns true where ComBat is among its transforms
 */
export function isHarmonised({ model }: Pick<ModelResult, 'model'>): boolean {
  return transformsOf(model).some(({ step }) => step === 'ComBat')
}

function transformsOf({ transforms, scores }: ModelResult['model']) {
  return [...transforms, ...scores.flatMap((score) => score.transforms)]
}

/**
 * A fitted model as a file for others. Of the training rows it keeps shares between round edges and rounded medians:
 * no value of any patient.
 *
 * @param result of `validateModels`
 * @param table the predictors
 * @param training indices of the rows it was fitted to
 * @param origin version, date and cohort
 * @param outcome its name and the levels
 * @returns the file's content; `writeModelFile` writes it
 * @throws HarmonisedModel for a model on ComBat's features, which no new scanner has
 */
export function modelFileOf(
  result: ModelResult & { form?: DeployedForm },
  table: PredictorTable,
  training: Int32Array,
  origin: ModelFile['origin'],
  outcome: ModelFile['outcome'],
): ModelFile {
  const { model } = result
  const transforms = transformsOf(model)
  if (isHarmonised(result)) throw HarmonisedModel(result.name)
  const { intercept, terms } = flatten(model)
  const names = columnsOf(terms)
  const imputed = Object.assign(
    {},
    ...transforms.map((transform) => (transform.step === 'impute' ? transform.fitted.values : {})),
  ) as Record<string, number>
  const columns = describedColumns(table, training, names, imputed)
  const tenths = Array.from({ length: 11 }, (_, i) => i / 10)
  const { apparent, optimismCorrected, nested, heldOut } = result.performance
  const groups = riskGroupsOf(result)
  const performance: ModelFile['performance'] = {}
  for (const [name, part] of Object.entries({ apparent, optimismCorrected, nested, heldOut }))
    if (part)
      performance[name] = Object.fromEntries(measureNames.map((m) => [m, Number.isNaN(part[m]) ? null : part[m]]))
  return {
    schema: 'nomoscope-model',
    version: 1,
    notice: researchUseOnly,
    name: result.name,
    label: result.label,
    family: result.family,
    origin,
    outcome,
    ...(result.form && { form: result.form }),
    rows: result.rows,
    events: result.events,
    columns,
    intercept,
    terms,
    points: pointsOf(model, table, training),
    ...(model.baseline && { baseline: model.baseline, horizons: apparent.horizons?.map(({ time }) => time) }),
    uncertainty: result.uncertainty,
    risks: binned(
      Float64Array.from(apparent.predictions, (prediction) => prediction.risk),
      tenths,
    ),
    ...(groups && { groups }),
    ...(result.thresholds && { threshold: result.thresholds.threshold }),
    performance,
  }
}

/** How the training rows had each column: shares of levels or between round edges, and what stands for a missing value. */
export function describedColumns(
  table: PredictorTable,
  training: Int32Array,
  names: readonly string[],
  imputed: Readonly<Record<string, number>> = {},
): ModelFile['columns'] {
  const rows = rowsOf(table, training, names)
  return rows.columns.map(({ name, values, levels }): ModelFile['columns'][number] => {
    const { label, unit, levels: labelled } = table.columns.find((column) => column.name === name)!
    const known = values.filter((value) => !Number.isNaN(value))
    const common = { name, label, ...(unit !== undefined && { unit }) }
    const value = imputed[name]
    if (levels)
      return {
        ...common,
        levels: labelled!.map((level, i) => ({ ...level, share: share(known, (x) => x === i) })),
        ...(value !== undefined && { imputed: value }),
      }
    const edges = pretty(...rangeOf(known), 10)
    return {
      ...common,
      bins: { edges, shares: binned(known, edges) },
      ...(value !== undefined && { imputed: Number(value.toPrecision(3)) }),
    }
  })
}

export function binned(values: Float64Array, edges: readonly number[]): number[] {
  const last = edges.length - 1
  return edges
    .slice(1)
    .map((upper, i) => share(values, (x) => x >= edges[i] && (i + 1 === last ? x <= upper : x < upper)))
}

/** Share of the values, in hundredths: of a small cohort it does not tell a single patient. */
export function share(values: Float64Array, has: (value: number) => boolean): number {
  let count = 0
  for (const value of values) if (has(value)) count++
  return Math.round((100 * count) / values.length) / 100
}
