import { InvalidArgument } from '../../errors/index.ts'
import { requireFinite } from '../numerics/check-arguments.ts'

/** Points in a space of some dimensions. */
export interface Points {
  dimensions: number
  /** n × dimensions, one point after the other. */
  values: Float64Array
}

/** How many points there are. Throws InvalidArgument for a part of a point, NotFinite. */
export function requirePoints({ dimensions, values }: Points): number {
  const n = values.length / dimensions
  if (!Number.isInteger(n) || n < 1)
    throw InvalidArgument('The points', `whole points in ${dimensions} dimensions, not ${values.length} numbers`)
  requireFinite(values, 'The points')
  return n
}
