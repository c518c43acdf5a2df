import { z } from 'zod'
import { applyCombat, type CombatFit, fitCombat } from '../../statistics/combat/combat.ts'
import { matrixFromColumns } from '../../statistics/numerics/matrix.ts'
import type { RowColumn, Rows, Step } from '../../step.ts'
import { plainText } from '../../text/with-numbers.ts'
import { transformStep } from './selection-step.ts'

/** ComBat's batch effects of the named columns. */
export interface Harmonisation {
  names: string[]
  fit: CombatFit
}

/**
 * ComBat over centres or scanners, learnt from the training rows without the outcome. Continuous columns only; rows of a
 * batch that the training part did not have cannot be harmonised and become unknown.
 */
export const combat = {
  name: 'ComBat' as const,
  fit({ columns, batches, counts }) {
    if (!batches) throw new RangeError('ComBat needs the batch of every row')
    const drawn: number[] = []
    for (let i = 0; i < counts.length; i++) for (let copy = counts[i]; copy > 0; copy--) drawn.push(i)
    const own = columns.filter((column) => !column.levels)
    const data = matrixFromColumns(own.map(({ values }) => Float64Array.from(drawn, (i) => values[i])))
    const fit = fitCombat(
      data,
      drawn.map((i) => String(batches[i])),
    )
    return { names: own.map((column) => column.name), fit }
  },
  apply({ names, fit }, rows) {
    const at = new Map(names.map((name, j) => [name, j]))
    const own = rows.columns.filter((column) => at.has(column.name))
    if (own.length === 0) return rows
    const part = restricted(
      fit,
      own.map((column) => at.get(column.name)!),
    )
    const done = new Map(own.map((column, j) => [column.name, j]))
    const harmonised = harmonise(part, own, rows)
    const columns = rows.columns.map((column) => {
      const j = done.get(column.name)
      if (j === undefined) return column
      return { ...column, values: harmonised.slice(j * rows.rows.length, (j + 1) * rows.rows.length) }
    })
    return { ...rows, columns }
  },
} satisfies Step<Harmonisation>

/** The same batch effects, of the needed columns only. */
export function harmonisationOf({ names, fit }: Harmonisation, needed: ReadonlySet<string>): Harmonisation {
  const kept = names.flatMap((name, j) => (needed.has(name) ? [j] : []))
  return { names: kept.map((j) => names[j]), fit: restricted(fit, kept) }
}

export const combatStep = transformStep({
  schema: z.strictObject({ combat: z.literal(true) }).describe('ComBat over the centres named by `centre`'),
  describe: (_, words) => plainText(words.combat),
  step: combat,
  restrict: harmonisationOf,
  needsBatches: true,
})

function harmonise(fit: CombatFit, columns: readonly RowColumn[], { batches }: Rows): Float64Array {
  const n = columns[0].values.length
  const labels = Array.from(batches!, String)
  const known = labels.map((label) => fit.batches.includes(label))
  const data = matrixFromColumns(
    columns.map(({ values }) => values.map((x, i) => (known[i] && !Number.isNaN(x) ? x : 0))),
  )
  const stand = labels.map((label, i) => (known[i] ? label : fit.batches[0]))
  const { values } = applyCombat(fit, data, stand)
  columns.forEach((column, j) => {
    for (let i = 0; i < n; i++) if (!known[i] || Number.isNaN(column.values[i])) values[j * n + i] = Number.NaN
  })
  return values
}

/** The fit for some of its features, in the given order. */
function restricted(fit: CombatFit, features: readonly number[]): CombatFit {
  const place = new Map(features.map((feature, j) => [feature, j]))
  const taken = fit.adjusted.map((feature, f) => ({ f, at: place.get(feature) })).filter(({ at }) => at !== undefined)
  const of = (values: Float64Array) => Float64Array.from(taken, ({ f }) => values[f])
  return {
    ...fit,
    features: features.length,
    adjusted: taken.map(({ at }) => at!),
    grandMean: of(fit.grandMean),
    pooledSd: of(fit.pooledSd),
    effects: fit.effects.map(({ shift, scale }) => ({ shift: of(shift), scale: of(scale) })),
  }
}
