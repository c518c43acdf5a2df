import { Problem, RegionCut } from '../errors/index.ts'
import { asRecord, extract } from '../features/extract.ts'
import { readSettings } from '../features/settings/settings.ts'
import { sha1 } from '../features/sha1.ts'
import { nyulLandmarks } from '../image/intensity/normalise.ts'
import { openMask, openSource } from '../image/platform/open.node.ts'
import { listLabels, type RegionExtent } from '../image/regions/regions.ts'
import type { Mask } from '../image/volume.ts'
import { contentHash, openCache } from '../jobs/cache.ts'
import type { ParallelMap } from '../step.ts'
import { bytesOf } from './input-bytes.ts'
import type { Normalisation } from './normalisation.ts'
import { normaliseCase } from './normalise.ts'

/** A value of a case: a feature is a number; a diagnostic may be a text, a list or a table. */
export type CaseValue = number | string | boolean | null | CaseValue[] | { [key: string]: CaseValue }

/** One case to extract: its files, the parameter file's text, and where finished cases are kept. */
export interface CaseTask {
  image: string
  mask: string
  /** Which image of a DICOM folder, or which map of it. */
  source?: string
  /** Which region of the mask, by its name. */
  region?: string
  label?: number
  /** Text of PyRadiomics' parameter file; its defaults when absent. */
  params?: string
  /** Its name, for errors. */
  paramsFile?: string
  /** IBSI's own rules and features instead of PyRadiomics'; `params` is then a configuration of that standard. */
  standard?: 'pyradiomics' | 'ibsi'
  /** How the image's intensities are brought to a common scale first. */
  normalise?: Normalisation
  cache?: { folder: string; resume: boolean; version: string }
  /** Folder into which the resampled and filtered images are written. */
  images?: string
}

export interface CaseResult {
  values: Record<string, CaseValue>
  warnings: string[]
  lost?: Lost
}

/** What of a region that was carried to the image lies outside it: a share, 0 to 1. */
export interface Lost {
  region: string
  share: number
}

export type CaseAnswer = CaseResult | { failed: string }

/**
 * Extracts one case, or takes it from the cache; `map` spreads its images over threads. Throws what reading and
 * extraction throw.
 */
export async function extractCase(task: CaseTask, map?: ParallelMap): Promise<CaseResult> {
  const { cache } = task
  if (!cache) return computeCase(task, map)
  const store = openCache<CaseResult>(cache.folder)
  const { normalise } = task
  // Files by what they hold, not by where they lie.
  const tissue = typeof normalise === 'object' && 'mask' in normalise ? bytesOf(normalise.mask) : []
  const how = normalise && JSON.stringify(normalise, (name, value) => (name === 'mask' ? undefined : value))
  const settings = JSON.stringify([task.params, task.label, task.source, task.region, task.standard, how])
  const key = contentHash(...bytesOf(task.image), ...bytesOf(task.mask), ...tissue, settings, cache.version)
  const known = cache.resume ? await store.get(key) : undefined
  if (known) return known
  const result = await computeCase(task, map)
  await store.set(key, result)
  return result
}

/** A region's box × image types below which a case is done before a new thread has warmed up. */
const worthStarting = 1_000_000

async function computeCase(task: CaseTask, map?: ParallelMap): Promise<CaseResult> {
  if (task.standard === 'ibsi') return (await import('./extract-ibsi.ts')).extractIbsiCase(task)
  const settings = readSettings(task.params, task.paramsFile)
  const { setting } = settings
  const { image, mask, label, notes, original, lost } = await openCase(task, setting.label)
  setting.label = label
  const extraction = await extract(image, mask, settings, { map, spreadFrom: worthStarting })
  if (task.images) {
    const { endingLike, saveImages } = await import('./save-images.ts')
    saveImages(image, mask, settings, task.images, endingLike(task.image))
  }
  const values = asRecord(extraction) as Record<string, CaseValue>
  // Provenance knows an image by the voxels of its file.
  if (original !== image && hashName in values) values[hashName] = await sha1(original.data)
  return { values, warnings: [...notes, ...extraction.warnings], lost }
}

