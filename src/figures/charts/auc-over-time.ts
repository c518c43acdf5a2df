import { locales } from '../../text/locales/index.ts'
import { overLegend, plot, singleColumn } from '../canvas/plot.ts'
import { type Drawing, element, group, line, polyline } from '../canvas/svg.ts'
import { ink, seriesColour, seriesDash } from '../theme/theme.ts'

/** The time-dependent AUC of one set of patients at the times of events, rising. */
export interface AucOverTimeSeries {
  label: string
  time: readonly number[]
  auc: readonly number[]
}

/**
 * Time-dependent AUC over the follow-up.
 *
 * @param series one a set of patients
 * @param timeLabel what the axis of time is called
 * @param size in points
 * @param words of the language
 * @returns the drawing
 */
export function aucOverTime(
  series: readonly AucOverTimeSeries[],
  timeLabel: string,
  size = singleColumn,
  words = locales.en.drawings,
): Drawing {
  const all = series.flatMap(({ time, auc }) => time.map((t, i) => ({ t, auc: auc[i] })))
  const last = Math.max(...all.map(({ t }) => t))
  const low = Math.min(0.4, ...all.map(({ auc }) => auc))
  const area = plot(size, {
    x: { label: timeLabel, domain: [0, last] },
    y: { label: words.aucAtTime, domain: [Math.max(0, Math.floor(low * 10) / 10), 1] },
  })
  const { x, y, frame } = area
  const drawn = series.map(({ label, time, auc }, i) =>
    group(
      { class: 'auc-over-time', 'data-series': label },
      element('path', {
        d: polyline(time.map((t, k) => [x(t), y(auc[k])] as const)),
        fill: 'none',
        stroke: seriesColour(i),
        'stroke-width': 1.2,
        'stroke-dasharray': seriesDash(i) || undefined,
      }),
    ),
  )
  const entries = series.map(({ label }, i) => ({ label, colour: seriesColour(i), dash: seriesDash(i) }))
  const body = [
    area.axes,
    line(frame.left, y(0.5), frame.left + frame.width, y(0.5), { stroke: ink.quiet, 'stroke-dasharray': '2 2' }),
    ...drawn,
  ]
  return overLegend(body, entries, size, area)
}
