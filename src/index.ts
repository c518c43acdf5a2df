/**
 * Nomoscope as a library: every stage as a namespace. Each is also a subpath of its own (`nomoscope/features`), which
 * loads no more than it needs; what needs Node (folders, PNG, PDF, threads) is `nomoscope/node`.
 */

export * as audit from './audit/index.ts'
export * as cohort from './cohort/index.ts'
export { Problem } from './errors/problem.ts'
export * as features from './features/index.ts'
export * as figures from './figures/index.ts'
export * as image from './image/index.ts'
export * as model from './model/index.ts'
export { inThread, type Job, type JobBodies, type JobName, type Jobs, type ParallelMap } from './parallel.ts'
export * as report from './report/index.ts'
export * as statistics from './statistics/index.ts'
export type { Outcome, RowColumn, Rows, Step, TrainingRows } from './step.ts'
