import { ratioOf } from './family.ts'
import { identity, plain } from './rows.ts'
import type { Model, Term } from './transcript.ts'

/** Whether a row tests all coefficients of a factor together, as SPSS and Wald's chi-square of R's anova print it. */
export function isJointTest(term: Term): boolean {
  return (term.df?.value ?? 0) > 1 && !term.beta && !term.se && !term.ci && !ratioOf(term)
}

/** The rows of the coefficients that a joint test is of: by one `is`, or named Stage(1), Stage(2) below Stage. */
export function coefficientsOf(model: Model, joint: Term): Term[] {
  const without = (name: string) => plain(name).replace(/\s*\(\d+\)$/, '')
  return model.terms.filter(
    (term) => !isJointTest(term) && (identity(term) === identity(joint) || without(term.term) === without(joint.term)),
  )
}

/** Coefficients that the rows of a model stand for: of a joint test without rows of its coefficients, its degrees of freedom. */
export function parametersOf(model: Model): number {
  return model.terms.reduce((total, term) => {
    if (!isJointTest(term)) return total + 1
    return total + (coefficientsOf(model, term).length > 0 ? 0 : term.df!.value)
  }, 0)
}
