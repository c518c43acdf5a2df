import { comparedEstimates } from '../../figures/charts/compared-estimates.ts'
import type { Cell, Report } from '../../report/document.ts'
import type { Estimate } from '../../report/tables/performance-table.ts'
import { fixedDecimals, wholeNumber } from '../../text/format.ts'
import { plainText, text } from '../../text/with-numbers.ts'
import { bind, type Chapter, figureBlock, paragraph, tableBlock } from '../chapters/chapter.ts'
import {
  type ComparedRun,
  differencesTable,
  discrimination,
  furtherComparison,
  keptTable,
  measuredBy,
  performanceComparison,
} from './tables.ts'

/**
 * Two runs beside each other: what their study files say differently, how good each model looks in either, which columns
 * were kept, and what either warns of. Where one of them selected before validation, that is explained.
 * inputs  the files that the runs were read from
 */
export function compareRuns(runs: readonly [ComparedRun, ComparedRun], inputs: string[], version: string) {
  const [first, second] = runs
  const shared = Object.keys(first.models).filter((name) => second.models[name])
  const chapters = [
    performanceChapter(runs, shared),
    inflationChapter(runs, shared),
    keptChapter(runs, shared),
    warningsChapter(runs),
    differencesChapter(runs),
  ].filter((chapter) => chapter !== undefined)
  const { drawings, ...bound } = bind(chapters, () => ({ step: 'study/comparison', inputs }))
  const report: Report = {
    title: `${first.name} against ${second.name}`,
    language: 'en',
    synthetic: runs.some(({ study }) => study.synthetic === true),
    asPublished: false,
    origin: { version, date: second.study.date ?? '', cohort: `${first.study.study}; ${second.study.study}` },
    summary: { headlines: headlines(runs, shared), warnings: [] },
    ...bound,
    warnings: [],
  }
  return { report, drawings }
}

function headlines([first, second]: readonly ComparedRun[], shared: readonly string[]): Report['summary']['headlines'] {
  return shared.flatMap((name) => {
    const [a, b] = [first, second].map((run) => discrimination(run.models[name].performance.nested))
    if (!a || !b) return []
    const value = text`${fixedDecimals(a.value, 3)} → ${fixedDecimals(b.value, 3)}`
    const measure = first.models[name].performance.nested?.auc ? 'AUC' : 'C-index'
    return [
      { label: `Nested ${measure}, ${second.models[name].label}`, value, detail: text`${first.name} → ${second.name}` },
    ]
  })
}

function differencesChapter(runs: readonly [ComparedRun, ComparedRun]): Chapter {
  const table = differencesTable(runs)
  return {
    id: 'differences',
    title: 'What the two studies do differently',
    blocks: [
      paragraph(
        table.rows.length === 0
          ? plainText('The study files say the same.')
          : text`Settings of the study files that differ: ${wholeNumber(table.rows.length)}; all others are the same.`,
      ),
      ...(table.rows.length > 0 ? [tableBlock(table.id)] : []),
    ],
    tables: table.rows.length > 0 ? [table] : [],
  }
}

function performanceChapter(runs: readonly [ComparedRun, ComparedRun], shared: readonly string[]): Chapter {
  const table = performanceComparison(runs, shared)
  const further = furtherComparison(runs)
  const groups = shared.map((name) => ({
    label: runs[1].models[name].label,
    rows: Object.entries(measuredBy).flatMap(([kind, label]) => {
      const [a, b] = runs.map((run) => discrimination(run.models[name].performance[kind]))
      return a || b ? [{ label, estimates: [a, b] as [Estimate | undefined, Estimate | undefined] }] : []
    }),
  }))
  const data = { measure: 'AUC or C-index', series: [runs[0].name, runs[1].name] as const, groups, none: 0.5 }
  const alone = runs.flatMap((run) =>
    Object.keys(run.models)
      .filter((name) => !shared.includes(name))
      .map((name) => `${run.models[name].label} (${run.name})`),
  )
  const isDrawn = groups.some(({ rows }) => rows.length > 0)
  const figure = () => ({
    id: 'compared',
    title: 'AUC or C-index of every model in both runs',
    caption: text`Bars are 95% intervals; at the right the estimates, ${runs[0].name} → ${runs[1].name}.`,
    description: `AUCs and C-indices of ${shared.length} models by both runs, measured in up to four ways.`,
    data: { ...data, models: shared.length },
    drawing: comparedEstimates(data),
  })
  return {
    id: 'performance',
    title: 'Performance side by side',
    blocks: [
      ...(alone.length > 0 ? [paragraph(plainText(`In one run only, and not compared: ${alone.join(', ')}.`))] : []),
      ...(shared.length > 0 ? [...(isDrawn ? [figureBlock('compared')] : []), tableBlock(table.id)] : []),
      ...(further ? [tableBlock(further.id)] : []),
    ],
    tables: [...(shared.length > 0 ? [table] : []), ...(further ? [further] : [])],
    figures: isDrawn ? [figure()] : [],
  }
}

