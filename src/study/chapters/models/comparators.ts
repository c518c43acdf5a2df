import type { ComparatorResult, ModelResult, PartPerformance } from '../../../model/index.ts'
import type { Cell, Row, Table } from '../../../report/document.ts'
import { fixedDecimals, withInterval } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import { headedTable } from '../chapter.ts'

/** The study's models beside learners that were tuned in the same folds; nothing where the study names none. */
export function comparatorTable(
  { comparators: words }: Messages,
  results: readonly ModelResult[],
  comparators: readonly ComparatorResult[],
): Table[] {
  if (comparators.length === 0) return []
  const rowOf = (label: string, method: string, at: string, of: ComparatorResult['performance']): Row => {
    const { nested, heldOut, apparent } = of
    return {
      kind: 'row',
      indent: 0,
      cells: [
        plainText(label),
        plainText(method),
        aucCell(nested, `${at}.nested`),
        nested ? text`${fixedDecimals(nested.calibrationSlope, 2, `${at}.nested.calibrationSlope`)}` : dash,
        nested ? text`${fixedDecimals(nested.brier, 3, `${at}.nested.brier`)}` : dash,
        aucCell(heldOut, `${at}.heldOut`),
        text`${fixedDecimals(apparent.auc, 3, `${at}.apparent.auc`)}`,
      ],
    }
  }
  const rows = [
    ...results.map(({ name, label, performance }) => rowOf(label, words.model, `models.${name}.curves`, performance)),
    ...comparators.map(({ label, method, performance }, c) =>
      rowOf(label, words.methods[method], `comparators.${c}.performance`, performance),
    ),
  ]
  const failed = comparators.filter(({ failures }) => failures.refits > 0)
  const notes = [
    plainText(words.note),
    ...comparators
      .filter(({ tuning }) => Object.keys(tuning).length > 0)
      .map(({ label, tuning }) => plainText(words.tuned(label, settings(tuning)))),
    ...failed.map(({ label, failures }) =>
      plainText(words.failed(label, String(failures.refits), String(failures.of), failures.reason ?? '')),
    ),
  ]
  return [headedTable('comparators', words.title, words.heads, rows, { notes, names: 2 })]
}

const dash: Cell = plainText('–')

function aucCell(part: PartPerformance | undefined, path: string): Cell {
  if (!part) return dash
  const { auc, lower, upper } = part
  if (!Number.isFinite(lower)) return text`${fixedDecimals(auc, 3, `${path}.auc`)}`
  return withInterval([auc, lower, upper], 3, [`${path}.auc`, `${path}.lower`, `${path}.upper`])
}

const settings = (tuning: Record<string, number>) =>
  Object.entries(tuning)
    .map(([name, value]) => `${name} ${Number(value.toPrecision(3))}`)
    .join(', ')
