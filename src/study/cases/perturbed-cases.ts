import type { FeatureRow } from '../../cases/feature-table.ts'
import type { Perturbation } from '../../cases/perturb/perturbation.ts'
import type { Cohort } from '../../cohort/codebook/variable.ts'
import { type Fault, fault } from '../../cohort/fault.ts'
import { PerturbationsFailed } from '../../errors/index.ts'
import type { ExtractionSettings } from '../../features/settings/setting-rules.ts'
import type { Triple } from '../../image/volume.ts'
import { type RandomStream, randomStream } from '../../statistics/resampling/random.ts'
import type { RepeatedColumn } from '../../step.ts'
import { columnOf } from '../column-names.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { Case } from './extract-all.ts'

type Perturb = NonNullable<Extract<StudyConfig['features'], { params: string }>['perturb']>

/**
 * The regions that count, each again under the study's perturbations: which of the values that the study lists is taken is
 * drawn by seed, patient, sequence and repetition, whoever else is in the study. Where the settings measure slice by slice
 * nothing is shifted or turned from one slice into the next, as in MIRP.
 */
export function perturbedCases(
  study: StudyConfig,
  cases: readonly Case[],
  setting: Pick<ExtractionSettings, 'force2D' | 'force2Ddimension'>,
): Case[] {
  const asked = perturbOf(study)
  if (!asked) return []
  const { reader } = study.features as { reader?: string }
  const across = setting.force2D ? ((2 - setting.force2Ddimension) as 0 | 1 | 2) : undefined
  const counts = new Map<string, string>()
  for (const { input } of cases) {
    const { sequence } = input
    if (!counts.has(sequence) || input.reader === reader) counts.set(sequence, input.reader)
  }
  return cases
    .filter(({ input }) => input.reader === counts.get(input.sequence))
    .flatMap(({ input, task }) =>
      Array.from({ length: asked.repeats }, (_, repeat) => ({
        input,
        task: { ...task, perturb: drawnOf(asked, across, study.seed, [input.patient, input.sequence, repeat]) },
      })),
    )
}

export function perturbOf({ features }: Pick<StudyConfig, 'features'>): Perturb | undefined {
  return features && 'params' in features ? features.perturb : undefined
}

/** One of each list, and what is added whenever it is asked for. */
function drawnOf(asked: Perturb, across: 0 | 1 | 2 | undefined, seed: number, name: (string | number)[]): Perturbation {
  const stream = randomStream(seed, 'perturbations', ...name)
  const oneOf = (list: readonly number[] | undefined) => drawnFrom(list, stream)
  const [rotate, x, y, z, grow] = [asked.rotate, asked.translate, asked.translate, asked.translate, asked.grow].map(
    oneOf,
  )
  const translate = [x, y, z].map((part, axis) => (axis === across ? 0 : part)) as Triple
  return {
    ...(asked.noise && { noise: true }),
    ...(asked.rotate && { rotate }),
    ...(asked.translate && { translate }),
    ...(across !== undefined && { across }),
    ...(asked.grow && { grow }),
    ...(asked.contours && { contour: true }),
    seed,
    name,
  }
}

const drawnFrom = (list: readonly number[] | undefined, stream: RandomStream) =>
  list ? list[stream.below(list.length)] : 0

/**
 * What the perturbed cases gave, by the features' names: the mean and standard deviation of each row's repetitions. A row of
 * which one failed has none, and its patient is named.
 */
export function repeatedFeatures(
  names: readonly string[],
  rows: readonly FeatureRow[],
  repeats: number,
  cohort: Cohort,
): { repeated: (RepeatedColumn | undefined)[]; faults: Fault[] } {
  const sums = new Map<string, Map<string, number[]>>()
  const failures = new Map<string, { input: Record<string, string>; reason: string; count: number }>()
  for (const { input, status, reason, values } of rows) {
    if (status === 'failed') {
      const key = JSON.stringify([input.patient, input.sequence])
      failures.set(key, { input, reason, count: (failures.get(key)?.count ?? 0) + 1 })
      continue
    }
    for (const [feature, value] of Object.entries(values)) {
      if (feature.startsWith('diagnostics_') || typeof value !== 'number' || !Number.isFinite(value)) continue
      const name = columnOf(input.sequence, feature)
      let byPatient = sums.get(name)
      if (!byPatient) sums.set(name, (byPatient = new Map()))
      const known = byPatient.get(input.patient)
      if (known) known.push(value)
      else byPatient.set(input.patient, [value])
    }
  }
  const repeated = names.map((name): RepeatedColumn | undefined => {
    const byPatient = sums.get(name)
    if (!byPatient) return undefined
    const [mean, sd] = [0, 1].map(() => new Float64Array(cohort.ids.length).fill(Number.NaN))
    for (let row = 0; row < cohort.ids.length; row++) {
      const values = byPatient.get(cohort.patients[cohort.patientOf[row]])
      if (values?.length !== repeats) continue
      mean[row] = values.reduce((sum, value) => sum + value, 0) / repeats
      sd[row] = Math.sqrt(values.reduce((sum, value) => sum + (value - mean[row]) ** 2, 0) / (repeats - 1))
    }
    return { mean, sd, count: repeats }
  })
  const faults = [...failures.values()].map(({ input, reason, count }) =>
    fault(PerturbationsFailed(input.patient, input.sequence, count, repeats, reason), {
      file: input.sequence,
      patient: input.patient,
    }),
  )
  return { repeated, faults }
}
