import { closest, firstNamed, type HtmlElement, htmlTree, textOf } from './html-tree.ts'

/**
 * Reads an HTML report as a sceptic would: every numeral in it is looked up in results.json.
 *
 * A numeral is found when it is printed from a number at a path (`<data data-path>`), when it is drawn in a figure whose
 * data has it, or when it stands in words that results.json has at the path of their element, for one of the `reasons`.
 * Whatever else looks like a number is a fault.
 */
export interface Numeral {
  text: string
  /** Where in the HTML its text begins, and where within that it stands. */
  at: number
  offset: number
  /** Where in results.json it stands; words that hold it, where there is a reason. */
  path?: string
  /** Why it may stand there without being a result. */
  reason?: string
  /** Why it is not found. */
  fault?: string
}

type Found = Pick<Numeral, 'path' | 'reason' | 'fault'>
type Reason = [reason: string, pattern: RegExp]

/** Numerals that are no results: why each may be in the text, and what it looks like there. */
const fixedWords: Reason[] = [
  ['the confidence level of every interval', /\b95% (?:CI|intervals?|bound|区间)/g],
  ['a name in two words: a marker, a choice of λ', /(?:CA 15-3|CA 27[. -]29|CYFRA 21-1|λ 1se)\b/g],
  ['the length of a scale bar', /\b(?:bar in each picture is|标尺为) 10 mm/g],
  ['the number of a fold', /^(?:Fold|第) \d+(?: 折)?$/g],
  ['a reader by number', /(?:\b[Rr]eader|阅片者) \d+/g],
  ['why a refit could not be made, in the words of its fault', /(?<=refits could not be made )\(.*\)/g],
  ['the ratio of the group of reference, by definition', /^1(?= ?[(（](?:reference|参照))/g],
  ['the width of a filter in the name of a feature', /\bLoG \d+(?:\.\d+)? mm\b/g],
  ['a percentile in the name of a feature', /\b\d\dth percentile\b/g],
  ['the number of a criterion in its list', /(?<=[:;] )\(\d+\)/g],
  [
    'the version of this program, and of the one whose features it computes',
    /\b(?:PyRadiomics|Nomoscope) \d+\.\d+\.\d+/g,
  ],
  ['the year of a citation', /\b[A-Z][a-zA-Z]+(?:(?:,| &| and| et al\.?,?) ?[A-Z]?[a-zA-Z]*)* (?:\()?(?:19|20)\d\d\b/g],
  [
    'a convention of statistics, said in words and the same in every report',
    /p ≥ 0\.05|expected count was below 5|should then be 0\.5|an AUC of 0\.5|avoided per 100\b|middle 98% of the values|slope held at 1\b|^1 is ideal; under 1\b|^1 is right; under 1\b|1 − \|r\||below 0\.001|below 0\.01|below 0\.05|^1 为正确；小于 1 |低于 0\.001|低于 0\.01|低于 0\.05/g,
  ],
]

/** In the text, whose every word results.json has; a name in a figure must be in the figure's data. */
const reasons: Reason[] = [
  ...fixedWords,
  [
    'part of a name with letters: a marker, a stain, a sequence, a feature, a file, a term of statistics',
    /(?<![\w.])(?:[A-Za-z_](?:[\w.+/{}-]*\w)?|\d+[A-Z_][\w-]*)(?:\(\d,\d\))?/g,
  ],
]

/** Only in the list of references, whose items are citations. */
const referenceReason: Reason[] = [['a citation of the reference list', /^\S.*\b(?:19|20)\d\d[;.].*$/g]]

/** Only in the checklists, whose items have numbers and whose sources are cited. */
const checklistReasons: Reason[] = [
  ['the number of a checklist item', /^\d+[a-z]?$/g],
  ['a citation of a checklist', /^(?:Collins|Kocak|Lambin) .*$/g],
  ['the published weight of an item', /^Weight 0\.0\d{3}$/g],
]

/** A list with more numbers than these is a curve: that one of its points prints alike says nothing. */
const longestList = 24

const numeralPattern = /(?:(?<![\d)])[−-])?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+|(?<!\d)(?=\.\d))(?:\.\d+)?(?:e[−-]?\d+)?%?/g

