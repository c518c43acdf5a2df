import type { ModelResult } from '../../../model/index.ts'
import type { Block, Cell } from '../../../report/document.ts'
import { performanceTable } from '../../../report/tables/performance-table.ts'
import { percent } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { performanceOf } from '../../performance/outcome-models.ts'
import type { StudyModels } from '../../stages/outcome-models.ts'
import { type Chapter, tableBlock } from '../chapter.ts'
import { classificationTables } from './classification.ts'
import { aboutModel, coefficientsOf, jointTestBlock, permutationBlock } from './models.ts'

/** Every measure of every model, and the coefficients of those that do not lead. */
export function modelDetailsChapter(
  messages: Messages,
  { results, predictors }: StudyModels,
  lead: ModelResult | undefined,
): Chapter | undefined {
  if (results.length === 0) return undefined
  const { models: words } = messages
  const others = lead ? results.filter(({ name }) => name !== lead.name) : []
  const coefficients = others.map((result) => coefficientsOf(messages, result, predictors))
  const classification = classificationTables(messages, results)
  const performance = performanceTable({
    id: 'performance',
    number: '',
    title: words.performance,
    models: results.map((result) => ({ name: result.name, label: result.label, performance: performanceOf(result) })),
    notes: [...words.performanceNotes, ...thresholdNote(messages, results)],
    messages,
  })
  const blocks: Block[] = [
    tableBlock(performance.id),
    ...classification.map(({ id }) => tableBlock(id)),
    ...others.flatMap((result, i) => [
      ...aboutModel(messages, result),
      tableBlock(coefficients[i].id),
      ...jointTestBlock(messages, result, predictors),
      ...permutationBlock(messages, result),
    ]),
  ]
  return {
    id: 'model-details',
    title: words.details,
    blocks,
    tables: [performance, ...classification, ...coefficients],
  }
}

/** The thresholds at which sensitivity and the rest are given; nothing where no model has one. */
function thresholdNote({ document, models: words }: Messages, results: readonly ModelResult[]): Cell[] {
  const known = results.flatMap(({ name, label, thresholds }) =>
    thresholds && Number.isFinite(thresholds.threshold)
      ? [words.threshold(label, percent(thresholds.threshold, 1, `models.${name}.thresholds.threshold`))]
      : [],
  )
  return known.length > 0 ? [words.thresholdNote(document.list(known))] : []
}
