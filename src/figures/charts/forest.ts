import { scaleLog } from 'd3-scale'
import { locales } from '../../text/locales/index.ts'
import { plain } from '../canvas/plot.ts'
import { type Drawing, element, group, line, text } from '../canvas/svg.ts'
import { fitText, textWidth } from '../canvas/text-width.ts'
import { columnWidth, fontSize, ink, seriesColours } from '../theme/theme.ts'

/** One line of a forest: a ratio with its interval, a reference level, or (no estimate) a heading. */
export interface ForestRow {
  label: string
  estimate?: number
  lower?: number
  upper?: number
  p?: string
  reference?: 'yes'
  indent?: 'yes'
}

/** What `forestPlot` draws. */
export interface ForestFigure {
  /** What is shown: "Odds ratio (95% CI)". */
  measure: string
  rows: readonly ForestRow[]
}

const step = fontSize.body + 6

/**
 * Ratios and their intervals on a logarithmic axis, with the figures in words at the side.
 *
 * @param figure rows with ratio, bounds and p
 * @param width in points
 * @param words of the language
 * @returns the drawing
 */
export function forestPlot(
  { measure, rows }: ForestFigure,
  width: number = columnWidth.double,
  { reference } = locales.en.drawings,
): Drawing {
  const estimates = rows.filter((row) => row.estimate !== undefined)
  const words = (row: ForestRow) =>
    row.reference
      ? reference
      : row.estimate === undefined
        ? ''
        : `${ratio(row.estimate)} (${ratio(row.lower!)}–${ratio(row.upper!)})`
  const wordsWidth = Math.max(textWidth(measure, fontSize.body, true), ...rows.map((row) => textWidth(words(row))))
  const pWidth = Math.max(textWidth('p'), ...rows.map((row) => textWidth(row.p ?? '')))
  const labelWidth = Math.min(
    0.36 * width,
    Math.max(...rows.map((row) => textWidth(row.label, fontSize.body, true) + (row.indent ? 8 : 0))) + 4,
  )
  const plotLeft = labelWidth + 6
  const plotRight = width - wordsWidth - pWidth - 18
  const top = fontSize.body + 8
  const bottom = top + rows.length * step
  const [low, high] = limits(estimates)
  const x = scaleLog([low, high], [plotLeft, plotRight])
  const inside = (value: number) => Math.min(high, Math.max(low, value))
  const ticks = ratioTicks(low, high)
  const body = [
    text(width - pWidth - 10, fontSize.body, measure, { anchor: 'end', bold: 'yes' }),
    text(width, fontSize.body, 'p', { anchor: 'end', bold: 'yes' }),
    line(0, fontSize.body + 4, width, fontSize.body + 4, { 'stroke-width': 0.5 }),
    line(x(1), top - 2, x(1), bottom, { stroke: ink.quiet, 'stroke-dasharray': '2 2' }),
    line(plotLeft, bottom, plotRight, bottom),
    ...ticks.flatMap((tick) => [
      line(x(tick), bottom, x(tick), bottom + 3),
      text(x(tick), bottom + 4 + fontSize.body, plain(tick), { anchor: 'middle', class: 'tick' }),
    ]),
    ...rows.map((row, i) => {
      const middle = top + (i + 0.5) * step
      const label = text(row.indent ? 8 : 0, middle, fitText(row.label, labelWidth - (row.indent ? 8 : 0)), {
        at: 'middle',
        bold: row.estimate === undefined && !row.reference ? 'yes' : undefined,
      })
      const said =
        text(width - pWidth - 10, middle, words(row), { anchor: 'end', at: 'middle', class: 'ratio' }) +
        text(width, middle, row.p ?? '', { anchor: 'end', at: 'middle', class: 'p' })
      if (row.reference)
        return group({}, label, element('circle', { cx: x(1), cy: middle, r: 1.6, fill: ink.quiet }), said)
      if (row.estimate === undefined) return label
      if (Number.isNaN(row.estimate + row.lower! + row.upper!)) return group({}, label, said)
      const from = x(inside(row.lower!))
      const to = x(inside(row.upper!))
      return group(
        { class: 'estimate', 'data-series': row.label },
        label,
        line(from, middle, to, middle, { stroke: seriesColours[0], 'stroke-width': 1 }),
        row.lower! < low ? arrowHead(from, middle, -1) : '',
        row.upper! > high ? arrowHead(to, middle, 1) : '',
        element('rect', {
          x: x(inside(row.estimate)) - 2.2,
          y: middle - 2.2,
          width: 4.4,
          height: 4.4,
          fill: seriesColours[0],
        }),
        said,
      )
    }),
  ]
  return { width, height: bottom + fontSize.body + 8, body: body.join('') }
}

/** Two decimals, and three significant digits where that says nothing. */
function ratio(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '–'
  if (value >= 1000) return '>999'
  if (value < 0.01) return '<0.01'
  return plain(value, value >= 100 ? 0 : value >= 10 ? 1 : 2)
}

function limits(rows: readonly ForestRow[]): [number, number] {
  const finite = rows
    .flatMap((row) => [row.estimate!, row.lower!, row.upper!])
    .filter((value) => Number.isFinite(value) && value > 0)
  const low = Math.max(Math.min(0.5, ...finite) / 1.1, 0.01)
  const high = Math.min(Math.max(2, ...finite) * 1.1, 100)
  return [low, high]
}

function ratioTicks(low: number, high: number): number[] {
  const fine = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]
  const coarse = [0.01, 0.1, 1, 10, 100]
  const within = (ticks: number[]) => ticks.filter((tick) => tick >= low && tick <= high)
  return high / low > 300 ? within(coarse) : within(fine)
}

function arrowHead(x: number, y: number, direction: 1 | -1): string {
  return element('path', {
    d: `M${(x + 2 * direction).toFixed(2)},${y.toFixed(2)}l${-4 * direction},-2.2v4.4Z`,
    fill: seriesColours[0],
  })
}
