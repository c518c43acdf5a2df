import { sha256 } from '../../model/predict/model-file.ts'
import type { ModelExtraction, ModelFile } from '../../model/predict/model-schema.ts'
import type { LearntHabitats } from '../cases/learn-habitats.ts'
import { sourceOf } from '../cases/study-cases.ts'
import { columnOf, sequenceOf } from '../column-names.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { StudyFeatures } from '../stages/features.ts'

type Sequence = NonNullable<StudyConfig['images']>[string]

/** The model file with how its features were extracted, where it has such: of the sequences that it needs and no others. */
export async function withExtraction(file: ModelFile, study: StudyConfig, features: StudyFeatures): Promise<ModelFile> {
  const { params, names, histograms, habitats, network } = features
  if (params === undefined || !study.features || !('params' in study.features)) return file
  const extracted = new Set(names)
  const used = file.columns.map(({ name }) => name).filter((name) => extracted.has(name))
  const sequences: ModelExtraction['sequences'] = {}
  const images = study.images ?? {}
  const needed = new Set(used.map((column) => sequenceOf(column, Object.keys(images))))
  for (const [name, sequence] of Object.entries(images)) {
    if (!needed.has(name)) continue
    const source = sourceOf(sequence)
    const normalise = normalisationFor(sequence, histograms?.[name])
    sequences[name] = {
      ...(source !== undefined && { source }),
      ...(sequence.label !== undefined && { label: sequence.label }),
      ...(sequence.region !== undefined && { region: regionFor(sequence.region) }),
      ...(sequence.threshold !== undefined && { threshold: sequence.threshold }),
      ...(sequence.register !== undefined && { register: registerFor(sequence.register, images) }),
      ...(sequence.n4 !== undefined && { n4: biasCorrectionFor(sequence.n4) }),
      ...(normalise !== undefined && { normalise }),
      ...(network && used.some((column) => isDeep(column, name)) && { deep: deepFor(network) }),
      ...(habitats?.[name] && { habitats: habitatsFor(habitats[name], sequence, images, histograms) }),
    }
  }
  if (Object.keys(sequences).length === 0) return file
  const { reader } = study.features
  return {
    ...file,
    extraction: { params, paramsHash: await sha256(params), ...(reader !== undefined && { reader }), sequences },
  }
}

/** A model file holds no path: a new patient's mask is named by the new table. */
function regionFor({ clip, habitats: _, ...rule }: NonNullable<Sequence['region']>) {
  if (clip === undefined) return rule
  return { ...rule, clip: typeof clip === 'object' && 'mask' in clip ? ('mask' as const) : clip }
}

const isDeep = (column: string, sequence: string) => column.startsWith(columnOf(sequence, 'deep_'))

function deepFor({ task, licence }: NonNullable<StudyFeatures['network']>) {
  const { model: _, ...rest } = task
  return { ...rest, licence }
}

/** The centres that were learnt, and how the maps of a new patient are prepared. */
function habitatsFor(
  { method, means, deviations, centres, weights, covariances }: LearntHabitats,
  { path, region }: Sequence,
  images: Record<string, Sequence>,
  histograms: StudyFeatures['histograms'],
): ModelExtraction['sequences'][string]['habitats'] {
  const maps = region!.habitats!.maps.map((asked) => {
    const { of: name, filter } = typeof asked === 'string' ? { of: asked, filter: undefined } : asked
    const sequence = images[name]
    const source = sourceOf(sequence)
    const normalise = normalisationFor(sequence, histograms?.[name])
    const { register } = sequence
    return {
      name,
      ...(filter !== undefined && { filter }),
      ...(sequence.path === path && { own: true as const }),
      ...(source !== undefined && { source }),
      ...(sequence.n4 !== undefined && { n4: biasCorrectionFor(sequence.n4) }),
      ...(normalise !== undefined && { normalise }),
      ...(register && images[register.from]?.path === path && { register: register.transform }),
    }
  })
  const mixture = weights && covariances && { weights, covariances }
  return { maps, fit: { method, means, deviations, centres, ...mixture } }
}

function registerFor({ from, transform }: NonNullable<Sequence['register']>, images: Record<string, Sequence>) {
  const source = sourceOf(images[from])
  return { transform, ...(source !== undefined && { source }) }
}

const biasCorrectionFor = ({ mask, ...settings }: NonNullable<Sequence['n4']>) => ({
  ...settings,
  inMask: mask !== undefined,
})

function normalisationFor(
  { normalise }: Sequence,
  histogram: NonNullable<StudyFeatures['histograms']>[string] | undefined,
) {
  if (normalise === 'nyul') {
    const { percentiles, landmarks } = histogram!
    return { nyul: { percentiles, landmarks } }
  }
  if (normalise === undefined || normalise === 'whitestripe' || normalise.zscore !== 'tissue') return normalise
  const { zscore, label } = normalise
  return { zscore, ...(label !== undefined && { label }) }
}
