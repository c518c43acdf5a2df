import { inferVariable } from '../../cohort/codebook/infer.ts'
import { speltValues } from '../../cohort/codebook/spelling.ts'
import { whatHappened } from '../../cohort/codebook/two-values.ts'
import { identifierName, identifierWord } from '../../cohort/structure/identifier-names.ts'
import { numbersRows } from '../../cohort/structure/row-numbers.ts'
import { isUnknownWord, usualMissing } from '../../cohort/tables/absent-words.ts'
import { legendLevels } from '../../cohort/tables/head-rows.ts'
import { parseNumber } from '../../cohort/tables/parse-cell.ts'
import { looksLikeDate } from '../../cohort/tables/parse-date.ts'
import type { RawColumn, Table } from '../../cohort/tables/table.ts'
import { radiomicName } from './own-features.ts'

/** A column that was chosen for a part in the study, and why. */
export interface Picked {
  name: string
  why: string
}

const usual = new Set(usualMissing)
const knownCells = ({ cells }: RawColumn) => cells.filter((cell) => !usual.has(cell.toLowerCase()))

/**
 * The column that identifies the rows: called so, different in every row, and no measurement. Where the one that is called
 * so repeats, rows are lesions or scans and `patient` is that column.
 */
export function pickIdentifier(table: Table): { id: Picked & { unsure?: true }; patient?: Picked } {
  const rated = table.columns.map((column) => ({ column, ...identity(column, table.length) }))
  const able = rated.filter(({ isName }) => isName)
  const [best] = able.filter(({ isUnique }) => isUnique).sort((a, b) => b.named - a.named)
  const [repeats] = able.filter(({ isUnique, named }) => !isUnique && named >= 2).sort((a, b) => b.named - a.named)
  if (!best) {
    const { column } = repeats ?? rated[0]
    return { id: { name: column.name, why: 'no column differs in every row; please name one that does', unsure: true } }
  }
  const isPart = partName.test(best.column.name)
  // A name says more than a column that happens to differ: some rows of that one may repeat a patient, or have none.
  if (repeats && best.named === 0 && !isPart)
    return { id: { name: repeats.column.name, why: 'called so, though some rows repeat it or lack it' } }
  const why = best.named > 0 ? 'called so, and different in every row' : 'different in every row'
  const id = { name: best.column.name, why }
  const namesPart = isPart && !partName.test(repeats?.column.name ?? '')
  if (!repeats || (repeats.named <= best.named && !namesPart)) return { id }
  return { id, patient: { name: repeats.column.name, why: 'called so, and the same in several rows' } }
}

/** A lesion, scan or sample of somebody. */
const partName = /lesion|scan|sample|accession|nodule|tumou?r|side|exam|series|病灶|läsion|lésion/i

function identity(column: RawColumn, rows: number) {
  const filled = column.cells.filter((cell) => cell !== '')
  const different = new Set(filled).size
  const hasDecimals = filled.some(
    (cell) => /^[-+]?\d*[.,]\d*[1-9]/.test(cell) && !Number.isNaN(parseNumber(cell.replace(',', '.'))),
  )
  const named = identifierName.test(column.name.trim()) ? 2 : identifierWord.test(column.name) ? 1 : 0
  const isCounter = named === 0 && numbersRows(column.cells)
  const areDates = named === 0 && filled.length > 0 && filled.filter(looksLikeDate).length > filled.length / 2
  const isName = !hasDecimals && !areDates && !radiomicName.test(column.name) && !isCounter && different > rows / 4
  return { named, isUnique: different === rows, isName }
}

const outcomeName =
  /^(outcome|label|target|class|y|diagnosis|response|responder|pcr|her-?2|status|result|group|malignan\w*|benign\w*|histology)$/i
const outcomeWord =
  /her-?2|status|outcome|response|pcr|label|target|malignan|diagnos|metasta|(^|[\W_])(er|pr|ki-?67|grade|subtype)([\W_]|$)/i
const eventWord =
  /surviv|recur|relapse|progress|death|dead|died|deceas|vital|event|censor|metasta|(^|[\W_])(os|dfs|pfs|rfs|efs|dss|ttp)([\W_]|$)/i
