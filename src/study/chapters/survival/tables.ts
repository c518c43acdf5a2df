import type { Cell, Row, Table } from '../../../report/document.ts'
import { fixedDecimals, percent, pSaid, pValue, ratios, wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, quantity, text } from '../../../text/with-numbers.ts'
import type { SurvivalResult } from '../../stages/survival.ts'
import { headedTable } from '../chapter.ts'
import { incidencePerformance } from './incidence.ts'

/** Survival at stated times with the hazard ratio of each group, and what competing risks make of it. */
export function survivalTables(messages: Messages, result: SurvivalResult, index: number): Table[] {
  const { survivalTables: words } = messages
  const at = `survival.${index}`
  const tables = [atTimes(words, result, at, index)]
  const { competing } = result
  if (!competing) return tables
  tables.push(incidence(words, result, competing, at, index))
  const { model } = competing
  if (!model) return tables
  tables.push(models(words, result, model, at, index))
  const judged = model.fineGray && incidencePerformance(messages, result, model.fineGray, at, index)
  return judged ? [...tables, judged] : tables
}

type Words = Messages['survivalTables']
type Competing = NonNullable<SurvivalResult['competing']>

const dash = plainText('–')

/** A time in days is whole, one in months has a decimal. */
export const decimalsOfTime = (time: number) => (time >= 100 ? 0 : 1)

function atTimes(words: Words, result: SurvivalResult, at: string, index: number): Table {
  const { groups, unit, label, by, marks } = result
  const shown = marks.filter((mark) => mark > 0)
  const rows = groups.map((group, g): Row => {
    const path = `${at}.groups.${g}`
    const own = result.hazardRatios?.[g]
    return {
      kind: 'row',
      indent: 0,
      cells: [
        plainText(group.label),
        text`${wholeNumber(group.n, `${path}.n`)}`,
        text`${wholeNumber(group.events, `${path}.events`)}`,
        Number.isFinite(group.median.value)
          ? text`${fixedDecimals(group.median.value, decimalsOfTime(group.median.value), `${path}.median.value`)} (${fixedDecimals(group.median.lower, decimalsOfTime(group.median.lower), `${path}.median.lower`)}–${Number.isFinite(group.median.upper) ? fixedDecimals(group.median.upper, decimalsOfTime(group.median.upper), `${path}.median.upper`) : words.notReached})`
          : plainText(words.notReached),
        ...shown.map((mark): Cell => {
          const k = group.atTimes.findIndex(({ time }) => time === mark)
          if (k < 0) return dash
          const { survival, lower, upper, atRisk } = group.atTimes[k]
          const where = `${path}.atTimes.${k}`
          const interval =
            Number.isFinite(lower) && lower < upper
              ? text` (${percent(lower, 1, `${where}.lower`)}–${percent(upper, 1, `${where}.upper`)})`
              : text``
          return text`${percent(survival, 1, `${where}.survival`)}${interval} [${wholeNumber(atRisk, `${where}.atRisk`)}]`
        }),
        ...(result.hazardRatios
          ? own
            ? [ratioCell(own, `${at}.hazardRatios.${g}`), text`${pValue(own.p, `${at}.hazardRatios.${g}.p`)}`]
            : [g === 0 ? plainText(words.reference) : dash, plainText('')]
          : []),
      ],
    }
  })
  const heads: Cell[] = [
    plainText(words.group),
    plainText(words.patients),
    plainText(words.events),
    plainText(words.median),
    ...shown.map((mark) => words.at(quantity(mark, String(mark)), unit)),
    ...(result.hazardRatios ? [plainText(words.hazardRatio), plainText(words.p)] : []),
  ]
  return headedTable(`survival-times-${index + 1}`, words.survival(label, by), heads, rows, {
    notes: [words.survivalNote],
  })
}

function incidence(
  words: Words,
  { label, by, unit }: SurvivalResult,
  competing: Competing,
  at: string,
  index: number,
): Table {
  const rows = competing.groups.map((group, g): Row => {
    const path = `${at}.competing.groups.${g}`
    return {
      kind: 'row',
      indent: 0,
      cells: [
        plainText(group.label),
        text`${wholeNumber(group.n, `${path}.n`)}`,
        ...group.atTimes.map(({ incidence: value, lower, upper }, k) => {
          const where = `${path}.atTimes.${k}`
          return text`${percent(value, 1, `${where}.incidence`)} (${percent(lower, 1, `${where}.lower`)}–${percent(upper, 1, `${where}.upper`)})`
        }),
      ],
    }
  })
  const times =
    competing.groups[0]?.atTimes.map(({ time }) => words.incidenceAt(quantity(time, String(time)), unit)) ?? []
  const path = `${at}.competing`
  const notes = [
    words.incidenceNote(
      competing.label,
      wholeNumber(competing.events, `${path}.events`),
      wholeNumber(competing.competing, `${path}.competing`),
    ),
    ...(competing.gray
      ? [
          words.gray(
            fixedDecimals(competing.gray.chiSquare, 2, `${path}.gray.chiSquare`),
            wholeNumber(competing.gray.df, `${path}.gray.df`),
            pSaid(competing.gray.p, `${path}.gray.p`),
          ),
        ]
      : []),
  ]
  const heads = [plainText(words.group), plainText(words.patients), ...times]
  return headedTable(`incidence-${index + 1}`, words.incidence(label, by), heads, rows, { notes })
}

function models(
  words: Words,
  { label }: SurvivalResult,
  model: NonNullable<Competing['model']>,
  at: string,
  index: number,
): Table {
  const path = `${at}.competing.model`
  const rows = model.terms.map((term, t): Row => {
    const cells = (['causeSpecific', 'subdistribution'] as const).flatMap((kind): Cell[] => {
      const own = term[kind]
      const where = `${path}.terms.${t}.${kind}`
      return own ? [ratioCell(own, where, 'ratio'), text`${pValue(own.p, `${where}.p`)}`] : [dash, dash]
    })
    const name = term.level === undefined ? term.label : `${term.label}: ${term.level} / ${term.reference}`
    return { kind: 'row', indent: 0, cells: [plainText(name), ...cells] }
  })
  const heads = [words.variable, words.causeSpecific, words.p, words.subdistribution, words.p].map(plainText)
  const note = words.modelsNote(
    wholeNumber(model.n, `${path}.n`),
    wholeNumber(model.events, `${path}.events`),
    wholeNumber(model.competing, `${path}.competing`),
  )
  return headedTable(`competing-models-${index + 1}`, words.models(label), heads, rows, { notes: [note] })
}

function ratioCell(
  { ratio, lower, upper }: { ratio: number; lower: number; upper: number },
  path: string,
  field = 'ratio',
): Cell {
  const [middle, from, to] = ratios([ratio, lower, upper], [`${path}.${field}`, `${path}.lower`, `${path}.upper`])
  return text`${middle} (${from}–${to})`
}
