import type { z } from 'zod'
import type { Step } from '../../step.ts'
import type { Messages } from '../../text/locales/index.ts'
import type { NumberedText } from '../../text/with-numbers.ts'
import type { Selection } from './keep-columns.ts'
import type { PairMemory } from './pair-memory.ts'

interface Described<Options> {
  /** What a study file says of the step: an object with the step's name as a key. */
  schema: z.ZodType<Options>
  /** The step in the words of Methods. */
  describe(options: Options, words: Messages['steps']): NumberedText
}

/** A step that leaves columns out. */
export interface FilterStep<Options> extends Described<Options> {
  kind: 'filter'
  /** Whether it can do with missing values, so that nothing need be imputed before it. */
  acceptsMissing?: boolean
  /** memory  what fits to a whole part let fits to its inner folds do faster; asking for it makes it */
  create(options: Options, memory: () => PairMemory | undefined): Step<Selection>
}

/** A step that changes values, and so has to be applied to every row that is predicted. */
export interface TransformStep<Options, Name extends string, Fitted> extends Described<Options> {
  kind: 'transform'
  step: Step<Fitted> & { readonly name: Name }
  /** The step where its options decide what is learnt; `step` otherwise. */
  created?(options: Options): Step<Fitted>
  /** What was learnt of the needed columns only. */
  restrict(fitted: Fitted, needed: ReadonlySet<string>): Fitted
  /** Whether it needs the centre of every row, and which other columns it goes by. */
  needs?(options: Options): { centre: boolean; batches: readonly string[]; covariates: readonly string[] }
}

/** The penalised regression that ends a selection; `fit/score.ts` chooses its λ by repeating all steps before it. */
export interface PenaltyStep<Options> extends Described<Options> {
  kind: 'penalty'
}

export const filterStep = <Options>(step: Omit<FilterStep<Options>, 'kind'>): FilterStep<Options> => ({
  kind: 'filter',
  ...step,
})

export const transformStep = <Options, Name extends string, Fitted>(
  step: Omit<TransformStep<Options, Name, Fitted>, 'kind'>,
): TransformStep<Options, Name, Fitted> => ({ kind: 'transform', ...step })

/** The entries of the needed names. */
export const pickNames = (record: Record<string, number>, needed: ReadonlySet<string>): Record<string, number> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => needed.has(name)))
