import { NoSuchJob } from './errors/index.ts'

/**
 * The work that may be handed to another thread: what each job is given and what it answers, by its name. The file that
 * has a job's body declares it here, so that the caller, the pool and the body agree by type:
 *
 *     declare module '../parallel.ts' {
 *       interface Jobs {
 *         'case/extract': Job<CaseTask, CaseResult | Failure>
 *       }
 *     }
 */
// biome-ignore lint/suspicious/noEmptyInterface: every stage adds its own jobs
export interface Jobs {}

/** A job's task and answer; both are structured-cloneable, large arrays travel as SharedArrayBuffer. */
export interface Job<Task, Answer> {
  task: Task
  answer: Answer
}

/** The name of a job that can be run in a thread. */
export type JobName = keyof Jobs & string

/** What does each of some jobs. */
export type JobBodies<Name extends JobName = JobName> = {
  [Each in Name]: (task: Jobs[Each]['task']) => Jobs[Each]['answer'] | Promise<Jobs[Each]['answer']>
}

export interface MapOptions {
  signal?: AbortSignal
  onDone?: (done: number, total: number) => void
  /** Takes each answer as soon as it is there, under its task's place; what it throws ends the map. */
  onAnswer?: (index: number, answer: unknown) => Promise<void>
}

/**
 * Work that can be spread over many cores: the job `name` once for each of `tasks`, answers in their order.
 * `features/` and `model/` receive it as an argument; only `study/` and `cli/` know the pool behind it.
 * Throws NoSuchJob for a name that has no body, and what a body throws.
 */
export type ParallelMap = <Name extends JobName>(
  name: Name,
  tasks: readonly Jobs[Name]['task'][],
  options?: MapOptions,
) => Promise<Jobs[Name]['answer'][]>

/**
 * A map that does the given jobs one after the other in this thread; the answers are those of any pool.
 *
 * @param bodies what does each job, by its name (`featureJobs`, `modelJobs`)
 * @returns a map; it throws what a body throws, and the signal's reason once that is aborted
 */
export function inThread(bodies: Partial<JobBodies>): ParallelMap {
  return async (name, tasks, { signal, onDone, onAnswer } = {}) => {
    const body = jobBody(bodies, name)
    const answers: Jobs[typeof name]['answer'][] = []
    for (const task of tasks) {
      signal?.throwIfAborted()
      const answer = await body(task)
      await onAnswer?.(answers.length, answer)
      answers.push(answer)
      onDone?.(answers.length, tasks.length)
    }
    return answers
  }
}

/** What does a job, by its name. Throws NoSuchJob. */
export function jobBody<Name extends JobName>(bodies: Partial<JobBodies>, name: Name): JobBodies[Name] {
  const body = Object.hasOwn(bodies, name) ? bodies[name] : undefined
  if (!body) throw NoSuchJob(name, Object.keys(bodies))
  return body as JobBodies[Name]
}
