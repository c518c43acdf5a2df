import { percent, wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import type { TextPart } from '../../../text/with-numbers.ts'
import type { StudyConfig } from '../../file/schema.ts'
import type { StudyCohort } from '../../stages/cohort.ts'
import { type Chapter, paragraph, tableBlock } from '../chapter.ts'
import { splitTable } from './group-tables.ts'

/** How the rows were parted, and whether the parts are alike; undefined where nothing was held out. */
export function splitChapter(messages: Messages, study: StudyConfig, patients: StudyCohort): Chapter | undefined {
  const { training, validation } = patients
  if (validation.length === 0) return undefined
  const table = splitTable(messages, study, patients)
  return {
    id: 'split',
    title: messages.patients.split.title,
    blocks: [
      paragraph(
        messages.patients.split.paragraph(
          wholeNumber(training.length),
          wholeNumber(validation.length),
          ruleText(messages, study),
        ),
      ),
      ...(table ? [tableBlock(table.id)] : []),
    ],
    tables: table ? [table] : [],
  }
}

function ruleText({ document, patients: { split: words } }: Messages, { split }: StudyConfig): TextPart {
  if (split === 'none') return words.none
  if ('training' in split) return words.random(percent(split.training, 0, 'study.split.training'), split.stratify)
  if ('before' in split) return words.before(split.by, split.before)
  if ('by' in split) return words.heldOut(split.by, document.list(split.validation.map(String)))
  return words.column(split.column)
}
