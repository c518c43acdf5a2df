import type { JobBodies } from '../../parallel.ts'
import type { ComparatorFit } from '../comparators/fit-comparator.ts'
import type { ModelFit } from '../fit/fit-models.ts'
import { type FineGrayRefit, type FineGrayTask, refitFineGray } from '../regressions/refit-fine-gray.ts'
import { type RegressionRefit, type RegressionTask, refitRegression } from '../regressions/refit-regression.ts'
import { compare, fitFully, type Refit, type RefitTask, refit } from './refit.ts'

declare module '../../parallel.ts' {
  interface Jobs {
    'model/refit': Job<RefitTask, Record<string, Refit>[]>
    'model/fit': Job<RefitTask, Record<string, ModelFit | { failed: string }>[]>
    'model/compare': Job<RefitTask, Record<string, ComparatorFit | { failed: string }>[]>
    'model/regression': Job<RegressionTask, RegressionRefit[]>
    'model/fine-gray': Job<FineGrayTask, FineGrayRefit[]>
  }
}

type ModelJob = 'model/refit' | 'model/fit' | 'model/compare' | 'model/regression' | 'model/fine-gray'

/** The work of this stage that may run in a worker. Pure: the same task gives the same answer anywhere. */
export const modelJobs: JobBodies<ModelJob> = {
  'model/refit': refit,
  'model/fit': fitFully,
  'model/compare': compare,
  'model/regression': refitRegression,
  'model/fine-gray': refitFineGray,
}
