import { parseCodebook } from '../../cohort/codebook/codebook.ts'
import type { Fault } from '../../cohort/fault.ts'
import { correctionColumns } from '../../cohort/tables/corrections.ts'
import { readTable } from '../../cohort/tables/read-table.ts'
import { columnOf } from '../../cohort/tables/table.ts'
import { writeCsv } from '../../cohort/tables/write-csv.ts'
import { svgDocument } from '../../figures/canvas/svg.ts'
import { type CohortPreview, previewCohort, summariesOf } from '../../study/preview/cohort.ts'
import { type Language, locales } from '../../text/locales/index.ts'
import { folderAt, type Place } from '../browser/place.ts'
import { type At, cohortIn, type Opened, openAt } from './opened.ts'

/** A fault with its cell in the grid, where it has one: the row among the table's and the column's name. */
export interface PlacedFault extends Fault {
  at?: number
}

const previewOf = (opened: Opened, language: Language): Promise<CohortPreview> =>
  opened.once(`cohort ${language}`, () =>
    previewCohort(locales[language], opened.study, opened.context, () => cohortIn(opened)),
  )

/** The patients of a study: columns, faults at their cells, who is left by the criteria. */
export async function cohort({ language, ...at }: At & { language: Language }) {
  const opened = await openAt(at)
  const { study } = opened
  const found = await previewOf(opened, language)
  const { table, of, flow } = found
  const placed = placeOf(found)
  const said = study.cohort.codebook
    ? parseCodebook(new TextDecoder().decode(await opened.context.read(study.cohort.codebook)), study.cohort.codebook)
    : undefined
  const idOf = typeof study.cohort.id === 'object' ? study.cohort.id.column : study.cohort.id
  const made = of ? [...of.cohort.columns.values()].map(({ variable }) => variable.name) : []
  return {
    study,
    rows: table.length,
    id: idOf ?? table.columns[0].name,
    names: table.columns.map(({ name }) => name),
    columns: summariesOf(found.cohort),
    /** Also those that the study makes: derived, of images, of readings. */
    known: [...new Set([...found.cohort.columns.keys(), ...made])],
    numbers: [...(of?.cohort ?? found.cohort).columns.values()]
      .filter(({ variable, text }) => !variable.levels && !text && variable.type !== 'date')
      .map(({ variable: { name, label } }) => ({ name, label })),
    levelled: [...(of?.cohort ?? found.cohort).columns.values()].flatMap(({ variable: { name, label, levels } }) =>
      levels ? [{ name, label, levels: levels.map((level) => ({ ...level })) }] : [],
    ),
    codebook: [...(said?.variables.values() ?? [])].map(({ name, column, missing }) => ({ name, column, missing })),
    faults: placed,
    analysed: of?.flow.analysed,
    outcome: of?.outcome && {
      column: of.outcome.column,
      label: of.outcome.label,
      groups: of.outcome.groups,
      positive: of.outcome.coding.positive[0],
      events: of.outcome.positive.reduce((sum, x) => sum + x, 0),
    },
    flow: flow && {
      steps: flow.flow.steps.map(({ name, kind, when, removed, undecided, remaining }) => ({
        name,
        kind,
        when,
        removed,
        undecided,
        remaining,
      })),
      assessed: flow.flow.assessed,
      svg: svgDocument(flow.drawing, { id: 'flow', title: 'Flow', description: 'Flow diagram' }),
    },
  }
}

/** Faults with the row of the table in which each stands. */
function placeOf({ table, faults }: CohortPreview): PlacedFault[] {
  const rowAt = new Map<string, number>()
  for (const { name, file, rows } of table.columns)
    for (let i = 0; i < rows.length; i++) rowAt.set(`${file}\n${name}\n${rows[i]}`, i)
  return faults.map((one) => ({ ...one, at: rowAt.get(`${one.file}\n${one.column}\n${one.row}`) }))
}

/** Some rows of the table as text; with `find` those that have it, with `faulty` those that have a fault of a cell. */
export async function rows(
  asked: At & { language: Language; from: number; count: number; find: string; faulty: boolean },
) {
  const opened = await openAt(asked)
  const found = await previewOf(opened, asked.language)
  const { table } = found
  const shown = await opened.once(`rows ${asked.find}\n${asked.faulty}`, async () => {
    const all = Array.from({ length: table.length }, (_, i) => i)
    const wanted = asked.find.toLowerCase()
    const faulty = asked.faulty ? new Set(placeOf(found).flatMap(({ at }) => at ?? [])) : undefined
    return all.filter(
      (row) =>
        (!faulty || faulty.has(row)) &&
        (wanted === '' || table.columns.some(({ cells }) => cells[row].toLowerCase().includes(wanted))),
    )
  })
  const part = shown.slice(asked.from, asked.from + asked.count)
  return {
    total: shown.length,
    from: asked.from,
    rows: part.map((row) => ({ row, cells: table.columns.map(({ cells }) => cells[row]) })),
  }
}

/** Adds a corrected cell to the table of corrections and gives back its name; the cohort's table stays as it is. */
export async function correct(asked: {
  place: Place
  file: string
  id: string
  column: string
  was: string
  now: string
  who: string
  why: string
}) {
  const folder = folderAt(asked.place)
  const old = await folder.read(asked.file).catch(() => undefined)
  const table = old && (await readTable(old, asked.file))
  const kept = table
    ? Array.from({ length: table.length }, (_, row) =>
        correctionColumns.map((name) => columnOf(table, name).cells[row]),
      )
    : []
  const { id, column, was, now, who, why } = asked
  // A cell that was corrected before is corrected from what its file says.
  const earlier = kept.find((row) => row[0] === id && row[1] === column && row[3] === was)
  const rest = kept.filter((row) => row !== earlier)
  const line = [id, column, earlier?.[2] ?? was, now, who, why]
  const lines = line[2] === now ? rest : [...rest, line]
  const text = writeCsv([...correctionColumns], lines)
  await folder.write(asked.file, text)
  return { lines: lines.length, row: lines.length + 1 }
}
