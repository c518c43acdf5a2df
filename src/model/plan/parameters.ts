import type { PredictorTable } from '../data/predictor-table.ts'
import { resolveModel } from './resolve.ts'
import type { ModelPlan, ModelSpecification } from './specification.ts'

/** What a model could choose from, before any selection. */
export interface Candidates {
  columns: string[]
  /** Coefficients that they have between them. */
  parameters: number
}

/**
 * The candidate columns of a model and their parameters: a factor of k levels has k − 1, a number one, a spline of k knots
 * k − 1 in all, an interaction the products of its columns' functions (Riley 2020, TRIPOD+AI item 10).
 */
export function candidatesOf(plan: ModelPlan, specification: ModelSpecification, table: PredictorTable): Candidates {
  const byName = new Map(table.columns.map((column) => [column.name, column]))
  const resolved = resolveModel(plan, specification, new Set(byName.keys()))
  const columns = [
    ...new Set([
      ...resolved.columns,
      ...(resolved.kind === 'terms' ? resolved.scores.flatMap((block) => plan.blocks[block].columns) : []),
    ]),
  ]
  const functions = (name: string) => {
    const { levels } = byName.get(name) ?? {}
    if (levels) return Math.max(1, levels.length - 1)
    const knots = resolved.kind === 'terms' ? resolved.splines[name] : undefined
    return knots ? knots - 1 : 1
  }
  const products =
    resolved.kind === 'terms'
      ? resolved.interactions.map(([first, second]) => functions(first) * functions(second))
      : []
  return { columns, parameters: [...columns.map(functions), ...products].reduce((sum, count) => sum + count, 0) }
}
