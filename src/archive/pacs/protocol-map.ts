import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { ProtocolMapWrong } from '../../errors/index.ts'
import type { FoundSeries } from './archive-server.ts'

const schema = z.strictObject({
  sequences: z.record(
    z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, 'letters, digits, - and _ only'),
    z.array(z.string().min(1)),
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

/** A draft: every description that was found, under the sequence that its words tell, or under `other`. */
export function draftProtocolMap(found: readonly FoundSeries[]): string {
  const sequences: Record<string, string[]> = {}
  const seen = new Map<string, number>()
  for (const { description } of found) seen.set(description, (seen.get(description) ?? 0) + 1)
  for (const description of [...seen.keys()].filter(Boolean).sort()) {
    const kind = kinds.find(([, pattern]) => pattern.test(description))?.[0] ?? 'other'
    sequences[kind] = [...(sequences[kind] ?? []), description]
  }
  return `# Drafted from ${found.length} series: which descriptions are which sequence. * stands for any letters.\n# Look at it; what is taken out is not fetched.\n${stringify({ sequences })}`
}

/** Throws ProtocolMapWrong. */
export function readProtocolMap(content: string, file: string): ProtocolMap {
  try {
    return schema.parse(parse(content))
  } catch (error) {
    const why = error instanceof z.ZodError ? error.issues.map(({ message }) => message).join('; ') : String(error)
    throw ProtocolMapWrong(file, why)
  }
}

/** The sequence of a description; an exact line wins over one with *. */
export function sequenceOf({ sequences }: ProtocolMap, description: string): string | undefined {
  const lower = description.trim().toLowerCase()
  const fits = (pattern: string) =>
    new RegExp(
      `^${pattern
        .toLowerCase()
        .trim()
        .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')}$`,
    ).test(lower)
  const lists = Object.entries(sequences)
  const exact = lists.find(([, patterns]) => patterns.some((pattern) => pattern.trim().toLowerCase() === lower))
  return (exact ?? lists.find(([, patterns]) => patterns.some(fits)))?.[0]
}
