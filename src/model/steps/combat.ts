import { z } from 'zod'
import type { Rows, Step } from '../../step.ts'
import { plainText } from '../../text/with-numbers.ts'
import {
  applyHarmonisation,
  type CombatAsked,
  fitHarmonisation,
  type Harmonisation,
  harmonisationOf,
} from './harmonise.ts'
import { transformStep } from './selection-step.ts'

/**
 * ComBat over centres or scanners, learnt from the training rows without the outcome. Continuous columns only. The
 * effect of a batch that the training part did not have is estimated from its own rows, without their outcome, and shrunk
 * towards none by what the known batches have shown. Where a batch has one patient, shifts alone are taken out of all, as
 * in sva.
 */
export function combatTo(asked: CombatAsked = {}) {
  return {
    name: 'ComBat' as const,
    fit: (training) => fitHarmonisation(training, asked),
    apply: (fitted: Harmonisation, rows: Rows) => applyHarmonisation(fitted, rows),
  } satisfies Step<Harmonisation>
}

export const combat = combatTo()

const name = z.string().min(1)

export const combatStep = transformStep({
  schema: z
    .strictObject({
      combat: z.union([
        z.literal(true),
        z
          .strictObject({
            /** In a study file a level of the centres' column, in a plan its number among the table's `batchNames`. */
            reference: z
              .union([z.string(), z.number(), z.boolean()])
              .optional()
              .describe('centre that stays as it is and to which the others are brought, in place of their mean'),
            keep: z
              .array(name)
              .min(1)
              .optional()
              .describe('columns such as age whose effect on the features is kept; never the outcome'),
            by: z
              .array(name)
              .min(1)
              .optional()
              .describe('columns of batches that are harmonised one after the other, in place of `centre` (nested)'),
            longitudinal: z
              .literal(true)
              .optional()
              .describe('several rows of a patient: an intercept for each patient beside the batches'),
          })
          .refine((one) => Object.keys(one).length > 0, { message: 'combat: true where nothing is told of it' })
          .refine(({ reference, by, longitudinal }) => reference === undefined || !(by || longitudinal), {
            message: 'a reference is a centre, and is not for batches `by` other columns or longitudinal rows',
          }),
      ]),
    })
    .describe('ComBat over the centres named by `centre`, or over other batches'),
  describe: ({ combat: asked }, words) =>
    plainText(
      words.combat(
        asked === true
          ? {}
          : { ...asked, reference: asked.reference === undefined ? undefined : String(asked.reference) },
      ),
    ),
  step: combat,
  created: ({ combat: asked }) =>
    combatTo(
      asked === true
        ? {}
        : { ...asked, reference: asked.reference === undefined ? undefined : Number(asked.reference) },
    ),
  restrict: harmonisationOf,
  needs: ({ combat: asked }) => {
    const { by = [], keep = [] } = asked === true ? {} : asked
    return { centre: by.length === 0, batches: by, covariates: keep }
  },
})
