import { z } from 'zod'
import { fixed, whole } from '../../text/format.ts'
import { plainText, text } from '../../text/with-numbers.ts'
import type { PenaltyStep } from './selection-step.ts'

const schema = z.strictObject({
  lasso: z.strictObject({
    folds: z.number().int().min(3).default(10),
    lambda: z.enum(['min', '1se']).default('min'),
    alpha: z.number().gt(0).max(1).default(1).describe('1 LASSO, towards 0 ridge'),
  }),
})

export type LassoSpecification = z.output<typeof schema>['lasso']

export const lassoStep: PenaltyStep<{ lasso: LassoSpecification }> = {
  kind: 'penalty',
  schema,
  describe: ({ lasso: { folds, lambda, alpha } }) => {
    const name = alpha === 1 ? plainText('LASSO') : text`elastic net (α ${fixed(alpha, 2)})`
    return text`${name} with λ ${lambda === 'min' ? 'of the least cross-validated deviance' : 'within one standard error of the least cross-validated deviance'} (${whole(folds)} folds)`
  },
}
