import type { ModelResult } from '../../../model/index.ts'
import type { Cell, Row, Table } from '../../../report/document.ts'
import { fixedDecimals, percent, wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import { headedTable } from '../chapter.ts'

type Words = Messages['modelTables']

/** What the models do at thresholds that the study names beforehand, and their net benefit. */
export function classificationTables({ document, modelTables }: Messages, results: readonly ModelResult[]): Table[] {
  return [prespecifiedTable(modelTables, results), netBenefitTable(modelTables, results, document.to)].filter(
    (table) => table.rows.length > 0,
  )
}

function prespecifiedTable(words: Words, results: readonly ModelResult[]): Table {
  const rows = results.flatMap(({ name, label, classification }) =>
    (classification?.prespecified ?? []).map((one, i): Row => {
      const at = `models.${name}.classification.prespecified.${i}`
      const share = (measure: 'sensitivity' | 'specificity' | 'ppv' | 'npv'): Cell => {
        const { value, lower, upper } = one[measure]
        if (Number.isNaN(value)) return plainText('–')
        const path = `${at}.${measure}`
        return text`${percent(value, 1, `${path}.value`)} (${percent(lower, 1, `${path}.lower`)}–${percent(upper, 1, `${path}.upper`)})`
      }
      return {
        kind: 'row',
        indent: 0,
        cells: [
          plainText(label),
          plainText(words.parts[one.part]),
          text`${percent(one.threshold, 1, `${at}.threshold`)}`,
          text`${wholeNumber(one.truePositives, `${at}.truePositives`)}`,
          text`${wholeNumber(one.falsePositives, `${at}.falsePositives`)}`,
          text`${wholeNumber(one.trueNegatives, `${at}.trueNegatives`)}`,
          text`${wholeNumber(one.falseNegatives, `${at}.falseNegatives`)}`,
          share('sensitivity'),
          share('specificity'),
          share('ppv'),
          share('npv'),
        ],
      }
    }),
  )
  const heads = [
    words.model,
    words.measuredOn,
    words.threshold,
    words.truePositives,
    words.falsePositives,
    words.trueNegatives,
    words.falseNegatives,
    words.sensitivity,
    words.specificity,
    words.ppv,
    words.npv,
  ]
  return headedTable('thresholds', words.prespecified, heads, rows, { notes: [words.exactNote], names: 2 })
}

function netBenefitTable(words: Words, results: readonly ModelResult[], to: string): Table {
  const rows = results.flatMap(({ name, label, classification }): Row[] => {
    if (!classification || classification.netBenefit.rows.length === 0) return []
    const { part, rows: own } = classification.netBenefit
    const measured = own.map((one, i): Row => {
      const at = `models.${name}.classification.netBenefit.rows.${i}`
      const { netBenefit, lower, upper, treatAll, avoided, called, truePositives } = one
      return {
        kind: 'row',
        indent: 1,
        cells: [
          text`${percent(one.threshold, 1, `${at}.threshold`)}`,
          Number.isNaN(lower)
            ? text`${fixedDecimals(netBenefit, 3, `${at}.netBenefit`)}`
            : text`${fixedDecimals(netBenefit, 3, `${at}.netBenefit`)} (${fixedDecimals(lower, 3, `${at}.lower`)}${to}${fixedDecimals(upper, 3, `${at}.upper`)})`,
          text`${fixedDecimals(treatAll, 3, `${at}.treatAll`)}`,
          text`${fixedDecimals(avoided, 1, `${at}.avoided`)}`,
          text`${wholeNumber(called, `${at}.called`)} (${wholeNumber(truePositives, `${at}.truePositives`)})`,
        ],
      }
    })
    const heading = plainText(`${label}: ${words.parts[part]}`)
    return [{ kind: 'heading', indent: 0, cells: [heading] }, ...measured]
  })
  const heads = [words.threshold, words.netBenefit, words.treatAll, words.avoided, words.called]
  return headedTable('net-benefit', words.netBenefitTitle, heads, rows, { notes: [words.netBenefitNote] })
}
