import { addsUp, type Check, finding } from '../examination.ts'
import { identity, plain } from '../rows.ts'

/** What the text calls a predictor of the model stands in its table. */
export const namedPredictors: Check = {
  id: 'named-predictors',
  title: 'Predictors named in the text',
  question: 'The text names predictors that are not in the model. Was another model meant',
  examine: ({ claims, models }) =>
    claims.flatMap((claim, c) => {
      if (claim.kind !== 'predictor' || models.length === 0) return []
      const at = [`claims.${c}`]
      const held = models.filter(({ terms }) => terms.some((term) => identity(term) === plain(claim.of)))
      const tables = models.map(({ id, terms }) => `${id}: ${terms.map(({ term }) => term).join(', ')}`)
      const lines = [`${claim.where}: ${claim.of}`, ...tables]
      if (held.length > 0) return [addsUp(claim.of, at, ...lines)]
      const ids = models.map(({ id }) => id).join(' and ')
      const statement = `${claim.where} calls ${claim.of} an independent predictor; ${ids} ${models.length > 1 ? 'do' : 'does'} not hold it.`
      return [finding('inconsistent', claim.of, at, statement, `${claim.of} in ${claim.where}, not in ${ids}`, lines)]
    }),
}
