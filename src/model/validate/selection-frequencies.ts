import type { FittedModel } from '../fit/fitted-model.ts'
import type { Refit } from '../resample/refit.ts'
import type { Frequency } from '../result.ts'

/** How often each term had a coefficient over the refits, and how steady that was; the most frequent first. */
export function frequenciesOf(name: string, model: FittedModel, refits: readonly Record<string, Refit>[]): Frequency[] {
  const fitted = new Map(
    [...model.terms, ...model.scores.flatMap((score) => score.terms)].map((term) => [term.name, term.estimate]),
  )
  const made = refits.map((refit) => refit[name]).flatMap((refit) => ('failed' in refit ? [] : [refit]))
  const estimates = new Map<string, number[]>([...fitted.keys()].map((term) => [term, []]))
  for (const refit of made)
    for (const [term, estimate] of Object.entries(refit.estimates)) {
      const known = estimates.get(term)
      if (known) known.push(estimate)
      else estimates.set(term, [estimate])
    }
  if (made.length === 0) return []
  const frequencies = [...estimates].map(([term, values]): Frequency => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    const sign = Math.sign(fitted.get(term) ?? mean)
    return {
      term,
      share: values.length / made.length,
      refits: made.length,
      mean,
      sd: Math.sqrt(squares / (values.length - 1)),
      sameSign: values.filter((value) => Math.sign(value) === sign).length / values.length,
    }
  })
  return frequencies.sort((a, b) => b.share - a.share || (a.term < b.term ? -1 : 1))
}
