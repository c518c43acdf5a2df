import { type ArchiveServer, type FoundSeries, type Query, sortSeries } from './archive-server.ts'

/**
 * The series that a query finds, of each patient of a list where there is one, with the names that are to stand for them.
 * An archive takes * in a number for any letters; the numbers of a list are meant as they are.
 */
export async function findSeries(
  archive: ArchiveServer,
  query: Query,
  list: ReadonlyMap<string, string | undefined> | undefined,
  progress: (done: number, total: number) => void,
): Promise<FoundSeries[]> {
  if (!list) return sortSeries(await archive.find(query))
  const found: FoundSeries[] = []
  let done = 0
  for (const [patient, pseudonym] of list) {
    for (const series of await archive.find({ ...query, patient }))
      if (series.patient.trim() === patient) found.push(pseudonym ? { ...series, pseudonym } : series)
    progress(++done, list.size)
  }
  return sortSeries(found)
}

/** The patients of a list of whom nothing was found. */
export function notFound(list: ReadonlyMap<string, unknown>, found: readonly FoundSeries[]): string[] {
  const having = new Set(found.map(({ patient }) => patient.trim()))
  return [...list.keys()].filter((patient) => !having.has(patient))
}
