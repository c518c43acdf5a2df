import { panels } from '../../../figures/canvas/panels.ts'
import { kaplanMeier } from '../../../figures/charts/kaplan-meier.ts'
import { fixedDecimals, pSaid, wholeNumber } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { joinTexts } from '../../../text/with-numbers.ts'
import type { SurvivalResult } from '../../stages/survival.ts'
import { type Chapter, figureBlock, paragraph, tableBlock } from '../chapter.ts'
import { countedText } from './counted.ts'
import { incidenceFigures } from './incidence.ts'
import { survivalFigure } from './kaplan-meier.ts'
import { decimalsOfTime, survivalTables } from './tables.ts'

/** Kaplan–Meier estimates by group with the log-rank test; undefined where the study asks for none. */
export function survivalChapter(messages: Messages, results: readonly SurvivalResult[]): Chapter | undefined {
  if (results.length === 0) return undefined
  const { survival: words } = messages.patients
  const tables = results.flatMap((result, i) => survivalTables(messages, result, i))
  const further = results.flatMap((result, i) => incidenceFigures(messages, result, i))
  const drawings = results.map((result) => ({
    ...kaplanMeier(survivalFigure(messages, result), undefined, messages.drawings),
    title: result.label,
  }))
  return {
    id: 'survival',
    title: words.title,
    blocks: [
      ...results.map((result, i) => paragraph(sentence(messages, result, i))),
      figureBlock('survival'),
      ...tables.map(({ id }) => tableBlock(id)),
      ...further.map(({ id }) => figureBlock(id)),
    ],
    tables,
    figures: [
      {
        id: 'survival',
        title: words.figure(results[0].by),
        caption: words.caption(messages.document.clauses(results.map(({ label }, i) => words.panel(letter(i), label)))),
        description: messages.document.clauses(results.map(({ label, by }) => words.labelBy(label, by))).text,
        data: results,
        drawing: drawings.length === 1 ? drawings[0] : panels([drawings]),
      },
      ...further,
    ],
  }
}

const letter = (index: number) => String.fromCharCode(65 + index)

function sentence(
  messages: Messages,
  {
    label,
    by,
    n,
    events,
    missing,
    followUp,
    groups,
    logRank,
    notCompared,
    unit,
    start,
    landmark,
    competing,
  }: SurvivalResult,
  index: number,
) {
  const {
    document,
    patients: { survival: words },
  } = messages
  const at = `survival.${index}`
  const time = (value: number, path: string) => fixedDecimals(value, decimalsOfTime(value), path)
  const medians = groups.map((group, g) =>
    Number.isFinite(group.median.value)
      ? words.median(group.label, time(group.median.value, `${at}.groups.${g}.median.value`), unit)
      : words.notReached(group.label),
  )
  const test = logRank
    ? words.test(fixedDecimals(logRank.chiSquare, 3, `${at}.logRank.chiSquare`), pSaid(logRank.p, `${at}.logRank.p`))
    : notCompared
      ? words.notTested(notCompared)
      : ''
  return words.sentence({
    label,
    by,
    events: wholeNumber(events, `${at}.events`),
    n: wholeNumber(n, `${at}.n`),
    left: missing > 0 ? words.left(wholeNumber(missing, `${at}.missing`)) : '',
    followUp: time(followUp.value, `${at}.followUp.value`),
    unit,
    counted: joinTexts(
      [countedText(messages, { start, landmark, unit }, at), competing ? words.rival(competing.label) : ''],
      '',
    ),
    medians: document.list(medians),
    test,
  })
}
