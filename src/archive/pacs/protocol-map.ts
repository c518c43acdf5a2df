import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { ProtocolMapWrong } from '../../errors/index.ts'
import { describeIssues } from '../issues.ts'
import type { FoundSeries } from './archive-server.ts'

/** A line that is more than a description: what the series is besides, and what an object of it says. */
const condition = z.strictObject({
  description: z.string().default('*'),
  modality: z.string().optional(),
  /** A b-value of the object, in s/mm². */
  b: z.number().optional(),
  /** Its attributes, by their tags: `(0018,0024): "*tse*"`. */
  tags: z
    .record(z.string().regex(/^\([0-9A-Fa-f]{4},[0-9A-Fa-f]{4}\)$/, 'a tag such as (0018,0024)'), z.string())
    .default({}),
})
const schema = z.strictObject({
  sequences: z.record(
    z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, 'letters, digits, - and _ only'),
    z.array(z.union([z.string(), condition])),
  ),
})

/** Which descriptions mean which sequence: patterns in which * stands for any letters, in any case. */
export type ProtocolMap = z.infer<typeof schema>
type Condition = z.infer<typeof condition>

/** What an object of a series says. */
export interface ObjectFacts {
  bValues: readonly number[]
  /** An attribute's values as text. */
  textOf: (tag: number) => string
}

/** What descriptions tell of a sequence, the particular before the general. */
const kinds: [name: string, pattern: RegExp][] = [
  ['adc', /\badc\b|apparent diff|_adc/i],
  ['subtraction', /\bsub(tr)?(action)?\b|_sub\b/i],
  ['dce', /\bdyn|dce|\bvibe\b.*(pre|post|\+c|dyn)|vibrant|thrive|twist|\bph(ase)? ?\d|perf|1st pass|2nd pass/i],
  ['dwi', /dwi|diff|\bb ?\d{2,4}\b|_b\d+|resolve|trace/i],
  ['flair', /flair|tirm.*dark|dark.?fluid/i],
  ['t2', /\bt2|_t2|stir|tirm/i],
  ['t1c', /t1.*(\+c|\bgd\b|post|contrast|\bkm\b|ce\b)/i],
  ['t1', /\bt1|_t1|mprage|\bbravo\b|spgr/i],
]

/** The sequence of segmentations and structure sets, whatever they are called. */
export const maskSequence = 'masks'

const isMask = ({ modality }: FoundSeries) => /^(SEG|RTSTRUCT)$/.test(modality)

/** The sequence that the words of a description tell. */
const draftOf = ({ description }: FoundSeries) => kinds.find(([, pattern]) => pattern.test(description))?.[0]

/**
 * A draft: every description that was found, under the sequence that its words tell, or under `other`. A patient's name or
 * number in a description becomes *: the map goes with the study.
 */
export function draftProtocolMap(found: readonly FoundSeries[]): string {
  const sequences: Record<string, string[]> = {}
  const patterns = new Map<string, string>()
  for (const series of found) if (!isMask(series)) patterns.set(withoutNames(series), draftOf(series) ?? 'other')
  for (const [pattern, kind] of [...patterns].sort(([a], [b]) => (a < b ? -1 : 1)))
    sequences[kind] = [...(sequences[kind] ?? []), pattern]
  return written({ sequences }, `Drafted from ${found.length} series`)
}

/** A map in which each series is the sequence that was chosen for it; what it says of other series stays. */
export function chosenProtocolMap(map: ProtocolMap, chosen: readonly (FoundSeries & { sequence: string })[]): string {
  const lists = new Map(Object.entries(map.sequences))
  for (const series of chosen) {
    const sequences = Object.fromEntries(lists)
    const byMap = sequenceOf({ sequences }, { ...series, sequence: undefined })
    if (byMap === series.sequence || isMask(series)) continue
    const own = withoutNames(series)
    for (const [name, patterns] of lists)
      lists.set(
        name,
        patterns.filter((pattern) => pattern !== own),
      )
    lists.set(series.sequence, [...(lists.get(series.sequence) ?? []), own])
  }
  const sequences = Object.fromEntries([...lists].filter(([, patterns]) => patterns.length > 0))
  const text = written({ sequences }, 'Chosen in the workbench')
  readProtocolMap(text, 'that was chosen')
  return text
}

