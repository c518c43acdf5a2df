import { wholeNumber } from '../../text/format.ts'
import { locales, type Messages } from '../../text/locales/index.ts'
import { plainText } from '../../text/with-numbers.ts'
import type { Cell, Row, Table } from '../document.ts'

/**
 * What a report can show of how a study was done. An answer says where: "Methods, Patients; Figure 1".
 * What no analysis can know (ethics, funding, the discussion) has no name here: it stays with the authors.
 */
export type Evidence =
  | 'title'
  | 'dataSource'
  | 'dates'
  | 'setting'
  | 'criteria'
  | 'flow'
  | 'pipeline'
  | 'outcome'
  | 'predictors'
  | 'readers'
  | 'imaging'
  | 'segmentation'
  | 'resampling'
  | 'preprocessing'
  | 'discretisation'
  | 'imageTypes'
  | 'extraction'
  | 'featureClasses'
  | 'featureCount'
  | 'defaults'
  | 'dataChecks'
  | 'sampleSize'
  | 'missing'
  | 'split'
  | 'scaling'
  | 'reliability'
  | 'selection'
  | 'modelType'
  | 'tuning'
  | 'internalValidation'
  | 'measures'
  | 'intervals'
  | 'comparison'
  | 'nonRadiomic'
  | 'utility'
  | 'threshold'
  | 'classBalance'
  | 'clusters'
  | 'subgroups'
  | 'differences'
  | 'baseline'
  | 'counts'
  | 'specification'
  | 'performance'
  | 'calibration'
  | 'updating'
  | 'selectedFeatures'
  | 'explanation'
  | 'limitations'
  | 'inputQuality'
  | 'parameters'
  | 'code'
  | 'features'
  | 'modelFile'
  | 'tool'
  | 'checklists'

/** One item of a published checklist: its number there, and in short what it asks. */
export interface ChecklistItem {
  item: string
  section: string
  topic: string
  asks: string
  /** What answers it. Nothing: the authors must write it. */
  by: readonly Evidence[]
  /** What the analysis can show is only a part of it; the rest stays with the authors. */
  part?: true
  /** For development (D), evaluation (E) or both, where the checklist tells them apart. */
  applies?: 'D' | 'E' | 'D;E'
}

/** A published checklist with its items. */
export interface Checklist {
  /** Unique, a word: the id of its table. */
  id: string
  /** The studies it is for: with a model that predicts, or with features of images. */
  concerns: 'prediction' | 'radiomics'
  name: string
  source: string
  items: readonly ChecklistItem[]
}

export interface ChecklistRequest {
  number: string
  checklist: Checklist
  /** Where the report shows each thing that it shows. */
  answers: Partial<Record<Evidence, Cell>>
  messages?: Messages
}

/**
 * The checklist with where each item is answered, what is missing, and what only the authors can write.
 *
 * @param request the checklist, and where the report answers its items
 * @returns the table, for `reportHtml`, `reportDocx` and `tableCsv`
 */
export function checklistTable({ number, checklist, answers, messages = locales.en }: ChecklistRequest): Table {
  const { id } = checklist
  const { checklists: words } = messages
  const rows: Row[] = []
  let section = ''
  let answered = 0
  for (const one of checklist.items) {
    if (one.section !== section) {
      section = one.section
      rows.push({ kind: 'heading', indent: 0, cells: [plainText(section)] })
    }
    const found = one.by.flatMap((evidence) => answers[evidence] ?? [])
    const state =
      one.by.length === 0
        ? 'authors'
        : found.length === one.by.length && !one.part
          ? 'answered'
          : found.length > 0
            ? 'partly'
            : 'missing'
    if (state === 'answered') answered++
    rows.push({
      kind: 'row',
      indent: 1,
      cells: [
        plainText(one.item),
        plainText(one.topic),
        plainText(one.applies ? `${one.asks} [${one.applies}]` : one.asks),
        messages.document.clauses(distinct(found)),
        plainText(words.states[state]),
      ],
    })
  }
  return {
    id,
    number,
    title: checklist.name,
    columns: words.heads.map((label) => ({ label: plainText(label), align: 'left' })),
    rows,
    footnotes: [
      { text: words.answered(wholeNumber(answered), wholeNumber(checklist.items.length)) },
      { text: plainText(checklist.source) },
    ],
  }
}

/** Every place once, though several things may be shown there. */
function distinct(cells: readonly Cell[]): Cell[] {
  const places = cells.flatMap((cell) => (cell.numbers ? [cell] : cell.text.split(/; |；/).map(plainText)))
  return places.filter((cell, i) => places.findIndex((other) => other.text === cell.text) === i)
}
