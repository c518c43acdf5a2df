import { NoSuchSource, NotAnImage, PhasesUncertain, Problem } from '../../errors/index.ts'
import { apparentDiffusion } from '../sequences/diffusion.ts'
import { checkTimes, type Dynamic, type ParametricMap } from '../sequences/dynamic.ts'
import { diffusionMaps, dynamicMaps, mapOfPhases, numbersIn } from '../sequences/maps.ts'
import type { Volume } from '../volume.ts'
import { chooseVolume, volumeTitle } from './choose.ts'
import { phasesAcrossSeries, phasesFromList } from './phases.ts'
import { type DicomVolume, examinationPart, titleOf } from './series.ts'
import { standardisedUptake, suvMaps } from './suv.ts'
import { readDicomVolume } from './volume.ts'

/** An image for features and what was done to get it, in words for the report. */
export interface SourceImage {
  image: Volume
  note: string
  /** Of a map, 1 where it could not be computed and is 0. */
  failed?: Uint8Array
}

/**
 * The image that a study names as the source of a sequence's features: one that the folder holds (see `chooseVolume`),
 * or a map of its dynamic series (`subtraction`, `pe`, each of the second phase or of the one whose number follows,
 * `ser` of the first, second and last, `wash-in`, `ttp`, `wash-out`, `curve`, with its thresholds `enhancing`, `plateau`
 * and `early` where they follow) or of its b-values (`adc`, of those that follow or of all). `failed` after a map's name
 * gives the map of where it could not be computed. `suv` (`suv lbm`, `suv james`, `suv bsa`) is the uptake of a PET series.
 *
 * @param candidates the images of the folder, from `readSeries`
 * @param folder its name, for messages
 * @param source what names the image or map; absent where the folder holds one image
 * @param times seconds after the injection, in place of those of the files
 * @returns the image, and in words which one it is and how it was made
 * @throws NoDicomImage, SeveralVolumes, NoSuchSource, TooFewPhases, TooFewBValues, and what `readDicomVolume` throws
 */
export async function imageFromSource(
  candidates: readonly DicomVolume[],
  folder: string,
  source?: string,
  times?: readonly number[],
): Promise<SourceImage> {
  const { volumes, within, image, dynamic, diffusion, uptake, failures } = understood(candidates, folder, source)
  const left = leftOut(candidates)
  if (dynamic || diffusion) {
    const from = { volumes, folder, source: source!, within, times }
    const made = dynamic
      ? await dynamicMap(from, dynamic[1].replace('-', ''), numbersIn(dynamic[2]))
      : await diffusionMap(from, numbersIn(diffusion![1]))
    const said = { ...made, note: made.note + left }
    return failures ? failureOf(said) : said
  }
  if (uptake) {
    const pet = volumes.filter(({ series }) => series.modality === 'PT')
    const volume = chooseVolume(pet.length ? pet : volumes, folder, within)
    const { image: standardised, what } = await standardisedUptake(volume, volumes, uptake)
    return { image: standardised, note: `${what}; of ${volumeTitle(volume)}${left}` }
  }
  const volume = chooseVolume(volumes, folder, image)
  return {
    image: await readDicomVolume(volume, volumes),
    note: [volumeTitle(volume), ...volume.notes].join('; ') + left,
  }
}

/** What of a folder looks like an image and was left out, in words. */
function leftOut(volumes: readonly DicomVolume[]): string {
  const left = volumes.filter(({ unusable, faults }) => unusable && faults[0].code !== NotAnImage.code)
  return left.length
    ? `; left out: ${left.map((one) => `${volumeTitle(one)} (${one.faults[0].message})`).join(' ')}`
    : ''
}

