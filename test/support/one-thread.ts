import { tasks } from '../../src/model/resample/tasks.ts'
import type { ParallelMap } from '../../src/step.ts'

/** The tasks of `model/` one after the other in this thread, each through a structured clone as on its way to a worker. */
export const oneThread: ParallelMap = async (name, all, options) => {
  const run = tasks[name as keyof typeof tasks] as (task: unknown) => unknown
  return all.map((task, i) => {
    const result = structuredClone(run(structuredClone(task)))
    options?.onDone?.(i + 1, all.length)
    return result as never
  })
}