const written = (map: ProtocolMap, from: string) =>
  `# ${from}: which descriptions are which sequence. * stands for any letters.\n# Look at it; what is taken out is not fetched.\n${stringify(map)}`

/** A series' description with * for its patient's name and number. */
function withoutNames({ description, name, patient }: FoundSeries): string {
  const parts = [patient, ...name.split(/[^\p{L}\p{N}]+/u)].filter((part) => part.length >= 3)
  const bounded = parts.map((part) => `(?<![\\p{L}\\p{N}])${literal(part)}(?![\\p{L}\\p{N}])`)
  // Chinese has no spaces between words: the whole name, then the given one.
  const groups = name.split('=').flatMap((group) => [group.replaceAll('^', ''), ...group.split('^')])
  const characters = groups.filter((part) => /^\p{Script=Han}{2,}$/u.test(part))
  return [...bounded, ...characters].reduce(
    (text, pattern) => text.replace(new RegExp(pattern, 'giu'), '*'),
    description,
  )
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Throws ProtocolMapWrong. */
export function readProtocolMap(content: string, file: string): ProtocolMap {
  try {
    return schema.parse(parse(content))
  } catch (error) {
    const why = error instanceof z.ZodError ? describeIssues(error) : String(error)
    throw ProtocolMapWrong(file, why)
  }
}

/** Whether a pattern fits a text: * stands for any letters, in any case. */
const fits = (pattern: string, text: string) =>
  new RegExp(`^${pattern.trim().toLowerCase().split('*').map(literal).join('.*')}$`, 'u').test(
    text.trim().toLowerCase(),
  )

const conditionsOf = ({ sequences }: ProtocolMap, { description, modality }: FoundSeries): [string, Condition][] =>
  Object.entries(sequences).flatMap(([name, lines]) =>
    lines.flatMap((line): [string, Condition][] =>
      typeof line !== 'string' && fits(line.description, description) && fits(line.modality ?? '*', modality)
        ? [[name, line]]
        : [],
    ),
  )

/** Whether a series cannot be ordered before an object of it was looked at. */
export const needsObject = (map: ProtocolMap, series: FoundSeries): boolean =>
  !series.sequence &&
  conditionsOf(map, series).some(([, { b, tags }]) => b !== undefined || Object.keys(tags).length > 0)

/**
 * The sequence of a series: as its row of the table says, else by a line with conditions that all hold, else by one that
 * says its description, else by one with *.
 */
export function sequenceOf(map: ProtocolMap, series: FoundSeries, object?: ObjectFacts): string | undefined {
  if (isMask(series)) return maskSequence
  if (series.sequence) return series.sequence
  const holds = ({ b, tags }: Condition) =>
    (b === undefined || object?.bValues.includes(b)) &&
    Object.entries(tags).every(
      ([tag, pattern]) => object && fits(pattern, object.textOf(Number.parseInt(tag.replace(/[(),]/g, ''), 16))),
    )
  const own = conditionsOf(map, series).find(([, one]) => holds(one))
  if (own) return own[0]
  const described = Object.entries(map.sequences).map(
    ([name, lines]) => [name, lines.filter((line) => typeof line === 'string')] as const,
  )
  const said = series.description.trim().toLowerCase()
  return (described.find(([, lines]) => lines.some((line) => line.trim().toLowerCase() === said)) ??
    described.find(([, lines]) => lines.some((line) => fits(line, series.description))))?.[0]
}

/** The sequence that a description's words tell, where the map has none; '' where they do not. */
export const sequenceOrDraft = (sequence: string | undefined, series: FoundSeries): string =>
  sequence ?? draftOf(series) ?? ''
