import type { StudyConfig } from './config.ts'
import type { StudyContext } from './context.ts'
import type { StudyOutput } from './study.ts'

/** What made the results: version, seed, the hash of every input, and which row was on which side of the split. */
export function provenance(study: StudyConfig, { cohort, features }: StudyOutput, context: StudyContext) {
  const side = (rows: Int32Array) => Array.from(rows, (row) => cohort.cohort.ids[row])
  return {
    nomoscope: context.version,
    seed: study.seed,
    inputs: Object.fromEntries([...context.hashes].sort(([a], [b]) => a.localeCompare(b))),
    images: features.rows.map(({ input, status, values }) => ({
      ...input,
      status,
      image: values['diagnostics_Image-original_Hash'],
      mask: values['diagnostics_Mask-original_Hash'],
    })),
    ...(features.histograms && { histograms: features.histograms }),
    split: { training: side(cohort.training), validation: side(cohort.validation) },
  }
}
