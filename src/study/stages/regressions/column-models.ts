import type { NomogramNames } from '../../../figures/charts/nomogram-of-model.ts'
import type { PredictorTable } from '../../../model/data/predictor-table.ts'
import type { Nomogram, NomogramModel, Predictor } from '../../../model/index.ts'
import type { ModelFile } from '../../../model/predict/model-schema.ts'
import type { FittedTerm } from '../../../model/terms/linear-predictor.ts'
import type { PageInput, PageInterval } from '../../../report/html/nomogram-page.ts'

/**
 * A regression on columns that are known in every row it was fitted to (of classes, of a number, of an event that another
 * can come before), as it is handed on: `model-NAME.json`, and `nomogram-NAME.html`.
 */
export interface ColumnModel {
  name: string
  label: string
  family: ModelFile['family']
  outcome: ModelFile['outcome']
  terms: FittedTerm[]
  /** What its family has in the file besides. */
  fit: Pick<ModelFile, 'classes' | 'thresholds' | 'equations' | 'residual' | 'baseline' | 'horizons'> & {
    intercept: number
  }
  uncertainty: ModelFile['uncertainty']
  performance: ModelFile['performance']
  /** The fold of each row, from 1, as one text a repeat; empty where there was no cross-validation. */
  folds: string[]
  table: PredictorTable
  rows: Int32Array
  /** With the event; of classes the patients of the rarest, of a number all. */
  events: number
  page: ColumnPage
}

/** What a new patient's page is made of; without a nomogram where there is no one linear predictor. */
export interface ColumnPage {
  model: NomogramModel
  nomogram?: Nomogram
  names: NomogramNames
  inputs: PageInput[]
  interval: PageInterval
  /** Discrimination on patients that it had not seen, as the page says it. */
  unseen?: { measure: string; value: number; lower: number; upper: number }
}

/** The fold of each row as provenance.json has it, from 1. */
export const foldText = (fold: ArrayLike<number>) => Array.from(fold, (own) => own + 1).join(' ')

/** A column of a design: a number, or a level of a factor against its first. */
export interface DesignedColumn {
  column: string
  label: string
  level?: string
  /** Of the level, as in the data. */
  value?: string
  reference?: string
  values: Float64Array
}

/** The columns of a regression on some rows, of which all predictors are known. */
export function designOf(predictors: readonly Predictor[], rows: readonly number[]): DesignedColumn[] {
  return predictors.flatMap(({ name, label, levels, values }): DesignedColumn[] => {
    if (!levels) return [{ column: name, label, values: Float64Array.from(rows, (row) => values[row]) }]
    return levels.slice(1).map((level, i) => ({
      column: name,
      label,
      level: level.label,
      value: level.value,
      reference: levels[0].label,
      values: Float64Array.from(rows, (row) => Number(values[row] === i + 1)),
    }))
  })
}

/** The terms of such a regression. */
export function termsOfDesign(
  design: readonly Pick<DesignedColumn, 'column' | 'value'>[],
  estimates: ArrayLike<number>,
): FittedTerm[] {
  return design.map(({ column, value }, j) => ({
    name: value === undefined ? column : `${column}=${value}`,
    column,
    ...(value !== undefined && { level: value }),
    estimate: estimates[j],
  }))
}

/** A name for files: letters, digits, dots and dashes; one that is taken gets a number. */
export function fileNameOf(name: string, taken: ReadonlySet<string>): string {
  const plain = name.replace(/[^\p{L}\p{N}._-]+/gu, '_')
  for (let k = 2; ; k++) {
    const own = k === 2 ? plain : `${plain}-${k - 1}`
    if (!taken.has(own)) return own
  }
}