/** All numerals of a report with where each comes from. `results` is the parsed results.json of the same run. */
export function reportNumbers(html: string, results: unknown): Numeral[] {
  const root = htmlTree(html)
  const found: Numeral[] = []
  walk(firstNamed(root, 'body') ?? root, results, found)
  return found
}

/** The value at a dotted path. */
export function valueAt(results: unknown, path: string): unknown {
  return path.split('.').reduce((here: unknown, key) => (here as Record<string, unknown> | undefined)?.[key], results)
}

function walk(node: HtmlElement, results: unknown, found: Numeral[]): void {
  for (const child of node.children)
    if ('text' in child) {
      for (const match of child.text.matchAll(numeralPattern))
        found.push({ text: match[0], at: child.at, offset: match.index, ...lookUp(child.text, match, node, results) })
    } else if (child.name !== 'style' && child.name !== 'script') walk(child, results, found)
}

function lookUp(text: string, match: RegExpExecArray, parent: HtmlElement, results: unknown): Found {
  const svg = closest(parent, ({ name }) => name === 'svg')
  if (svg) return drawn(text, match, parent, svg, results)
  const element = closest(parent, ({ attributes }) => attributes['data-path'] !== undefined)
  if (!element) return { fault: 'its element has no path' }
  const path = element.attributes['data-path']
  const stored = valueAt(results, path)
  return element.name === 'data' ? printed(text, element, stored, path) : said(text, match, element, stored, results)
}

/** A number that the renderer printed from a value. */
function printed(text: string, element: HtmlElement, stored: unknown, path: string): Found {
  if (typeof stored !== 'number') return { path, fault: `${path} is ${JSON.stringify(stored)}` }
  const { value } = element.attributes
  if (Number(value) !== stored) return { path, fault: `${path} is ${stored}, not ${value}` }
  return prints(text, stored) ? { path } : { path, fault: `${path} is ${stored}` }
}

/** A numeral within words: they must be what results.json has, and it must be there for a reason. */
function said(text: string, match: RegExpExecArray, element: HtmlElement, stored: unknown, results: unknown): Found {
  const path = element.attributes['data-path']
  const words = typeof stored === 'string' ? stored : (stored as { text?: string } | undefined)?.text
  if (words === undefined) return within(match[0], stored, path)
  const note = (stored as { note?: string }).note ?? ''
  const whole = textOf(element)
  if (path.endsWith('.number'))
    return whole.replace(/^\S+ |\.$/g, '') === words
      ? { path, reason: 'the number of a table or figure' }
      : { path, fault: `${path} is ${words}` }
  if (whole !== words + note) return { path, fault: `${path} says "${words}"` }
  const source = quoted(text, match, leaves(valueAt(results, 'study'), 'study'))
  if (source) return { path: source.path }
  const table = /^tables\.\d+/.exec(path)
  const section = /^sections\.\d+|^report\.sections\.\d+/.exec(path)
  const inMethods = section && valueAt(results, `${section[0]}.id`) === 'methods' && element.name === 'li'
  const inChecklist = table && /^(?:tripod-ai|clear|metrics)$/.test(String(valueAt(results, `${table[0]}.id`)))
  return (
    ruled(text, match, results) ??
    reference(text, match, results) ??
    known(
      text,
      match,
      path,
      inChecklist ? [...reasons, ...checklistReasons] : inMethods ? [...reasons, ...referenceReason] : reasons,
    ) ?? {
      path,
      fault: `${path} has it only as a word`,
    }
  )
}

function known(text: string, match: RegExpExecArray, path: string, listed = reasons): Found | undefined {
  for (const [reason, pattern] of listed)
    for (const one of text.matchAll(pattern)) if (covers(one, match)) return { path, reason }
  return undefined
}

function covers(words: RegExpExecArray, { 0: numeral, index }: RegExpExecArray): boolean {
  return words.index <= index && index + numeral.length <= words.index + words[0].length
}

