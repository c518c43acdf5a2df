import type { Transcript } from './transcript.ts'

/**
 * impossible    no data can give it
 * inconsistent  two statements exclude each other
 * unusual       possible, but it needs explaining
 * not reported  what a reader needs and does not find
 */
export type Grade = 'impossible' | 'inconsistent' | 'unusual' | 'not reported'

export const grades: readonly Grade[] = ['impossible', 'inconsistent', 'unusual', 'not reported']

/** One thing that was looked at. Without a grade it adds up. */
export interface Examination {
  /** What it is about: "ER", "Table 4, Edge". */
  subject: string
  /** Places in the transcript whose numbers it concerns: "tables.0.rows.3". */
  at: string[]
  /** The calculation, a line a step, so that a reader can redo it. */
  arithmetic: string[]
  grade?: Grade
  /** Another usual method would give it, whose mark the whole table bears if several rows have it. */
  explained?: true
  /** What does not add up, one sentence. */
  statement?: string
  /** By it significance at 0.05 changes sides, or a conclusion: told first within its grade. */
  decision?: true
  /** The same in a few words, for the letter: "ER 12 against 15". */
  brief?: string
}

/** One check of an audit: its question and how it examines a transcript. */
export interface Check {
  /** A word with hyphens: "counts-across-tables". */
  id: string
  title: string
  /** What the authors are asked where it finds something; the briefs follow. */
  question: string
  examine: (transcript: Transcript) => Examination[]
}

/** An examination that found something. */
export function finding(
  grade: Grade,
  subject: string,
  at: string[],
  statement: string,
  brief: string,
  arithmetic: string[],
): Examination {
  return { subject, at, arithmetic, grade, statement, brief }
}

/** The same with the mark that it changes a conclusion. */
export function deciding(one: Examination, decides: boolean): Examination {
  return decides && one.grade ? { ...one, decision: true } : one
}

export function addsUp(subject: string, at: string[], ...arithmetic: string[]): Examination {
  return { subject, at, arithmetic }
}
