import { z } from 'zod'
import { applyCombat, type CombatFit, fitCombat } from '../../statistics/combat/combat.ts'
import { mean, variance } from '../../statistics/descriptive/descriptive.ts'
import { matrixFromColumns } from '../../statistics/numerics/matrix.ts'
import type { RowColumn, Rows, Step } from '../../step.ts'
import { plainText } from '../../text/with-numbers.ts'
import { transformStep } from './selection-step.ts'

/** ComBat's batch effects of the named columns. */
export interface Harmonisation {
  names: string[]
  fit: CombatFit
  /** What is expected of a batch that was not there, from those that were: spread of shifts, rows' worth of variance 1. */
  prior: { spread: number; rows: number }
}

/** Applies what `combatTo` learnt. */
function applyHarmonisation({ names, fit, prior }: Harmonisation, rows: Rows): Rows {
  const at = new Map(names.map((name, j) => [name, j]))
  const own = rows.columns.filter((column) => at.has(column.name))
  if (own.length === 0) return rows
  const part = restricted(
    fit,
    own.map((column) => at.get(column.name)!),
  )
  const done = new Map(own.map((column, j) => [column.name, j]))
  const harmonised = harmonise(part, prior, own, rows)
  const columns = rows.columns.map((column) => {
    const j = done.get(column.name)
    if (j === undefined) return column
    const values = harmonised.slice(j * rows.rows.length, (j + 1) * rows.rows.length)
    // Readers are compared by what they measured: the second reading is not harmonised.
    return { ...column, values, ...(column.second && { first: column.first ?? column.values }) }
  })
  return { ...rows, columns }
}

/**
 * ComBat over centres or scanners, learnt from the training rows without the outcome. Continuous columns only. The
 * effect of a batch that the training part did not have is estimated from its own rows, without their outcome, and shrunk
 * towards none by what the known batches have shown: see `effectOfNewBatch`. Where a batch has one patient, shifts alone
 * are taken out of all, as in sva.
 *
 * reference  the batch that stays as it is and to which the others are brought; without it their weighted mean
 */
export function combatTo(reference?: number) {
  return {
    name: 'ComBat' as const,
    fit({ columns, batches, counts }) {
      if (!batches) throw new RangeError('ComBat needs the batch of every row')
      const drawn: number[] = []
      for (let i = 0; i < counts.length; i++) for (let copy = counts[i]; copy > 0; copy--) drawn.push(i)
      const own = columns.filter((column) => !column.levels)
      if (own.length === 0) return { names: [], fit: withoutEffects(batches), prior: { spread: 0, rows: 4 } }
      const data = matrixFromColumns(own.map(({ values }) => Float64Array.from(drawn, (i) => values[i])))
      // a patient drawn twice is still one: of a batch of one nothing but the shift can be told
      const sizes = new Map<number, number>()
      for (const batch of batches) sizes.set(batch, (sizes.get(batch) ?? 0) + 1)
      const fit = fitCombat(
        data,
        drawn.map((i) => String(batches[i])),
        {
          meanOnly: [...sizes.values()].some((rows) => rows === 1),
          ...(reference !== undefined && { reference: String(reference) }),
        },
      )
      return { names: own.map((column) => column.name), fit, prior: priorOf(fit) }
    },
    apply: applyHarmonisation,
  } satisfies Step<Harmonisation>
}

export const combat = combatTo()

/** The same batch effects, of the needed columns only. */
export function harmonisationOf({ names, fit, prior }: Harmonisation, needed: ReadonlySet<string>): Harmonisation {
  const kept = names.flatMap((name, j) => (needed.has(name) ? [j] : []))
  return { names: kept.map((j) => names[j]), fit: restricted(fit, kept), prior }
}

