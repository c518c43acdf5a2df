/** One refit of a regression on columns: the rows that it learns from, some more than once, and those that it foretells. */
export interface ColumnPart {
  learnt: Int32Array
  held: Int32Array
}

/** The parts of a cross-validation: each fold held out once. */
export function partsOfFolds(fold: ArrayLike<number>, folds: number): ColumnPart[] {
  const rows = Array.from(fold, (_, row) => row)
  return Array.from({ length: folds }, (_, f) => ({
    learnt: Int32Array.from(rows.filter((row) => fold[row] !== f)),
    held: Int32Array.from(rows.filter((row) => fold[row] === f)),
  }))
}
