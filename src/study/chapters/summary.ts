import { type Cell, openWarnings, type Summary, type Warning } from '../../report/document.ts'
import { fixedDecimals, percent, wholeNumber, withInterval } from '../../text/format.ts'
import type { Messages } from '../../text/locales/index.ts'
import { plainText, text } from '../../text/with-numbers.ts'
import type { StudyOutcome } from '../stages/cohort.ts'
import type { CoxModels } from '../stages/cox-models.ts'
import { type Abstracted, abstractOf } from './abstract.ts'

/** What a reader must know first: how many patients, how good the model is on patients it has not seen, and the warnings. */
export function summaryOf(messages: Messages, abstracted: Abstracted, warnings: readonly Warning[]): Summary {
  const { patients, lead, coxModels } = abstracted
  const { summary: words } = messages
  const n = patients.cohort.ids.length
  const headlines: Summary['headlines'] = [
    {
      label: words.analysed,
      value: text`${wholeNumber(n, 'flow.analysed')}`,
      detail: patients.outcome
        ? withOutcome(patients.outcome, messages)
        : plainText(coxModels.length > 0 ? words.followed : words.described),
    },
  ]
  if (lead) {
    const { nested, heldOut, apparent } = lead.performance
    const at = `models.${lead.name}.performance`
    const apparentAuc = fixedDecimals(apparent.auc, 3, `${at}.apparent.auc.value`)
    if (nested) {
      headlines.push({
        label: words.measure('AUC', lead.label),
        value: withInterval([nested.auc, nested.lower, nested.upper], 3, [
          `${at}.nested.auc.value`,
          `${at}.nested.auc.lower`,
          `${at}.nested.auc.upper`,
        ]),
        detail: words.nested(apparentAuc, heldOut && fixedDecimals(heldOut.auc, 3, `${at}.heldOut.auc.value`)),
      })
      if (!Number.isNaN(nested.calibrationSlope))
        headlines.push({
          label: words.slope,
          value: text`${fixedDecimals(nested.calibrationSlope, 2, `${at}.nested.calibrationSlope.value`)}`,
          detail: plainText(words.slopeMeaning),
        })
    } else
      headlines.push({
        label: words.apparentMeasure('AUC', lead.label),
        value: text`${apparentAuc}`,
        detail: plainText(words.fittedOnly),
      })
  }
  headlines.push(...coxModels.map((one) => concordance(one, messages)))
  // Those of the models that the summary is of come first, then those of any model, the serious ones before the others.
  const told = new Set([...(lead ? [lead] : []), ...coxModels.map((one) => one.lead)].map(({ name }) => name))
  const rank = ({ model, severity }: Warning) =>
    (severity === 'serious' ? 0 : 3) + (model === undefined ? 1 : told.has(model) ? 0 : 2)
  const folded = warnings.length - openWarnings
  return {
    headlines,
    abstract: abstractOf(messages, abstracted),
    ...(folded > 0 && { further: words.further(wholeNumber(folded)) }),
    warnings: [...warnings].sort((a, b) => rank(a) - rank(b)),
  }
}

function concordance(
  { lead: { name, label, performance } }: CoxModels,
  { summary: words }: Messages,
): Summary['headlines'][number] {
  const { nested, apparent } = performance
  const at = `models.${name}.performance`
  const { auc, lower, upper } = nested ?? apparent
  const part = `${at}.${nested ? 'nested' : 'apparent'}.concordance`
  return {
    label: nested ? words.measure('C', label) : words.apparentMeasure('C', label),
    value: withInterval([auc, lower, upper], 3, [`${part}.value`, `${part}.lower`, `${part}.upper`]),
    detail: nested
      ? words.nested(fixedDecimals(apparent.auc, 3, `${at}.apparent.concordance.value`), undefined)
      : plainText(words.fittedOnly),
  }
}

function withOutcome({ positive, label, groups }: StudyOutcome, { summary: words }: Messages): Cell {
  const events = positive.reduce((sum, x) => sum + x, 0)
  return words.withOutcome(wholeNumber(events), label, groups.positive, percent(events / positive.length))
}
