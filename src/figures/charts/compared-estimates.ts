import { legend, linearScale, plain, type Scale } from '../canvas/plot.ts'
import { type Drawing, element, group, line, text } from '../canvas/svg.ts'
import { textWidth } from '../canvas/text-width.ts'
import { columnWidth, fontSize, ink, seriesColour } from '../theme/theme.ts'

/** The same estimates from two analyses, line by line under headings. */
export interface ComparedFigure {
  /** What is shown on the axis: "AUC". */
  measure: string
  /** The two analyses. */
  series: readonly [string, string]
  groups: readonly { label: string; rows: readonly ComparedRow[] }[]
  /** Where there would be nothing to tell: 0.5 of an AUC. */
  none: number
}

export interface ComparedRow {
  label: string
  estimates: readonly [ComparedEstimate | undefined, ComparedEstimate | undefined]
}

interface ComparedEstimate {
  value: number
  lower?: number
  upper?: number
}

const rowStep = 15
const apart = 3

/** Two points a line, each with its interval, joined so that the distance between the analyses is what is seen. */
export function comparedEstimates(figure: ComparedFigure, width: number = columnWidth.double): Drawing {
  const lines = figure.groups.flatMap(({ label, rows }) => [
    { heading: label, row: undefined },
    ...rows.map((row) => ({ heading: undefined, row })),
  ])
  const known = lines.flatMap(({ row }) => row?.estimates.filter((one) => one !== undefined) ?? [])
  const all = [figure.none, ...known.flatMap(({ value, lower = value, upper = value }) => [value, lower, upper])]
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const edge = 0.04 * (high - low || 1)
  const words = Math.max(
    ...lines.map(({ heading, row }) => textWidth(heading ?? `  ${row!.label}`, fontSize.body, true)),
  )
  const numbers = textWidth('0.000 → 0.000') + 12
  const key = legend(keyOf(figure), 0, 0)
  const top = key.height + 8
  const left = words + 14
  const bottom = top + lines.length * rowStep + 4
  const x = linearScale([low - edge, high + edge], [left, width - numbers])
  const format = x.tickFormat(6)
  const body = [
    line(left, bottom, width - numbers, bottom),
    ...x
      .ticks(6)
      .flatMap((tick) => [
        line(x(tick), bottom, x(tick), bottom + 3),
        text(x(tick), bottom + 4 + fontSize.body, format(tick), { anchor: 'middle', class: 'tick' }),
      ]),
    text((left + width - numbers) / 2, bottom + fontSize.body + fontSize.label + 8, figure.measure, {
      anchor: 'middle',
      size: fontSize.label,
      class: 'axis-label',
    }),
    legend(keyOf(figure), left, 0).body,
    line(x(figure.none), top, x(figure.none), bottom, {
      stroke: ink.quiet,
      'stroke-dasharray': '2 2',
    }),
    ...lines.map(({ heading, row }, i) => {
      const middle = top + (i + 0.5) * rowStep
      if (heading !== undefined) return text(0, middle, heading, { at: 'middle', bold: 'yes' })
      return group(
        { class: 'compared', 'data-series': row!.label },
        text(8, middle, row!.label, { at: 'middle' }),
        joining(row!, x, middle),
        ...row!.estimates.map((one, k) => (one ? point(one, x, middle + (k === 0 ? -apart : apart), k) : '')),
        text(width, middle, row!.estimates.map((one) => (one ? plain(one.value, 3) : '–')).join(' → '), {
          anchor: 'end',
          at: 'middle',
          class: 'value',
        }),
      )
    }),
  ]
  return { width, height: bottom + fontSize.body + fontSize.label + 12, body: body.join('') }
}

const keyOf = ({ series }: ComparedFigure) => series.map((label, k) => ({ label, colour: seriesColour(k) }))

function joining({ estimates: [first, second] }: ComparedRow, x: Scale, middle: number): string {
  if (!first || !second) return ''
  return line(x(first.value), middle - apart, x(second.value), middle + apart, {
    stroke: ink.quiet,
    'stroke-width': 0.5,
  })
}

function point({ value, lower, upper }: ComparedEstimate, x: Scale, y: number, series: number): string {
  const colour = seriesColour(series)
  const interval =
    lower === undefined || upper === undefined
      ? ''
      : line(x(lower), y, x(upper), y, { stroke: colour, 'stroke-width': 0.9 })
  return interval + element('circle', { cx: x(value), cy: y, r: 2.2, fill: colour })
}
