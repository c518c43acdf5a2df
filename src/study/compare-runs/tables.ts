import type { Cell, Row, Table, Warning } from '../../report/document.ts'
import type { Estimate, Measure, Performance } from '../../report/tables/performance-table.ts'
import { fixedDecimals, wholeNumber } from '../../text/format.ts'
import { plainText, text } from '../../text/with-numbers.ts'
import type { StudyConfig } from '../file/schema.ts'

/** One run as `results.json` has it, with what it is called beside the other. */
export interface ComparedRun {
  name: string
  study: StudyConfig
  models: Record<string, ComparedModel>
  warnings: Warning[]
  /** Regressions of classes or a number, and survival analyses, some with a Fine–Gray model. */
  regressions: ComparedRegression[]
  survival: ComparedSurvival[]
}

interface ComparedRegression {
  outcome: string
  label: string
  kind: string
  measures: Record<'apparent' | 'nested', Record<string, unknown> | undefined>
}

interface ComparedSurvival {
  label: string
  request?: { time: string; event: string }
  competing?: {
    model?: { fineGray?: Record<'apparent' | 'horizons', ({ time: number } & Record<string, unknown>)[]> }
  }
}

interface ComparedModel {
  label: string
  performance: Record<string, Performance | undefined>
  terms: { column: string }[]
  model: { scores: { name: string; terms: { name: string }[] }[] }
}

/** How performance was measured, from the one to believe to the one not to. */
export const measuredBy = {
  nested: 'Nested cross-validation',
  heldOut: 'Held-out',
  optimismCorrected: 'Optimism-corrected',
  apparent: 'Apparent',
} as const

type Runs = readonly [ComparedRun, ComparedRun]

const maximumListed = 40

/** What a number of results.json is when it is one: those that are not finite are words there. */
const isKnown = (value: unknown): value is number => typeof value === 'number'

/** What tells patients apart, where it is known: the AUC, of a Cox model Harrell's C. */
export function discrimination(performance: Performance | undefined): Estimate | undefined {
  const found = performance?.auc ?? performance?.concordance
  if (!found || !isKnown(found.value)) return undefined
  const { value, lower, upper } = found
  return isKnown(lower) && isKnown(upper) ? { value, lower, upper } : { value }
}

/** Settings that differ, by their place in the study file; titles are not settings. */
export function differencesTable(runs: Runs): Omit<Table, 'number'> {
  const [first, second] = runs.map(({ study }) => settingsOf({ ...study, study: undefined }))
  const names = [...new Set([...first.keys(), ...second.keys()])].filter((name) => first.get(name) !== second.get(name))
  const rows = names.map(
    (name): Row => ({
      kind: 'row',
      indent: 0,
      cells: [plainText(name), plainText(first.get(name) ?? '–'), plainText(second.get(name) ?? '–')],
    }),
  )
  return {
    id: 'differences',
    title: 'Settings that differ',
    columns: heads(['Setting', ...runs.map(({ name }) => name)], 'left'),
    rows,
    footnotes: [],
  }
}

/** Every value of a study file by its dotted name. */
function settingsOf(value: unknown, name = '', into = new Map<string, string>()): Map<string, string> {
  if (value !== null && typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) settingsOf(inner, name ? `${name}.${key}` : key, into)
  else if (value !== undefined) into.set(name, String(value))
  return into
}

const compared: [measure: Measure, label: string, kinds: readonly (keyof typeof measuredBy)[]][] = [
  ['concordance', 'Harrell’s C', ['nested', 'heldOut', 'optimismCorrected', 'apparent']],
  ['auc', 'AUC', ['nested', 'heldOut', 'optimismCorrected', 'apparent']],
  ['calibrationSlope', 'Calibration slope', ['nested', 'heldOut', 'optimismCorrected']],
  ['calibrationIntercept', 'Calibration intercept', ['nested', 'heldOut']],
  ['brier', 'Brier score', ['nested', 'heldOut', 'optimismCorrected', 'apparent']],
]

/** Each model's measures in both runs with their difference. */
export function performanceComparison(runs: Runs, models: readonly string[]): Omit<Table, 'number'> {
  const rows = models.flatMap((name): Row[] => {
    const [first, second] = runs.map((run) => run.models[name].performance)
    const measures = compared.flatMap(([measure, label, kinds]) =>
      kinds.flatMap((kind): Row[] => {
        const [a, b] = [first[kind]?.[measure], second[kind]?.[measure]]
        if (!a && !b) return []
        const gap =
          isKnown(a?.value) && isKnown(b?.value) ? text`${fixedDecimals(b!.value - a!.value, 3)}` : plainText('–')
        return [
          {
            kind: 'row',
            indent: 1,
            cells: [plainText(`${label}, ${measuredBy[kind].toLowerCase()}`), estimated(a), estimated(b), gap],
          },
        ]
      }),
    )
    return [{ kind: 'heading', indent: 0, cells: [plainText(runs[1].models[name].label)] }, ...measures]
  })
  return {
    id: 'performance',
    title: 'Performance in both runs',
    columns: heads(['Measure', ...runs.map(({ name }) => name), 'Difference'], 'right'),
    rows,
    footnotes: [
      {
        text: plainText(`Estimates with 95% CI where there is one; difference, ${runs[1].name} less ${runs[0].name}.`),
      },
    ],
  }
}

function estimated(estimate: Estimate | undefined): Cell {
  if (!estimate || !isKnown(estimate.value)) return plainText('–')
  const { value, lower, upper } = estimate
  if (!isKnown(lower) || !isKnown(upper)) return text`${fixedDecimals(value, 3)}`
  return text`${fixedDecimals(value, 3)} (${fixedDecimals(lower, 3)}${lower < 0 ? ', ' : '–'}${fixedDecimals(upper, 3)})`
}

