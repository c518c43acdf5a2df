import type { Cell } from '../../../report/document.ts'
import { percent, whole } from '../../../text/format.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import type { StudyConfig } from '../../file/schema.ts'
import type { StudyCohort } from '../../stages/cohort.ts'
import { type Chapter, paragraph, tableBlock } from '../chapter.ts'
import { splitTable } from './group-tables.ts'

/** How the rows were parted, and whether the parts are alike; undefined where nothing was held out. */
export function splitChapter(study: StudyConfig, of: StudyCohort): Chapter | undefined {
  const { training, validation } = of
  if (validation.length === 0) return undefined
  const table = splitTable(study, of)
  return {
    id: 'split',
    title: 'Training and validation set',
    blocks: [
      paragraph(
        text`${whole(training.length)} rows trained the models and ${whole(validation.length)} were held out (${ruleText(study)}); all rows of a patient are on one side. Nothing was learnt from the held-out rows.`,
      ),
      tableBlock(table.id),
    ],
    tables: [table],
  }
}

function ruleText({ split }: StudyConfig): Cell {
  if (split === 'none') return plainText('none')
  if ('training' in split)
    return text`a random split, ${percent(split.training, 0, 'study.split.training')} for training${split.stratify ? `, stratified by ${split.stratify}` : ''}; a random split is internal validation, not external`
  if ('before' in split) return plainText(`by ${split.by}: before ${split.before} for training`)
  if ('by' in split) return plainText(`by ${split.by}: ${split.validation.join(', ')} held out`)
  return plainText(`as the column ${split.column} says`)
}