/** What a source asks for: a map of a dynamic series or of diffusion, or an image; `within` names its series. */
function understood(volumes: readonly DicomVolume[], folder: string, source: string | undefined) {
  const parts = source?.split(',').map((part) => part.trim()) ?? []
  const last = parts.at(-1)?.toLowerCase() ?? ''
  const wanted = last.replace(/\s+failed$/, '')
  const before = parts.slice(0, -1).join(',') || undefined
  const phase = /^phase\s*\d+$/.test(wanted)
  const dynamic = dynamicMaps.exec(wanted)
  // A folder may hold a map by that name; a map of the scanner is taken as it is.
  const named = !phase && source !== undefined && volumes.some((volume) => matches(volume, folder, source))
  const list = before?.includes('+') && (phase || dynamic) ? before : undefined
  return {
    volumes: list
      ? phasesFromList(volumes, folder, list)
      : !named && (phase || dynamic)
        ? phasesWithin(volumes, folder, before)
        : volumes,
    within: list ? undefined : before,
    image: list ? last : source,
    dynamic: named ? null : dynamic,
    diffusion: named ? null : diffusionMaps.exec(wanted),
    uptake: named ? undefined : uptakeBy(suvMaps.exec(wanted)),
    failures: wanted !== last,
  }
}

/** What a standardised uptake is normalised by: the body's weight where nothing else is said. */
const uptakeBy = (asked: RegExpExecArray | null) => asked && ((asked[1] ?? 'bw') as 'bw' | 'lbm' | 'james' | 'bsa')

/** A series of phases that is named is taken as it is; otherwise the phases may be series of their own. */
function phasesWithin(volumes: readonly DicomVolume[], folder: string, within: string | undefined): DicomVolume[] {
  const own =
    within !== undefined && volumes.some((one) => hasPhase(one) && matches({ ...one, name: '' }, folder, within))
  return own ? [...volumes] : phasesAcrossSeries(volumes, folder)
}

/**
 * The image as the scanner took it that a source rests on, whose quality can be judged: of a map of a dynamic series its
 * first phase, of `adc` the image of the lowest b-value, else the source itself.
 */
export async function acquiredFromSource(
  candidates: readonly DicomVolume[],
  folder: string,
  source?: string,
): Promise<Volume> {
  const { volumes, within, image, dynamic, diffusion, uptake } = understood(candidates, folder, source)
  const [first] = dynamic
    ? serial(volumes, folder, source!, within, hasPhase)
    : diffusion
      ? serial(volumes, folder, source!, within, hasB).sort((a, b) => a.bValue! - b.bValue!)
      : [chooseVolume(volumes, folder, uptake ? within : image)]
  return readDicomVolume(first, volumes)
}

/** The phases of the dynamic series that a source belongs to, one at a time; none where there is no such series. */
export async function* phasesOfSource(
  candidates: readonly DicomVolume[],
  folder: string,
  source?: string,
): AsyncGenerator<Volume> {
  const grouped = groupedPhases(candidates, folder, source)
  if (!grouped) return
  const { volumes, within } = grouped
  if (within === undefined && new Set(volumes.filter(hasPhase).map(examinationPart)).size !== 1) return
  const phases = serial(volumes, folder, source ?? 'dynamic series', within, hasPhase)
  if (phases.length > 1) for (const phase of phases) yield await readDicomVolume(phase, volumes)
}

/** The phases that belong to a source; nothing where it cannot be told which series they are. */
function groupedPhases(candidates: readonly DicomVolume[], folder: string, source: string | undefined) {
  try {
    const { volumes, within } = understood(candidates, folder, source)
    return { volumes: volumes.some(hasPhase) ? volumes : phasesAcrossSeries(volumes, folder), within }
  } catch (cause) {
    if (cause instanceof Problem && cause.code === PhasesUncertain.code) return undefined
    throw cause
  }
}

const hasPhase = ({ phase }: DicomVolume) => phase !== undefined
const hasB = ({ bValue }: DicomVolume) => bValue !== undefined

/** The map of where a map could not be computed. */
function failureOf({ image, note, failed }: SourceImage): SourceImage {
  return { image: { ...image, pixelType: 'uint8', data: failed! }, note: `where this failed: ${note}` }
}

function matches(volume: DicomVolume, folder: string, source: string): boolean {
  try {
    return chooseVolume([volume], folder, source) === volume
  } catch {
    return false
  }
}

