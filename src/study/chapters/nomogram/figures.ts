import { plain } from '../../../figures/canvas/plot.ts'
import { contributionSteps, riskSteps } from '../../../figures/charts/contributions.ts'
import {
  nomogram as drawNomogram,
  type NomogramFigure,
  type NomogramPatient,
} from '../../../figures/charts/nomogram.ts'
import { nomogramFigure, nomogramPatient } from '../../../figures/charts/nomogram-of-model.ts'
import { axisGroups, nomogramPoints, outcomeProbability } from '../../../model/nomogram/nomogram.ts'
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
  const contributions = {
    values: contributionsOf(built),
    result: model.outcomes[0].label,
    risk: outcomeProbability(model.outcomes[0].of, nomogramPoints(model, nomogram, worked).linearPredictor),
    link: cox ? ('logHazard' as const) : ('logOdds' as const),
  }
  return [
    {
      id: `nomogram${suffix}`,
      title: words.figure(result.label),
      caption: plainText(
        words.caption(`nomogram${suffix}.html`, !cox && Number.isFinite(result.thresholds?.threshold ?? Number.NaN)),
      ),
      description: words.description(model.variables.map(({ label }) => label)),
      data,
      drawing: drawNomogram(drawnNomogram(data, built), undefined, messages.drawings),
    },
    {
      id: `contributions${suffix}`,
      title: words.contributions(result.label),
      caption: plainText(words.contributionsCaption(cox)),
      description: words.contributionsDescription(contributions.values.length),
      data: {
        ...contributions,
        ...riskSteps(contributions, messages.drawings),
        points: riskSteps(contributions, messages.drawings).steps.map(({ from, to }) => 100 * (to - from)),
      },
      drawing: contributionSteps(contributions, undefined, messages.drawings),
    },
    ...effectsFigure(messages, built).map((figure) => ({ ...figure, id: `${figure.id}${suffix}` })),
  ]
}

/**
 * What is drawn: without the axis of the linear predictor, which is for statisticians and in the data, and with the frozen
 * threshold on that of the probability.
 */
export function drawnNomogram(
  { outcomes, patient, ...rest }: NomogramFigure & { patient?: NomogramPatient },
  { nomogram, result }: StudyNomogram,
): NomogramFigure {
  const risk = result.family === 'cox' ? Number.NaN : (result.thresholds?.threshold ?? Number.NaN)
  const threshold = (Math.log(risk / (1 - risk)) - nomogram.intercept) * nomogram.scale
  return {
    ...rest,
    outcomes: outcomes.slice(1).map((one) => (Number.isFinite(threshold) ? { ...one, threshold } : one)),
    ...(patient && { patient: { ...patient, outcomes: patient.outcomes.slice(1) } }),
  }
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
  return own.map(({ xbeta }, i) => ({
    label: groups[i].variables.map((name) => names.variables?.[name] ?? name).join(' × '),
    value: groups[i].variables.map(called).join(', '),
    logOdds: xbeta - middle[i].xbeta,
  }))
}
