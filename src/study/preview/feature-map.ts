import { featureMap, type MappedFeature, mapOnImage } from '../../cases/feature-map.ts'
import { MapNotMade, MaskUnnamed } from '../../errors/index.ts'
import { classNamed, type FeatureClass, hasVoxelMaps, isImageClass } from '../../features/classes/index.ts'
import { filteredImages } from '../../features/filters/index.ts'
import { readSettings } from '../../features/settings/settings.ts'
import type { Images, Triple, Volume } from '../../image/index.ts'
import { learnHistograms, withHistograms } from '../cases/learn-histograms.ts'
import { imageCases, paramsOf } from '../cases/study-cases.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { StudyCohort } from '../stages/cohort.ts'
import { patientsOf } from '../stages/features.ts'

/** What can be mapped by a parameter file: its images, and of each class the features that it asks for. */
export interface MapChoices {
  images: string[]
  classes: { featureClass: FeatureClass; features: string[] }[]
}

export function mapChoices({ text, file }: { text?: string; file: string }): MapChoices {
  const { imageTypes, featureClasses, setting } = readSettings(text, file)
  const mask = { ...smallImage, pixelType: 'uint8' as const, data: new Uint8Array(smallImage.data.length).fill(1) }
  const images = imageTypes.flatMap(([type, options]) =>
    Array.from(filteredImages(smallImage, type, options, { ...setting, label: 1 }, { mask }), ({ name }) => name),
  )
  const classes = featureClasses.flatMap(([featureClass, wanted]) => {
    const definition = classNamed(featureClass)
    if (!hasVoxelMaps(featureClass) || !isImageClass(definition)) return []
    return [{ featureClass, features: wanted.length > 0 ? wanted : [...definition.names] }]
  })
  return { images, classes }
}

/** Only what a filter makes of an image says how many images there are and what they are called. */
const smallImage: Volume = {
  dimension: 3,
  size: [16, 16, 16],
  spacing: [1, 1, 1],
  origin: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  pixelType: 'float64',
  data: Float64Array.from({ length: 16 * 16 * 16 }, (_, i) => i % 7),
}

/** A feature's map on the voxels of the image that a reader sees. */
export interface ShownMap {
  /** The first voxel of the image that the map covers, and its values from there on; NaN outside the region. */
  lower: Triple
  volume: Volume
  /** The least and the largest value in the region. */
  range: [number, number]
  notes: string[]
}

/**
 * The voxel map of one feature of a patient with all that the study does to an image first, as a run measures it: the
 * histogram of `normalise: nyul` is learnt from the training patients of `cohort`, which is asked for where there is one.
 */
export async function previewFeatureMap(
  study: StudyConfig,
  {
    patient,
    sequence,
    reader = '',
    ...feature
  }: { patient: string; sequence: string; reader?: string } & MappedFeature,
  context: StudyContext,
  images: Images,
  cohort: () => Promise<StudyCohort>,
  onDone?: (done: number, total: number) => void,
): Promise<ShownMap> {
  const params = await paramsOf(study, context)
  // The region of the reader who looks, whoever's the study measures.
  const asked: StudyConfig = {
    ...study,
    features: { params: params.file, sequences: [sequence], reader: reader || undefined },
  }
  const own = imageCases(asked, [patient], params, context).find(({ input }) => input.reader === reader)
  if (!own) throw MaskUnnamed(sequence)
  let { task } = own
  if (study.images?.[sequence]?.normalise === 'nyul') {
    const of = await cohort()
    const all = imageCases(asked, of.cohort.patients, params, context, of.supplements.patients)
    const { learnt } = await learnHistograms(study, all, patientsOf(of.cohort, of.training), context)
    ;[{ task }] = withHistograms([own], learnt)
  }
  const { map, given, notes } = await featureMap({ ...task, ...feature }, images, onDone)
  let [least, most] = [Infinity, -Infinity]
  for (const value of map.data) {
    if (value < least) least = value
    if (value > most) most = value
  }
  if (least > most) throw MapNotMade(feature.derived, `${feature.feature} is defined at none of its voxels.`)
  return { ...mapOnImage(map, given), range: [least, most], notes }
}
