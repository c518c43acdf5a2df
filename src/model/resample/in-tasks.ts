/** Refits a task carries to a worker. It does not depend on the number of workers, nor does any result. */
const refitsPerTask = 4

/** Refits as the tasks of a map carry them. */
export function inTasks<Part>(parts: readonly Part[]): Part[][] {
  const tasks: Part[][] = []
  for (let at = 0; at < parts.length; at += refitsPerTask) tasks.push(parts.slice(at, at + refitsPerTask))
  return tasks
}
