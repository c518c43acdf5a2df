import type { ModelResult } from '../../model/index.ts'
import type { Cell } from '../../report/document.ts'
import { fixed, percent, whole } from '../../text/format.ts'
import { joined, plainText, text } from '../../text/with-numbers.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { StudyCohort } from '../stages/cohort.ts'
import type { Chapter } from './chapter.ts'
import { messageOf } from './models/models.ts'

/** Fewer patients with the outcome than this make a validation uncertain (Collins, Ogundimu & Altman 2016). */
const validationEvents = 100
/** A column with more missing than this may bias what single imputation makes of it. */
const muchMissing = 0.05

/** What the data itself shows to be weak; what only the authors know of their study is not here. */
export function limitationsChapter(
  study: StudyConfig,
  of: StudyCohort,
  results: readonly ModelResult[],
): Chapter | undefined {
  const items = [
    ...sourceLimits(study),
    ...validationLimits(of),
    ...results.flatMap((result) => modelLimits(result)),
    ...missingLimits(of, results),
  ]
  if (items.length === 0) return undefined
  return {
    id: 'limitations',
    title: 'Limitations that the data show',
    blocks: [{ kind: 'list', items }],
  }
}

function sourceLimits(study: StudyConfig): Cell[] {
  const limits: Cell[] = []
  if (study.synthetic) limits.push(plainText('The patients are synthetic: nothing can be concluded about patients.'))
  if (study.protocol === 'as-published')
    limits.push(
      plainText(
        'Features were selected before validation, as published: every performance measured afterwards is too good.',
      ),
    )
  const random = study.split === 'none' || 'training' in study.split
  if (random && Object.keys(study.models).length > 0)
    limits.push(plainText('No patients from another place or time: how the models do elsewhere is not known.'))
  const { features, images } = study
  if (features && 'params' in features) {
    const sequences = features.sequences ?? Object.keys(images ?? {})
    const single = sequences.filter((name) => Object.keys(images?.[name]?.masks ?? {}).length < 2)
    if (single.length > 0)
      limits.push(
        plainText(
          `Regions of ${single.join(', ')} were drawn by one reader: how features depend on the reader is not known.`,
        ),
      )
  }
  return limits
}

function validationLimits({ validation, outcome }: StudyCohort): Cell[] {
  if (!outcome || validation.length === 0) return []
  const events = validation.reduce((sum, row) => sum + outcome.positive[row], 0)
  return events >= validationEvents
    ? []
    : [
        text`Patients with the outcome in the validation set: ${whole(events)}, fewer than the ${whole(validationEvents)} that a validation needs to be precise.`,
      ]
}

function modelLimits({ name, label, family, performance, warnings }: ModelResult): Cell[] {
  const limits: Cell[] = []
  const cox = family === 'cox'
  const scarce = warnings.find(({ code }) => code === 'events-per-variable')
  if (scarce)
    limits.push(
      text`${label}: ${fixed(scarce.value, 1)} ${cox ? 'events' : 'patients of the rarer class'} per candidate column (${whole(scarce.limit)} is the usual minimum); coefficients may be too large and chance may select.`,
    )
  const { apparent, nested } = performance
  if (nested && apparent.auc - nested.auc > 0.05) {
    const at = `models.${name}.performance`
    const measure = cox ? 'concordance' : 'auc'
    limits.push(
      text`${label}: the ${cox ? 'C-index' : 'AUC'} falls from ${fixed(apparent.auc, 3, `${at}.apparent.${measure}.value`)} on the training rows to ${fixed(nested.auc, 3, `${at}.nested.${measure}.value`)} in nested cross-validation; the model is fitted to its rows more than to the disease.`,
    )
  }
  if (nested && nested.upper - nested.lower > 0.15)
    limits.push(
      text`${label}: the nested ${cox ? 'C-index' : 'AUC'} is known to no better than ${fixed(nested.lower, 2)}–${fixed(nested.upper, 2)}.`,
    )
  const bent = warnings.find(({ code }) => code === 'proportional-hazards')
  if (bent) limits.push(text`${label}: ${messageOf(bent)}`)
  return limits
}

function missingLimits({ cohort, training }: StudyCohort, results: readonly ModelResult[]): Cell[] {
  const used = new Set(results.flatMap(({ terms }) => terms.map(({ column }) => column)))
  const much = [...used].flatMap((name) => {
    const column = cohort.columns.get(name)
    if (!column) return []
    const share = training.reduce((sum, row) => sum + Number(Number.isNaN(column.values[row])), 0) / training.length
    return share > muchMissing ? [text`${column.variable.label} (${percent(share)})`] : []
  })
  return much.length > 0
    ? [text`Often missing in the training set, and imputed by one value: ${joined(much, ', ')}.`]
    : []
}