const timeWord =
  /(^|[\W_])(time|months?|days?|years?|fu|follow[\W_]?up|os|dfs|pfs|rfs|efs|survival|duration)([\W_]|$)|_(m|d|months|days)$/i

export interface PickedOutcome extends Picked {
  positive: string
  /** Whether the words leave no doubt which value is the outcome. */
  isSure: boolean
  /** Of more than two values: who is without the outcome. */
  negative?: string
  values: { value: string; count: number }[]
}

/** The column that looks most like what is to be predicted: of two values, and called like an outcome. */
export function pickOutcome(table: Table, not: ReadonlySet<string>): PickedOutcome | undefined {
  const rated = table.columns
    .filter(({ name }) => !not.has(name) && !radiomicName.test(name))
    .flatMap((column) => {
      const values = speltValues(knownCells(column))
      const sure = values.filter(({ value }) => !isUnknownWord(value))
      const isPair = sure.length === 2 && values.length <= 3
      const named = outcomeName.test(column.name.trim())
        ? 3
        : outcomeWord.test(column.name)
          ? 2
          : eventWord.test(column.name)
            ? 1
            : 0
      return isPair && named > 0 ? [{ column, values: sure, all: values, named }] : []
    })
    .sort((a, b) => b.named - a.named)
  const [best] = rated
  if (!best) return undefined
  const told = new Map(legendLevels(table.legend?.get(best.column.name) ?? ''))
  const levels = best.values.map(({ value }) => ({ value, label: told.get(value) ?? value }))
  const at = whatHappened(levels)
  const rarest = best.values[0].count <= best.values[1].count ? 0 : 1
  const positive = best.values[at ?? rarest].value
  const negative = best.values[1 - (at ?? rarest)].value
  return {
    name: best.column.name,
    why: 'called like an outcome, and of two values',
    positive,
    isSure: at !== undefined,
    ...(best.all.length > 2 && { negative }),
    values: best.all.map(({ value, count }) => ({ value, count })),
  }
}

export interface PickedSurvival {
  time: Picked
  event: Picked
  /** The value of the event where the words leave doubt. */
  value?: string
  values: string[]
}

/** A time and an event that go together: by the words they share (dfs, os), or the only ones that there are. */
export function pickSurvival(table: Table, not: ReadonlySet<string>): PickedSurvival[] {
  const open = table.columns.filter(({ name }) => !not.has(name) && !radiomicName.test(name))
  const times = open.filter(
    (column) =>
      timeWord.test(column.name) &&
      inferVariable(column).type === 'continuous' &&
      !knownCells(column).some((cell) => parseNumber(cell) < -1e4),
  )
  const events = open.filter((column) => eventWord.test(column.name) && speltValues(knownCells(column)).length === 2)
  const tokens = (name: string) =>
    new Set(name.toLowerCase().match(/os|dfs|pfs|rfs|efs|dss|ttp|recur|relapse|death|progress/g) ?? [])
  const pairs = events.flatMap((event) => {
    const shared = times.filter((time) => [...tokens(time.name)].some((token) => tokens(event.name).has(token)))
    const time = shared[0] ?? (times.length === 1 && events.length === 1 ? times[0] : undefined)
    return time ? [{ time, event }] : []
  })
  return pairs.map(({ time, event }) => {
    const values = speltValues(knownCells(event))
    const levels = values.map(({ value }) => ({ value, label: value }))
    const isSure = whatHappened(levels) !== undefined
    const rarest = values[0].count <= values[1].count ? values[0] : values[1]
    return {
      time: { name: time.name, why: 'a time' },
      event: { name: event.name, why: 'called like an event, and of two values' },
      ...(!isSure && { value: rarest.value }),
      values: values.map(({ value, count }) => `${value} (${count})`),
    }
  })
}

/** Whether most columns of a table are radiomic features: a table of features, not of patients. */
export function isFeatureTable({ columns }: Table): boolean {
  const radiomic = columns.filter(({ name }) => radiomicName.test(name) || name.startsWith('diagnostics_')).length
  return radiomic >= 5 && radiomic >= columns.length / 2
}
