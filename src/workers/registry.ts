import { NoSuchJob } from '../errors/index.ts'
import type { JobBodies, JobName, Jobs } from '../parallel.ts'

/** What loads the body of each job; a stage is loaded when one of its jobs is first asked for. */
const loaders: { [Name in JobName]: () => Promise<JobBodies<Name>> } = {
  'case/extract': async () => (await import('../cases/extract.ts')).jobs,
  'landmarks/learn': async () => (await import('../cases/histogram-landmarks.ts')).jobs,
  'curve/regions': async () => (await import('../cases/time-signal-curve.ts')).jobs,
  'quality/measure': async () => (await import('../cases/image-quality.ts')).jobs,
  'quality/picture': async () => (await import('../cases/image-quality.ts')).jobs,
  'glance/case': async () => (await import('../cases/inspect.ts')).jobs,
  'glance/range': async () => (await import('../cases/inspect.ts')).jobs,
  'glance/readers': async () => (await import('../cases/inspect.ts')).jobs,
  'voxel/maps': async () => (await import('../cases/voxel-maps.ts')).jobs,
  'voxel/slice': async () => (await import('../cases/voxel-maps.ts')).jobs,
  'features/part': async () => (await import('../features/extraction-tasks.ts')).featureJobs,
  'model/refit': async () => (await import('../model/resample/jobs.ts')).modelJobs,
  'model/fit': async () => (await import('../model/resample/jobs.ts')).modelJobs,
}

/** Does one task of a job here. Throws NoSuchJob, and what the body throws. */
export async function runJob<Name extends JobName>(
  name: Name,
  task: Jobs[Name]['task'],
): Promise<Jobs[Name]['answer']> {
  if (!Object.hasOwn(loaders, name)) throw NoSuchJob(name, Object.keys(loaders))
  const bodies = await loaders[name]()
  return bodies[name](task)
}
