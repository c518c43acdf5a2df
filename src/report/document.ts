import type { Language } from '../text/locales/index.ts'
import type { NumberedText, Quantity } from '../text/with-numbers.ts'

export type { Quantity }

/**
 * A report as data: what the study found, in the order in which it is read, before it becomes HTML or Word.
 * It is plain JSON and stands in results.json (`tables`, `figures`, `warnings`, and the rest under `report`), so that
 * every number that is printed can be traced: a `Quantity` keeps its value and where in results.json it comes from.
 */
export interface Report {
  title: string
  language: Language
  /** Made from invented patients: said at the top of every page. */
  synthetic: boolean
  /** Selection before validation, as the paper did: said in the title of every table. */
  asPublished: boolean
  /** Of the Word document: lines numbered and spaced as journals want a manuscript for review. */
  layout?: 'manuscript'
  origin: Origin
  summary: Summary
  sections: Section[]
  tables: Table[]
  figures: Figure[]
  warnings: Warning[]
}

export type { Language }

/** What a report was made from and by which version. */
export interface Origin {
  version: string
  /** The study's date, ISO; never the clock. */
  date: string
  cohort: string
  /** Absent where nothing was drawn at random. */
  seed?: number
}

/** The top of a report: its main results in few sentences. */
export interface Summary {
  /** The results in a few sentences, as an abstract has them. */
  abstract?: Cell[]
  /** Figures that stand on the first page too, by their ids. */
  pictures?: string[]
  headlines: { label: string; value: Cell; detail?: Cell }[]
  /** Those of the report's warnings that a reader must know before the first number. */
  warnings: Warning[]
  /** Said over the warnings that are folded: all but the first `openWarnings`. */
  further?: Cell
  from?: Lineage
}

/** Warnings that stand open at the top; the rest is folded below them on the page, none is left out. */
export const openWarnings = 3

/** A warning of a report. */
export interface Warning {
  severity: 'serious' | 'note'
  text: Cell
  /** The model that it is about. */
  model?: string
}

/** What made a part of the results: from here a reader finds the code, the chance and the data behind a number. */
export interface Lineage {
  /** The step, by its folder and file in the source: "cohort/split". */
  step: string
  /** Where chance took part: the study's seed, and the names of the streams drawn from it. */
  random?: { seed: number; streams: string[] }
  /** Files it was computed from, as the study file names them; provenance.json has their hashes. */
  inputs: string[]
}

/** A chapter of a report. */
export interface Section {
  /** Unique, a word: the target of links. */
  id: string
  title: string
  blocks: Block[]
  /** Beside the paper: quality, selection, checklists. Folded on the page, at the end in Word. */
  supplement?: true
  from?: Lineage
}

/** A part of a section: text, a list, a table, a figure or warnings. */
export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: Cell }
  | { kind: 'list'; items: Cell[]; ordered?: boolean }
  /** `id` of one of the report's tables or figures. */
  | { kind: 'table'; id: string }
  | { kind: 'figure'; id: string }
  | { kind: 'warning'; warning: Warning }

/** Text with the numbers that occur in it, and a footnote. Make the text with `text`. */
export interface Cell extends NumberedText {
  /** Mark of a footnote, set high behind the text. */
  note?: string
}

/** A table of a report. */
export interface Table {
  id: string
  /** "1", "S2". */
  number: string
  title: string
  columns: Column[]
  rows: Row[]
  footnotes: { mark?: string; text: Cell }[]
  from?: Lineage
}

/** A column of a table. */
export interface Column {
  label: Cell
  align: 'left' | 'right' | 'center'
  /** Columns beside each other with the same group share a heading above theirs. */
  group?: string
}

/** A row of a table. */
export interface Row {
  /** A heading spans the table; its first cell alone counts. */
  kind: 'row' | 'heading'
  indent: 0 | 1 | 2
  cells: Cell[]
}

/** A figure of a report, without its drawing. */
export interface Figure {
  id: string
  number: string
  title: string
  caption: Cell
  /** What the picture shows, for those who cannot see it. */
  description: string
  /** Height of the part that the first page shows, in points; the whole where absent. */
  brief?: number
  /** Of the leading figure, whose threshold the page can move. */
  interactive?: 'threshold'
  /** What was drawn. */
  data?: unknown
  from?: Lineage
}
