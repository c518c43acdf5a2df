/** Work that can be handed to many cores: `features/` and `model/` receive it as an argument, only `study/` and `cli/` know the pool. */
export type ParallelMap = <Task, Result>(name: string, tasks: readonly Task[], signal?: AbortSignal) => Promise<Result[]>
