import { habitatName } from '../../../cases/habitats/habitats.ts'
import type { HabitatSlice } from '../../../cases/habitats/jobs.ts'
import { isFailure } from '../../../jobs/failure.ts'
import { median } from '../../../statistics/descriptive/descriptive.ts'
import type { Case } from '../../cases/extract-all.ts'
import { withHabitats } from '../../cases/learn-habitats.ts'
import { withHistograms } from '../../cases/learn-histograms.ts'
import { imageCases } from '../../cases/study-cases.ts'
import type { StudyContext } from '../../context.ts'
import type { StudyConfig } from '../../file/schema.ts'
import type { StudyCohort } from '../cohort.ts'
import { patientsOf, type StudyFeatures } from '../features.ts'

/** The habitats of one patient on the slice where the region is largest. */
export interface HabitatPicture extends HabitatSlice {
  sequence: string
  patient: string
}

/**
 * Of each sequence with habitats the training patient whose shares are nearest to the median ones. Nothing in a report to be
 * shared, as the slices are a patient's own.
 */
export async function habitatPictures(
  study: StudyConfig,
  { cohort, training, supplements }: StudyCohort,
  { habitats, histograms, rows }: StudyFeatures,
  context: StudyContext,
): Promise<HabitatPicture[]> {
  if (!habitats || context.shareable) return []
  const known = patientsOf(cohort, training)
  const chosen = Object.entries(habitats).flatMap(([sequence, { centres }]) => {
    const names = centres.map((_, h) => habitatName(h + 1, 'share'))
    const own = rows
      .filter(({ input, status }) => input.sequence === sequence && status === 'done' && known.has(input.patient))
      .map(({ input, values }) => ({ input, shares: names.map((name) => Number(values[name])) }))
    if (own.length === 0) return []
    const middle = names.map((_, h) => median(own.map(({ shares }) => shares[h])))
    const distance = (shares: number[]) => shares.reduce((sum, share, h) => sum + (share - middle[h]) ** 2, 0)
    return [own.reduce((one, other) => (distance(other.shares) < distance(one.shares) ? other : one)).input]
  })
  const cases = imageCases(
    study,
    chosen.map(({ patient }) => patient),
    { file: '' },
    context,
    supplements.patients,
  )
  const ready = withHabitats(withHistograms(cases, histograms ?? {}), habitats)
  const tasks = chosen.flatMap((input) => {
    const own = ready.find((one) => isSame(one, input))
    return own?.task.habitats ? [{ input, task: { ...own.task, habitats: own.task.habitats } }] : []
  })
  const answers = await context.map(
    'habitats/slice',
    tasks.map(({ task }) => task),
  )
  return answers.flatMap((answer, i) => {
    if (isFailure(answer)) return []
    const { sequence, patient } = tasks[i].input
    return [{ ...answer, sequence, patient }]
  })
}

const isSame = ({ input }: Case, other: Record<string, string>) =>
  (['patient', 'sequence', 'reader'] as const).every((key) => input[key] === other[key])
