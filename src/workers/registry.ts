import type { CasePlatform } from '../cases/platform.ts'
import { NoSuchJob } from '../errors/index.ts'
import type { JobBodies, JobName, Jobs } from '../parallel.ts'
import { span } from '../spans.ts'

/** What loads the body of each job; a stage is loaded when one of its jobs is first asked for. */
const loaders: { [Name in JobName]: (platform: CasePlatform) => Promise<JobBodies<Name>> } = {
  'case/extract': async (platform) => (await import('../cases/extract.ts')).jobs(platform),
  'landmarks/learn': async (platform) => (await import('../cases/histogram-landmarks.ts')).jobs(platform),
  'habitats/sample': async (platform) => (await import('../cases/habitats/jobs.ts')).jobs(platform),
  'habitats/slice': async (platform) => (await import('../cases/habitats/jobs.ts')).jobs(platform),
  'deep/network': async (platform) => (await import('../cases/deep/deep-features.ts')).jobs(platform),
  'curve/regions': async (platform) => (await import('../cases/time-signal-curve.ts')).jobs(platform),
  'quality/measure': async (platform) => (await import('../cases/image-quality.ts')).jobs(platform),
  'quality/picture': async (platform) => (await import('../cases/image-quality.ts')).jobs(platform),
  'glance/case': async (platform) => (await import('../cases/inspect.ts')).jobs(platform),
  'glance/range': async (platform) => (await import('../cases/inspect.ts')).jobs(platform),
  'glance/readers': async (platform) => (await import('../cases/inspect.ts')).jobs(platform),
  'voxel/maps': async (platform) => (await import('../cases/voxel-maps.ts')).jobs(platform),
  'voxel/slice': async (platform) => (await import('../cases/voxel-maps.ts')).jobs(platform),
  'region/slice': async (platform) => (await import('../cases/region-slice.ts')).jobs(platform),
  'features/part': async () => (await import('../features/extraction-tasks.ts')).featureJobs,
  'demo/images': async () => (await import('../demo/images.ts')).demoJobs,
  'model/refit': async () => (await import('../model/resample/jobs.ts')).modelJobs,
  'model/fit': async () => (await import('../model/resample/jobs.ts')).modelJobs,
  'model/compare': async () => (await import('../model/resample/jobs.ts')).modelJobs,
  'model/regression': async () => (await import('../model/resample/jobs.ts')).modelJobs,
  'model/fine-gray': async () => (await import('../model/resample/jobs.ts')).modelJobs,
}

/** The jobs whose answer may be a `Failure`: a thread that ends over one of their tasks costs that task and no other. */
export const mayFail: ReadonlySet<JobName> = new Set([
  'case/extract',
  'landmarks/learn',
  'habitats/sample',
  'habitats/slice',
  'curve/regions',
  'quality/measure',
  'quality/picture',
  'glance/case',
  'glance/range',
  'glance/readers',
  'voxel/slice',
  'region/slice',
] satisfies JobName[])

/** Does one task of a job. Throws NoSuchJob, and what the job's body throws. */
export type RunJob = <Name extends JobName>(name: Name, task: Jobs[Name]['task']) => Promise<Jobs[Name]['answer']>

/** Does jobs in this thread, on the given platform. */
export function jobRunner(platform: CasePlatform): RunJob {
  return async (name, task) => {
    if (!Object.hasOwn(loaders, name)) throw NoSuchJob(name, Object.keys(loaders))
    const bodies = await loaders[name](platform)
    return span('job', name, () => bodies[name](task))
  }
}
