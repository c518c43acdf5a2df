/**
 * What the names of series say. Nothing is decided by them alone: they only cast doubt on what the acquisitions say
 * (see phases.ts).
 */

/** Words that number phases or speak of contrast, in the languages of scanners. */
const phaseWords =
  /^(pre|post|phase|ph|dyn|dynamic|without|with|w|wo|contrast|kontrast|km|ohne|mit|nativ|native|plain|gd|gad\w*|c|ce|pass|min|sec|s|m|st|nd|rd|th|art|arterial|ven|venous|portal|delay|delayed|late|early|mask|avant|apres|sans|avec|injection|baseline|unenhanced|enhanced|before|after|non|phases?)$/

const native =
  /(^|[^a-z])(pre|nativ|native|plain|ohne|without|w\/?o|non[ -]?contrast|unenhanced|baseline|mask|avant|sans|before)([^a-z]|$)|(^|\s)-c(\s|$)/
const contrast =
  /(^|[^a-z])(post|mit|with|gd|gad\w*|pass|arterial|venous|portal|delayed|apres|avec|after|enhanced|km|contrast)([^a-z]|$)|\+ ?c(\s|$)/

const weightings = /(^|[^a-z0-9])(t1|t2|pd|flair|stir|dwi|adc|dixon|swi|mra)/

/** Whether a name says that the series is before contrast. */
export const isLikeNative = (description: string) => native.test(description.toLowerCase())

/** Whether it says that the series is after contrast. */
export const isLikeContrast = (description: string) =>
  contrast.test(description.toLowerCase()) && !isLikeNative(description)

/** The weighting that a name speaks of, or nothing. */
export const weightingOf = (description: string) => weightings.exec(description.toLowerCase())?.[2] ?? ''

const wordsOf = (description: string) =>
  (description.toLowerCase().match(/[a-zà-ÿ]+/g) ?? []).filter((word) => !phaseWords.test(word))

/** Whether one of several names has a word of another's, or none but those that number phases. */
export function sharesName(names: readonly string[], which: number): boolean {
  const own = wordsOf(names[which])
  const others = new Set(names.flatMap((name, i) => (i === which ? [] : wordsOf(name))))
  return own.length === 0 || others.size === 0 || own.some((word) => others.has(word))
}
