import { plain, plot } from '../canvas/plot.ts'
import { type Drawing, element, group, line, text } from '../canvas/svg.ts'
import { columnWidth, fontSize, ink, seriesColour } from '../theme/theme.ts'

/** What `blandAltmanPlot` draws. */
export interface BlandAltmanFigure {
  /** Mean and difference of each pair. */
  means: readonly number[]
  differences: readonly number[]
  bias: number
  /** Limits of agreement. */
  lower: number
  upper: number
  meanLabel: string
  differenceLabel: string
}

const usualSize = { width: columnWidth.single, height: 200 }

/**
 * Bland and Altman's plot: the difference of two readings over their mean, with the mean difference and the limits of
 * agreement.
 *
 * @param figure points, mean difference and limits
 * @param size in points
 * @returns the drawing
 */
export function blandAltmanPlot(figure: BlandAltmanFigure, size = usualSize): Drawing {
  const { means, differences, bias, lower, upper } = figure
  const [xLow, xHigh] = spread(means)
  const [yLow, yHigh] = spread([...differences, lower, upper])
  const { x, y, frame, axes } = plot(
    size,
    {
      x: { label: figure.meanLabel, domain: [xLow, xHigh] },
      y: { label: figure.differenceLabel, domain: [yLow, yHigh] },
    },
    { right: 8 },
  )
  const right = frame.left + frame.width
  // Three digits of the wider limit, for all three lines.
  const widest = Math.max(Math.abs(lower), Math.abs(upper))
  const decimals = widest > 0 ? Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(widest)))) : 0
  const level = (at: number, dash?: string) =>
    line(frame.left, y(at), right, y(at), { stroke: ink.text, 'stroke-width': 0.8, 'stroke-dasharray': dash }) +
    text(right - 2, y(at) - 2, plain(at, decimals), { anchor: 'end', size: fontSize.small })
  const body = [
    axes,
    group(
      { class: 'pairs', fill: seriesColour(0), 'fill-opacity': 0.6 },
      ...means.map((mean, i) => element('circle', { cx: x(mean), cy: y(differences[i]), r: 1.4 })),
    ),
    group({ class: 'limits' }, level(bias), level(lower, '4 2'), level(upper, '4 2')),
  ]
  return { ...size, body: body.join('') }
}

/** From the least to the greatest with an edge of a twentieth on both sides. */
function spread(values: readonly number[]): [number, number] {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity)
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity)
  const edge = 0.05 * (high - low) || 0.5
  return [low - edge, high + edge]
}
