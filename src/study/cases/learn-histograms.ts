import { type Normalisation, nyulScaleMaximum } from '../../cases/normalisation.ts'
import { type Fault, fault } from '../../cohort/fault.ts'
import { CorrectedMap, NormalisationUnlearnt, NormalisedMap, NormalisedTwice } from '../../errors/index.ts'
import type { ParameterFile } from '../../features/settings/settings.ts'
import { fitNyul, type NyulStandard } from '../../image/intensity/normalise.ts'
import { isFailure } from '../../jobs/failure.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { Case } from './extract-all.ts'
import { pathFor } from './patient-path.ts'

type Sequence = NonNullable<StudyConfig['images']>[string]

/** Nyúl's histogram of a sequence, and on how many training images it was learnt. */
export interface LearntHistogram extends NyulStandard {
  images: number
}

/** A sequence's normalisation for one case; undefined where there is none, or where it has to be learnt first. */
export function normalisationOf(
  { normalise }: Sequence,
  patient: string,
  context: StudyContext,
): Normalisation | undefined {
  if (normalise === undefined || normalise === 'nyul') return undefined
  if (normalise === 'whitestripe' || normalise.zscore !== 'tissue') return normalise
  return { ...normalise, mask: context.resolve(pathFor(normalise.mask, patient)) }
}

/**
 * Learns the common histogram of every sequence that asks for one, once, from the training patients' images and without
 * the outcome, and gives it to all cases of the sequence. Images are read one a worker; what is kept of each is eleven
 * numbers. Throws NormalisationUnlearnt.
 */
export async function learnHistograms(
  study: StudyConfig,
  cases: readonly Case[],
  training: ReadonlySet<string>,
  context: StudyContext,
): Promise<{ cases: Case[]; learnt: Record<string, LearntHistogram> }> {
  const learnt: Record<string, LearntHistogram> = {}
  for (const [sequence, { normalise }] of Object.entries(study.images ?? {})) {
    if (normalise !== 'nyul') continue
    const own = cases.filter(({ input }) => training.has(input.patient)).flatMap((one) => tasksOn(one, sequence))
    if (!own.length) continue
    // Readers share an image.
    const images = [...new Map(own.map((task) => [task.image, task])).values()]
    const onDone = context.progress(`histogram of ${sequence}`)
    const answers = await context.map('landmarks/learn', images, { onDone })
    const landmarks = answers.flatMap((answer) => (isFailure(answer) ? [] : [answer.landmarks]))
    const failed = answers.find(isFailure)
    if (!landmarks.length) throw NormalisationUnlearnt(sequence, failed?.failed ?? '')
    learnt[sequence] = { ...fitNyul(landmarks, nyulScaleMaximum), images: landmarks.length }
  }
  return { cases: withHistograms(cases, learnt), learnt }
}

/** The cases with what was learnt for their images, and for the maps that their regions are parted by. */
export function withHistograms(cases: readonly Case[], learnt: Record<string, LearntHistogram>): Case[] {
  return cases.map((one): Case => {
    const { habitats } = one.task
    const maps = habitats?.maps.map((map) => ({ ...map, ...scaleOf(map.name) }))
    return {
      ...one,
      task: { ...one.task, ...scaleOf(one.input.sequence), ...(maps && { habitats: { ...habitats, maps } }) },
    }
  })

  function scaleOf(sequence: string): { normalise?: Normalisation } {
    const histogram = learnt[sequence]
    if (!histogram) return {}
    const { percentiles, landmarks } = histogram
    return { normalise: { nyul: { percentiles, landmarks } } }
  }
}

/** A case where it is of a sequence, and the maps of that sequence by which its region is parted. */
function tasksOn({ input, task }: Case, sequence: string): Case['task'][] {
  const maps = task.habitats?.maps.filter(({ name }) => name === sequence) ?? []
  return [
    ...(input.sequence === sequence ? [task] : []),
    ...maps.map(({ image, source, times, uneven, n4 }) => ({ ...task, image, source, times, uneven, n4 })),
  ]
}

/** Maps of physical units, which lose them when they are normalised. */
const mapsWithUnits = /(^|,)\s*(adc|pe|ser|wash-?in|wash-?out|ttp|curve|suv)(\s+\w+)*\s*$/i

/** What is wrong with how a study prepares intensities: twice, or those of a map that has a unit. */
export function normalisationFaults({ images, cohort }: StudyConfig, { setting }: ParameterFile): Fault[] {
  return Object.entries(images ?? {}).flatMap(([sequence, { n4, normalise, source = '' }]) => {
    const at = (key: string) => ({ file: cohort.file, column: `images.${sequence}.${key}` })
    const isMap = mapsWithUnits.test(source)
    return [
      ...(n4 && isMap ? [fault(CorrectedMap(sequence, source), at('n4'), 'note')] : []),
      ...(normalise && setting.normalize ? [fault(NormalisedTwice(sequence), at('normalise'), 'note')] : []),
      ...(normalise && isMap ? [fault(NormalisedMap(sequence, source), at('normalise'), 'note')] : []),
    ]
  })
}
