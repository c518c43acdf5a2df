import type { ModelFile } from '../predict/model-schema.ts'
import type { Cell } from '../predict/predict.ts'
import { binned, share } from './make-model-file.ts'

/**
 * Whether rows look like those that a model was made from: as many, with as many events, and with the model file's
 * distribution of every column. No row is known, but two cohorts do not agree in all of that.
 *
 * @param file the model
 * @param rows the model's columns of each patient, typed
 * @param outcome one a row: 1 with it, 0 without, NaN where not known
 */
export function isDevelopmentCohort(
  file: ModelFile,
  rows: readonly Record<string, Cell>[],
  outcome: ArrayLike<number>,
): boolean {
  const known = rows.filter((_, row) => !Number.isNaN(outcome[row]))
  const events = Array.from(outcome).filter((flag) => flag === 1).length
  if (known.length !== file.rows || events !== file.events || file.columns.length === 0) return false
  return file.columns.every(({ name, levels, bins }) => {
    const cells = known.map((row) => row[name]).filter((cell) => cell !== '' && cell !== null && cell !== undefined)
    if (levels) {
      const places = Float64Array.from(cells, (cell) => levels.findIndex(({ value }) => value === String(cell)))
      return levels.every((level, at) => level.share === share(places, (place) => place === at))
    }
    if (!bins) return true
    const shares = binned(Float64Array.from(cells, Number), bins.edges)
    return shares.every((own, at) => own === bins.shares[at])
  })
}
