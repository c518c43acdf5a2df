import { HabitatsUnlearnt } from '../../errors/index.ts'
import { fitHabitats, type HabitatFit } from '../../image/regions/habitats.ts'
import { isFailure } from '../../jobs/failure.ts'
import { randomStream } from '../../statistics/resampling/random.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { Case } from './extract-all.ts'

/** The habitats of a sequence, by which maps, and on what they were learnt. */
export interface LearntHabitats extends HabitatFit {
  maps: string[]
  patients: number
  voxels: number
}

/** A map by its entry and, of a filtered image, its filter. */
export const mapName = ({ name, filter }: { name: string; filter?: string }) => (filter ? `${name} ${filter}` : name)

/**
 * Learns the habitats of every sequence that asks for some, once, from the training patients' regions and without the
 * outcome, and gives them to all cases of the sequence. Of each region as many voxels count, however large it is.
 *
 * Folds and bootstraps do not learn them again: every refit would have to extract every patient's features anew. In a study
 * without a held-out set the habitats have therefore seen the images (never the outcome) of all patients, which Methods say.
 * Throws HabitatsUnlearnt, HabitatsUnparted.
 */
export async function learnHabitats(
  study: StudyConfig,
  cases: readonly Case[],
  training: ReadonlySet<string>,
  context: StudyContext,
): Promise<{ cases: Case[]; learnt: Record<string, LearntHabitats> }> {
  const learnt: Record<string, LearntHabitats> = {}
  for (const [sequence, { region }] of Object.entries(study.images ?? {})) {
    const own = cases.filter(({ input }) => input.sequence === sequence)
    if (!region?.habitats || own.length === 0) continue
    const { number, method } = region.habitats
    const reader = wantedReader(study, own)
    const known = own.filter(({ input }) => training.has(input.patient) && input.reader === reader)
    const tasks = known.flatMap(({ task }) => (task.habitats ? [{ ...task, habitats: task.habitats }] : []))
    const answers = await context.map('habitats/sample', tasks, { onDone: context.progress(`habitats of ${sequence}`) })
    const samples = answers.flatMap((answer) =>
      isFailure(answer) || answer.values.length === 0 ? [] : [answer.values],
    )
    if (samples.length === 0) throw HabitatsUnlearnt(sequence, answers.find(isFailure)?.failed ?? '')
    const values = Float64Array.from(samples.flatMap((one) => [...one]))
    const maps = tasks[0].habitats.maps.map(mapName)
    const random = randomStream(study.seed, 'habitats', sequence)
    learnt[sequence] = {
      ...fitHabitats(values, maps.length, number, method, random),
      maps,
      patients: samples.length,
      voxels: values.length / maps.length,
    }
  }
  return { cases: withHabitats(cases, learnt), learnt }
}

/** The cases with what their regions are parted by. */
export function withHabitats(cases: readonly Case[], learnt: Record<string, LearntHabitats>): Case[] {
  return cases.map((one): Case => {
    const found = learnt[one.input.sequence]
    if (!found || !one.task.habitats) return one
    const { maps: _, patients: __, voxels: ___, ...fit } = found
    return { ...one, task: { ...one.task, habitats: { ...one.task.habitats, fit } } }
  })
}

/** The reader whose regions count; the first where the study wants the mean or names none. */
function wantedReader({ features }: StudyConfig, cases: readonly Case[]): string {
  const wanted = features && 'params' in features ? features.reader : undefined
  return cases.some(({ input }) => input.reader === wanted) ? wanted! : cases[0].input.reader
}
