import { assignments } from '../../model/validate/assignments.ts'
import { networkRecord } from '../cases/network.ts'
import type { StudyContext } from '../context.ts'
import type { StudyOutput } from '../output.ts'

/**
 * What made the results: version, seed, the SHA-256 of every input and of every other file of the results, and which row was
 * on which side of the split, in which fold and in which resample.
 */
export function provenance(
  { study, cohort, features, models, coxModels, columnModels }: StudyOutput,
  context: StudyContext,
  outputs: ReadonlyMap<string, string>,
) {
  const side = (rows: Int32Array) => Array.from(rows, (row) => cohort.cohort.ids[row])
  return {
    nomoscope: context.version,
    seed: study.seed,
    inputs: sorted(context.hashes),
    outputs: sorted(outputs),
    images: features.rows.map(({ input, status, values, carried, field }) => ({
      ...input,
      status,
      image: values['diagnostics_Image-original_Hash'],
      mask: values['diagnostics_Mask-original_Hash'],
      ...(carried && { registration: carried }),
      ...(field && { biasField: field }),
    })),
    ...(features.histograms && { histograms: features.histograms }),
    ...(features.network && { network: networkRecord(features.network) }),
    ...(features.habitats && { habitats: features.habitats }),
    split: { training: side(cohort.training), validation: side(cohort.validation) },
    ...(models.fitted && { assignments: assignments(models.fitted, study.validation) }),
    ...(coxModels.length > 0 && {
      timeToEvent: coxModels.map(({ followUp, fitted, results }) => ({
        models: results.map(({ name }) => name),
        event: followUp.event,
        training: side(fitted.training),
        validation: side(fitted.validation),
        assignments: assignments(fitted, study.validation),
      })),
    }),
    ...(columnModels.length > 0 && {
      columnModels: columnModels.map(({ name, family, rows, folds }) => ({
        ...{ name, family },
        rows: side(rows),
        assignments: { nested: folds },
      })),
    }),
  }
}

function sorted(hashes: ReadonlyMap<string, string>) {
  return Object.fromEntries([...hashes].sort(([a], [b]) => a.localeCompare(b, 'en')))
}