const furtherMeasures = [
  ['handTill', 'AUC over pairs of levels (Hand and Till)'],
  ['orc', 'Ordinal c-index (ORC)'],
  ['r2', 'R²'],
  ['rmse', 'Root mean squared error'],
] as const

/** Regressions of classes or a number, and Fine–Gray models at their times, that both runs have; nothing where there is none. */
export function furtherComparison(runs: Runs): Omit<Table, 'number'> | undefined {
  const each = runs.map((run) => [...regressionRows(run), ...incidenceRows(run)])
  const shared = each[0].filter(({ key }) => each[1].some((other) => other.key === key))
  const titles = [...new Set(shared.map(({ title }) => title))]
  if (titles.length === 0) return undefined
  const rows = titles.flatMap((title): Row[] => [
    { kind: 'heading', indent: 0, cells: [plainText(title)] },
    ...shared
      .filter((one) => one.title === title)
      .map(({ key, label, estimate }): Row => {
        const other = each[1].find((one) => one.key === key)!.estimate
        const gap =
          isKnown(estimate.value) && isKnown(other.value)
            ? text`${fixedDecimals(other.value - estimate.value, 3)}`
            : plainText('–')
        return { kind: 'row', indent: 1, cells: [plainText(label), estimated(estimate), estimated(other), gap] }
      }),
  ])
  return {
    id: 'further',
    title: 'Outcomes of several levels, numbers and competing risks in both runs',
    columns: heads(['Measure', ...runs.map(({ name }) => name), 'Difference'], 'right'),
    rows,
    footnotes: [],
  }
}

interface FurtherRow {
  key: string
  title: string
  label: string
  estimate: Estimate
}

const parts = { nested: 'out of fold', apparent: 'apparent' } as const

function regressionRows({ regressions }: ComparedRun): FurtherRow[] {
  return regressions.flatMap(({ outcome, label, kind, measures }) =>
    (['nested', 'apparent'] as const).flatMap((part) =>
      furtherMeasures.flatMap(([measure, called]): FurtherRow[] => {
        const estimate = measures[part]?.[measure] as Estimate | undefined
        if (!estimate) return []
        const key = JSON.stringify([outcome, kind, part, measure])
        return [{ key, title: `${label} (${kind})`, label: `${called}, ${parts[part]}`, estimate }]
      }),
    ),
  )
}

function incidenceRows({ survival }: ComparedRun): FurtherRow[] {
  return survival.flatMap(({ label, request, competing }) => {
    const model = competing?.model?.fineGray
    if (!model || !request) return []
    return (['horizons', 'apparent'] as const).flatMap((part) =>
      model[part].flatMap(({ time, auc, brier, ratio }) =>
        Object.entries({ AUC: auc, 'Brier score': brier, 'observed over predicted': ratio }).map(
          ([measure, value]): FurtherRow => ({
            key: JSON.stringify([request.time, request.event, part, time, measure]),
            title: `${label} (Fine–Gray)`,
            label: `${measure} at ${time}, ${part === 'horizons' ? parts.nested : parts.apparent}`,
            estimate: { value: value as number },
          }),
        ),
      ),
    )
  })
}

/** Which columns of feature blocks either run's models use; nothing where none uses any. */
export function keptTable(runs: Runs, models: readonly string[]): Omit<Table, 'number'> | undefined {
  const rows = models.flatMap((name): Row[] => {
    const [first, second] = runs.map((run) => keptBy(run.models[name], run))
    const all = [...new Set([...first, ...second])]
    if (all.length === 0) return []
    const both = all.filter((column) => first.has(column) && second.has(column))
    const counts = text`${runs[1].models[name].label}: ${wholeNumber(first.size)} against ${wholeNumber(second.size)}, ${wholeNumber(both.length)} of them in both`
    const order = [...both, ...all.filter((column) => !both.includes(column))]
    return [
      { kind: 'heading', indent: 0, cells: [counts] },
      ...order.slice(0, maximumListed).map(
        (column): Row => ({
          kind: 'row',
          indent: 1,
          cells: [plainText(column), plainText(first.has(column) ? '●' : ''), plainText(second.has(column) ? '●' : '')],
        }),
      ),
      ...(order.length > maximumListed ? [moreRow(order.length - maximumListed)] : []),
    ]
  })
  if (rows.length === 0) return undefined
  return {
    id: 'kept',
    title: 'Columns that each run kept',
    columns: heads(['Column', ...runs.map(({ name }) => name)], 'center'),
    rows,
    footnotes: [],
  }
}

const moreRow = (more: number): Row => ({ kind: 'row', indent: 1, cells: [text`and ${wholeNumber(more)} more`] })

/** Columns of the fitted model that no block of the study file names: what selection left of the features. */
function keptBy({ terms, model }: ComparedModel, { study }: ComparedRun): Set<string> {
  const scores = new Set(model.scores.map(({ name }) => name))
  const named = new Set(Object.values(study.blocks).filter(Array.isArray).flat())
  const columns = [
    ...model.scores.flatMap((score) => score.terms.map(({ name }) => name)),
    ...terms.map((t) => t.column),
  ]
  return new Set(columns.filter((column) => !scores.has(column) && !named.has(column)))
}

function heads(labels: readonly string[], align: 'left' | 'right' | 'center'): Table['columns'] {
  return labels.map((label, c) => ({ label: plainText(label), align: c === 0 ? 'left' : align }))
}
