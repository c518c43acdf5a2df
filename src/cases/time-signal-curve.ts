import { GridsDiffer } from '../errors/index.ts'
import { compareGeometry, describeDifferences } from '../image/grid/geometry.ts'
import type { Images } from '../image/platform/images.ts'
import {
  type CurveThresholds,
  type CurveType,
  countCurveTypes,
  curveChanges,
  curveType,
  timeSignalCurve,
} from '../image/sequences/dynamic.ts'
import { capturingFailure, type Failure } from '../jobs/failure.ts'
import type { JobBodies } from '../parallel.ts'
import type { CasePlatform } from './platform.ts'

/** A dynamic series of one patient and the masks that its readers drew on it. */
export interface CurveTask {
  image: string
  source?: string
  phases?: string[]
  times?: number[]
  masks: [reader: string, path: string][]
  label?: number | number[]
  threshold?: number
  thresholds: CurveThresholds
}

/** The time–signal curve of one reader's region. */
export interface RegionCurve {
  reader: string
  /** Mean of the region in each phase. */
  signal: number[]
  /** Seconds of each phase after the first, where they are known. */
  times?: number[]
  type: CurveType
  /** In percent: of the first signal until the early peak, of that peak until the last phase. */
  enhancement: number
  change: number
  /** Voxels of each type, none first. */
  voxels: [number, number, number, number]
}

async function regionCurves(task: CurveTask, images: Images): Promise<RegionCurve[]> {
  const { image, source, phases, times: given, label: asked = 1, threshold, thresholds } = task
  const label = Array.isArray(asked) ? asked[0] : asked
  const dynamic = await images.dynamic(image, { source, files: phases, times: given })
  const { times } = dynamic
  const curves: RegionCurve[] = []
  for (const [reader, path] of task.masks) {
    const mask = await images.mask(path, dynamic.phases[0], image, task.label, threshold)
    const differences = compareGeometry(dynamic.phases[0], mask, 1e-3)
    if (differences.length) throw GridsDiffer(describeDifferences(differences))
    const signal = timeSignalCurve(dynamic, mask, label)
    curves.push({
      reader,
      signal,
      times,
      type: curveType(signal, times, thresholds),
      ...curveChanges(signal, times, thresholds),
      voxels: countCurveTypes(dynamic, mask, label, thresholds),
    })
  }
  return curves
}

declare module '../parallel.ts' {
  interface Jobs {
    'curve/regions': Job<CurveTask, RegionCurve[] | Failure>
  }
}

export const jobs = ({ images }: CasePlatform): JobBodies<'curve/regions'> => ({
  'curve/regions': capturingFailure((task) => regionCurves(task, images)),
})
