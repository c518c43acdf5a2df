import { locales } from '../../text/locales/index.ts'
import { overLegend, plot, singleColumn } from '../canvas/plot.ts'
import { type Drawing, element, group, line, polyline } from '../canvas/svg.ts'
import { ink, seriesColour, seriesDash } from '../theme/theme.ts'

export interface LearningSeries {
  label: string
  /** Rows learnt from, mean AUC on the rows left over and its standard deviation between random parts. */
  points: readonly { rows: number; auc: number; sd: number }[]
}

/** How good models are that learnt from fewer rows: still rising at the right means that more patients would help. */
export function learningCurves(
  models: readonly LearningSeries[],
  size = singleColumn,
  words = locales.en.drawings,
): Drawing {
  const known = models.map(({ label, points }) => ({ label, points: points.filter(({ auc }) => Number.isFinite(auc)) }))
  const all = known.flatMap(({ points }) => points)
  const low = Math.min(0.5, ...all.map(({ auc, sd }) => auc - (sd || 0)))
  const most = Math.max(...all.map(({ rows }) => rows))
  const least = Math.min(...all.map(({ rows }) => rows))
  const room = Math.max(1, 0.08 * (most - least))
  const area = plot(size, {
    x: { label: words.trainingRows, domain: [least - room, most + room] },
    y: { label: words.remainingAuc, domain: [Math.max(0, Math.floor(low * 10) / 10), 1] },
  })
  const { x, y, frame } = area
  const series = known.map(({ label, points }, i) => {
    const colour = seriesColour(i)
    // side by side, so that the bars of two models can be told apart
    const at = (rows: number) => x(rows) + 2.5 * (i - (known.length - 1) / 2)
    return group(
      { class: 'learning', 'data-series': label },
      element('path', {
        d: polyline(points.map(({ rows, auc }) => [at(rows), y(auc)] as const)),
        fill: 'none',
        stroke: colour,
        'stroke-width': 1.2,
        'stroke-dasharray': seriesDash(i) || undefined,
      }),
      ...points.flatMap(({ rows, auc, sd }) => [
        Number.isFinite(sd)
          ? line(at(rows), y(auc - sd), at(rows), y(Math.min(1, auc + sd)), { stroke: colour, 'stroke-width': 0.6 })
          : '',
        element('circle', { cx: at(rows), cy: y(auc), r: 1.8, fill: colour }),
      ]),
    )
  })
  const entries = known.map(({ label }, i) => ({ label, colour: seriesColour(i), dash: seriesDash(i) }))
  const body = [
    area.axes,
    line(frame.left, y(0.5), frame.left + frame.width, y(0.5), { stroke: ink.quiet, 'stroke-dasharray': '2 2' }),
    ...series,
  ]
  return overLegend(body, entries, size, area)
}
