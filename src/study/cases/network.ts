import type { DeepTask, NetworkFacts } from '../../cases/deep/deep-features.ts'
import { type Fault, fault } from '../../cohort/fault.ts'
import { sha256 } from '../../digest.ts'
import { Problem } from '../../errors/index.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { Case } from './extract-all.ts'

/** The network of a study: what it takes and gives, and whose it is. */
export interface StudyNetwork extends NetworkFacts {
  task: DeepTask
  file: string
  hash: string
  licence: string
}

/**
 * The network that a study's features come from, looked at before any case. Throws FileNotFound and what opening a network
 * throws (NS-ONX-...).
 */
export async function studyNetwork(
  { features }: StudyConfig,
  context: StudyContext,
): Promise<StudyNetwork | undefined> {
  const asked = features && 'params' in features ? features.deep : undefined
  if (!asked) return undefined
  const { model, licence, ...how } = asked
  const bytes = await context.read(model)
  const hash = context.hashes.get(model) ?? (await sha256(bytes))
  const task: DeepTask = { ...how, model: context.resolve(model), hash }
  const [facts] = await context.map('deep/network', [task])
  return { ...facts, task, file: model, hash, licence }
}

/** Why a study's network cannot be used, before anything is extracted. */
export async function networkFaults(study: StudyConfig, context: StudyContext): Promise<Fault[]> {
  try {
    await studyNetwork(study, context)
    return []
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return [fault(error, { file: study.cohort.file, column: 'features.deep' })]
  }
}

/** The cases with the network; parts of a region are not given to it. */
export const withNetwork = (cases: readonly Case[], network: StudyNetwork | undefined): Case[] =>
  cases.map((one) => (network && !one.task.habitats ? { ...one, task: { ...one.task, deep: network.task } } : one))

/** What is written of a network: no path of this machine. */
export const networkRecord = ({ file, hash, licence, input, shape, output, features }: StudyNetwork) => ({
  file,
  sha256: hash,
  licence,
  input,
  shape,
  output,
  features,
})
