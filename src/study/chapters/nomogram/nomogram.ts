import { text } from '../../../text/with-numbers.ts'
import type { StudyNomogram } from '../../stages/nomogram.ts'
import { type Chapter, figureBlock, paragraph } from '../chapter.ts'
import { nomogramFigures } from './figures.ts'

/** The leading model as a nomogram. */
export function nomogramChapter(of: StudyNomogram | undefined): Chapter | undefined {
  if (!of) return undefined
  const figures = nomogramFigures(of)
  return {
    id: 'nomogram',
    title: 'Nomogram',
    blocks: [
      paragraph(
        text`For each variable find the patient's value on its axis and read the points above it; add them up, find the sum on the total axis, and read the probability below. The same model stands in nomogram.html as a page that adds up by itself and needs no network.`,
      ),
      ...figures.map(({ id }) => figureBlock(id)),
    ],
    figures,
  }
}
