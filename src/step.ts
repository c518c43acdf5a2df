/**
 * Work that can be spread over many cores: the task named `name`, once for each of `tasks`, results in their order.
 * `features/` and `model/` receive it as an argument; only `study/` and `cli/` know the pool behind it.
 * Tasks and results are structured-cloneable; large arrays travel as SharedArrayBuffer.
 */
export type ParallelMap = <Task, Result>(
  name: string,
  tasks: readonly Task[],
  options?: { signal?: AbortSignal; onDone?: (done: number, total: number) => void },
) => Promise<Result[]>