/** A numeral within words that stand elsewhere as they are: in the study file, in the data of a figure. */
function quoted(text: string, match: RegExpExecArray, strings: readonly Leaf[]): Leaf | undefined {
  return strings.find(({ value }) => {
    if (typeof value !== 'string' || value.length < 2 || !/[^\d.,\s]/.test(value)) return false
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1))
      if (at <= match.index && match.index + match[0].length <= at + value.length) return true
    return false
  })
}

/** The limit of a criterion that is named: its rule has it. */
function ruled(text: string, match: RegExpExecArray, results: unknown): Found | undefined {
  for (const kind of ['include', 'exclude']) {
    const rules = valueAt(results, `study.criteria.${kind}`)
    if (!Array.isArray(rules)) continue
    const at = rules.findIndex(
      (one) => typeof one === 'object' && text.includes(one.label) && one.rule.split(/[^\d.]+/).includes(match[0]),
    )
    if (at >= 0) return { path: `study.criteria.${kind}.${at}.rule` }
  }
  return undefined
}

/** "Table 7, 8": the numbers of tables and figures that there are. */
function reference(text: string, match: RegExpExecArray, results: unknown): Found | undefined {
  for (const one of text.matchAll(/\b(Table|Figure)s? (S?\d+(?:(?:, | and | to )S?\d+)*)/g)) {
    if (!covers(one, match)) continue
    const kind = one[1] === 'Table' ? 'tables' : 'figures'
    const at = (results as Record<string, { number: string }[]>)[kind].findIndex(({ number }) => number === match[0])
    if (at < 0) return { fault: `there is no ${one[1]} ${match[0]}` }
    return { path: `${kind}.${at}.number`, reason: 'the number of a table or figure' }
  }
  return undefined
}

/** A numeral of a line that is put together from several values: the version, the date and the seed. */
function within(numeral: string, stored: unknown, path: string): Found {
  const has = ({ value }: Leaf) => String(value) === numeral || (typeof value === 'string' && value.includes(numeral))
  const place = leaves(stored, path).find(has)
  return place ? { path: place.path } : { path, fault: `nothing under ${path} says ${numeral}` }
}

/** A numeral of a figure: a mark of a scale, or in the figure's data. */
function drawn(text: string, match: RegExpExecArray, element: HtmlElement, svg: HtmlElement, results: unknown): Found {
  const figure = closest(svg, ({ attributes }) => attributes['data-path'] !== undefined)
  if (!figure) return { fault: 'a drawing that is no figure of results.json' }
  const path = figure.attributes['data-path']
  const data = valueAt(results, path)
  const said = { title: 'title', desc: 'description' }[element.name]
  if (said && valueAt(results, path.replace(/data$/, said)) !== textOf(element))
    return { path, fault: `"${text}" is not its ${said}` }
  if (isTick(element) && onScale(element)) return { path, reason: 'a mark of a scale' }
  const curve = element.parent?.attributes.class === 'non-zero'
  const all = leaves(data, path, curve ? Number.POSITIVE_INFINITY : longestList)
  const words = all.find(({ value }) => value === text || cutFrom(value, text)) ?? quoted(text, match, all)
  if (words) return { path: words.path }
  const bound = /[<>](?=\s*$)/.exec(text.slice(0, match.index))?.[0] ?? ''
  // A whole number is a count in a figure: a measure that rounds to it would be found too easily.
  const whole = /^\d+$/.test(match[0])
  if (isTick(element)) return { path, fault: `${match[0]} is no mark of its scale` }
  const number = all.find(
    ({ value }) => typeof value === 'number' && (!whole || Number.isInteger(value)) && prints(bound + match[0], value),
  )
  if (number) return { path: number.path }
  if (element.name === 'desc') {
    const counted = lists(data, path).find((one) => one.length === Number(match[0]))
    if (counted) return { path: `${counted.path}.length` }
  }
  return (
    known(text, match, path, said ? reasons : fixedWords) ?? {
      path,
      fault: `no number under ${path} is printed ${match[0]} (in "${text}")`,
    }
  )
}

