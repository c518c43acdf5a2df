import type { ModelResult } from '../../model/index.ts'
import type { Cell, Summary, Warning } from '../../report/document.ts'
import { fixed, percent, whole, withInterval } from '../../text/format.ts'
import { text } from '../../text/with-numbers.ts'
import type { StudyCohort, StudyOutcome } from '../stages/cohort.ts'
import type { CoxModels } from '../stages/cox-models.ts'

const mostWarnings = 6

/** What a reader must know first: how many patients, how good the model is on patients it has not seen, and the warnings. */
export function summaryOf(
  of: StudyCohort,
  lead: ModelResult | undefined,
  coxModels: readonly CoxModels[],
  warnings: readonly Warning[],
): Summary {
  const n = of.cohort.ids.length
  const headlines: Summary['headlines'] = [
    {
      label: 'Analysed',
      value: text`${whole(n, 'flow.analysed')}`,
      detail: of.outcome
        ? withOutcome(of.outcome)
        : coxModels.length > 0
          ? text`followed up`
          : text`described; nothing is predicted`,
    },
  ]
  if (lead) {
    const { nested, heldOut, apparent } = lead.performance
    const at = `models.${lead.name}.performance`
    if (nested) {
      headlines.push({
        label: `AUC, ${lead.label}`,
        value: withInterval([nested.auc, nested.lower, nested.upper], 3, [
          `${at}.nested.auc.value`,
          `${at}.nested.auc.lower`,
          `${at}.nested.auc.upper`,
        ]),
        detail: text`nested cross-validation; apparent ${fixed(apparent.auc, 3, `${at}.apparent.auc.value`)}${heldOut ? text`, held-out ${fixed(heldOut.auc, 3, `${at}.heldOut.auc.value`)}` : text``}`,
      })
      headlines.push({
        label: 'Calibration slope',
        value: text`${fixed(nested.calibrationSlope, 2, `${at}.nested.calibrationSlope.value`)}`,
        detail: text`1 is right; under 1, risks are too extreme`,
      })
    } else
      headlines.push({
        label: `Apparent AUC, ${lead.label}`,
        value: text`${fixed(apparent.auc, 3, `${at}.apparent.auc.value`)}`,
        detail: text`on the rows it was fitted to: no estimate for new patients`,
      })
  }
  headlines.push(...coxModels.map(concordance))
  const serious = warnings.filter(({ severity }) => severity === 'serious')
  // Of the rest, those of the model that the summary is of come first.
  const own = ({ text }: Warning) => lead !== undefined && text.text.startsWith(`${lead.label}:`)
  const notes = warnings.filter(({ severity }) => severity !== 'serious')
  const others = [...notes.filter(own), ...notes.filter((warning) => !own(warning))]
  return { headlines, warnings: [...serious, ...others].slice(0, mostWarnings) }
}

function concordance({ lead: { name, label, performance } }: CoxModels): Summary['headlines'][number] {
  const { nested, apparent } = performance
  const at = `models.${name}.performance`
  const { auc, lower, upper } = nested ?? apparent
  const part = `${at}.${nested ? 'nested' : 'apparent'}.concordance`
  return {
    label: `${nested ? '' : 'Apparent '}C, ${label}`,
    value: withInterval([auc, lower, upper], 3, [`${part}.value`, `${part}.lower`, `${part}.upper`]),
    detail: nested
      ? text`nested cross-validation; apparent ${fixed(apparent.auc, 3, `${at}.apparent.concordance.value`)}`
      : text`on the rows it was fitted to: no estimate for new patients`,
  }
}

function withOutcome({ positive, label, groups }: StudyOutcome): Cell {
  const events = positive.reduce((sum, x) => sum + x, 0)
  return text`${whole(events)} ${label} ${groups.positive.toLowerCase()} (${percent(events / positive.length)})`
}
