import { normal } from '../../statistics/distributions/index.ts'
import { placements } from '../../statistics/performance/placements.ts'
import { concordancePairs } from '../../statistics/survival/concordance.ts'
import { type FollowedRows, outcomeAt } from '../../step.ts'

/** Held rows of one fold: their numbers, linear predictors, and whether they have the outcome or the event. */
export interface HeldFold {
  rows: number[]
  lp: number[]
  y: number[]
}

export interface CrossValidatedArea {
  auc: number
  standardError: number
  lower: number
  upper: number
}

/**
 * Interval of a cross-validated AUC by its influence curve (LeDell, Petersen & van der Laan 2015), which takes the fitted
 * models as they are: its target is the AUC of models like this one. Over repeats, each row's influence is averaged.
 *
 * Two things differ from LeDell's, whose folds are large: deviations are from the mean AUC over the folds (in a fold of a
 * few events, its own AUC takes up a part of the variation) with one degree of freedom less in each class, as DeLong has
 * it; and the interval is symmetric on the logit scale, so that it stays between 0 and 1. Coverage: docs/honesty.md.
 *
 * repeats   of every repeat its folds; folds that lack a class are left out
 * widening  of the standard error
 */
export function crossValidatedAuc(
  repeats: readonly (readonly HeldFold[])[],
  widening = 1,
  level = 0.95,
): CrossValidatedArea {
  const usable = repeats.map((folds) => folds.filter(({ y }) => y.includes(0) && y.includes(1)))
  const ranked = usable.map((folds) =>
    folds.map(({ lp, y }) => {
      const cases = y.filter((own) => own === 1).length
      return [...placements(lp, y, cases, y.length - cases)]
    }),
  )
  const auc = meanOf(usable.flatMap((folds, r) => folds.map(({ y }, f) => meanOf(ranked[r][f].filter((_, i) => y[i])))))
  const positive = new Set(usable.flat().flatMap(({ rows, y }) => rows.filter((_, i) => y[i] === 1)))
  const influence = new Map<number, number>()
  usable.forEach((folds, r) => {
    const share = meanOf(folds.flatMap(({ y }) => y))
    folds.forEach(({ rows, y }, f) => {
      rows.forEach((row, i) => {
        const own = (ranked[r][f][i] - auc) / (y[i] === 1 ? share : 1 - share) / repeats.length
        influence.set(row, (influence.get(row) ?? 0) + own)
      })
    })
  })
  const n = influence.size
  let squares = 0
  for (const [row, own] of influence) {
    const members = positive.has(row) ? positive.size : n - positive.size
    squares += (own * own * members) / (members - 1)
  }
  return withInterval(auc, (widening * Math.sqrt(squares)) / n, level)
}

/**
 * The same of Harrell's C, the mean over the folds that have a usable pair: a row's influence is its share of its fold's
 * concordant pairs over what the mean C makes of them (survival's infinitesimal jackknife, from the mean over folds).
 */
export function crossValidatedC(
  repeats: readonly (readonly HeldFold[])[],
  outcome: FollowedRows,
  widening = 1,
  level = 0.95,
): CrossValidatedArea {
  const each = repeats.flatMap((folds) => {
    const judged = folds.flatMap(({ rows, lp, y }) => {
      const { time, start } = outcomeAt(outcome, rows)
      const found = concordancePairs(time, y, lp, start)
      const pairs = found.concordant + found.discordant + found.tiedRisk
      return pairs > 0 ? [{ rows, ...found, pairs }] : []
    })
    return judged.map((fold) => ({ ...fold, of: judged.length }))
  })
  const auc = meanOf(each.map(({ concordant, tiedRisk, pairs }) => (concordant + tiedRisk / 2) / pairs))
  const influence = new Map<number, number>()
  for (const { rows, net, usable, pairs, of } of each)
    rows.forEach((row, i) => {
      const own = (net[i] - (2 * auc - 1) * usable[i]) / (2 * pairs * of * repeats.length)
      influence.set(row, (influence.get(row) ?? 0) + own)
    })
  const n = influence.size
  let squares = 0
  for (const own of influence.values()) squares += own * own
  return withInterval(auc, widening * Math.sqrt((squares * n) / (n - 1)), level)
}

/** An interval symmetric on the logit scale; none where all ranks are right or no model ranked anybody: no width is no claim. */
function withInterval(auc: number, standardError: number, level: number): CrossValidatedArea {
  const half = normal.upperQuantile((1 - level) / 2) * standardError
  if (!(auc > 0 && auc < 1 && half > 0)) return { auc, standardError, lower: Number.NaN, upper: Number.NaN }
  const at = Math.log(auc / (1 - auc))
  const reach = half / (auc * (1 - auc))
  return { auc, standardError, lower: 1 / (1 + Math.exp(reach - at)), upper: 1 / (1 + Math.exp(-reach - at)) }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
