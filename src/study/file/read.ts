import { type Document, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { StudyFileFault } from '../../errors/index.ts'
import { selectionPresets } from '../../model/plan/presets.ts'
import { brokenLines } from '../../text/broken-yaml.ts'
import { closest } from '../../text/closest.ts'
import { type StudyConfig, studySchema } from './schema.ts'
import { type EventRule, eventName } from './schema-parts.ts'

/**
 * A study file's text to its checked contents.
 * Throws `StudyFileFault` with every fault found, each with its line.
 */
export function readStudyConfig(text: string, file: string): StudyConfig {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  if (document.errors.length > 0) throw StudyFileFault(file, brokenLines(document.errors, lines))
  const lineOf = (path: PropertyKey[]): number => {
    for (let depth = path.length; depth > 0; depth--) {
      const node = document.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | undefined
      if (node?.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
  const written = plainValue(document, file)
  const checked = studySchema.safeParse(written)
  if (checked.success) {
    const { data } = checked
    return { ...data, events: eventsOf(written), split: splitOf(data), selection: data.selection.flatMap(stepsOf) }
  }
  throw StudyFileFault(
    file,
    checked.error.issues.flatMap((issue) => faultsOf(issue, lineOf)),
  )
}

/** A document's value. An alias without an anchor, or one that unfolds without end, is a fault of the file. */
function plainValue(document: Document, file: string): z.input<typeof studySchema> {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    // The yaml package throws ReferenceError for both, and for nothing else.
    if (!(error instanceof ReferenceError)) throw error
    throw StudyFileFault(file, [`${error.message} (put text that begins with * in quotes)`])
  }
}

function faultsOf(issue: z.core.$ZodIssue, lineOf: (path: PropertyKey[]) => number): string[] {
  const where = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const near = closest(key, issue.path.length === 0 ? Object.keys(studySchema.shape) : [])
      const what = `${where ? `${where}: ` : ''}there is no setting ${key}${near ? `; did you mean ${near}?` : ''}`
      return `line ${lineOf([...issue.path, key])}: ${what}`
    })
  }
  // Of a name under which something is listed: what is wrong with the name.
  if (issue.code === 'invalid_key') {
    return issue.issues.flatMap((fault) => faultsOf({ ...fault, path: issue.path } as z.core.$ZodIssue, lineOf))
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // Of the alternatives, the one that was meant is the one whose faults lie deepest.
    const meant = [...issue.errors].sort((a, b) => weight(a) - weight(b))[0]
    const inner = meant.map((fault) => ({ ...fault, path: [...issue.path, ...fault.path] }) as z.core.$ZodIssue)
    if (inner.length > 0) return inner.flatMap((fault) => faultsOf(fault, lineOf))
  }
  const isAbsent = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
  return [
    `line ${lineOf(issue.path)}: ${isAbsent ? `${where} is missing` : `${where ? `${where}: ` : ''}${issue.message}`}`,
  ]
}

/** A fault at the top of an alternative weighs more than one deep in it, which shows that the rest fitted. */
function weight(issues: z.core.$ZodIssue[]): number {
  return issues.reduce((sum, issue) => sum + 1 / (1 + issue.path.length), 0)
}

/** A preset's steps; any other step is itself. */
function stepsOf(step: StudyConfig['selection'][number]): StudyConfig['selection'] {
  return 'preset' in step ? selectionPresets[step.preset] : [step]
}

/** The split; without an outcome it cannot be stratified by one, and where nothing is modelled nothing is held out. */
function splitOf({ split, outcome, models }: StudyConfig): StudyConfig['split'] {
  if (outcome) return split
  if (Object.keys(models).length === 0) return 'none'
  return split !== 'none' && 'training' in split && split.stratify === 'outcome' ? { training: split.training } : split
}

/** The events that a sound study file names by a value, by what they are called from here on. */
function eventsOf({ survival = [], models = {} }: z.input<typeof studySchema>): Record<string, EventRule> {
  const shown = [survival].flat()
  const asked = [
    ...shown,
    ...shown.flatMap(({ competing }) => (competing === undefined ? [] : [{ event: competing }])),
    ...Object.values(models).flatMap(({ cox }) => cox ?? []),
  ]
  const rules: Record<string, EventRule> = {}
  for (const { event } of asked) {
    if (typeof event === 'string') continue
    const name = eventName(event)
    // the same event told twice: what rules it out is told where it is named as competing
    if (rules[name]?.competing === undefined || event.competing !== undefined) rules[name] = event
  }
  return rules
}
