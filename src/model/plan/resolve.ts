import { UnknownTerm } from '../../errors/index.ts'
import type { SelectionStep } from '../steps/index.ts'
import { lassoOf } from '../steps/pipeline.ts'
import type { ModelPlan, ModelSpecification, ModelTerm } from './specification.ts'

/** A model with its blocks looked up: what one fit needs to know. */
export type ResolvedModel = { name: string } & (
  | {
      kind: 'terms'
      columns: string[]
      scores: string[]
      /** How many knots the spline of a column has. */
      splines: Record<string, number>
      interactions: [string, string][]
      select?: 'backward'
      groups: string[][]
    }
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
  const objects = model.terms.filter((term) => typeof term === 'object')
  const scores = objects.flatMap((term) => ('score' in term ? [term.score] : []))
  const plain = model.terms.filter((term) => typeof term === 'string')
  const groups = [...scores.map(blockOf), ...plain.flatMap((term) => (plan.blocks[term] ? [blockOf(term)] : []))]
  const interactions = objects.flatMap((term) => ('interaction' in term ? [term.interaction] : []))
  const columns = model.terms.flatMap((term) => {
    if (typeof term === 'string' && plan.blocks[term]) return blockOf(term)
    const named = columnsNamedBy(term)
    for (const column of named) if (!known.has(column)) throw UnknownTerm(name, column)
    return named
  })
  return {
    name,
    kind: 'terms',
    columns: unique(columns),
    scores: unique(scores),
    splines: Object.fromEntries(objects.flatMap((term) => ('spline' in term ? [[term.spline, term.knots]] : []))),
    interactions,
    select: model.select,
    groups,
  }
}

/** The columns that a term names by themselves. */
export function columnsNamedBy(term: ModelTerm): string[] {
  if (typeof term === 'string') return [term]
  return 'spline' in term ? [term.spline] : 'interaction' in term ? term.interaction : []
}

/** The selection of a joint model, whose last word is always a LASSO. */
export function withLasso(steps: readonly SelectionStep[]): SelectionStep[] {
  return lassoOf(steps) ? [...steps] : [...steps, { lasso: { folds: 10, lambda: 'min', alpha: 1 } }]
}

function unique(names: string[]): string[] {
  return [...new Set(names)]
}
