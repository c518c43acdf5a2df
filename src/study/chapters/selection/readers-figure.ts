import { featureName } from '../../../features/feature-name.ts'
import { panelSize, panels } from '../../../figures/canvas/panels.ts'
import { type BlandAltmanFigure, blandAltmanPlot } from '../../../figures/charts/bland-altman.ts'
import { type PredictorTable, rowsOf } from '../../../model/data/predictor-table.ts'
import type { FittedScore } from '../../../model/fit/fitted-model.ts'
import { columnsOf } from '../../../model/terms/linear-predictor.ts'
import { blandAltman } from '../../../statistics/agreement/two-readers.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText } from '../../../text/with-numbers.ts'
import type { DrawnFigure } from '../chapter.ts'
import { largestFirst } from './score-columns.ts'

const most = 3
const size = { ...panelSize(most), height: 165 }

/** Bland and Altman's plots of the two readers for the columns that weigh most in a score; nothing with one reader. */
export function readersFigure(
  { selection: words }: Messages,
  score: FittedScore,
  table: PredictorTable,
  training: Int32Array,
): DrawnFigure[] {
  const twice = new Set(table.columns.flatMap(({ name, secondAt }) => (secondAt === undefined ? [] : [name])))
  const names = columnsOf(largestFirst(score)).filter((name) => twice.has(name))
  const shown = rowsOf(table, training, names.slice(0, most)).columns.flatMap(
    ({ name, values, first = values, second }) => {
      const both = Array.from(first.keys()).filter((i) => Number.isFinite(first[i]) && Number.isFinite(second![i]))
      if (both.length < 3) return []
      const pair = [first, second!].map((own) => both.map((i) => own[i]))
      const { bias, lower, upper, differences } = blandAltman(pair[0], pair[1])
      const means = both.map((_, i) => (pair[0][i] + pair[1][i]) / 2)
      return [{ label: featureName(name), means, differences: [...differences], bias, lower, upper }]
    },
  )
  if (shown.length === 0) return []
  return [
    {
      id: `readers-${score.block}`,
      title: words.readers(words.score(score.name)),
      caption: plainText(words.readersCaption),
      description: words.readersDescription(shown.length),
      data: shown.map(({ label, bias, lower, upper, means }) => ({ label, bias, lower, upper, n: means.length })),
      drawing: panels([
        shown.map(({ label, ...figure }) => {
          const labelled: BlandAltmanFigure = {
            ...figure,
            meanLabel: words.readersMean,
            differenceLabel: words.readersDifference,
          }
          return { ...blandAltmanPlot(labelled, size), title: label }
        }),
      ]),
    },
  ]
}
