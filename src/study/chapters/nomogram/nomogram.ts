import type { Messages } from '../../../text/locales/index.ts'
import { plainText } from '../../../text/with-numbers.ts'
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
    blocks: [paragraph(plainText(messages.nomogram.paragraph)), ...figures.map(({ id }) => figureBlock(id))],
    figures,
  }
}
