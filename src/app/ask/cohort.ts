import { parseCodebook } from '../../cohort/codebook/codebook.ts'
import type { Fault } from '../../cohort/fault.ts'
import { correctionColumns } from '../../cohort/tables/corrections.ts'
import { readTable } from '../../cohort/tables/read-table.ts'
import { columnOf, type Table } from '../../cohort/tables/table.ts'
import { writeCsv } from '../../cohort/tables/write-csv.ts'
import { svgDocument } from '../../figures/canvas/svg.ts'
import { type CohortPreview, previewCohort, summariesOf } from '../../study/preview/cohort.ts'
import { type Language, locales } from '../../text/locales/index.ts'
import { textOf } from '../../text/text-of.ts'
import { folderAt, type Place, readIfThere } from '../browser/place.ts'
import { type At, cohortIn, loadedIn, type Opened, openAt, type Progress } from './opened.ts'

/** A fault with its cell in the grid, where it has one: the row among the table's and the column's name. */
export interface PlacedFault extends Fault {
  at?: number
}

export interface AskedCohort {
  language: Language
  tableOnly?: boolean
}

const previewOf = (opened: Opened, language: Language): Promise<CohortPreview> =>
  opened.once(`cohort ${language}`, async () =>
    previewCohort(locales[language], opened.study, await loadedIn(opened), () => cohortIn(opened)),
  )

/**
 * The patients of a study: columns, faults at their cells, who is left by the criteria.
 * tableOnly  what the table alone tells: for that nothing is measured of images
 */
export async function cohort({ language, tableOnly, ...at }: At & AskedCohort, progress: Progress) {
  const opened = await openAt(at, progress)
  const { study } = opened
  const loaded = await loadedIn(opened)
  const found: CohortPreview = tableOnly ? { faults: loaded.faults } : await previewOf(opened, language)
  const { table } = loaded
  const { of, flow } = found
  const placed = placeOf(table, found.faults)
  const said = study.cohort.codebook
    ? parseCodebook(
        textOf(await opened.context.read(study.cohort.codebook), study.cohort.codebook),
        study.cohort.codebook,
      )
    : undefined
  const idOf = typeof study.cohort.id === 'object' ? study.cohort.id.column : study.cohort.id
  const made = of ? [...of.cohort.columns.values()].map(({ variable }) => variable.name) : []
  return {
    study,
    tableOnly,
    rows: table.length,
    id: idOf ?? table.columns[0].name,
    names: table.columns.map(({ name }) => name),
    columns: summariesOf(loaded.cohort),
    /** Also those that the study makes: derived, of images, of readings. */
    known: [...new Set([...loaded.cohort.columns.keys(), ...made])],
    numbers: [...(of?.cohort ?? loaded.cohort).columns.values()]
      .filter(({ variable, text }) => !variable.levels && !text && variable.type !== 'date')
      .map(({ variable: { name, label } }) => ({ name, label })),
    levelled: [...(of?.cohort ?? loaded.cohort).columns.values()].flatMap(({ variable: { name, label, levels } }) =>
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
function placeOf(table: Table, faults: readonly Fault[]): PlacedFault[] {
  const columns = new Map(table.columns.map((column) => [`${column.file}\n${column.name}`, column]))
  const places = new Map<Int32Array, Map<number, number>>()
  const placesOf = (rows: Int32Array) => {
    const known = places.get(rows) ?? new Map(Array.from(rows, (row, i) => [row, i]))
    places.set(rows, known)
    return known
  }
  return faults.map((one) => {
    const column = columns.get(`${one.file}\n${one.column}`)
    return { ...one, at: column && one.row !== undefined ? placesOf(column.rows).get(one.row) : undefined }
  })
}

/** Some rows of the table as text; with `find` those that have it, with `faulty` those that have a fault of a cell. */
export async function rows(
  asked: At & { language: Language; from: number; count: number; find: string; faulty: boolean },
) {
  const opened = await openAt(asked)
  const { table } = await loadedIn(opened)
  const shown = await opened.once(`rows ${asked.find}\n${asked.faulty}`, async () => {
    const all = Array.from({ length: table.length }, (_, i) => i)
    const wanted = asked.find.toLowerCase()
    const faults = asked.faulty ? (await previewOf(opened, asked.language)).faults : []
    const faulty = asked.faulty ? new Set(placeOf(table, faults).flatMap(({ at }) => at ?? [])) : undefined
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
  const old = await readIfThere(folder, asked.file)
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
