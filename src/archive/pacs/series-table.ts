import Papa from 'papaparse'
import { SeriesListWrong } from '../../errors/index.ts'
import { pseudonymFault } from '../deidentify/pseudonyms.ts'
import type { FoundSeries } from './archive-server.ts'

const columns = [
  'patient',
  'name',
  'studyDate',
  'modality',
  'number',
  'description',
  'studyDescription',
  'instances',
  'study',
  'series',
] as const satisfies (keyof FoundSeries)[]
/** What a user may choose for a series. */
const chosen = ['pseudonym', 'sequence'] as const

/** The series that were found, as a table to strike rows out of; with what the user chose for some, where there is such. */
export function seriesTable(found: readonly FoundSeries[]): string {
  const safe = (cell: string) => (/^[=+@\t\r]/.test(cell) ? `'${cell}` : cell)
  const shown = [...columns, ...chosen.filter((column) => found.some((series) => series[column]))]
  const rows = found.map((series) => shown.map((column) => safe(String(series[column] ?? ''))))
  return `${Papa.unparse([[...shown], ...rows], { newline: '\n' })}\n`
}

/** Throws SeriesListWrong. */
export function readSeriesTable(content: string, file: string): FoundSeries[] {
  const { data, meta } = Papa.parse<Record<string, string>>(content.replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: true,
  })
  const lacking = columns.filter((column) => !meta.fields?.includes(column))
  if (lacking.length > 0) throw SeriesListWrong(file, `it lacks the columns ${lacking.join(', ')}`)
  return data.map((row, i) => {
    for (const uid of [row.study, row.series])
      if (!/^[0-9.]{1,64}$/.test(uid)) throw SeriesListWrong(file, `row ${i + 2} has no number of a study or series`)
    const bare = (cell = '') => cell.replace(/^'(?=[=+@])/, '')
    return {
      ...(Object.fromEntries(columns.map((column) => [column, bare(row[column])])) as unknown as FoundSeries),
      instances: Number(row.instances) || 0,
      ...Object.fromEntries(chosen.flatMap((column) => (row[column] ? [[column, row[column]]] : []))),
    }
  })
}

/** The names that stand for patients, as the series have them. Throws SeriesListWrong. */
export function pseudonymsOf(series: readonly FoundSeries[], file: string): Map<string, string> {
  const names = new Map<string, string>()
  for (const { patient, pseudonym } of series) {
    if (!pseudonym) continue
    if ((names.get(patient) ?? pseudonym) !== pseudonym)
      throw SeriesListWrong(file, `it gives ${patient} the names ${names.get(patient)} and ${pseudonym}`)
    names.set(patient, pseudonym)
  }
  const why = pseudonymFault([...names])
  if (why) throw SeriesListWrong(file, why)
  return names
}
