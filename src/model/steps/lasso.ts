import { z } from 'zod'
import { fixedDecimals, wholeNumber } from '../../text/format.ts'
import type { PenaltyStep } from './selection-step.ts'

const schema = z.strictObject({
  lasso: z.strictObject({
    folds: z.number().int().min(3).default(10),
    lambda: z.enum(['min', '1se']).default('min'),
    alpha: z.number().gt(0).max(1).default(1).describe('1 LASSO, towards 0 ridge'),
  }),
})

/** The settings of a LASSO step of the study file. */
export type LassoSpecification = z.output<typeof schema>['lasso']

export const lassoStep: PenaltyStep<{ lasso: LassoSpecification }> = {
  kind: 'penalty',
  schema,
  describe: ({ lasso: { folds, lambda, alpha } }, words) =>
    words.penalised(
      alpha === 1 ? words.lasso : words.elasticNet(fixedDecimals(alpha, 2)),
      lambda === 'min',
      wholeNumber(folds),
    ),
}
