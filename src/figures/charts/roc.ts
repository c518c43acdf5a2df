import { locales } from '../../text/locales/index.ts'
import { legend, plain, plot, singleColumn } from '../canvas/plot.ts'
import { type Drawing, element, group, line, polyline } from '../canvas/svg.ts'
import { fitText, textWidth } from '../canvas/text-width.ts'
import { secondary } from '../theme/colours.ts'
import { ink, seriesColour, seriesDash } from '../theme/theme.ts'

/** One model's ROC curve, from (0, 0) to (1, 1), with its area and interval. */
export interface RocSeries {
  label: string
  /** 1 − specificity and sensitivity at each threshold, in the order of the curve. */
  falsePositiveRate: readonly number[]
  sensitivity: readonly number[]
  auc: number
  lower?: number
  upper?: number
  /** A curve that is not the one to go by: grey, behind the others. */
  pale?: 'yes'
  /** The frozen threshold's point. */
  operating?: { falsePositiveRate: number; sensitivity: number }
}

/**
 * ROC curves of one or more models in one plot, with the line of no discrimination.
 *
 * @param series one a model; rates 0 to 1
 * @param size in points
 * @param words of the language
 * @returns the drawing
 */
export function rocCurves(series: readonly RocSeries[], size = singleColumn, words = locales.en.drawings): Drawing {
  const colourOf = (one: RocSeries, index: number) => (one.pale ? secondary.curve : seriesColour(index))
  const entries = series.map((one, index) => ({
    label: aucLabel(one, size.width - 22),
    colour: colourOf(one, index),
    dash: seriesDash(index),
    ...(one.pale && { width: 0.9 }),
  }))
  const key = legend(entries, 0, 0)
  const inside = key.width < 0.66 * size.width && key.height < 0.36 * size.height
  const height = size.height + (inside ? 0 : key.height + 4)
  const area = plot(
    { width: size.width, height: size.height },
    {
      x: { label: words.falsePositives, domain: [0, 1] },
      y: { label: words.sensitivity, domain: [0, 1] },
    },
  )
  const { x, y, frame } = area
  const keyX = inside
    ? frame.left + frame.width - key.width - 3
    : Math.max(0, Math.min(frame.left, size.width - key.width))
  const keyY = inside ? frame.top + frame.height - key.height - 3 : size.height + 2
  const body = [
    area.axes,
    line(x(0), y(0), x(1), y(1), { stroke: ink.quiet, 'stroke-dasharray': '2 2', class: 'reference' }),
    ...inFront(series).map(([one, index]) =>
      group(
        { class: 'roc', 'data-series': one.label },
        element('path', {
          d: polyline(one.falsePositiveRate.map((rate, i) => [x(rate), y(one.sensitivity[i])] as const)),
          fill: 'none',
          stroke: colourOf(one, index),
          'stroke-width': one.pale ? 0.9 : 1.2,
          'stroke-dasharray': seriesDash(index) || undefined,
          'stroke-linejoin': 'round',
        }),
        one.operating
          ? element('circle', {
              class: 'operating',
              'data-left': x(0),
              'data-right': x(1),
              'data-bottom': y(0),
              'data-top': y(1),
              cx: x(one.operating.falsePositiveRate),
              cy: y(one.operating.sensitivity),
              r: 2.4,
              fill: ink.paper,
              stroke: seriesColour(index),
              'stroke-width': 1,
            })
          : '',
      ),
    ),
    inside
      ? element('rect', {
          x: keyX - 3,
          y: keyY - 1,
          width: key.width + 5,
          height: key.height + 3,
          fill: ink.paper,
          'fill-opacity': 0.85,
        })
      : '',
    legend(entries, keyX, keyY).body,
  ]
  return { width: size.width, height, body: body.join('') }
}

/** Each series with its place; the pale ones first, that the others are drawn over them. */
function inFront(series: readonly RocSeries[]): [RocSeries, number][] {
  const all = series.map((one, index): [RocSeries, number] => [one, index])
  return [...all.filter(([{ pale }]) => pale), ...all.filter(([{ pale }]) => !pale)]
}

/** What the model is called, cut where it would push its AUC out of the picture, and how good it is. */
function aucLabel({ label, auc, lower, upper }: RocSeries, room: number): string {
  const interval =
    lower === undefined || upper === undefined || Number.isNaN(lower) ? '' : ` (${plain(lower, 3)}–${plain(upper, 3)})`
  // Rows of one class have none.
  const figures = Number.isNaN(auc) ? ': AUC –' : `: AUC ${plain(auc, 3)}${interval}`
  return fitText(label, room - textWidth(figures)) + figures
}
