import { nomogram as drawNomogram } from '../../figures/nomogram.ts'
import { nomogramFigure } from '../../figures/nomogram-of-model.ts'
import { say } from '../../report/say.ts'
import { type Chapter, figureBlock, paragraph } from '../chapter.ts'
import { effectsFigure } from '../effects-of.ts'
import type { StudyNomogram } from '../nomogram-of.ts'

/** The leading model as a nomogram. */
export function nomogramChapter(of: StudyNomogram | undefined): Chapter | undefined {
  if (!of) return undefined
  const { result, model, nomogram, names } = of
  const effects = effectsFigure(of)
  const figure = nomogramFigure(model, nomogram, names)
  return {
    id: 'nomogram',
    title: 'Nomogram',
    blocks: [
      paragraph(
        say`For each variable find the patient's value on its axis and read the points above it; add them up, find the sum on the total axis, and read the probability below. The same model stands in nomogram.html as a page that adds up by itself and needs no network.`,
      ),
      figureBlock('nomogram'),
      ...effects.map(({ id }) => figureBlock(id)),
    ],
    figures: [
      {
        id: 'nomogram',
        title: `Nomogram of ${result.label}`,
        caption: say`Axes run over the range of the training set. Research use only, not a medical device.`,
        description: `Nomogram with ${String(model.variables.length)} variables: ${model.variables.map(({ label }) => label).join(', ')}.`,
        data: figure,
        drawing: drawNomogram(figure),
      },
      ...effects,
    ],
  }
}
