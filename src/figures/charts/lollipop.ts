import { locales } from '../../text/locales/index.ts'
import { linearScale, plain } from '../canvas/plot.ts'
import { type Drawing, element, group, line, text } from '../canvas/svg.ts'
import { fitText, textWidth } from '../canvas/text-width.ts'
import { columnWidth, fontSize, ink, seriesColours } from '../theme/theme.ts'

/** What `coefficientLollipops` draws. */
export interface LollipopFigure {
  /** The largest coefficient first. */
  rows: readonly {
    label: string
    coefficient: number /** Share of refits that selected it, 0 to 1. */
    selected?: number
  }[]
}

const step = fontSize.body + 6

/**
 * The coefficients of a score, the largest first, each with how often refits selected the same column.
 *
 * @param figure a row for each column
 * @param width in points
 * @param words of the language
 * @returns the drawing
 */
export function coefficientLollipops(
  { rows }: LollipopFigure,
  width: number = columnWidth.double,
  words = locales.en.drawings,
): Drawing {
  const frequencies = rows.some(({ selected }) => selected !== undefined)
  const labelWidth = Math.min(0.42 * width, Math.max(...rows.map(({ label }) => textWidth(label))) + 4)
  const barsWidth = frequencies ? 110 : 0
  const [left, right] = [labelWidth + 10 + textWidth('−0.000'), width - barsWidth - 14 - textWidth('0.000')]
  const all = rows.map(({ coefficient }) => coefficient)
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)]
  const x = linearScale([low, high > low ? high : low + 1], [left, right])
  const share = linearScale([0, 1], [width - barsWidth, width - textWidth('100%') - 3])
  const top = fontSize.body + 8
  const bottom = top + rows.length * step
  const below = bottom + 4 + fontSize.body
  const format = x.tickFormat(4)
  return {
    width,
    height: below + fontSize.label + 6,
    body: [
      ...(frequencies ? [text(width - barsWidth, fontSize.body, words.selectedIn, { bold: 'yes' })] : []),
      line(x(0), top - 2, x(0), bottom, { stroke: ink.quiet, 'stroke-width': 0.6 }),
      line(left, bottom, right, bottom),
      ...x
        .ticks(4)
        .flatMap((tick) => [
          line(x(tick), bottom, x(tick), bottom + 3),
          text(x(tick), below, format(tick), { anchor: 'middle', class: 'tick' }),
        ]),
      text((left + right) / 2, below + fontSize.label + 4, words.coefficientPerSd, {
        anchor: 'middle',
        size: fontSize.label,
        class: 'axis-label',
      }),
      ...rows.map(({ label, coefficient, selected }, i) => {
        const middle = top + (i + 0.5) * step
        const colour = seriesColours[coefficient >= 0 ? 1 : 0]
        const up = coefficient >= 0
        return group(
          { class: 'lollipop', 'data-series': label },
          text(0, middle, fitText(label, labelWidth), { at: 'middle' }),
          line(x(0), middle, x(coefficient), middle, { stroke: colour, 'stroke-width': 1.2 }),
          element('circle', { cx: x(coefficient), cy: middle, r: 2.4, fill: colour }),
          text(x(coefficient) + (up ? 5 : -5), middle, plain(coefficient, 3), {
            at: 'middle',
            anchor: up ? 'start' : 'end',
          }),
          ...(selected === undefined
            ? []
            : [
                element('rect', {
                  x: share(0),
                  y: middle - 3,
                  width: Math.max(0.3, share(selected) - share(0)),
                  height: 6,
                  fill: ink.quiet,
                  'fill-opacity': 0.55,
                }),
                text(width, middle, `${(100 * selected).toFixed(0)}%`, { at: 'middle', anchor: 'end' }),
              ]),
        )
      }),
    ].join(''),
  }
}
