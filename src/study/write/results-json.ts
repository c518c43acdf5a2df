import { networkRecord } from '../cases/network.ts'
import type { StudyOutput } from '../output.ts'
import { coxPerformanceOf, horizonPerformanceOf } from '../performance/cox-models.ts'
import { performanceOf } from '../performance/outcome-models.ts'

/**
 * Everything that stands in the report, by its path: plain JSON, numbers at full precision. `schema` is the version of the
 * layout, which docs/results.schema.json describes.
 */
export function resultsJson(output: StudyOutput) {
  const { study, report, from, survival, faults, cohort, features, models, modelComparisons, coxModels, nomogram } =
    output
  const { tables, figures, warnings, ...rest } = report
  return finite({
    schema: 1,
    study,
    flow: { ...cohort.flow, from: from('cohort') },
    tables,
    figures,
    models: Object.fromEntries([
      ...models.results.map((result) => {
        const { performance: curves, ...rest } = result
        return [result.name, { ...rest, performance: performanceOf(result), curves, from: from('models') }]
      }),
      ...coxModels.flatMap(({ results, followUp }) =>
        results.map((result) => {
          const { performance: curves, ...rest } = result
          const performance = coxPerformanceOf(result)
          const horizons = horizonPerformanceOf(result)
          return [result.name, { ...rest, followUp, performance, horizons, curves, from: from('models') }]
        }),
      ),
    ]),
    ...(models.comparators.length > 0 && {
      comparators: models.comparators.map((one) => ({ ...one, from: from('models') })),
    }),
    ...(modelComparisons && { modelComparisons: { ...modelComparisons, from: from('robustness') } }),
    ...(nomogram && { nomogram: { model: nomogram.result.name, ...nomogram.nomogram, from: from('nomogram') } }),
    ...(output.regressions.length > 0 && {
      regressions: output.regressions.map((one) => ({ ...one, from: from('regressions') })),
    }),
    survival: survival.map((one) => ({ ...one, from: from('survival') })),
    ...(features.histograms && { histograms: features.histograms }),
    ...(features.network && { network: networkRecord(features.network) }),
    ...(features.habitats && { habitats: features.habitats }),
    warnings,
    faults,
    report: rest,
  })
}

/** JSON lacks numbers that are not finite: they are written as words. */
function finite(value: unknown): unknown {
  if (typeof value === 'number')
    return Number.isFinite(value) ? value : String(value).toLowerCase().replace('infinity', 'inf')
  if (Array.isArray(value)) return value.map(finite)
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>, finite)
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, finite(inner)]))
  return value
}
