import { modelJobs } from '../../src/model/resample/jobs.ts'
import { inThread, type JobBodies, type JobName } from '../../src/parallel.ts'

/** The jobs with each task and answer cloned, as on its way to a worker and back. */
export function cloned<Name extends JobName>(bodies: JobBodies<Name>): JobBodies<Name> {
  const entries = Object.entries(bodies as Record<string, (task: unknown) => unknown>)
  return Object.fromEntries(
    entries.map(([name, body]) => [name, async (task: unknown) => structuredClone(await body(structuredClone(task)))]),
  ) as unknown as JobBodies<Name>
}

/** The jobs of `model/` one after the other in this thread. */
export const oneThread = inThread(cloned(modelJobs))
