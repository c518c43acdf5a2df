import { type PredictorTable, predictorTable } from '../../src/model/data/predictor-table.ts'
import { modelFileOf } from '../../src/model/deploy/make-model-file.ts'
import type { ModelSpecification } from '../../src/model/plan/specification.ts'
import type { ModelResult } from '../../src/model/result.ts'
import { validateModels } from '../../src/model/validate/validate-models.ts'
import { oneThread } from './one-thread.ts'
import { readCohort } from './statistics.ts'

/** The simulated cohort as a study has it: labels, units and levels as long as real codebooks make them. */

const cohort = readCohort()
const everyone = Int32Array.from({ length: cohort.n }, (_, i) => i)
const named = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }))

export const simulatedFeatures = Object.keys(cohort.number).filter((name) => /^f\d\d$/.test(name))

const factors: Record<string, { label: string; levels: { value: string; label: string }[] }> = {
  type: { label: 'Type', levels: named({ 0: 'Non-mass enhancement', 1: 'Mass' }) },
  edge: {
    label: 'Edge',
    levels: named({ smooth: 'Smooth (circumscribed)', blur: 'Blur (irregular)', burr: 'Burr (spiculated)' }),
  },
  skin: { label: 'Local skin thickening or depression', levels: named({ 0: 'No', 1: 'Yes' }) },
  grade: {
    label: 'Histological grade (Nottingham modification of Bloom and Richardson)',
    levels: named({ I: 'Well differentiated', II: 'Moderately differentiated', III: 'Poorly differentiated' }),
  },
}
const continuous: Record<string, { label: string; unit?: string }> = {
  axillary: { label: 'Suspicious axillary lymph nodes' },
  age: { label: 'Age', unit: 'years' },
  size: { label: 'Largest diameter', unit: 'cm' },
  cea: { label: 'CEA', unit: 'ng/mL' },
  cd8: { label: 'CD8+ cells', unit: '%' },
}

const described = (name: string): { label: string; unit?: string } => continuous[name] ?? { label: name }

/** The cohort's predictors; `changed` puts values of one's own in place of a column's, or names in place of the ids. */
export function simulatedTable(
  changed: { ids?: string[]; values?: Record<string, Float64Array> } = {},
): PredictorTable {
  return predictorTable(changed.ids ?? cohort.text.id, everyone.slice(), [
    ...Object.entries(factors).map(([name, { label, levels }]) => ({
      name,
      label,
      levels,
      values: cohort.text[name].map((cell) => levels.findIndex(({ value }) => value === cell)),
    })),
    ...[...Object.keys(continuous), ...simulatedFeatures].map((name) => ({
      name,
      ...described(name),
      values: changed.values?.[name] ?? cohort.number[name],
    })),
  ])
}

/** Models fitted to HER2 of the whole cohort, each with the file that it travels in. */
export async function simulatedStudy(
  models: ModelSpecification[],
  { table = simulatedTable(), bootstrap = 0 }: { table?: PredictorTable; bootstrap?: number } = {},
) {
  const study = {
    table,
    outcome: { kind: 'binary', positive: cohort.number.her2 },
    training: everyone,
    validation: new Int32Array(0),
    seed: 3,
    plan: {
      family: 'logistic',
      blocks: { radiomics: { columns: simulatedFeatures.slice(0, 30), features: true } },
      selection: [{ lasso: { folds: 5, lambda: 'min', alpha: 1 } }],
      models,
    },
  } as const
  const results = await validateModels(study as never, { bootstrap, permutations: 0 }, oneThread)
  const origin = { software: '0', study: 'test', cohort: 'simulated', date: '2026-11-22', seed: 3 }
  const outcome = { column: 'her2', label: 'HER-2', positive: '1' }
  const fileOf = (result: ModelResult) => modelFileOf(result, table, everyone, origin, outcome)
  return { results, files: results.map(fileOf), table, training: everyone, positive: cohort.number.her2 }
}

/** Row of the table as a new patient's cells: levels by their value. */
export function cellsOf(table: PredictorTable, row: number): Record<string, number | string> {
  const n = table.ids.length
  return Object.fromEntries(
    table.columns.map(({ name, levels }, j) => {
      const value = table.values[j * n + row]
      return [name, levels ? levels[value].value : value]
    }),
  )
}