const hashName = 'diagnostics_Image-original_Hash'

/**
 * Reads the image and the mask of a case, the image on the scale that the task asks for (`original` as it was read), and
 * the label that counts: the task's, that of the region which it names, or the settings'. Notes say which image and which
 * region were taken where there was a choice.
 */
export async function openCase(task: CaseTask, usual = 1) {
  const { image: path, mask: maskPath, source, region, normalise } = task
  const { image: original, note, failed } = await openSource(path, source)
  const mask = await openMask(maskPath, original, path, region ?? task.label)
  const named = region === undefined ? [] : [...(mask.segments ?? [])]
  // A region that is asked for by name brings its own number.
  const label = task.label ?? (named.length === 1 ? named[0][0] : usual)
  const notes = [...(note ? [`Image: ${note}.`] : []), ...named.map(([number, name]) => `Region: ${name} (${number}).`)]
  if (region === undefined && task.label === undefined) notes.push(...chosenOf(mask, label))
  const image = normalise ? await normaliseCase(original, mask, label, normalise, path) : original
  const lost = lostOf(mask, label)
  if (lost) notes.push(RegionCut(lost.region, path, lost.share).message)
  if (failed) notes.push(...failedWithin(failed, mask, label))
  return { image, mask, label, notes, original, lost }
}

/** Which label was taken where a mask has several and none was asked for. */
function chosenOf(mask: Mask, label: number): string[] {
  if (mask.components && mask.components > 1) return []
  const all = listLabels(mask)
  const said = ({ number, name, volume }: RegionExtent) => `${name} (${number}, ${(volume / 1000).toFixed(2)} mL)`
  const taken = all.find(({ number }) => number === label)
  return all.length > 1 && taken ? [`Region: ${said(taken)}, of ${all.map(said).join(', ')}.`] : []
}

/** How many voxels of a region a map could not be computed in, where there are such. */
function failedWithin(failed: Uint8Array, { data }: Mask, label: number): string[] {
  if (failed.length !== data.length) return []
  let [voxels, failures] = [0, 0]
  for (let i = 0; i < data.length; i++) {
    if (data[i] !== label) continue
    voxels++
    failures += failed[i]
  }
  return failures ? [`The map could not be computed in ${failures} of the region's ${voxels} voxels, which are 0.`] : []
}

/** What of a mask's label was lost on the way to the image's grid. */
function lostOf({ beyond, segments }: Mask, label: number): Lost | undefined {
  const share = beyond?.get(label)
  return share === undefined ? undefined : { region: segments?.get(label) ?? `label ${label}`, share }
}

/** A task whose failure is an answer: its reason, so that one case never stops the others. */
export const orReason =
  <Task, Result>(body: (task: Task) => Promise<Result>) =>
  async (task: Task): Promise<Result | { failed: string }> => {
    try {
      return await body(task)
    } catch (error) {
      return { failed: reasonOf(error) }
    }
  }

/** What a case's table says of its failure. */
export const reasonOf = (error: unknown) =>
  error instanceof Problem
    ? `${error.code} ${error.message} ${error.remedy}`
    : `a fault of nomoscope: ${error instanceof Error ? (error.stack ?? error.message) : error}`

/** What Nyúl's common histogram learns of a case's image, kept like a finished case. */
async function landmarksOfCase({ image, source, cache }: CaseTask): Promise<{ landmarks: number[] }> {
  const learn = async () => ({ landmarks: nyulLandmarks((await openSource(image, source)).image) })
  if (!cache) return learn()
  const store = openCache<{ landmarks: number[] }>(cache.folder)
  const key = contentHash(...bytesOf(image), JSON.stringify(['landmarks', source]), cache.version)
  const known = cache.resume ? await store.get(key) : undefined
  if (known) return known
  const learnt = await learn()
  await store.set(key, learnt)
  return learnt
}

export const tasks = { 'case/extract': orReason(extractCase), 'case/landmarks': orReason(landmarksOfCase) }