export const combatStep = transformStep({
  schema: z
    .strictObject({
      combat: z.union([
        z.literal(true),
        z.strictObject({
          /** In a study file a level of the centres' column, in a plan its number among the table's `batchNames`. */
          reference: z
            .union([z.string(), z.number(), z.boolean()])
            .describe('centre that stays as it is and to which the others are brought, in place of their mean'),
        }),
      ]),
    })
    .describe('ComBat over the centres named by `centre`'),
  describe: ({ combat: asked }, words) => plainText(words.combat(asked === true ? undefined : String(asked.reference))),
  step: combat,
  created: ({ combat: asked }) => combatTo(asked === true ? undefined : Number(asked.reference)),
  restrict: harmonisationOf,
  needsBatches: true,
})

function harmonise(
  fit: CombatFit,
  prior: Harmonisation['prior'],
  columns: readonly RowColumn[],
  { batches }: Rows,
): Float64Array {
  const n = columns[0].values.length
  const labels = Array.from(batches!, String)
  const seen = new Set(fit.batches)
  const unseen = [...new Set(labels)].filter((label) => !seen.has(label))
  const effects = unseen.map((label) => effectOfNewBatch(fit, prior, columns, labels, label))
  const extended = { ...fit, batches: [...fit.batches, ...unseen], effects: [...fit.effects, ...effects] }
  const data = matrixFromColumns(columns.map(({ values }) => values.map((x) => (Number.isNaN(x) ? 0 : x))))
  const { values } = applyCombat(extended, data, labels)
  columns.forEach((column, j) => {
    for (let i = 0; i < n; i++) if (Number.isNaN(column.values[i])) values[j * n + i] = Number.NaN
  })
  return values
}

/** Variance of the known batches' shifts, and how much their variances agree, in rows of variance 1. */
function priorOf({ batches, reference, effects }: CombatFit): Harmonisation['prior'] {
  // a reference has no effect by definition, and shows nothing
  const shown = effects.filter((_, b) => batches[b] !== reference)
  const shifts = shown.flatMap(({ shift }) => [...shift])
  const scales = shown.flatMap(({ scale }) => [...scale])
  const average = mean(scales)
  return {
    spread: mean(shifts.map((shift) => shift * shift)),
    // the inverse gamma distribution with these moments, as degrees of freedom
    rows: 2 * (2 + average ** 2 / Math.max(variance(scales), 1e-6)),
  }
}

/**
 * Shift and variance of a batch that was not among the training rows, each column from the rows it has there: a normal
 * prior around no shift and an inverse gamma one around variance 1, of the width that the known batches show. One row
 * moves the shift a little; many rows decide it.
 */
function effectOfNewBatch(
  { adjusted, grandMean, pooledSd }: CombatFit,
  prior: Harmonisation['prior'],
  columns: readonly RowColumn[],
  labels: readonly string[],
  label: string,
) {
  const shift = new Float64Array(adjusted.length)
  const scale = new Float64Array(adjusted.length).fill(1)
  adjusted.forEach((at, f) => {
    const own = columns[at].values.filter((value, i) => labels[i] === label && !Number.isNaN(value))
    if (own.length === 0) return
    const standard = own.map((value) => (value - grandMean[f]) / pooledSd[f])
    const weight = own.length * prior.spread
    shift[f] = (weight * mean(standard)) / (weight + 1)
    if (own.length < 2) return
    const freedom = own.length - 1
    scale[f] = (prior.rows + freedom * variance(standard)) / (prior.rows + freedom)
  })
  return { shift, scale }
}

/** The fit for some of its features, in the given order. */
/** What is learnt where the steps before have left nothing to harmonise. */
function withoutEffects(batches: ArrayLike<string | number>): CombatFit {
  const none = new Float64Array(0)
  const labels = [...new Set(Array.from(batches, String))].sort()
  const effects = labels.map(() => ({ shift: none, scale: none }))
  const columns = { features: 0, covariates: 0, adjusted: [], grandMean: none, pooledSd: none, coefficients: none }
  return { batches: labels, ...columns, effects }
}

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
