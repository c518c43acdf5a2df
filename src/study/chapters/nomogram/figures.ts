import { plain } from '../../../figures/canvas/plot.ts'
import { contributionBars } from '../../../figures/charts/effects.ts'
import { nomogram as drawNomogram } from '../../../figures/charts/nomogram.ts'
import { nomogramFigure, nomogramPatient } from '../../../figures/charts/nomogram-of-model.ts'
import { axisGroups, nomogramPoints } from '../../../model/nomogram/nomogram.ts'
import { text } from '../../../text/with-numbers.ts'
import type { StudyNomogram } from '../../stages/nomogram.ts'
import type { DrawnFigure } from '../chapter.ts'
import { effectsFigure } from './effects.ts'

/**
 * The nomogram with a worked patient on it, what makes that patient's risk, and the effect of each variable.
 * suffix  of the ids and of the page's name, where a study has several nomograms
 */
export function nomogramFigures(of: StudyNomogram, suffix = ''): DrawnFigure[] {
  const { model, nomogram, names, worked, result } = of
  const patient = nomogramPatient(model, nomogram, worked, names)
  const data = { ...nomogramFigure(model, nomogram, names), patient }
  const scale = result.family === 'cox' ? 'log-hazard' : 'log-odds'
  const contributions = { values: contributionsOf(of), result: resultOf(patient.outcomes.slice(1), of), scale }
  return [
    {
      id: `nomogram${suffix}`,
      title: `Nomogram of ${result.label}`,
      caption: text`Axes run over the range of the training set. In colour a worked patient who does not exist: of each variable the median or most frequent value of that half of the training set which has the higher predicted risk. The same model stands in nomogram${suffix}.html. Research use only, not a medical device.`,
      description: `Nomogram with ${model.variables.length} variables: ${model.variables.map(({ label }) => label).join(', ')}.`,
      data,
      drawing: drawNomogram(data),
    },
    {
      id: `contributions${suffix}`,
      title: `What makes the worked patient’s risk in ${result.label}`,
      caption: text`What each value adds to the ${scale} of a patient with the median or most frequent value of every variable, and its points on the nomogram. nomoscope predict --explain gives the same of any patient.`,
      description: `Bars of ${contributions.values.length} contributions.`,
      data: contributions,
      drawing: contributionBars(contributions),
    },
    ...effectsFigure(of).map((figure) => ({ ...figure, id: `${figure.id}${suffix}` })),
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
