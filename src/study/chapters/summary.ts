import type { ModelResult } from '../../model/index.ts'
import type { Cell, Summary, Warning } from '../../report/document.ts'
import { fixed, percent, whole, withInterval } from '../../report/format.ts'
import { say } from '../../report/say.ts'
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
      value: say`${whole(n, 'flow.analysed')}`,
      detail: of.outcome
        ? withOutcome(of.outcome)
        : coxModels.length > 0
          ? say`followed up`
          : say`described; nothing is predicted`,
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
        detail: say`nested cross-validation; apparent ${fixed(apparent.auc, 3, `${at}.apparent.auc.value`)}${heldOut ? say`, held-out ${fixed(heldOut.auc, 3, `${at}.heldOut.auc.value`)}` : say``}`,
      })
      headlines.push({
        label: 'Calibration slope',
        value: say`${fixed(nested.calibrationSlope, 2, `${at}.nested.calibrationSlope.value`)}`,
        detail: say`1 is right; under 1, risks are too extreme`,
      })
    } else
      headlines.push({
        label: `Apparent AUC, ${lead.label}`,
        value: say`${fixed(apparent.auc, 3, `${at}.apparent.auc.value`)}`,
        detail: say`on the rows it was fitted to: no estimate for new patients`,
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
      ? say`nested cross-validation; apparent ${fixed(apparent.auc, 3, `${at}.apparent.concordance.value`)}`
      : say`on the rows it was fitted to: no estimate for new patients`,
  }
}

function withOutcome({ positive, label, groups }: StudyOutcome): Cell {
  const events = positive.reduce((sum, x) => sum + x, 0)
  return say`${whole(events)} ${label} ${groups.positive.toLowerCase()} (${percent(events / positive.length)})`
}
