import type { Mask, Volume } from '../../image/volume.ts'
import type { JobBodies } from '../../parallel.ts'
import type { CasePlatform } from '../platform.ts'
import { type NetworkFile, openNetwork } from './network.ts'
import { type Patch, patchOf } from './patch.ts'

/** Features of a region by a network that the user brings. */
export type DeepTask = NetworkFile & Patch

/** What a network takes and gives, before any case. */
export interface NetworkFacts {
  input: string
  shape: number[]
  output: string
  features: number
}

/** `deep_001` and on: the numbers that the network gives for the patch around a region, and what has to be said. */
export async function deepFeatures(
  image: Volume,
  mask: Mask,
  label: number,
  task: DeepTask,
  platform: CasePlatform,
): Promise<{ values: Record<string, number>; notes: string[] }> {
  const { run } = await openNetwork(task, task, platform)
  const { values: patch, outside } = patchOf(image, mask, label, task)
  const found = await run(patch)
  const digits = String(found.length).length
  const name = (i: number) => `deep_${String(i + 1).padStart(digits, '0')}`
  return {
    values: Object.fromEntries(Array.from(found, (value, i) => [name(i), value])),
    notes: outside > 0 ? [`${Math.round(100 * outside)}% of the region lies outside the network's patch.`] : [],
  }
}

/** A network looked at with a patch of zeros. */
async function networkFacts(task: DeepTask, platform: CasePlatform): Promise<NetworkFacts> {
  const { input, shape, output, run } = await openNetwork(task, task, platform)
  const { length } = await run(new Float32Array(task.size.reduce((product, n) => product * n, 1)))
  return { input, shape, output, features: length }
}

declare module '../../parallel.ts' {
  interface Jobs {
    'deep/network': Job<DeepTask, NetworkFacts>
  }
}

export const jobs = (platform: CasePlatform): JobBodies<'deep/network'> => ({
  'deep/network': (task) => networkFacts(task, platform),
})