/** The volumes of one series that hold phases or b-values; `within` names the series where there are several. */
function serial(
  volumes: readonly DicomVolume[],
  folder: string,
  source: string,
  within: string | undefined,
  which: (one: DicomVolume) => boolean,
) {
  const useful = volumes.filter(
    (one) => which(one) && (within === undefined || matches({ ...one, name: '' }, folder, within)),
  )
  if (new Set(useful.map(examinationPart)).size !== 1) throw NoSuchSource(folder, source, volumes.map(volumeTitle))
  return useful.sort((a, b) => (a.phase ?? 0) - (b.phase ?? 0))
}

/**
 * The phases of a folder's dynamic series, read, with what tells them apart; `times` in place of the files' own.
 *
 * @param volumes the images of the folder, from `readSeries`
 * @param folder its name, for messages
 * @param source what asked for the phases, for messages
 * @param within the series, where the folder has several
 * @param given seconds after the injection, one a phase, in place of those of the files
 * @returns the phases in their order, on one grid, with their times in seconds
 * @throws TooFewPhases, and what `readDicomVolume` throws
 */
export async function readDynamic(
  volumes: readonly DicomVolume[],
  folder: string,
  source = 'dynamic series',
  within?: string,
  given?: readonly number[],
): Promise<Dynamic & { note: string }> {
  const chosen = serial(volumes, folder, source, within, hasPhase)
  if (given) checkTimes(chosen.length, given)
  const phases: Volume[] = []
  for (const one of chosen) phases.push(await readDicomVolume(one, volumes))
  const times = given ?? chosen.map(({ time }) => time)
  return {
    phases,
    times: times.every((time) => time !== undefined) ? [...times] : undefined,
    note: [volumeTitle({ ...chosen[0], name: '' }), ...chosen[0].notes].join('; '),
  }
}

interface MapSource {
  volumes: readonly DicomVolume[]
  folder: string
  source: string
  within: string | undefined
  times?: readonly number[]
}

async function dynamicMap(
  { volumes, folder, source, within, times }: MapSource,
  kind: string,
  numbers: number[],
): Promise<SourceImage> {
  const dynamic = await readDynamic(volumes, folder, source, within, times)
  const made = mapOfPhases(dynamic, kind, numbers)
  if (!made) throw NoSuchSource(folder, source, volumes.map(volumeTitle))
  return described(made.map, `${made.what}; of ${dynamic.note}`, dynamic.phases)
}

async function diffusionMap({ volumes, folder, source, within }: MapSource, wanted: number[]): Promise<SourceImage> {
  const found = serial(volumes, folder, source, within, hasB)
  const has = (b: number) => found.some(({ bValue }) => Math.round(bValue!) === b)
  if (!wanted.every(has)) throw NoSuchSource(folder, source, volumes.map(volumeTitle))
  const chosen = wanted.length ? found.filter(({ bValue }) => wanted.includes(Math.round(bValue!))) : found
  const images: { bValue: number; volume: Volume }[] = []
  for (const one of chosen) images.push({ bValue: one.bValue!, volume: await readDicomVolume(one, volumes) })
  const of = titleOf(chosen[0].series, '')
  return described(
    apparentDiffusion(images),
    `apparent diffusion coefficient from b = ${listed(images)}; of ${of}`,
    images.map(({ volume }) => volume),
  )
}

/** The b-values, each with how often it is there. */
function listed(images: readonly { bValue: number }[]): string {
  const counts = new Map<number, number>()
  for (const { bValue } of images) counts.set(Math.round(bValue), (counts.get(Math.round(bValue)) ?? 0) + 1)
  return [...counts].map(([b, times]) => (times > 1 ? `${b} (${times} images)` : `${b}`)).join(', ')
}

function described({ volume, unit, failed }: ParametricMap, what: string, from: readonly Volume[]): SourceImage {
  const failures = failed.reduce((sum, one) => sum + one, 0)
  const share = ((100 * failures) / failed.length).toFixed(1)
  // A mask may have been drawn on any of the images that a map was made of.
  const scan = volume.scan && {
    ...volume.scan,
    series: [...new Set(from.flatMap((one) => one.scan?.series ?? []))],
    instances: [...new Set(from.flatMap((one) => one.scan?.instances ?? []))],
    unit,
  }
  return {
    image: { ...volume, scan },
    failed,
    note: `${what}${unit && `, ${unit}`}${failures ? `; not computable in ${share}% of voxels, which are 0` : ''}`,
  }
}
