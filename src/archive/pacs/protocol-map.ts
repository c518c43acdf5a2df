import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { ProtocolMapWrong } from '../../errors/index.ts'
import { describeIssues } from '../issues.ts'
import type { FoundSeries } from './archive-server.ts'

const schema = z.strictObject({
  sequences: z.record(
    z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, 'letters, digits, - and _ only'),
    z.array(z.string()),
  ),
})

/** Which descriptions mean which sequence: patterns in which * stands for any letters, in any case. */
export type ProtocolMap = z.infer<typeof schema>

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
    if (sequenceOf({ sequences }, series) === series.sequence || isMask(series)) continue
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

/** The sequence of a series; a line that says its description wins over one with *. */
export function sequenceOf({ sequences }: ProtocolMap, series: FoundSeries): string | undefined {
  if (isMask(series)) return maskSequence
  const lower = series.description.trim().toLowerCase()
  const lists = Object.entries(sequences).map(
    ([name, patterns]) => [name, patterns.map((pattern) => pattern.trim().toLowerCase())] as const,
  )
  const fits = (pattern: string) => new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`, 'u').test(lower)
  return (lists.find(([, patterns]) => patterns.includes(lower)) ??
    lists.find(([, patterns]) => patterns.some(fits)))?.[0]
}

/** The sequence of a series by the map, else by the words of its description; '' where neither tells. */
export const sequenceOrDraft = (map: ProtocolMap) => (series: FoundSeries) =>
  sequenceOf(map, series) ?? draftOf(series) ?? ''
