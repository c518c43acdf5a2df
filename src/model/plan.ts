import { UnknownTerm } from '../errors.ts'
import { lassoOf } from './selection.ts'
import type { ModelPlan, ModelSpecification, SelectionStep } from './specification.ts'

/** A model with its blocks looked up: what one fit needs to know. */
export type ResolvedModel = { name: string } & (
  | { kind: 'terms'; columns: string[]; scores: string[]; select?: 'backward'; groups: string[][] }
  | { kind: 'joint'; columns: string[]; features: string[]; groups: string[][] }
)

/**
 * Looks up the blocks and columns that a model names. `groups` are the blocks it uses, for the rule of missing blocks.
 * Throws UnknownTerm. known  names of the table's columns.
 */
export function resolveModel(plan: ModelPlan, model: ModelSpecification, known: ReadonlySet<string>): ResolvedModel {
  const { name } = model
  const blockOf = (block: string): string[] => {
    const found = plan.blocks[block]
    if (!found) throw UnknownTerm(name, block)
    return found.columns
  }
  if ('lasso' in model) {
    const groups = model.lasso.map(blockOf)
    const features = model.lasso.filter((block) => plan.blocks[block].features).flatMap(blockOf)
    return { name, kind: 'joint', columns: unique(groups.flat()), features: unique(features), groups }
  }
  const scores = model.terms.flatMap((term) => (typeof term === 'object' ? [term.score] : []))
  const plain = model.terms.filter((term) => typeof term === 'string')
  const groups = [...scores.map(blockOf), ...plain.flatMap((term) => (plan.blocks[term] ? [blockOf(term)] : []))]
  const columns = plain.flatMap((term) => {
    if (plan.blocks[term]) return blockOf(term)
    if (!known.has(term)) throw UnknownTerm(name, term)
    return [term]
  })
  return { name, kind: 'terms', columns: unique(columns), scores: unique(scores), select: model.select, groups }
}

/** The selection of a joint model, whose last word is always a LASSO. */
export function withLasso(steps: readonly SelectionStep[]): SelectionStep[] {
  return lassoOf(steps) ? [...steps] : [...steps, { lasso: { folds: 10, lambda: 'min', alpha: 1 } }]
}

function unique(names: string[]): string[] {
  return [...new Set(names)]
}
