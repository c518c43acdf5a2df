import { normal } from '../../statistics/distributions/index.ts'

/**
 * Interval of a cross-validated AUC by its influence curve (LeDell, Petersen & van der Laan 2015), which takes the fitted
 * models as they are: its target is the AUC of models like this one. Over repeats, each row's influence is averaged.
 *
 * Two things differ from LeDell's, whose folds are large: deviations are from the mean AUC over the folds (in a fold of a
 * few events, its own AUC takes up a part of the variation) with one degree of freedom less in each class, as DeLong has
 * it; and the interval is symmetric on the logit scale, so that it stays between 0 and 1. Coverage: docs/honesty.md.
 *
 * folds  of every repeat, the linear predictors and outcomes (0 or 1) of the held rows, with their row numbers; folds that
 *        lack a class are left out.
 * widening  of the standard error
 */
export function crossValidatedAuc(
  repeats: readonly (readonly HeldFold[])[],
  widening = 1,
  level = 0.95,
): { auc: number; standardError: number; lower: number; upper: number } {
  const influence = new Map<number, { influence: number; positive: boolean }>()
  const usable = repeats.map((folds) => folds.filter(({ y }) => y.includes(0) && y.includes(1)))
  const ranked = usable.map((folds) => folds.map(({ lp, y }) => shares(lp, y)))
  const auc = meanOf(usable.flatMap((folds, r) => folds.map(({ y }, f) => meanOf(ranked[r][f].filter((_, i) => y[i])))))
  usable.forEach((folds, r) => {
    const all = folds.flatMap(({ y }) => y)
    const share = meanOf(all)
    folds.forEach(({ rows, y }, f) => {
      rows.forEach((row, i) => {
        const own = (ranked[r][f][i] - auc) / (y[i] === 1 ? share : 1 - share) / repeats.length
        influence.set(row, { influence: (influence.get(row)?.influence ?? 0) + own, positive: y[i] === 1 })
      })
    })
  })
  const n = influence.size
  const positives = [...influence.values()].filter(({ positive }) => positive).length
  let squares = 0
  for (const { influence: own, positive } of influence.values()) {
    const members = positive ? positives : n - positives
    squares += (own * own * members) / (members - 1)
  }
  const standardError = (widening * Math.sqrt(squares)) / n
  return { auc, standardError, ...onLogitScale(auc, normal.upperQuantile((1 - level) / 2) * standardError) }
}

/** auc ± half, taken to the logit scale and back. */
function onLogitScale(auc: number, half: number): { lower: number; upper: number } {
  // no interval of no width: neither where all ranks are right nor where no model ranked anybody
  if (!(auc > 0 && auc < 1 && half > 0)) return { lower: Number.NaN, upper: Number.NaN }
  const at = Math.log(auc / (1 - auc))
  const reach = half / (auc * (1 - auc))
  return { lower: 1 / (1 + Math.exp(reach - at)), upper: 1 / (1 + Math.exp(-reach - at)) }
}

/** Held rows of one fold. */
export interface HeldFold {
  rows: number[]
  lp: number[]
  y: number[]
}

/** Of each row, the share of rows of the other class that it is ranked rightly against, ties half. */
function shares(lp: readonly number[], y: readonly number[]): number[] {
  return lp.map((own, i) => {
    let right = 0
    let others = 0
    for (let k = 0; k < lp.length; k++) {
      if (y[k] === y[i]) continue
      others++
      const ahead = y[i] === 1 ? own - lp[k] : lp[k] - own
      right += ahead > 0 ? 1 : ahead === 0 ? 0.5 : 0
    }
    return right / others
  })
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
