import type { ModelResult } from '../../model/index.ts'
import { warningText } from '../../model/warnings/warning.ts'
import type { Cell } from '../../report/document.ts'
import { fixedDecimals, percent, wholeNumber } from '../../text/format.ts'
import type { Messages } from '../../text/locales/index.ts'
import { plainText } from '../../text/with-numbers.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { StudyCohort } from '../stages/cohort.ts'
import type { Chapter } from './chapter.ts'

/** Fewer patients with the outcome than this make a validation uncertain (Collins, Ogundimu & Altman 2016). */
const validationEvents = 100
/** A column with more missing than this may bias what single imputation makes of it. */
const missingShare = 0.05

/** What the data itself shows to be weak; what only the authors know of their study is not here. */
export function limitationsChapter(
  messages: Messages,
  study: StudyConfig,
  patients: StudyCohort,
  results: readonly ModelResult[],
): Chapter | undefined {
  const items = [
    ...sourceLimits(messages, study),
    ...validationLimits(messages, patients),
    ...results.flatMap((result) => modelLimits(messages, result)),
    ...missingLimits(messages, patients, results),
  ]
  if (items.length === 0) return undefined
  return {
    id: 'limitations',
    title: messages.limitations.title,
    blocks: [{ kind: 'list', items }],
  }
}

function sourceLimits({ document, limitations: words }: Messages, study: StudyConfig): Cell[] {
  const limits: Cell[] = []
  if (study.synthetic) limits.push(plainText(words.synthetic))
  if (study.protocol === 'as-published') limits.push(plainText(words.asPublished))
  const random = study.split === 'none' || 'training' in study.split
  if (random && Object.keys(study.models).length > 0) limits.push(plainText(words.internal))
  const { features, images } = study
  if (features && 'params' in features) {
    const sequences = features.sequences ?? Object.keys(images ?? {})
    const single = sequences.filter((name) => Object.keys(images?.[name]?.masks ?? {}).length < 2)
    if (single.length > 0) limits.push(words.oneReader(document.list(single)))
  }
  return limits
}

function validationLimits({ limitations: words }: Messages, { validation, outcome }: StudyCohort): Cell[] {
  if (!outcome || validation.length === 0) return []
  const events = validation.reduce((sum, row) => sum + outcome.positive[row], 0)
  return events >= validationEvents ? [] : [words.fewEvents(wholeNumber(events), wholeNumber(validationEvents))]
}

function modelLimits(messages: Messages, { name, label, family, performance, warnings, terms }: ModelResult): Cell[] {
  const { limitations: words } = messages
  const limits: Cell[] = []
  const cox = family === 'cox'
  const scarce = warnings.find(({ code }) => code === 'events-per-variable')
  if (scarce)
    limits.push(words.scarce(label, fixedDecimals(scarce.value, 2), cox, wholeNumber(scarce.limit), terms.length === 0))
  const { apparent, nested } = performance
  const index = cox ? 'C-index' : 'AUC'
  if (nested && apparent.auc - nested.auc > 0.05) {
    const at = `models.${name}.performance`
    const measure = cox ? 'concordance' : 'auc'
    limits.push(
      words.falls(
        label,
        index,
        fixedDecimals(apparent.auc, 3, `${at}.apparent.${measure}.value`),
        fixedDecimals(nested.auc, 3, `${at}.nested.${measure}.value`),
      ),
    )
  }
  if (nested && nested.upper - nested.lower > 0.15)
    limits.push(words.imprecise(label, index, fixedDecimals(nested.lower, 3), fixedDecimals(nested.upper, 3)))
  const bent = warnings.find(({ code }) => code === 'proportional-hazards')
  if (bent) limits.push(messages.models.warning(label, warningText(bent, messages)))
  return limits
}

function missingLimits(
  { document, limitations: words }: Messages,
  { cohort, training }: StudyCohort,
  results: readonly ModelResult[],
): Cell[] {
  const used = new Set(results.flatMap(({ terms }) => terms.map(({ column }) => column)))
  const much = [...used].flatMap((name) => {
    const column = cohort.columns.get(name)
    if (!column) return []
    const share = training.reduce((sum, row) => sum + Number(Number.isNaN(column.values[row])), 0) / training.length
    return share > missingShare ? [words.share(column.variable.label, percent(share))] : []
  })
  return much.length > 0 ? [words.missing(document.list(much))] : []
}
