import { normal } from '../statistics/distributions.ts'

/**
 * Interval of a cross-validated AUC by its influence curve (LeDell, Petersen & van der Laan 2015), which takes the fitted
 * models as they are: its target is the AUC of models like this one. Over repeats, each row's influence is averaged.
 *
 * folds  of every repeat, the linear predictors and outcomes (0 or 1) of the held rows, with their row numbers; folds that
 *        lack a class are left out.
 */
export function crossValidatedAuc(
  repeats: readonly (readonly HeldFold[])[],
  level = 0.95,
): { auc: number; standardError: number; lower: number; upper: number } {
  const influence = new Map<number, number>()
  const aucs: number[] = []
  for (const folds of repeats) {
    const usable = folds.filter(({ y }) => y.includes(0) && y.includes(1))
    const all = usable.flatMap(({ y }) => y)
    const share = all.reduce((sum, value) => sum + value, 0) / all.length
    for (const { rows, lp, y } of usable) {
      const ranked = shares(lp, y)
      const auc = meanOf(ranked.filter((_, i) => y[i] === 1))
      aucs.push(auc)
      rows.forEach((row, i) => {
        const own = (ranked[i] - auc) / (y[i] === 1 ? share : 1 - share)
        influence.set(row, (influence.get(row) ?? 0) + own / repeats.length)
      })
    }
  }
  const n = influence.size
  let squares = 0
  for (const value of influence.values()) squares += value * value
  const auc = meanOf(aucs)
  const standardError = Math.sqrt(squares / n / n)
  const half = normal.upperQuantile((1 - level) / 2) * standardError
  return { auc, standardError, lower: Math.max(0, auc - half), upper: Math.min(1, auc + half) }
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
