import type { JobBodies } from '../../parallel.ts'
import type { ComparatorFit } from '../comparators/fit-comparator.ts'
import type { ModelFit } from '../fit/fit-models.ts'
import { compare, fitFully, type Refit, type RefitTask, refit } from './refit.ts'

declare module '../../parallel.ts' {
  interface Jobs {
    'model/refit': Job<RefitTask, Record<string, Refit>[]>
    'model/fit': Job<RefitTask, Record<string, ModelFit | { failed: string }>[]>
    'model/compare': Job<RefitTask, Record<string, ComparatorFit | { failed: string }>[]>
  }
}

/** The work of this stage that may run in a worker. Pure: the same task gives the same answer anywhere. */
export const modelJobs: JobBodies<'model/refit' | 'model/fit' | 'model/compare'> = {
  'model/refit': refit,
  'model/fit': fitFully,
  'model/compare': compare,
}
