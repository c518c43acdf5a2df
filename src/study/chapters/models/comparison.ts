import { panels } from '../../../figures/canvas/panels.ts'
import { calibrationComparison } from '../../../figures/charts/calibration-comparison.ts'
import { type DecisionCurveFigure, decisionCurves } from '../../../figures/charts/decision-curve.ts'
import type { ModelComparison, ModelResult, PartPerformance } from '../../../model/index.ts'
import type { Cell, Row, Table } from '../../../report/document.ts'
import { fixedDecimals, pValue, wholeNumber, withInterval } from '../../../text/format.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText, text } from '../../../text/with-numbers.ts'
import { type Chapter, type DrawnFigure, figureBlock, headedTable, paragraph, tableBlock } from '../chapter.ts'

/** What each model adds to each other, on the same patients; all of them in one calibration and one decision curve. */
export function comparisonChapter(
  { document, drawings, models: { comparison: words } }: Messages,
  results: readonly ModelResult[],
  comparisons: readonly ModelComparison[],
): Chapter | undefined {
  const table = comparisonTable(words, results, comparisons, document.to)
  if (!table) return undefined
  const figures = comparisonFigures(drawings, words, results)
  return {
    id: 'comparison',
    title: words.title,
    blocks: [paragraph(plainText(words.paragraph)), tableBlock(table.id), ...figures.map(({ id }) => figureBlock(id))],
    tables: [table],
    figures,
  }
}

type Words = Messages['models']['comparison']

function comparisonTable(
  words: Words,
  results: readonly ModelResult[],
  comparisons: readonly ModelComparison[],
  to: string,
): (Omit<Table, 'number'> & { number: string }) | undefined {
  const labelOf = new Map(results.map(({ name, label }) => [name, label]))
  const none = plainText('–')
  const rows = comparisons.map(({ first, second, heldOut, outOfFold, likelihoodRatio, reclassification }, i): Row => {
    const at = `modelComparisons.comparisons.${i}`
    const [small, large] = [labelOf.get(first)!, labelOf.get(second)!]
    const cells: Cell[] = [
      plainText(words.difference(large, small)),
      outOfFold ? text`${fixedDecimals(outOfFold.difference, 3, `${at}.outOfFold.difference`)}` : none,
      heldOut
        ? withInterval(
            [heldOut.difference, heldOut.lower, heldOut.upper],
            3,
            [`${at}.heldOut.difference`, `${at}.heldOut.lower`, `${at}.heldOut.upper`],
            to,
          )
        : none,
      heldOut ? text`${pValue(heldOut.p, `${at}.heldOut.p`)}` : none,
      heldOut ? text`${wholeNumber(heldOut.n, `${at}.heldOut.n`)}` : none,
      likelihoodRatio
        ? text`${fixedDecimals(likelihoodRatio.chiSquare, 2, `${at}.likelihoodRatio.chiSquare`)} (${wholeNumber(likelihoodRatio.df, `${at}.likelihoodRatio.df`)})`
        : none,
      likelihoodRatio ? text`${pValue(likelihoodRatio.p, `${at}.likelihoodRatio.p`)}` : none,
      reclassification
        ? text`${fixedDecimals(reclassification.events, 3, `${at}.reclassification.events`)}, ${fixedDecimals(reclassification.nonevents, 3, `${at}.reclassification.nonevents`)}`
        : none,
      reclassification ? text`${fixedDecimals(reclassification.idi, 3, `${at}.reclassification.idi`)}` : none,
    ]
    return { kind: 'row', indent: 0, cells }
  })
  const notes = comparisons.some((one) => one.reclassification) ? [words.reclassification] : []
  const said = (j: number) => rows.some(({ cells }) => cells[j].text !== none.text)
  const shown = words.heads.flatMap((_, j) => (said(j) ? [j] : []))
  // two models of which nothing can be compared make no row
  const told = rows.filter(({ cells }) => cells.slice(1).some(({ text: cell }) => cell !== none.text))
  if (told.length === 0) return undefined
  const kept = told.map((row) => ({ ...row, cells: shown.map((j) => row.cells[j]) }))
  return headedTable(
    'comparison',
    words.table,
    shown.map((j) => words.heads[j]),
    kept,
    { notes },
  )
}

/** The models on patients that they have not seen: held-out ones, else those out of fold; nothing where there are neither. */
function comparisonFigures(
  drawings: Messages['drawings'],
  words: Words,
  results: readonly ModelResult[],
): DrawnFigure[] {
  const part = results.some(({ performance }) => performance.heldOut) ? 'heldOut' : 'nested'
  const judged = results.flatMap(({ label, performance }): { label: string; performance: PartPerformance }[] => {
    const judged = performance[part]
    return judged && judged.decision.thresholds.length > 0 ? [{ label, performance: judged }] : []
  })
  if (judged.length < 2) return []
  const calibration = judged.map(({ label, performance }) => ({ label, ...performance.calibration }))
  const [{ performance: first }] = judged
  const decision: DecisionCurveFigure = {
    thresholds: first.decision.thresholds,
    treatAll: first.decision.treatAll,
    models: judged.map(({ label, performance }) => ({ label, netBenefit: performance.decision.netBenefit })),
  }
  return [
    {
      id: 'comparison',
      title: words.figure,
      caption: plainText(words.caption(part === 'heldOut')),
      description: words.description(judged.length, part === 'heldOut'),
      data: { calibration, decision },
      drawing: panels([
        [
          { ...calibrationComparison(calibration, undefined, drawings), title: words.panels.calibration },
          { ...decisionCurves(decision, undefined, drawings), title: words.panels.decision },
        ],
      ]),
    },
  ]
}
