import type { Honesty, NothingRow } from './summary.ts'

const dataNames: Record<string, string> = { noise: 'noise 224 × 1,218', ispy1: 'I-SPY 1, permuted' }
const methodNames: Record<string, string> = {
  forest: 'random forest',
  boosting: 'gradient boosting',
  svm: 'support vectors',
}
const modelNames: Record<string, string> = {
  mri: 'mri (fixed terms)',
  combined: 'combined (fixed terms and score)',
  radiomics: 'radiomics (score alone)',
}

/** A page with the tables between its markers made anew. Throws where a marker is missing. */
export function withTables(page: string, { nothing, comparators, truth, incomplete }: Honesty): string {
  const tables: Record<string, string> = {
    nothing: nothingTable(nothing),
    bootstrap: bootstrapTable(nothing),
    comparators: comparatorTable(comparators),
    truth: truthTable(truth),
    incomplete: incompleteTable(incomplete),
  }
  return Object.entries(tables).reduce((text, [name, table]) => {
    const [from, to] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
    const [start, end] = [text.indexOf(from), text.indexOf(to)]
    if (start < 0 || end < start) throw new Error(`docs/honesty.md has no place for ${name}`)
    return `${text.slice(0, start + from.length)}\n${table}\n${text.slice(end)}`
  }, page)
}

function nothingTable(rows: readonly NothingRow[]): string {
  const honest = rows.filter(({ kind }) => kind === 'honest')
  return table(
    [
      'data',
      'preset',
      'nested, selection inside (SE)',
      'sets',
      'selection before, as published (SE)',
      'sets',
      'of them no model could be fitted',
    ],
    honest.map(({ data, preset, auc, se, sets }) => {
      const published = rows.find((one) => one.data === data && one.preset === preset && one.kind === 'published')
      return [
        dataNames[data],
        preset,
        within(auc, se),
        String(sets),
        published ? within(published.auc, published.se) : '–',
        String((published?.sets ?? 0) + (published?.notFitted ?? 0)),
        String(published?.notFitted ?? 0),
      ]
    }),
  )
}

function bootstrapTable(rows: readonly NothingRow[]): string {
  return table(
    [
      'data',
      'preset',
      'sets',
      'apparent',
      'too high by',
      'corrected for optimism',
      'too high by',
      '.632+',
      'too high by',
    ],
    rows.flatMap(({ data, preset, sets, auc, se, apparent, plus632 }) =>
      apparent && plus632
        ? [
            [
              dataNames[data],
              preset,
              String(sets),
              within(apparent.mean, apparent.se),
              signed(apparent.mean - 0.5),
              within(auc, se),
              signed(auc - 0.5),
              within(plus632.mean, plus632.se),
              signed(plus632.mean - 0.5),
            ],
          ]
        : [],
    ),
  )
}

function truthTable(truth: Honesty['truth']): string {
  return table(
    [
      'model',
      'studies',
      'mean nested AUC',
      'mean own AUC',
      'coverage of 95%',
      'mean nested slope',
      'slope on fresh patients',
      'coverage of 95%',
      'recommended shrinkage',
      'slope after it: mean',
      'median',
      'models without a slope',
    ],
    truth.map((row) => [
      modelNames[row.model],
      String(row.studies),
      ...[
        row.nested,
        row.own,
        row.coverage,
        row.nestedSlope,
        row.slope,
        row.slopeCoverage,
        row.factor,
        row.shrunken,
      ].map(({ mean, se }) => within(mean, se)),
      row.medianShrunken.toFixed(3),
      String(row.withoutSlope),
    ]),
  )
}

function comparatorTable(comparators: Honesty['comparators']): string {
  return table(
    ['comparator', 'nested (SE)', 'sets'],
    comparators.map(({ method, auc, se, sets }) => [methodNames[method], within(auc, se), String(sets)]),
  )
}

function incompleteTable(rows: Honesty['incomplete']): string {
  return table(
    [
      'model and missing values',
      'studies',
      'mean nested AUC or C',
      'mean own',
      'coverage of 95%',
      'mean nested slope',
      'mean own slope',
      'coverage of 95%',
    ],
    rows.map((row) => [
      row.model,
      String(row.studies),
      ...[row.nested, row.own, row.coverage, row.nestedSlope, row.slope, row.slopeCoverage].map(({ mean, se }) =>
        within(mean, se),
      ),
    ]),
  )
}

const within = (mean: number, se: number) => `${mean.toFixed(3)} (${se.toFixed(3)})`
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}
