import { hasVoxelMaps } from '../features/classes/index.ts'
import { type ParameterFile, readSettings } from '../features/settings/settings.ts'
import { voxelMaps } from '../features/voxel/maps.ts'
import { capturingFailure, type Failure } from '../jobs/failure.ts'
import type { JobBodies } from '../parallel.ts'
import type { CaseTask } from './case.ts'
import { openCase } from './open-case.ts'
import type { CasePlatform } from './platform.ts'
import { endingLike } from './save-images.ts'
import { type SliceAnswer, type SliceTask, voxelSlice } from './voxel-slice.ts'

/** The voxel maps of one image type and some feature classes of a case, written into a folder. */
export interface VoxelTask extends CaseTask {
  part: Pick<ParameterFile, 'imageTypes' | 'featureClasses'>
  folder: string
  /** Ending of the files: `.nrrd`, or `.nii.gz` for a NIfTI image. */
  ending: string
}

export interface VoxelAnswer {
  /** File names in the folder, by the map's name. */
  files: [name: string, file: string][]
  warnings: string[]
}

/** Cuts a case into tasks that take about as long: co-occurrence costs as much as all other classes together. */
export function voxelTasks(task: CaseTask, folder: string): VoxelTask[] {
  const { imageTypes, featureClasses } = readSettings(task.params, task.paramsFile)
  const textures = featureClasses.filter(([name]) => hasVoxelMaps(name))
  const groups = [textures.filter(([name]) => name === 'glcm'), textures.filter(([name]) => name !== 'glcm')]
  const ending = endingLike(task.image)
  return imageTypes.flatMap((imageType) =>
    groups
      .filter((group) => group.length > 0)
      .map((group) => ({ ...task, folder, ending, part: { imageTypes: [imageType], featureClasses: group } })),
  )
}

async function writeVoxelMaps(task: VoxelTask, { images, writeImage }: CasePlatform): Promise<VoxelAnswer> {
  const { folder, ending, part } = task
  const settings = { ...readSettings(task.params, task.paramsFile), ...part }
  const { image, mask, label, notes } = await openCase(task, images, settings.setting.label)
  settings.setting.label = label
  const { maps, warnings } = voxelMaps(image, mask, settings)
  const files = maps.map(({ name, image: map }): [string, string] => {
    const file = `${name}${ending}`
    writeImage(map, `${folder}/${file}`)
    return [name, file]
  })
  return { files, warnings: [...notes, ...warnings] }
}

declare module '../parallel.ts' {
  interface Jobs {
    'voxel/maps': Job<VoxelTask, VoxelAnswer>
    'voxel/slice': Job<SliceTask, SliceAnswer | Failure>
  }
}

export const jobs = (platform: CasePlatform): JobBodies<'voxel/maps' | 'voxel/slice'> => ({
  'voxel/maps': (task) => writeVoxelMaps(task, platform),
  'voxel/slice': capturingFailure((task) => voxelSlice(task, platform.images)),
})