/** A name that was too long for its place: its beginning or its end, with an ellipsis. */
function cutFrom(value: unknown, text: string): boolean {
  if (typeof value !== 'string' || text.length < 4) return false
  if (text.startsWith('…')) return value.endsWith(text.slice(1))
  return text.endsWith('…') && value.startsWith(text.slice(0, -1))
}

interface Leaf {
  path: string
  value: unknown
}

/** Numbers and words below a place, with their paths; lists of more numbers than `most` left out. */
function leaves(data: unknown, path: string, most = Number.POSITIVE_INFINITY, into: Leaf[] = []): Leaf[] {
  if (data === null || typeof data !== 'object') into.push({ path, value: data })
  else if (!(Array.isArray(data) && data.length > most && data.every((one) => typeof one !== 'object')))
    for (const [key, value] of Object.entries(data)) leaves(value, `${path}.${key}`, most, into)
  return into
}

/** Every list below a place, with how long it is. */
function lists(data: unknown, path: string, into: { path: string; length: number }[] = []) {
  if (Array.isArray(data)) into.push({ path, length: data.length })
  if (data !== null && typeof data === 'object')
    for (const [key, value] of Object.entries(data)) lists(value, `${path}.${key}`, into)
  return into
}

const isTick = ({ attributes }: HtmlElement) => /\btick\b/.test(attributes.class ?? '')

/** Where nomograms mark a probability. */
const probabilities = [0.001, 0.005, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.995, 0.999]

/** Whether the marks beside this one are a scale's: equal steps or several of them, 1, 2 and 5 times powers of ten, or probabilities'. */
function onScale(element: HtmlElement): boolean {
  const marks = element.parent!.children.filter(
    (one): one is HtmlElement =>
      'name' in one && isTick(one) && one.attributes['text-anchor'] === element.attributes['text-anchor'],
  )
  const values = marks.map((mark) => numberOf(textOf(mark))).filter(Number.isFinite)
  // Counts drawn up and down from zero.
  const zero = values.indexOf(0)
  const sides = values.map((value, i) => (i < zero ? -value : value))
  const even = values.length > 2 && sides.slice(2).every((value, i) => value - sides[i + 1] === sides[1] - sides[0])
  if (zero > 0 && even) return true
  const tolerance = 1e-6 * Math.max(...values.map(Math.abs))
  const steps = values.slice(1).map((value, i) => value - values[i])
  // A mark for which there was no room is left out: its two steps are one.
  const least = Math.min(...steps.map(Math.abs))
  const whole = (step: number) => Math.abs(step / least - Math.round(step / least)) * least <= tolerance
  if (steps.every((step) => whole(step) && Math.sign(step) === Math.sign(steps[0]))) return true
  if (values.every((value) => probabilities.includes(value))) return true
  return values.every((value) => value > 0 && /^[125]0*$/.test(String(value).replace(/^0\.0*/, '')))
}

/** Whether a number is printed so: rounded to the numeral's decimals, or as the bound beyond which nothing is told. */
function prints(numeral: string, value: number): boolean {
  const shown = numeral.endsWith('%') ? 100 * value : value
  if (/^[<>]/.test(numeral)) {
    const limit = numeral.slice(1).trim()
    if (!['0.001', '0.999', '999', '0.01', '0.01%'].includes(limit)) return false
    const bound = limit.endsWith('%') ? Number(limit.slice(0, -1)) / 100 : Number(limit)
    return numeral[0] === '<' ? value < bound : value > bound
  }
  const decimals = /\.(\d+)/.exec(numeral)?.[1].length ?? 0
  return Math.abs(numberOf(numeral) - shown) <= 0.5 * 10 ** -decimals + 1e-9 * Math.abs(shown)
}

function numberOf(numeral: string): number {
  const plain = numeral.trim().replace('−', '-').replaceAll(',', '').replace('%', '')
  return plain === '' ? Number.NaN : Number(plain)
}
