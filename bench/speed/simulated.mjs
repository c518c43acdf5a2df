// The data of the statistics' rows: simulated features, and the model of the test cohort.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const s = await import('../../dist/statistics.js')

/** n patients, p features that share 20 factors, an outcome that follows three of them. */
export function simulated(n, p) {
  const random = s.randomStream(7, 'bench', n, p)
  const factors = Array.from({ length: 20 }, () => Float64Array.from({ length: n }, () => random.gaussian()))
  const columns = Array.from({ length: p }, () => {
    const loading = factors.map(() => random.gaussian())
    return Float64Array.from({ length: n }, (_, i) =>
      factors.reduce((sum, factor, f) => sum + loading[f] * factor[i], 3 * random.gaussian()),
    )
  })
  const risk = (i) => 1 / (1 + Math.exp(-(-1.2 + 0.25 * columns[0][i] + 0.2 * columns[5][i] - 0.2 * columns[9][i])))
  const y = Uint8Array.from({ length: n }, (_, i) => (random.uniform() < risk(i) ? 1 : 0))
  return { columns, x: s.matrixFromColumns(columns), y, folds: s.kFold(n, 10, random, { strata: y }) }
}

/**
 * The same with columns in 200 families of about six, correlated by about 0.9 within one: what filters of one image look like,
 * of which a correlation filter at 0.8 leaves about one a family.
 */
export function families(n, p) {
  const { columns, y } = simulated(n, 200)
  const random = s.randomStream(8, 'families', n, p)
  const spread = 6.3 // of a column of `simulated`
  return {
    y,
    columns: Array.from({ length: p }, (_, j) =>
      columns[j % 200].map((value) => value + spread * 0.33 * random.gaussian()),
    ),
  }
}

/** The logistic model of the test cohort (synthetic) and 1,000 bootstraps of its rows. */
export function cohort() {
  const file = join(import.meta.dirname, '../../test/fixtures/statistics/cohort.csv')
  const [head, ...lines] = readFileSync(file, 'utf8').trim().replaceAll('"', '').split('\n')
  const names = head.split(',')
  const cells = lines.map((line) => line.split(','))
  const column = (name) => Float64Array.from(cells, (row) => Number(row[names.indexOf(name)]))
  const level = (name, value) => Float64Array.from(cells, (row) => (row[names.indexOf(name)] === value ? 1 : 0))
  const design = s.matrixFromColumns([
    column('type'),
    level('edge', 'blur'),
    level('edge', 'burr'),
    ...['skin', 'axillary', 'age', 'size'].map(column),
  ])
  const draws = Array.from({ length: 1000 }, (_, b) => ({ training: s.bootstrap(320, s.randomStream(1, b)).rows }))
  return { design, her2: column('her2'), draws }
}
