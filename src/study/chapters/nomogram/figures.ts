import { plain } from '../../../figures/canvas/plot.ts'
import { contributionBars } from '../../../figures/charts/effects.ts'
import { nomogram as drawNomogram } from '../../../figures/charts/nomogram.ts'
import { nomogramFigure, nomogramPatient } from '../../../figures/charts/nomogram-of-model.ts'
import { axisGroups, nomogramPoints } from '../../../model/nomogram/nomogram.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText } from '../../../text/with-numbers.ts'
import type { StudyNomogram } from '../../stages/nomogram.ts'
import type { DrawnFigure } from '../chapter.ts'
import { effectsFigure } from './effects.ts'

/**
 * The nomogram with a worked patient on it, what makes that patient's risk, and the effect of each variable.
 * suffix  of the ids and of the page's name, where a study has several nomograms
 */
export function nomogramFigures(messages: Messages, built: StudyNomogram, suffix = ''): DrawnFigure[] {
  const { model, nomogram, names, worked, result } = built
  const { nomogram: words } = messages
  const cox = result.family === 'cox'
  const patient = nomogramPatient(model, nomogram, worked, names)
  const data = {
    ...nomogramFigure(model, nomogram, {
      ...names,
      linearPredictor: messages.drawings.linearPredictor,
    }),
    patient,
  }
  const scale = cox ? messages.drawings.logHazard : messages.drawings.logOdds
  const contributions = { values: contributionsOf(built), result: resultOf(patient.outcomes.slice(1), built), scale }
  return [
    {
      id: `nomogram${suffix}`,
      title: words.figure(result.label),
      caption: plainText(words.caption(`nomogram${suffix}.html`)),
      description: words.description(model.variables.map(({ label }) => label)),
      data,
      drawing: drawNomogram(data, undefined, messages.drawings),
    },
    {
      id: `contributions${suffix}`,
      title: words.contributions(result.label),
      caption: plainText(words.contributionsCaption(cox)),
      description: words.contributionsDescription(contributions.values.length),
      data: contributions,
      drawing: contributionBars(contributions, undefined, messages.drawings),
    },
    ...effectsFigure(messages, built).map((figure) => ({ ...figure, id: `${figure.id}${suffix}` })),
  ]
}

/** The worked patient against the typical one; variables that interact count as one. */
function contributionsOf({ model, nomogram, names, worked, inputs }: StudyNomogram) {
  const typical = Object.fromEntries(inputs.map((input) => [input.name, input.typical]))
  const own = nomogramPoints(model, nomogram, worked).points
  const middle = nomogramPoints(model, nomogram, typical).points
  const groups = axisGroups(nomogram)
  const called = (name: string) => {
    const value = worked[name]
    return names.levels?.[name]?.[String(value)] ?? (typeof value === 'number' ? plain(value) : value)
  }
  return own.map(({ points, xbeta }, i) => ({
    label: groups[i].variables.map((name) => names.variables?.[name] ?? name).join(' × '),
    value: groups[i].variables.map(called).join(', '),
    logOdds: xbeta - middle[i].xbeta,
    points,
  }))
}

function resultOf(risks: readonly string[], { model }: StudyNomogram): string {
  return risks.map((risk, i) => `${model.outcomes[i].label} ${risk}`).join(', ')
}
