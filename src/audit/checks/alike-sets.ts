import { chiSquare } from '../../statistics/index.ts'
import { addsUp, type Check, finding } from '../examination.ts'

/** Rows that are needed before their p together say something. */
const minimumRows = 6
const unlikely = 1e-4

/**
 * Sets that are more alike than a random split makes them: p of independent variables is uniform, so that −2 Σ ln(1 − p) is
 * χ² on 2k. Rows go together, and a stratified or matched split is meant to be alike: unusual only. Source: Carlisle 2017.
 */
export const alikeSets: Check = {
  id: 'alike-sets',
  title: 'Sets more alike than chance makes them',
  question: 'The sets agree in more variables than a random split would have it. How were patients divided',
  examine: ({ tables, validation }) =>
    tables.flatMap(({ id, groups, rows, weighted, paired }, t) => {
      if (weighted || paired || groups.length !== 2 || !groups.every(({ set }) => set)) return []
      if (validation && validation.by !== 'random split') return []
      const p = rows.flatMap(({ p: one, outcome }) =>
        one && !one.bound && !outcome && one.value > 0 && one.low < 1 ? [one] : [],
      )
      if (p.length < minimumRows) return []
      // A p of 1.000 of small counts says nothing of likeness: at most 0.99.
      const statistic = -2 * p.reduce((all, one) => all + Math.log(1 - Math.min(0.99, one.value)), 0)
      const tail = chiSquare.upper(statistic, 2 * p.length)
      const line = `−2 Σ ln(1 − p) of ${p.length} rows = ${statistic.toFixed(1)} on ${2 * p.length}: ${tail.toExponential(1)}`
      if (tail > unlikely) return [addsUp(id, [`tables.${t}`], line)]
      const statement = `${id}: the p of ${p.length} rows are from ${Math.min(...p.map(({ value }) => value))} to ${Math.max(...p.map(({ value }) => value))}: a random split is so even once in ${Math.round(1 / tail).toLocaleString('en')} times.`
      return [finding('unusual', id, [`tables.${t}`], statement, `${id}: ${p.length} rows`, [line])]
    }),
}
