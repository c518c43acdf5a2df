import type { CaseTask } from '../../cases/case.ts'
import { type Fault, fault } from '../../cohort/fault.ts'
import { DrawnOnUnknown, HabitatMapUnknown, MaskUnnamed, ReaderOnSubset } from '../../errors/index.ts'
import { textOf } from '../../text/text-of.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
import { secondReadings } from '../file/second-readings.ts'
import type { Case } from './extract-all.ts'
import { imageFolders } from './image-folders.ts'
import { normalisationOf } from './learn-histograms.ts'
import { pathFor } from './patient-path.ts'

type Sequence = NonNullable<StudyConfig['images']>[string]

/** The masks of a sequence by reader; a single one belongs to the reader named ''. */
export function masksOf(name: string, sequence: Sequence): [reader: string, path: string][] {
  if (sequence.masks) return Object.entries(sequence.masks)
  if (sequence.mask) return [['', sequence.mask]]
  throw MaskUnnamed(name)
}

/** The sequence that another's region was drawn on. Throws DrawnOnUnknown. */
function drawnOn(name: string, { register }: Sequence, images: StudyConfig['images']): Sequence | undefined {
  if (!register) return undefined
  const from = register.from === name ? undefined : images?.[register.from]
  if (!from) throw DrawnOnUnknown(name, register.from)
  return from
}

/**
 * The readers whose masks are to be used: a second reader who drew only some of the patients is not missed in the others,
 * while the one whose regions count is.
 */
function readersOf(study: StudyConfig, masks: [reader: string, path: string][], exists: (path: string) => boolean) {
  const wanted = study.features && 'params' in study.features ? study.features.reader : undefined
  const again = secondReadings(study)
  if (masks.length < 2) return masks
  // Of a second reading there are some patients only.
  if (wanted === 'mean') return masks.filter(([reader, path]) => !again.has(reader) || exists(path))
  const counts = wanted ?? masks[0][0]
  return masks.some(([, path]) => exists(path))
    ? masks.filter(([reader, path]) => reader === counts || exists(path))
    : masks
}

/** Readers who drew some patients only, with how many. */
export function readersOfSome(study: StudyConfig, cases: readonly Case[], patients: readonly string[]): Fault[] {
  return Object.entries(study.images ?? {}).flatMap(([sequence, { masks }]) =>
    Object.keys(masks ?? {}).flatMap((reader) => {
      if (secondReadings(study).has(reader)) return []
      const drawn = cases.filter(({ input }) => input.sequence === sequence && input.reader === reader).length
      if (drawn === 0 || drawn === patients.length) return []
      return [fault(ReaderOnSubset(sequence, reader, drawn, patients.length), { file: sequence }, 'note')]
    }),
  )
}

/** The source of a sequence with the settings that its map is computed by. */
export function sourceOf({ source, b, curve }: Sequence): string | undefined {
  if (b && /(^|,)\s*adc(\s+failed)?$/i.test(source ?? ''))
    return source!.replace(/adc/i, `adc ${b.map((one) => `b${one}`).join(' ')}`)
  if (curve && /(^|,)\s*curve$/i.test(source ?? ''))
    return source!.replace(/curve$/i, `curve ${curve.enhancing} ${curve.plateau} ${curve.early}`)
  return source
}

/** How a patient's region is derived, with the path of the mask that it is cut by. */
function regionOf({ region }: Sequence, patient: string, context: StudyContext): CaseTask['derive'] {
  if (!region) return undefined
  const { habitats: _, clip, ...rule } = region
  if (clip === undefined) return Object.keys(rule).length > 0 ? rule : undefined
  const mask = typeof clip === 'object' && 'mask' in clip
  return { ...rule, clip: mask ? { mask: context.resolve(pathFor(clip.mask, patient)) } : clip }
}

/** The maps that a patient's region is parted by. Throws HabitatMapUnknown. */
function habitatsOf(
  name: string,
  { path, region }: Sequence,
  images: StudyConfig['images'],
  patient: string,
  context: StudyContext,
): CaseTask['habitats'] {
  if (!region?.habitats) return undefined
  const maps = region.habitats.maps.map((asked) => {
    const { of, filter } = typeof asked === 'string' ? { of: asked, filter: undefined } : asked
    const sequence = images?.[of]
    if (!sequence) throw HabitatMapUnknown(name, of)
    const { register, times, uneven, n4 } = sequence
    const toThese = register && images?.[register.from]?.path === path
    return {
      name: of,
      image: context.resolve(pathFor(sequence.path, patient)),
      source: sourceOf(sequence),
      times,
      uneven,
      n4: n4 && { ...n4, ...maskedBy(n4.mask, patient, context) },
      normalise: normalisationOf(sequence, patient, context),
      ...(toThese && { register: register.transform }),
      ...(filter !== undefined && { filter }),
    }
  })
  return { maps }
}

/** A patient's own mask, where a setting names one. */
const maskedBy = (mask: string | undefined, patient: string, context: StudyContext) =>
  mask === undefined ? {} : { mask: context.resolve(pathFor(mask, patient)) }

/** The parameter file by which a study measures; PyRadiomics' defaults where it names none, as on the command line. */
export async function paramsOf(
  { features }: StudyConfig,
  context: StudyContext,
): Promise<{ text?: string; file: string }> {
  if (!features || !('params' in features)) return { file: '' }
  return { text: textOf(await context.read(features.params), features.params), file: features.params }
}

/**
 * Every image and mask of the study as a case to extract, patient by patient, sequence by sequence, reader by reader.
 * everyone  all patients of the table, also those who are not extracted: their images are not somebody else's
 */
export function imageCases(
  study: StudyConfig,
  patients: readonly string[],
  params: { text?: string; file: string },
  context: StudyContext,
  everyone = patients,
): Case[] {
  const wanted = study.features && 'sequences' in study.features ? study.features.sequences : undefined
  const cases: Case[] = []
  const { names } = imageFolders(study, everyone, context)
  for (const patient of patients) {
    const name = names.get(patient) ?? patient
    for (const [sequenceName, sequence] of Object.entries(study.images ?? {})) {
      if (wanted && !wanted.includes(sequenceName)) continue
      const from = drawnOn(sequenceName, sequence, study.images)
      for (const [reader, mask] of readersOf(study, masksOf(sequenceName, sequence), (path) =>
        context.exists(context.resolve(pathFor(path, name))),
      )) {
        const task: CaseTask = {
          image: context.resolve(pathFor(sequence.path, name)),
          mask: context.resolve(pathFor(mask, name)),
          ...(from && {
            drawn: {
              image: context.resolve(pathFor(from.path, name)),
              source: sourceOf(from),
              times: from.times,
              uneven: from.uneven,
              register: sequence.register!.transform,
            },
          }),
          source: sourceOf(sequence),
          label: sequence.label,
          derive: regionOf(sequence, name, context),
          habitats: habitatsOf(sequenceName, sequence, study.images, name, context),
          threshold: sequence.threshold,
          times: sequence.times,
          uneven: sequence.uneven,
          params: params.text,
          paramsFile: params.file,
          n4: sequence.n4 && { ...sequence.n4, ...maskedBy(sequence.n4.mask, name, context) },
          normalise: normalisationOf(sequence, name, context),
          cache: context.cache,
        }
        cases.push({ input: { patient, sequence: sequenceName, reader }, task })
      }
    }
  }
  return cases
}
