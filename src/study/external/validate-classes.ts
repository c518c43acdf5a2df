import { levelIndex } from '../../cohort/codebook/spelling.ts'
import type { Fault } from '../../cohort/fault.ts'
import { fault } from '../../cohort/fault.ts'
import { typedColumn } from '../../cohort/typed-column.ts'
import { ClassesNotFound, OneOutcome, OutcomeNotKnown, TooFewKnown } from '../../errors/index.ts'
import type { ModelFile } from '../../model/predict/model-schema.ts'
import { type Cell, predict } from '../../model/predict/predict.ts'
import type { RegressionKind } from '../../model/regressions/fit-regression.ts'
import type { ReadPatients } from '../cases/read-patients.ts'
import { measuredPart, type RegressionPart } from '../stages/regressions/regression-measures.ts'

/** A model of classes, or of a number, on patients of another cohort. */
export interface ClassesValidation {
  n: number
  /** None of a number. */
  classes: { label: string; n: number }[]
  performance: RegressionPart
  /** Rows that could not be predicted, with the reason, and warnings of those that could. */
  rows: { id: string; error?: string; warnings: string[] }[]
}

/** The outcome of new patients: place of the class, or the number; NaN where it is not known. Throws ClassesNotFound. */
export function outcomeOfClasses(
  { table, ids }: Pick<ReadPatients, 'table' | 'ids'>,
  column: string,
  { classes }: ModelFile,
): { values: number[]; faults: Fault[] } {
  const raw = table.columns.find(({ name }) => name === column)!
  const faults: Fault[] = []
  if (!classes) {
    const { values } = typedColumn(raw, { name: column, type: 'continuous' }, [], ids, faults)
    return { values: Array.from(values), faults }
  }
  const { variable, values } = typedColumn(raw, { name: column, type: 'categorical' }, [], ids, faults)
  const levels = variable.levels ?? []
  const at = levels.map(({ value, label }) => Math.max(levelIndex(classes, value), levelIndex(classes, label)))
  if (at.every((place) => place < 0))
    throw ClassesNotFound(
      table.file,
      column,
      levels
        .map(({ value }) => value)
        .slice(0, 8)
        .join(', '),
      classes.map(({ value }) => value).join(', '),
    )
  const unknown = levels.flatMap(({ value }, k) => {
    const rows = Array.from(values).filter((one) => one === k).length
    return at[k] < 0 ? [fault(OutcomeNotKnown(column, value, rows), { file: table.file, column })] : []
  })
  return {
    values: Array.from(values, (k) => (Number.isNaN(k) || at[k] < 0 ? Number.NaN : at[k])),
    faults: [...faults, ...unknown],
  }
}

/**
 * The model as it is on new rows: Hand and Till's AUC, of ordered classes ORC, of a number R² and RMSE, with calibration
 * slopes and curves; intervals by bootstrap of the patients. Throws TooFewKnown where fewer than two rows can be judged,
 * OneOutcome where all of them have the same outcome.
 * cohort  what the patients' file is called
 */
export function validateClasses(
  file: ModelFile,
  ids: readonly string[],
  rows: readonly Readonly<Record<string, Cell>>[],
  outcome: ArrayLike<number>,
  cohort: string,
): ClassesValidation {
  const predictions = predict(file, rows)
  const usable = ids.map((_, i) => i).filter((i) => predictions[i].lp !== undefined && !Number.isNaN(outcome[i]))
  if (usable.length < 2) throw TooFewKnown(file.outcome.column, usable.length)
  const y = Float64Array.from(usable, (i) => outcome[i])
  if (y.every((value) => value === y[0])) {
    const value = file.classes?.[y[0]].value ?? String(y[0])
    throw OneOutcome(cohort, file.outcome.column, y.length, value)
  }
  const classes = (file.classes ?? []).map(({ label }, k) => ({ label, n: y.filter((value) => value === k).length }))
  const n = usable.length
  const columns = Math.max(1, classes.length)
  const values = new Float64Array(n * columns)
  usable.forEach((i, k) => {
    const { classes: own, value } = predictions[i]
    for (let c = 0; c < columns; c++) values[c * n + k] = own ? own[c].risk : value!
  })
  const score = Float64Array.from(usable, (i) => predictions[i].lp!)
  const sample = {
    x: { rows: n, columns: 0, values: new Float64Array(0) },
    y,
    patients: usable.map((_, k) => k),
    classes: classes.map(({ label }) => label),
  }
  const foretold = { risk: { rows: n, columns, values }, ...(file.family !== 'multinomial' && { score }) }
  return {
    n,
    classes,
    performance: measuredPart(file.family as RegressionKind, sample, [foretold], 1),
    rows: predictions.map(({ error, warnings }, i) => ({
      id: ids[i],
      ...(error !== undefined && { error }),
      warnings,
    })),
  }
}