/** Why the same patients look more predictable where selection came first; nothing where both runs chose alike. */
function inflationChapter(runs: readonly ComparedRun[], shared: readonly string[]): Chapter | undefined {
  const published = runs.find(({ study }) => study.protocol === 'as-published')
  const honest = runs.find(({ study }) => study.protocol !== 'as-published')
  if (!published || !honest) return undefined
  const items = shared.flatMap((name): Cell[] => {
    const a = published.models[name].performance
    const b = honest.models[name].performance
    if (!a.nested?.auc || !b.nested?.auc) return []
    const { label } = honest.models[name]
    const gap = a.nested.auc.value - b.nested.auc.value
    if (Math.abs(gap) < 0.0005)
      return [text`${label}: ${fixedDecimals(a.nested.auc.value, 3)} either way; nothing was selected for it.`]
    const heldOut =
      a.heldOut?.auc && b.heldOut?.auc
        ? text`; on the held-out rows, which the published selection has seen as well, ${fixedDecimals(a.heldOut.auc.value, 3)} against ${fixedDecimals(b.heldOut.auc.value, 3)}`
        : text``
    return [
      text`${label}: cross-validation gives ${fixedDecimals(a.nested.auc.value, 3)} after selection on all rows and ${fixedDecimals(b.nested.auc.value, 3)} with selection inside the folds, a difference of ${fixedDecimals(gap, 3)}${heldOut}.`,
    ]
  })
  return {
    id: 'inflation',
    title: 'Why they differ',
    blocks: [
      paragraph(
        plainText(
          'As published, columns are selected once, by their association with the outcome in all patients. A column that goes with the outcome by chance in this cohort is kept because of the very patients who later serve to validate it: whatever fold they are held out in, the choice has already looked at their outcome. Cross-validation, bootstrap and held-out rows then confirm the chance together with the truth, and none of them can tell.',
        ),
      ),
      paragraph(
        plainText(
          'Honestly, each fold and each resample selects anew from its own training rows; held-out patients meet a choice that was made without them, and chance does not carry over. The more candidate columns there are for a patient, the wider the gap.',
        ),
      ),
      ...(items.length > 0 ? [{ kind: 'list' as const, items }] : []),
    ],
  }
}

function keptChapter(runs: readonly [ComparedRun, ComparedRun], shared: readonly string[]): Chapter | undefined {
  const table = keptTable(runs, shared)
  if (!table) return undefined
  return {
    id: 'kept',
    title: 'Columns kept',
    blocks: [
      paragraph(
        plainText(
          'Columns of feature blocks that the final models use. Where the two runs keep different columns though the patients are the same, neither list is a finding about the disease.',
        ),
      ),
      tableBlock(table.id),
    ],
    tables: [table],
  }
}

function warningsChapter(runs: readonly ComparedRun[]): Chapter | undefined {
  if (runs.every(({ warnings }) => warnings.length === 0)) return undefined
  return {
    id: 'warnings',
    title: 'Warnings of either run',
    blocks: runs.flatMap(({ name, warnings }) => [
      { kind: 'heading' as const, text: name },
      warnings.length === 0
        ? paragraph(plainText('None.'))
        : { kind: 'list' as const, items: warnings.map(({ text }) => text) },
    ]),
  }
}
