import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import { TranscriptFault } from '../errors/index.ts'
import { brokenLines } from '../text/broken-yaml.ts'
import { arranged } from './arrange.ts'
import { withoutUnit } from './cells.ts'
import { type RawTranscript, type Transcript, transcriptSchema } from './transcript.ts'

const maximumCharacters = 2_000_000

/**
 * A transcript's text to its checked contents. Numbers keep the decimals that were typed: YAML would make 1.70 of 1.7.
 *
 * @param text YAML
 * @param file its name, for messages
 * @returns the transcript, numbers with their decimals as typed
 * @throws TranscriptFault with every fault and its line
 */
export function readTranscript(text: string, file: string): Transcript {
  if (text.length > maximumCharacters) throw TranscriptFault(file, [`longer than ${maximumCharacters} characters`])
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  if (document.errors.length > 0) throw TranscriptFault(file, brokenLines(document.errors, lines))
  keepAsTyped(document)
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
  if (checked.data.draft)
    throw TranscriptFault(file, [
      `line ${lineOf(['draft'])}: this is a draft: hold every number against the paper, then delete the line draft: true`,
    ])
  return arranged(checked.data)
}

/** Numbers stay texts, and decimal commas become points where the paper writes none. */
function keepAsTyped(document: Document): void {
  const texts: string[] = []
  visit(document, {
    Scalar(key, node) {
      if (key === 'key') return
      if (typeof node.value === 'number' && node.source !== undefined) node.value = node.source
      if (typeof node.value === 'string' && numeric.test(halfWidth(node.value))) node.value = halfWidth(node.value)
      if (typeof node.value === 'string' && isNumeric(node.value)) texts.push(withoutUnit(node.value).bare)
    },
  })
  if (!writesCommas(texts)) return
  visit(document, {
    Scalar(key, node) {
      if (key !== 'key' && typeof node.value === 'string' && isNumeric(node.value))
        node.value = node.value.replace(/(?<=\d)\.(?=\d{3}(?!\d))/g, '').replace(/(?<=\d),(?=\d)/g, '.')
    },
  })
}

/** Cells: numbers with what stands around them, and no words. */
const numeric =
  /^(?:[Pn]\s*(?:[<>=]\s*)?)?[\d.,·\s<>≤≥=±()[\]%~–—−+/;*†‡§×⁻⁰¹²³⁴⁵⁶⁷⁸⁹e-]+(?:(?:to|bis|至|到|à)[\d.,\s]+[\])]?)?$/i

const isNumeric = (text: string) => numeric.test(withoutUnit(text).bare)

/** Digits and signs of Chinese and Japanese print in their usual width: ＜ （ ％ ． ０. */
const halfWidth = (text: string) => text.replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))

/** Whether numbers are written with decimal commas: some can be read in no other way, and none has a decimal point. */
function writesCommas(texts: readonly string[]): boolean {
  if (texts.some((text) => /\d[.·]\d/.test(text) && !/\d\.\d{3},\d/.test(text))) return false
  return texts.some((text) => /(?<![\d,])(?:0,\d|\d+,(?:\d\d?|\d{4,})(?![\d,]))/.test(withoutPairs(text)))
}

/** "59 (56,65)" and "[2,10]" hold two whole numbers. */
function withoutPairs(text: string): string {
  return text.replace(/(?<![\d,])(\d+),\s?(\d+)(?=\s*[\])]|$)/g, (all, a, b) =>
    a !== '0' && Number(a) < Number(b) ? ' ' : all,
  )
}

function contentsOf(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    throw TranscriptFault(file, [error instanceof Error ? error.message : String(error)])
  }
}

/** Rows whose cells are not as many as the table has groups. */
function widthFaults({ tables }: RawTranscript): [PropertyKey[], string][] {
  const faults: [PropertyKey[], string][] = []
  tables.forEach(({ id, groups, rows }, t) => {
    if (groups.every(({ total }) => total)) faults.push([['tables', t], `${id}: no group but the total`])
    rows.forEach((row, r) => {
      const place = ['tables', t, 'rows', r]
      const wrong = (what: string, cells: number) => {
        if (cells !== groups.length)
          faults.push([place, `${id}, ${row.variable}: ${what} has ${cells} cells, the table ${groups.length} groups`])
      }
      const units = [...new Set([row.unit, ...[...(row.means ?? []), ...(row.medians ?? [])].map(({ unit }) => unit)])]
      const own = units.filter((unit) => unit !== undefined)
      if (own.length > 1)
        faults.push([place, `${id}, ${row.variable}: ${own.join(' and ')} in one row; write its cells in one unit`])
      if (row.means) wrong('means', row.means.length)
      if (row.medians) wrong('medians', row.medians.length)
      if (row.missing) wrong('missing', row.missing.length)
      for (const [level, cells] of Object.entries(row.levels ?? {})) wrong(level, cells.length)
      if (!row.means && !row.levels && !row.medians)
        faults.push([place, `${id}, ${row.variable}: neither means, medians nor levels`])
      if (row.outcome && !row.levels?.[row.outcome])
        faults.push([place, `${id}, ${row.variable}: there is no level ${row.outcome}`])
    })
  })
  return faults
}
