import { isMap, LineCounter, type Pair, parseDocument, type YAMLMap } from 'yaml'

/** Where in a YAML file something stands: keys of maps, places in lists. */
export type YamlPath = readonly (string | number)[]

/** A YAML file with one value changed, and the lines (from 1) where it stands now. */
export interface EditedYaml {
  text: string
  from: number
  to: number
}

/**
 * Writes one value into a YAML file; `undefined` takes it out. Only the entry that holds it is written anew, with its
 * comments; every other line stays as it is, byte for byte. What is new is written in one line where it is short.
 * path  from the top; maps that are not there yet are made
 */
export function editYaml(text: string, path: YamlPath, value: unknown): EditedYaml {
  const { depth, entry, end, indent } = placeOf(text, path)
  const before = text.slice(0, entry?.from ?? end)
  const start = before && !before.endsWith('\n') ? `${before}\n` : before
  const own = entry ? text.slice(entry.from, entry.to) : ''
  const document = parseDocument(own.replace(new RegExp(`^ {${indent}}`, 'gm'), ''))
  const within = path.slice(depth)
  if (value === undefined) document.deleteIn(within)
  else document.setIn(within, document.createNode(value, { flow: path.length > 1 || isSmall(value) }))
  const isEmpty = isMap(document.contents) && document.contents.items.length === 0
  const written = isEmpty || !document.contents ? '' : document.toString({ lineWidth: 0 })
  const indented = written.replace(/^(?=.)/gm, ' '.repeat(indent))
  const from = start.split('\n').length
  return {
    text: start + indented + text.slice(entry?.to ?? end),
    from,
    to: from + Math.max(0, written.trimEnd().split('\n').length - 1),
  }
}

/** The lines of an entry, or of what is within it, as the file has them; undefined where there is none. */
export function linesOf(text: string, path: YamlPath): { from: number; to: number; text: string } | undefined {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const node = document.getIn(path, true) as { range?: [number, number, number] } | undefined
  if (!node?.range) return undefined
  const { entry } = placeOf(text, path.slice(0, 1))
  const [start, end] = path.length > 1 ? node.range : [entry?.from ?? node.range[0], node.range[1]]
  const from = lines.linePos(start).line
  const to = Math.max(from, lines.linePos(Math.max(start, end - 1)).line)
  return {
    from,
    to,
    text: text
      .split('\n')
      .slice(from - 1, to)
      .join('\n')
      .trimEnd(),
  }
}

/** Few enough for one line. */
const isSmall = (value: unknown) => JSON.stringify(value).length < 100

/**
 * The deepest entry of a block map on the way to a path, from its key's line to before the next entry and the comments
 * above that; where it is not there yet, `end` is where it would stand.
 * depth  how many keys of the path lead to the map that holds it
 */
function placeOf(text: string, path: YamlPath) {
  const { contents } = parseDocument(text)
  let depth = 0
  let map = contents as YAMLMap | null
  let limits = { from: 0, to: text.length }
  let found: { from: number; to: number } | undefined
  let indent = 0
  while (isMap(map) && depth < path.length) {
    const at: number = map.items.findIndex(({ key }) => String(key) === String(path[depth]))
    indent = columnOf(text, map.items[0])
    found = at < 0 ? undefined : spanOf(text, map, at, limits.to)
    if (!found) return { depth, entry: undefined, end: lastLine(text, limits), indent }
    const { value } = map.items[at]
    if (depth + 1 >= path.length || !isMap(value) || value.flow || value.items.length === 0) break
    limits = found
    map = value
    depth++
  }
  return { depth, entry: found, end: text.length, indent }
}

const keyStart = (pair: Pair | undefined) =>
  (pair?.key as { range?: [number, number, number] } | undefined)?.range?.[0] ?? 0
const lineStart = (text: string, at: number) => text.lastIndexOf('\n', at - 1) + 1
const columnOf = (text: string, pair: Pair | undefined) => keyStart(pair) - lineStart(text, keyStart(pair))

function spanOf(text: string, map: YAMLMap, at: number, end: number): { from: number; to: number } {
  const from = lineStart(text, keyStart(map.items[at]))
  const next = map.items[at + 1]
  return {
    from,
    to: lastLine(text, { from, to: next ? lineStart(text, keyStart(next)) : end }, columnOf(text, map.items[at])),
  }
}

/** The end of what is there, without the empty lines, and the comments at this margin or before it, which belong to what follows. */
function lastLine(text: string, { from, to }: { from: number; to: number }, margin = 0): number {
  const lines = text.slice(from, to).split('\n')
  let used = lines.length
  while (used > 1 && new RegExp(`^(\\s*$| {0,${margin}}#)`).test(lines[used - 1])) used--
  return Math.min(to, from + lines.slice(0, used).join('\n').length + 1)
}
