import { fixedDecimals } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import type { TextPart } from '../../../text/with-numbers.ts'
import type { StudyNomogram } from '../../stages/nomogram.ts'
import type { TypicalPatients } from '../../stages/typical-patients.ts'
import { type Chapter, figureBlock, paragraph } from '../chapter.ts'
import { nomogramFigures } from './figures.ts'
import { typicalPatientsFigure } from './typical-patients.ts'

/** The leading model as a nomogram. */
export function nomogramChapter(
  messages: Messages,
  nomogram: StudyNomogram | undefined,
  typical: TypicalPatients | undefined,
): Chapter | undefined {
  if (!nomogram) return undefined
  const [axes, ...others] = nomogramFigures(messages, nomogram)
  const figures = [axes, ...typicalPatientsFigure(messages, typical), ...others]
  return {
    id: 'nomogram',
    title: messages.nomogram.title,
    blocks: [
      paragraph(messages.document.sentences([messages.nomogram.paragraph, formOf(messages, nomogram)])),
      ...figures.map(({ id }) => figureBlock(id)),
    ],
    figures,
  }
}

/** Whether it is drawn as fitted or shrunken: who meets new patients with it must know. */
function formOf({ nomogram: words }: Messages, { result: { form, name } }: StudyNomogram): TextPart {
  return form.kind === 'shrunken'
    ? words.form(fixedDecimals(form.factor, 2, `models.${name}.shrinkage.factor`))
    : words.asFitted
}
