import { type TextPart, text } from '../../with-numbers.ts'

/** The nomogram, what makes a patient's risk, partial effects. `cox`: on the log hazard, else the log odds. */
export const nomogram = {
  title: 'Nomogram',
  paragraph:
    "For each variable find the patient's value on its axis and read the points above it; add them up, find the sum on the total axis, and read the probability below. The same model is in nomogram.html, a page that adds up the points and needs no network.",
  form: (factor: TextPart) =>
    text`It is drawn with its coefficients multiplied by the recommended shrinkage, ${factor}, and the intercept that goes with it.`,
  asFitted: 'It is drawn as fitted.',
  figure: (model: string) => `Nomogram of ${model}`,
  caption: (page: string, threshold: boolean) =>
    `Axes cover the range of the patients of the fit, rounded outwards.${threshold ? ' The bar on the axis of the probability is the frozen threshold, on the scale of the risks drawn here.' : ''} In colour a worked patient who does not exist: of each variable the median or most frequent value among the half of these patients with the higher predicted risk. The same model is in ${page}. Research use only, not a medical device.`,
  description: (variables: readonly string[]) =>
    `Nomogram with ${variables.length} variables: ${variables.join(', ')}.`,
  contributions: (model: string) => `Contributions to the worked patient’s risk in ${model}`,
  contributionsCaption: (cox: boolean) =>
    `From the risk of a patient with the median or most frequent value of every variable to that of the worked patient, in percentage points. Contributions add up on the scale of the ${cox ? 'log hazard' : 'log odds'}; in per cent a step depends on those before it. nomoscope predict --explain gives the same for any patient.`,
  contributionsDescription: (bars: number) => `Waterfall of ${bars} steps from a typical patient’s risk to this one’s.`,
  effects: (model: string) => `Partial effects in ${model}`,
  effectsCaption: (cox: boolean, without?: 'selected' | 'separated') =>
    `What each value adds to the ${cox ? 'log hazard' : 'log-odds'}, the other variables held: factors against their first level, numbers against their median${without === undefined ? '; bars and bands are 95% intervals' : without === 'separated' ? '; without intervals, as the outcome is separated' : '; without intervals, as terms were scored or selected on the same rows'}.`,
  effectsDescription: (variables: string) => `Partial effects of ${variables}.`,
  probability: (outcome: string, level: string) => `Probability of ${outcome} ${level.toLowerCase()}`,
  riskAt: (event: string, time: string) => `${event} by ${time}`,
}
