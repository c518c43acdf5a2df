import { MaskUnnamed, UnsafeIdentifier } from '../errors.ts'
import type { CaseTask } from '../run/case.ts'
import type { StudyConfig } from './config.ts'
import type { StudyContext } from './context.ts'
import type { Case } from './extract-cases.ts'

type Sequence = NonNullable<StudyConfig['images']>[string]

/** The masks of a sequence by reader; a single one belongs to the reader named ''. */
export function masksOf(name: string, sequence: Sequence): [reader: string, path: string][] {
  if (sequence.masks) return Object.entries(sequence.masks)
  if (sequence.mask) return [['', sequence.mask]]
  throw MaskUnnamed(name)
}

/** A path with `{patient}` filled in. Throws UnsafeIdentifier for an identifier that would lead out of the folder. */
export function pathFor(template: string, patient: string): string {
  if (/[/\\\0]|^\.\.?$/.test(patient)) throw UnsafeIdentifier(patient)
  return template.replaceAll('{patient}', patient)
}

/** Every image and mask of the study as a case to extract, patient by patient, sequence by sequence, reader by reader. */
export function imageCases(
  study: StudyConfig,
  patients: readonly string[],
  params: { text?: string; file: string },
  context: StudyContext,
): Case[] {
  const wanted = study.features && 'sequences' in study.features ? study.features.sequences : undefined
  const cases: Case[] = []
  for (const patient of patients) {
    for (const [name, sequence] of Object.entries(study.images ?? {})) {
      if (wanted && !wanted.includes(name)) continue
      for (const [reader, mask] of masksOf(name, sequence)) {
        const task: CaseTask = {
          image: context.resolve(pathFor(sequence.path, patient)),
          mask: context.resolve(pathFor(mask, patient)),
          source: sequence.source,
          label: sequence.label,
          params: params.text,
          paramsFile: params.file,
          cache: context.cache,
        }
        cases.push({ input: { patient, sequence: name, reader }, task })
      }
    }
  }
  return cases
}
