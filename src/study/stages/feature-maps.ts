import type { MappedFeature } from '../../cases/feature-map.ts'
import type { SliceAnswer, SliceTask } from '../../cases/voxel-slice.ts'
import { hasVoxelMaps } from '../../features/classes/index.ts'
import { isFailure } from '../../jobs/failure.ts'
import { rowsOf } from '../../model/data/predictor-table.ts'
import { flatten } from '../../model/fit/flatten.ts'
import type { ModelResult } from '../../model/index.ts'
import { standardDeviation } from '../../statistics/descriptive/descriptive.ts'
import { textOf } from '../../text/text-of.ts'
import { withHistograms } from '../cases/learn-histograms.ts'
import { imageCases } from '../cases/study-cases.ts'
import { columnOf, sequenceOf } from '../column-names.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { PredictedCohort } from './cohort.ts'
import type { StudyFeatures } from './features.ts'
import type { StudyModels } from './outcome-models.ts'
import { medianPatient } from './typical-patients.ts'

const maximumFeatures = 3

/** A selected feature that has a value at every voxel: its column and its sequence. */
interface MappedColumn extends MappedFeature {
  name: string
  sequence: string
}

/** The slices and maps that are drawn of two patients, one with the outcome and one without. */
export interface FeatureMaps {
  model: string
  outcome: string
  /** What the two are called by the outcome, and their identifiers. */
  groups: string[]
  patients: string[]
  maps: { feature: string; slices: SliceAnswer[] }[]
}

/**
 * The features that weigh most in a model, as maps over the region of two training patients: of those with the outcome
 * and those without, the one whose predicted risk is the median. Nothing in a report to be shared, as the slices are a
 * patient's own; nothing of features that have no map (shape) or came from a table.
 */
export async function featureMaps(
  study: StudyConfig,
  studied: PredictedCohort,
  { results, table }: Pick<StudyModels, 'results' | 'table'>,
  lead: ModelResult | undefined,
  { histograms = {} }: Pick<StudyFeatures, 'histograms'>,
  context: StudyContext,
): Promise<FeatureMaps | undefined> {
  const asked = study.features
  if (!asked || !('sequences' in asked) || context.shareable) return undefined
  const found = [...(lead ? [lead] : []), ...results]
    .map((result) => ({ result, mapped: heaviest(result, study, table, studied.training) }))
    .find(({ mapped }) => mapped.length > 0)
  if (!found) return undefined
  const { result, mapped } = found
  const parameterFile = textOf(await context.read(asked.params), asked.params)
  const typical = [1, 0].map((outcome) => medianPatient(result, outcome))
  if (typical.some((id) => id === undefined)) return undefined
  const patients = typical.map(
    (id) => studied.cohort.patients[studied.cohort.patientOf[studied.cohort.ids.indexOf(id!)]],
  )
  const drawn = imageCases(
    study,
    patients,
    { text: parameterFile, file: asked.params },
    context,
    studied.supplements.patients,
  )
  const cases = withHistograms(drawn, histograms)
  const tasks = mapped.flatMap(({ sequence, derived, featureClass, feature }) =>
    patients.map((patient): SliceTask => {
      const own = cases.filter(({ input }) => input.patient === patient && input.sequence === sequence)
      const { task } = own.find(({ input }) => input.reader === asked.reader) ?? own[0]
      return { ...task, derived, featureClass, feature }
    }),
  )
  const answers = await context.map('voxel/slice', tasks)
  const maps = mapped.flatMap(({ name }, f) => {
    const own = answers.slice(f * patients.length, (f + 1) * patients.length)
    const done = own.flatMap((answer) => (isFailure(answer) ? [] : [answer]))
    return done.length === patients.length ? [{ feature: name, slices: done }] : []
  })
  if (maps.length === 0) return undefined
  const { positive, negative } = studied.outcome.groups
  return { model: result.label, outcome: studied.outcome.label, groups: [positive, negative], patients, maps }
}

/** The model's features that have maps, by what a standard deviation of each adds to the linear predictor. */
function heaviest(
  { model }: ModelResult,
  study: StudyConfig,
  table: StudyModels['table'],
  training: Int32Array,
): MappedColumn[] {
  const weighed = flatten(model).terms.flatMap(({ column, estimate }) => {
    const mapped = mappedFeature(column, study)
    if (!mapped) return []
    const values = rowsOf(table, training, [column]).columns[0].values.filter(Number.isFinite)
    return [{ mapped, weight: Math.abs(estimate) * standardDeviation(values) }]
  })
  return weighed
    .sort((a, b) => b.weight - a.weight)
    .slice(0, maximumFeatures)
    .map(({ mapped }) => mapped)
}

/** A column's name as SEQUENCE_IMAGE_CLASS_FEATURE; undefined for what is no texture or intensity feature of an image. */
function mappedFeature(name: string, { images }: StudyConfig): MappedColumn | undefined {
  const sequence = sequenceOf(name, Object.keys(images ?? {}))
  if (!sequence) return undefined
  const [, derived, featureClass, feature] =
    /^(.+)_([a-z0-9]+)_([A-Za-z0-9]+)$/i.exec(name.slice(columnOf(sequence, '').length)) ?? []
  // what a habitat measures has no map of the whole region
  if (images?.[sequence]?.region?.habitats) return undefined
  return hasVoxelMaps(featureClass) ? { name, sequence, derived, featureClass, feature } : undefined
}
