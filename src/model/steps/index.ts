import type { z } from 'zod'
import { SelectionStepInvalid, SelectionStepUnknown } from '../../errors/index.ts'
import type { Rows } from '../../step.ts'
import { closest } from '../../text/closest.ts'
import { combatStep } from './combat.ts'
import { correlationStep } from './correlation.ts'
import { iccStep } from './icc.ts'
import { type Imputation, impute, restrictImputation } from './impute.ts'
import { lassoStep } from './lasso.ts'
import { mrmrStep } from './mrmr.ts'
import type { FilterStep, PenaltyStep, TransformStep } from './selection-step.ts'
import { univariateStep } from './univariate.ts'
import { varianceStep } from './variance.ts'
import { zscoreStep } from './zscore.ts'

/**
 * The steps of a selection by their names in a study file: one file each, with its schema, its words for Methods and
 * what it does to rows. A new one is its file and a line here.
 */
const selectionSteps = {
  icc: iccStep,
  variance: varianceStep,
  correlation: correlationStep,
  univariate: univariateStep,
  mrmr: mrmrStep,
  zscore: zscoreStep,
  combat: combatStep,
  lasso: lassoStep,
}

type Definitions = typeof selectionSteps
type StepName = keyof Definitions

/** A step as a study file states it. */
export type SelectionStep = z.output<Definitions[StepName]['schema']>

/** A fitted step that changes values; those that only leave columns out need no more when a row is predicted. */
export type FittedTransform =
  | { step: 'impute'; fitted: Imputation }
  | {
      [K in StepName]: Definitions[K] extends TransformStep<infer _Options, infer Name, infer Fitted>
        ? { step: Name; fitted: Fitted }
        : never
    }[StepName]

type Definition = FilterStep<SelectionStep> | TransformStep<SelectionStep, string, unknown> | PenaltyStep<SelectionStep>

/** What every step of a selection may be, for the schema of a study file. */
export const selectionStepSchemas: readonly z.ZodType<SelectionStep>[] = Object.values(selectionSteps).map(
  ({ schema }) => schema,
)

/** The definition of a step that a study file states. Throws SelectionStepUnknown. */
export function definitionOf(step: SelectionStep): Definition {
  const keys = Object.keys(step)
  const name = keys.find((key): key is StepName => Object.hasOwn(selectionSteps, key))
  const known = Object.keys(selectionSteps)
  if (name === undefined) throw SelectionStepUnknown(keys.join(', '), closest(keys[0] ?? '', known), known)
  return selectionSteps[name] as Definition
}

/** What a step goes by that is no column of its own: the centre of every row, other batches, what it keeps. */
export function needsOf(step: SelectionStep) {
  const definition = definitionOf(step)
  const needs = definition.kind === 'transform' ? definition.needs?.(step) : undefined
  return needs ?? { centre: false, batches: [], covariates: [] }
}

/** Throws SelectionStepUnknown or SelectionStepInvalid for the first step that a study file could not state. */
export function checkSelection(steps: readonly SelectionStep[]): void {
  for (const step of steps) {
    const { error } = definitionOf(step).schema.safeParse(step)
    if (error) {
      const [{ path, message }] = error.issues
      throw SelectionStepInvalid(JSON.stringify(step), `${path.join('.')}: ${message}`)
    }
  }
}

type Transform = Pick<TransformStep<never, string, unknown>, 'step' | 'restrict'>

/** What changes values, by the name under which a fit keeps it. */
const transforms = new Map<string, Transform>()
for (const definition of [{ step: impute, restrict: restrictImputation }, ...Object.values(selectionSteps)])
  if ('restrict' in definition) transforms.set(definition.step.name, definition as Transform)

export function applyTransform({ step, fitted }: FittedTransform, rows: Rows): Rows {
  return transforms.get(step)!.step.apply(fitted, rows)
}

/** The transform with what it learnt of the needed columns only. */
export function restrictTransform({ step, fitted }: FittedTransform, needed: ReadonlySet<string>): FittedTransform {
  return { step, fitted: transforms.get(step)!.restrict(fitted, needed) } as FittedTransform
}
