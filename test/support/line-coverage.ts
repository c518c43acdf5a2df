import { Session } from 'node:inspector/promises'
import { findSourceMap } from 'node:module'

/** Lines of a source file that hold code, and those of them that have run. */
export interface FileCoverage {
  file: string
  lines: number
  covered: number
  /** Lines that have not run. */
  missed: number[]
}

/** V8's own count of what runs from now on; whatever is to be counted is imported afterwards. */
export async function startCoverage() {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: false, detailed: true })

  const scripts = new Map<string, { source: string; ran: Uint8Array; map: SourceMap }>()

  /** What has run of the files of src/ whose path from there matches; those that were never loaded are not among them. */
  return async (files: RegExp): Promise<FileCoverage[]> => {
    // V8 begins to count anew each time.
    const { result } = await session.post('Profiler.takePreciseCoverage')
    await session.post('Debugger.enable')
    for (const { url, scriptId, functions } of result) {
      const file = url.split('/src/').at(-1)!
      const map = findSourceMap(url)
      if (!url.includes('/src/') || url.includes('/node_modules/') || !map) continue
      const source =
        scripts.get(file)?.source ?? (await session.post('Debugger.getScriptSource', { scriptId })).scriptSource
      const script = scripts.get(file) ?? { source, ran: new Uint8Array(source.length), map }
      scripts.set(file, script)
      for (const [i, now] of ranNow(source.length, functions).entries()) script.ran[i] |= now
    }
    await session.post('Debugger.disable')
    return [...scripts]
      .filter(([file]) => files.test(file))
      .map(([file, { source, ran, map }]) => ({ file, ...linesOf(source, ran, map) }))
      .sort((a, b) => a.file.localeCompare(b.file))
  }
}

type Functions = { ranges: { startOffset: number; endOffset: number; count: number }[] }[]
type SourceMap = NonNullable<ReturnType<typeof findSourceMap>>

/** Which characters of a script have run since the count began. */
function ranNow(length: number, functions: Functions): Uint8Array {
  const ran = new Uint8Array(length)
  const size = ({ startOffset, endOffset }: Functions[number]['ranges'][number]) => endOffset - startOffset
  // The outer ones come first: what is within has the last word.
  const ranges = functions.flatMap(({ ranges }) => ranges).sort((a, b) => size(b) - size(a))
  for (const { startOffset, endOffset, count } of ranges) ran.fill(count > 0 ? 1 : 0, startOffset, endOffset)
  return ran
}

function linesOf(source: string, ran: Uint8Array, map: SourceMap) {
  const lines = new Map<number, boolean>()
  let [row, column] = [0, 0]
  for (let i = 0; i < source.length; i++) {
    const entry = map.findEntry(row, column)
    // Each piece that the map knows counts once, at its beginning.
    if ('originalLine' in entry && entry.generatedLine === row && entry.generatedColumn === column) {
      const line = entry.originalLine + 1
      lines.set(line, lines.get(line) || ran[i] === 1)
    }
    if (source[i] === '\n') [row, column] = [row + 1, 0]
    else column++
  }
  const missed = [...lines].flatMap(([line, covered]) => (covered ? [] : [line])).sort((a, b) => a - b)
  return { lines: lines.size, covered: lines.size - missed.length, missed }
}
