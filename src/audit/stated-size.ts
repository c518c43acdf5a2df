import { z } from 'zod'
import { count, printed, word } from './cells.ts'

/** A sentence such as "with 80% power to detect a difference of 5 mm (SD, 10 mm), 64 patients in each group are needed". */
export const sampleSize = z
  .strictObject({
    where: word,
    of: z.enum([
      'means',
      'paired means',
      'proportions',
      'sensitivity',
      'specificity',
      'auc',
      'hazard',
      'correlation',
      'events per variable',
    ]),
    /** What is expected: two proportions, an AUC (and the one it is held against), a hazard ratio, a correlation, a sensitivity. */
    expected: z.array(printed).max(2).optional(),
    difference: printed.optional(),
    sd: printed.optional(),
    /** Cohen's d, in place of difference and SD. */
    effect: printed.optional(),
    /** Half the width of the interval of a sensitivity or specificity. */
    margin: printed.optional(),
    /** Share of patients with the outcome, or of those with an event. */
    prevalence: printed.optional(),
    power: printed.optional(),
    alpha: printed.optional(),
    sides: count.optional(),
    /** Patients of the second group (or without the outcome) for one of the first: 1:2 is 2. */
    ratio: printed.optional(),
    dropout: printed.optional(),
    perVariable: count.optional(),
    variables: count.optional(),
    /** All patients; those of each group; events: as the paper gives it. */
    n: count.optional(),
    each: count.optional(),
    events: count.optional(),
  })
  .refine(({ n, each, events }) => n || each || events, 'one of n, each and events: what the paper came to')

export type StatedSize = z.output<typeof sampleSize>

/** The same in one line, for the page. */
export function sampleSizeText(one: StatedSize): string {
  const told = (['difference', 'sd', 'effect', 'margin', 'prevalence', 'power', 'alpha', 'dropout'] as const).flatMap(
    (key) => (one[key] ? [`${key} ${one[key].text}`] : []),
  )
  const expected = one.expected ? [one.expected.map(({ text }) => text).join(' against ')] : []
  const variables =
    one.perVariable && one.variables ? [`${one.perVariable.text} for each of ${one.variables.text}`] : []
  const size = one.n
    ? `${one.n.text} patients`
    : one.each
      ? `${one.each.text} patients a group`
      : `${one.events!.text} events`
  return `${one.of}: ${[...expected, ...variables, ...told].join(', ')}: ${size}`
}
