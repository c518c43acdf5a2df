import { type AnswerOf, type Asking, useAnswer } from '../browser/ask.ts'
import { language } from '../words.ts'
import { at, type Workplace } from '../workplace.ts'

/** The patients of the study: at first what the table alone tells, then also what had to be measured of images. */
export function useCohort(work: Workplace): Asking<AnswerOf<'cohort'>> {
  const { place, file, revision } = work
  const over = [place, file, revision]
  const table = useAnswer('cohort', { ...at(work), language, tableOnly: true }, over)
  const whole = useAnswer('cohort', { ...at(work), language }, over)
  return { ...whole, answer: whole.answer ?? table.answer, fault: whole.fault ?? table.fault }
}
