import { locales } from '../../text/locales/index.ts'
import { clipToBand } from '../canvas/clip.ts'
import { overLegend, plot, singleColumn } from '../canvas/plot.ts'
import { type Drawing, element, line, polyline } from '../canvas/svg.ts'
import { ink, seriesColour, seriesDash } from '../theme/theme.ts'
import type { CalibrationCurve } from './calibration.ts'

/** Calibration curves of several models on the same patients, with the ideal line. */
export function calibrationComparison(
  models: readonly ({ label: string } & Pick<CalibrationCurve, 'predicted' | 'observed'>)[],
  size = singleColumn,
  words = locales.en.drawings,
): Drawing {
  const area = plot(size, {
    x: { label: words.predicted, domain: [0, 1] },
    y: { label: words.observed, domain: [0, 1] },
  })
  const { x, y } = area
  const curves = models.map(({ label, predicted, observed }, i) => {
    // A smooth may run beyond what a proportion can be; the plot ends there.
    const points = clipToBand(
      predicted.map((p, k) => [p, observed[k]] as const),
      0,
      1,
    )
    // a model that gives everyone the same risk is a point
    if (points.every(([p]) => p === points[0][0]))
      return points.length === 0
        ? ''
        : element('circle', {
            cx: x(points[0][0]),
            cy: y(points[0][1]),
            r: 2,
            fill: seriesColour(i),
            class: 'calibration',
          })
    return element('path', {
      d: polyline(points.map(([p, share]) => [x(p), y(share)] as const)),
      fill: 'none',
      stroke: seriesColour(i),
      'stroke-width': 1.2,
      'stroke-dasharray': seriesDash(i) || undefined,
      'stroke-linejoin': 'round',
      class: 'calibration',
      'data-series': label,
    })
  })
  const entries = [
    ...models.map(({ label }, i) => ({ label, colour: seriesColour(i), dash: seriesDash(i) })),
    { label: words.ideal, colour: ink.quiet, dash: '2 2', width: 0.8 },
  ]
  const body = [
    area.axes,
    line(x(0), y(0), x(1), y(1), { stroke: ink.quiet, 'stroke-width': 0.8, 'stroke-dasharray': '2 2', class: 'ideal' }),
    ...curves,
  ]
  return overLegend(body, entries, size, area)
}
