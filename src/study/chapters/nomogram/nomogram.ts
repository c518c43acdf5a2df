import { fixed } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import type { Part } from '../../../text/with-numbers.ts'
import type { StudyNomogram } from '../../stages/nomogram.ts'
import { type Chapter, figureBlock, paragraph } from '../chapter.ts'
import { nomogramFigures } from './figures.ts'

/** The leading model as a nomogram. */
export function nomogramChapter(messages: Messages, of: StudyNomogram | undefined): Chapter | undefined {
  if (!of) return undefined
  const figures = nomogramFigures(messages, of)
  return {
    id: 'nomogram',
    title: messages.nomogram.title,
    blocks: [
      paragraph(messages.document.sentences([messages.nomogram.paragraph, formOf(messages, of)])),
      ...figures.map(({ id }) => figureBlock(id)),
    ],
    figures,
  }
}

/** Whether it is drawn as fitted or shrunken: who meets new patients with it must know. */
function formOf({ nomogram: words }: Messages, { result: { form, name } }: StudyNomogram): Part {
  return form.kind === 'shrunken'
    ? words.form(fixed(form.factor, 2, `models.${name}.shrinkage.factor`))
    : words.asFitted
}
