import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import { TranscriptFault } from '../errors/index.ts'
import { type Transcript, transcriptSchema } from './transcript.ts'

const mostCharacters = 2_000_000

/**
 * A transcript's text to its checked contents. Numbers keep the decimals that were typed: YAML would make 1.70 of 1.7.
 * Throws TranscriptFault with every fault and its line.
 */
export function readTranscript(text: string, file: string): Transcript {
  if (text.length > mostCharacters) throw TranscriptFault(file, [`longer than ${mostCharacters} characters`])
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const broken = document.errors.map(
    ({ pos, message }) => `line ${lines.linePos(pos[0]).line}: ${message.split('\n')[0]}`,
  )
  if (broken.length > 0) throw TranscriptFault(file, broken)
  visit(document, {
    Scalar(key, node) {
      if (key !== 'key' && typeof node.value === 'number' && node.source !== undefined) node.value = node.source
    },
  })
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let depth = path.length; depth > 0; depth--) {
      const node = document.getIn(path.slice(0, depth), true)
      if (isScalar(node) && node.range) return lines.linePos(node.range[0]).line
      const range = (node as { range?: [number, number, number] } | undefined)?.range
      if (range) return lines.linePos(range[0]).line
    }
    return 1
  }
  const checked = transcriptSchema.safeParse(contentsOf(document, file))
  if (!checked.success) {
    const faults = checked.error.issues.map(
      ({ path, message }) =>
        `line ${lineOf(path)}: ${path.length > 0 ? `${path.map(String).join('.')}: ` : ''}${message}`,
    )
    throw TranscriptFault(file, faults)
  }
  const uneven = widthFaults(checked.data).map(([path, message]) => `line ${lineOf(path)}: ${message}`)
  if (uneven.length > 0) throw TranscriptFault(file, uneven)
  return checked.data
}

function contentsOf(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    throw TranscriptFault(file, [error instanceof Error ? error.message : String(error)])
  }
}

/** Rows whose cells are not as many as the table has groups. */
function widthFaults({ tables }: Transcript): [PropertyKey[], string][] {
  const faults: [PropertyKey[], string][] = []
  tables.forEach(({ id, groups, rows }, t) => {
    rows.forEach((row, r) => {
      const place = ['tables', t, 'rows', r]
      const wrong = (what: string, cells: number) => {
        if (cells !== groups.length)
          faults.push([place, `${id}, ${row.variable}: ${what} has ${cells} cells, the table ${groups.length} groups`])
      }
      if (row.means) wrong('means', row.means.length)
      if (row.missing) wrong('missing', row.missing.length)
      for (const [level, cells] of Object.entries(row.levels ?? {})) wrong(level, cells.length)
      if (!row.means && !row.levels) faults.push([place, `${id}, ${row.variable}: neither means nor levels`])
      if (row.outcome && !row.levels?.[row.outcome])
        faults.push([place, `${id}, ${row.variable}: there is no level ${row.outcome}`])
    })
  })
  return faults
}
