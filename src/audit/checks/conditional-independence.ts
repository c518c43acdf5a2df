import { addsUp, type Check, finding } from '../examination.ts'
import { identity, placedRows } from '../rows.ts'

const maximumCombinations = 20_000

/**
 * The AUC of the model's categorical terms if, among those with the outcome and among those without, they were independent:
 * the likelihood ratio of each combination of levels ranks the patients. Dependence can raise or lower it.
 */
export const conditionalIndependence: Check = {
  id: 'conditional-independence',
  title: 'The AUC that the tables would give',
  question: 'The AUC is higher than the tables of the predictors suggest. What explains it',
  examine: (transcript) =>
    transcript.models.flatMap(({ id, terms }, m) => {
      const placed = terms.map((term) =>
        placedRows(transcript).find(
          ({ table, row }) =>
            row.levels &&
            identity(row) === identity(term) &&
            ['with', 'without'].every((side) => table.groups.some(({ outcome }) => outcome === side)),
        ),
      )
      if (terms.length === 0 || placed.some((one) => !one)) return []
      const rows = [...new Set(placed)].map((one) => one!)
      const shares = rows.map(({ table, row }) => {
        const [a, b] = ['with', 'without'].map((side) => table.groups.findIndex(({ outcome }) => outcome === side))
        const levels = Object.values(row.levels!).map((cells) => [cells[a].count, cells[b].count])
        const totals = [0, 1].map((g) => levels.reduce((sum, level) => sum + level[g], 0))
        return levels.map((level) => [level[0] / totals[0], level[1] / totals[1]])
      })
      if (shares.flat(2).some((share) => !Number.isFinite(share))) return []
      if (shares.reduce((product, levels) => product * levels.length, 1) > maximumCombinations) return []
      const expected = aucOf(shares)
      const at = [`models.${m}`]
      const names = rows.map(({ row }) => row.variable).join(', ')
      const line = `${names}, independent within either outcome: AUC ${expected.toFixed(3)}`
      return transcript.performance.flatMap((one, i) => {
        if (!one.auc || one.role !== 'development') return []
        const name = `${id}, AUC of the ${one.set} set`
        const lines = [line, `printed ${one.auc.text}${one.ci ? ` (${one.ci.text})` : ''}`]
        const above = one.ci ? one.ci.lower.low > expected : one.auc.low > expected + 0.1
        if (!above) return [addsUp(name, [...at, `performance.${i}`], ...lines)]
        const statement = `${name}: ${one.auc.text} is well above ${expected.toFixed(3)}, what the predictors' tables give if they are independent within either outcome.`
        return [
          finding(
            'unusual',
            name,
            [...at, `performance.${i}`],
            statement,
            `${one.set} AUC ${one.auc.text} against ${expected.toFixed(3)}`,
            lines,
          ),
        ]
      })
    }),
}

/** shares  one predictor, one level, its share among those with and those without the outcome. */
function aucOf(shares: number[][][]): number {
  let cells = [[1, 1]]
  for (const levels of shares) cells = cells.flatMap(([p, q]) => levels.map(([a, b]) => [p * a, q * b]))
  cells.sort(([p, q], [r, s]) => p * s - r * q)
  let [auc, below] = [0, 0]
  for (let i = 0; i < cells.length; ) {
    let [p, q] = [0, 0]
    const start = cells[i]
    // Combinations of one likelihood ratio are ties.
    while (i < cells.length && Math.abs(cells[i][0] * start[1] - start[0] * cells[i][1]) < 1e-12) {
      p += cells[i][0]
      q += cells[i][1]
      i++
    }
    auc += p * (below + q / 2)
    below += q
  }
  return auc
}
