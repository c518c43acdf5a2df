import type { CaseTask } from '../../cases/case.ts'
import { MaskUnnamed } from '../../errors/index.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
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

/** The source of a sequence with the settings that its map is computed by. */
export function sourceOf({ source, b, curve }: Sequence): string | undefined {
  if (b && /(^|,)\s*adc(\s+failed)?$/i.test(source ?? ''))
    return source!.replace(/adc/i, `adc ${b.map((one) => `b${one}`).join(' ')}`)
  if (curve && /(^|,)\s*curve$/i.test(source ?? ''))
    return source!.replace(/curve$/i, `curve ${curve.enhancing} ${curve.plateau} ${curve.early}`)
  return source
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
      for (const [reader, mask] of masksOf(sequenceName, sequence)) {
        const task: CaseTask = {
          image: context.resolve(pathFor(sequence.path, name)),
          mask: context.resolve(pathFor(mask, name)),
          source: sourceOf(sequence),
          label: sequence.label,
          threshold: sequence.threshold,
          times: sequence.times,
          uneven: sequence.uneven,
          params: params.text,
          paramsFile: params.file,
          normalise: normalisationOf(sequence, name, context),
          cache: context.cache,
        }
        cases.push({ input: { patient, sequence: sequenceName, reader }, task })
      }
    }
  }
  return cases
}
