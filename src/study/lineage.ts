import type { Lineage } from '../report/document.ts'
import type { StudyConfig } from './file/schema.ts'

/**
 * What made each part of the results, by the id of its chapter: the step, the files it was computed from, and where
 * chance took part the seed with the names of the streams that were drawn from it (`statistics/random.ts`).
 * file  name of the study file
 */
export function lineageOf(study: StudyConfig, file: string): (chapter: string) => Lineage {
  const cohort = cohortFiles(study)
  const features = featureFiles(study)
  const network = study.features && 'params' in study.features && study.features.deep ? [study.features.deep.model] : []
  const judged = study.quality
    ? Object.values(study.images ?? {}).flatMap(({ path, curve }) => [path, ...(curve?.phases ?? [])])
    : []
  const split = study.split !== 'none' && 'training' in study.split ? ['split'] : []
  const refits = [...split, ...refitStreams(study)]
  const of = (step: string, inputs: readonly string[], streams: readonly string[] = []): Lineage => ({
    step,
    inputs: [...new Set([file, ...inputs])],
    ...(streams.length > 0 && { random: { seed: study.seed, streams: [...streams] } }),
  })
  const models = of('model/validate/validate-models', [...cohort, ...features], refits)
  const parts: Record<string, Lineage> = {
    methods: of('study/file/schema', features.slice(0, 1)),
    cohort: of('cohort/rules/criteria', [...cohort, ...judged]),
    'image-quality': of('cases/image-quality', [...cohort, ...judged]),
    readings: of('cohort/readings/mri-readings', cohort),
    'second-readings': of('cohort/readings/mri-readings', [...cohort, ...features]),
    survival: of('statistics/survival/kaplan-meier', cohort, hasTerms(study) ? ['fine-gray'] : []),
    regressions: of('statistics/regression/logistic', cohort, ['regression', 'regression bootstrap']),
    'follow-up': of('cohort/derive/follow-up', cohort),
    split: of('cohort/split', cohort, split),
    curves: of('image/sequences/dynamic', [...cohort, ...features.slice(1)]),
    registration: of('features/extract', [...cohort, ...features.slice(1)]),
    'bias-fields': of('image/bias/n4', [...cohort, ...features.slice(1)]),
    'deep-features': of('cases/deep/deep-features', [...cohort, ...features.slice(1), ...network]),
    habitats: of('image/regions/habitats', [...cohort, ...features.slice(1)], ['habitats']),
    measured: of('features/extract', [...cohort, ...features.slice(1)]),
    markers: of('statistics/tests/choose', cohort),
    checklists: of('report/checklists/checklist', []),
  }
  // What is not in the list is made of all there is.
  return (chapter) => parts[chapter] ?? models
}

/** Whether a Fine–Gray model may be judged in folds. */
function hasTerms({ survival = [] }: StudyConfig): boolean {
  return [survival].flat().some(({ terms }) => terms !== undefined)
}

function cohortFiles({ cohort }: StudyConfig): string[] {
  const { file, codebook, join = [], redcap, readings, immune, followUp } = cohort
  const all = [file, codebook, ...join.map((one) => one.file), redcap, readings, immune, followUp?.visits]
  return all.filter((one) => one !== undefined)
}

/** The table of features, or the parameter file with the images and masks (whose hashes provenance.json has by patient). */
function featureFiles({ features, images = {} }: StudyConfig): string[] {
  if (!features) return []
  if ('table' in features) return [features.table]
  const sequences = features.sequences ?? Object.keys(images)
  return [
    features.params,
    ...sequences.flatMap((name) => {
      const { path, mask, masks = {}, curve } = images[name]
      return [path, ...(curve?.phases ?? []), ...(mask === undefined ? [] : [mask]), ...Object.values(masks)]
    }),
  ]
}

function refitStreams({ models, protocol, validation }: StudyConfig): string[] {
  if (Object.keys(models).length === 0) return []
  const { nested, bootstrap, permutations, centres, learning } = validation
  return [
    'whole',
    ...(protocol === 'as-published' ? ['as published'] : []),
    ...(nested ? ['folds', 'fold'] : []),
    ...(bootstrap > 0 ? ['bootstrap'] : []),
    ...(nested && permutations > 0 ? ['permutation'] : []),
    ...(centres ? ['centre'] : []),
    ...(learning ? ['learning'] : []),
    'inner folds',
  ]
}
