import { columnNamed } from '../../../cohort/column-named.ts'
import { groupPanels, isThinned } from '../../../figures/charts/groups.ts'
import { outcomeColours } from '../../../figures/theme/theme.ts'
import type { TableGroup } from '../../../report/tables/table-one.ts'
import { describe, known } from '../../../statistics/descriptive/descriptive.ts'
import { adjustP } from '../../../statistics/tests/adjust.ts'
import { compareContinuous } from '../../../statistics/tests/choose.ts'
import { pSaid } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText } from '../../../text/with-numbers.ts'
import type { StudyConfig } from '../../file/schema.ts'
import type { StudyCohort } from '../../stages/cohort.ts'
import { type Chapter, type DrawnFigure, figureBlock, paragraph, tableBlock } from '../chapter.ts'
import { comparisonsOf, comparisonTables, groupsOf } from '../patients/group-tables.ts'
import { markerSurvivalTable } from './hazard-ratios.ts'

/** Serum markers, immune cells and whatever else the study compares; undefined where it asks for nothing. */
export function markersChapter(messages: Messages, study: StudyConfig, patients: StudyCohort): Chapter | undefined {
  const compared = comparisonTables(messages, study, patients)
  if (compared.length === 0) return undefined
  const survival = markerSurvivalTable(messages, study, patients)
  const tables = survival ? [...compared, survival] : compared
  const figures = comparisonsOf(study).flatMap((comparison, i) =>
    markerFigure(messages, study, patients, comparison, i),
  )
  return {
    id: 'markers',
    title: messages.markers.title,
    blocks: [
      paragraph(plainText(messages.markers.paragraph)),
      ...tables.map(({ id }) => tableBlock(id)),
      ...figures.map(({ id }) => figureBlock(id)),
    ],
    tables,
    figures,
  }
}

/** Every number among the markers as a panel: patients as points over their quartiles, starred by the adjusted p. */
function markerFigure(
  messages: Messages,
  study: StudyConfig,
  patients: StudyCohort,
  { markers, by, label }: ReturnType<typeof comparisonsOf>[number],
  i: number,
): DrawnFigure[] {
  const { markers: words } = messages
  const columns = markers
    .map((name) => columnNamed(patients.cohort, name, study.cohort.file))
    .filter((one) => !one.variable.levels)
  const groups = groupsOf(messages, study, patients, by)
  if (columns.length === 0 || groups.length < 2) return []
  const values = columns.map((column) => groups.map((group) => valuesOf(column.values, group)))
  const drawable = columns.map((_, c) => c).filter((c) => values[c].some((one) => one.length > 0))
  if (drawable.length === 0) return []
  const tests = drawable.map((c) => compareContinuous(values[c]))
  const adjusted = adjustP(
    tests.map(({ p }) => p),
    'holm',
  )
  const outcomeLabels =
    patients.outcome &&
    [patients.outcome.groups.positive, patients.outcome.groups.negative].map((level) =>
      messages.patients.group(patients.outcome!.label, level),
    )
  const colours =
    outcomeLabels && groups.every(({ label: own }) => outcomeLabels.includes(own))
      ? groups.map(({ label: own }) => outcomeColours[outcomeLabels.indexOf(own)])
      : undefined
  const name = columnNamed(patients.cohort, by, study.cohort.file).variable.label
  const panels = drawable.map((c, k) => ({
    label: columns[c].variable.label,
    unit: columns[c].variable.unit,
    by: name,
    groups: groups.map((group, g) => ({
      label: shortLabel(group.label, groups),
      values: Array.from(values[c][g]),
      ...(colours && { colour: colours[g] }),
    })),
    p: Number.isNaN(adjusted[k]) ? undefined : adjusted[k],
  }))
  const letter = (k: number) => String.fromCharCode(65 + k)
  const several = panels.length > 1
  const shown = panels.map((panel, k) => words.panel(several ? letter(k) : undefined, panel.label, pSaid(adjusted[k])))
  const used = [...new Set(tests.map(({ test }) => test))].map((test) => {
    const own = tests.flatMap((one, k) => (one.test === test ? letter(k) : []))
    return words.test(messages.document.testName(test), several ? own.join(', ') : undefined)
  })
  return [
    {
      id: `markers-figure-${i + 1}`,
      title: words.by(label, name),
      caption: words.caption(messages.document.clauses(shown), messages.document.clauses(used), isThinned(panels)),
      description: words.description(panels.map((panel) => panel.label).join(', '), name),
      data: panels.map(({ label, by: name, unit, p, groups: shown }, k) => ({
        label,
        by: name,
        unit,
        test: tests[k].test,
        p: tests[k].p,
        adjusted: p,
        groups: shown.map((one) => ({ label: one.label, ...(one.values.length > 0 ? describe(one.values) : {}) })),
      })),
      drawing: groupPanels(panels),
    },
  ]
}

function valuesOf(values: Float64Array, { rows }: TableGroup): Float64Array {
  return known(Float64Array.from(rows, (row) => values[row]))
}

/** The label without the words that all groups begin with: "HER-2 positive" and "HER-2 negative" stay told apart by less. */
function shortLabel(label: string, groups: readonly TableGroup[]): string {
  const words = label.split(' ')
  let shared = 0
  while (shared < words.length - 1 && groups.every((group) => group.label.split(' ')[shared] === words[shared]))
    shared++
  const own = words.slice(shared).join(' ')
  return shared > 0 ? own[0].toUpperCase() + own.slice(1) : own
}
