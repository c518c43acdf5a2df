import { scaleLog } from 'd3-scale'
import { ratios as asPrinted, ratio, withInterval } from '../../text/format.ts'
import { locales } from '../../text/locales/index.ts'
import { linearScale, plain } from '../canvas/plot.ts'
import { type Drawing, element, group, line, text } from '../canvas/svg.ts'
import { fitText, textWidth } from '../canvas/text-width.ts'
import { columnWidth, fontSize, ink, seriesColours } from '../theme/theme.ts'

/** One line of a forest: an estimate with its interval, a reference level, or (no estimate) a heading. */
export interface ForestRow {
  label: string
  estimate?: number
  lower?: number
  upper?: number
  p?: string
  /** How many: "26/171", with the outcome of all. */
  counts?: string
  reference?: 'yes'
  indent?: 'yes'
}

/** What `forestPlot` draws. */
export interface ForestFigure {
  /** What is shown: "Odds ratio (95% CI)". */
  measure: string
  rows: readonly ForestRow[]
  /** Over the column of counts. */
  counts?: string
  /** On either side of no effect: "Lower odds", "Higher odds". */
  sides?: readonly [string, string]
  /** Of an AUC the axis is even, and this says nothing: 0.5. Ratios, whose axis is logarithmic, where not given. */
  none?: number
}

const step = fontSize.body + 6

/**
 * Estimates and their intervals on one axis, with the figures in words at the side: ratios on a logarithmic axis, AUCs on
 * an even one.
 *
 * @param figure rows with estimate, bounds and p
 * @param width in points
 * @param words of the language
 * @returns the drawing
 */
export function forestPlot(
  { measure, rows, counts, sides, none }: ForestFigure,
  width: number = columnWidth.double,
  { reference } = locales.en.drawings,
): Drawing {
  const ratios = none === undefined
  const estimates = rows.filter((row) => row.estimate !== undefined)
  const words = (row: ForestRow) =>
    row.reference ? reference : row.estimate === undefined ? '' : ratios ? withBounds(row) : share(row)
  const hasP = estimates.some(({ p }) => p !== undefined)
  const wordsWidth = Math.max(textWidth(measure, fontSize.body, true), ...rows.map((row) => textWidth(words(row))))
  const pWidth = hasP ? 10 + Math.max(textWidth('p'), ...rows.map((row) => textWidth(row.p ?? ''))) : 0
  const countsWidth =
    counts === undefined
      ? 0
      : 8 + Math.max(textWidth(counts, fontSize.body, true), ...rows.map((row) => textWidth(row.counts ?? '')))
  const labelWidth = Math.min(
    0.36 * width,
    Math.max(...rows.map((row) => textWidth(row.label, fontSize.body, true) + (row.indent ? 8 : 0))) + 4,
  )
  const countsRight = labelWidth + countsWidth
  const plotLeft = countsRight + 10
  const plotRight = width - wordsWidth - pWidth - 8
  const top = fontSize.body + 8
  const bottom = top + rows.length * step
  const [low, high] = ratios ? limits(estimates) : evenLimits(estimates, none)
  const x = ratios ? scaleLog([low, high], [plotLeft, plotRight]) : linearScale([low, high], [plotLeft, plotRight])
  const inside = (value: number) => Math.min(high, Math.max(low, value))
  const ticks = ratios ? ratioTicks(low, high) : x.ticks(5)
  const zero = x(none ?? 1)
  const below = bottom + 4 + fontSize.body
  const body = [
    ...(counts === undefined ? [] : [text(countsRight, fontSize.body, counts, { anchor: 'end', bold: 'yes' })]),
    text(width - pWidth, fontSize.body, measure, { anchor: 'end', bold: 'yes' }),
    ...(hasP ? [text(width, fontSize.body, 'p', { anchor: 'end', bold: 'yes' })] : []),
    line(0, fontSize.body + 4, width, fontSize.body + 4, { 'stroke-width': 0.5 }),
    line(zero, top - 2, zero, bottom, { stroke: ink.quiet, 'stroke-dasharray': '2 2' }),
    line(plotLeft, bottom, plotRight, bottom),
    ...ticks.flatMap((tick) => [
      line(x(tick), bottom, x(tick), bottom + 3),
      text(x(tick), below, ratios ? plain(tick) : plain(tick, 1), { anchor: 'middle', class: 'tick' }),
    ]),
    ...(sides ? [sideWords(sides, zero, below + fontSize.body + 5)] : []),
    ...rows.map((row, i) => {
      const middle = top + (i + 0.5) * step
      const label = text(row.indent ? 8 : 0, middle, fitText(row.label, labelWidth - (row.indent ? 8 : 0)), {
        at: 'middle',
        bold: row.indent || row.reference ? undefined : 'yes',
      })
      const said =
        (row.counts ? text(countsRight, middle, row.counts, { anchor: 'end', at: 'middle', class: 'counts' }) : '') +
        text(width - pWidth, middle, words(row), { anchor: 'end', at: 'middle', class: 'ratio' }) +
        (hasP ? text(width, middle, row.p ?? '', { anchor: 'end', at: 'middle', class: 'p' }) : '')
      if (row.reference)
        return group({}, label, element('circle', { cx: zero, cy: middle, r: 1.6, fill: ink.quiet }), said)
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
  return { width, height: below + (sides ? fontSize.body + 9 : 4), body: body.join('') }
}

/** What lies to the left and to the right of no effect. */
function sideWords([lower, higher]: readonly [string, string], zero: number, y: number): string {
  return (
    text(zero - 6, y, `← ${lower}`, { anchor: 'end', colour: ink.quiet, class: 'side' }) +
    text(zero + 6, y, `${higher} →`, { colour: ink.quiet, class: 'side' })
  )
}

const share = ({ estimate, lower, upper }: ForestRow) => withInterval([estimate!, lower!, upper!], 3).text

/** Around the estimates and what says nothing, within 0 and 1. */
function evenLimits(rows: readonly ForestRow[], none: number): [number, number] {
  const finite = rows.flatMap((row) => [row.estimate!, row.lower!, row.upper!]).filter(Number.isFinite)
  const low = Math.min(none, ...finite)
  const high = Math.max(none, ...finite)
  return [Math.max(0, low - 0.02), Math.min(1.01, Math.max(high, low + 0.1) + 0.02)]
}

/** As the tables print them. */
function withBounds({ estimate, lower, upper }: ForestRow): string {
  if (Number.isNaN(estimate)) return '–'
  if (Number.isNaN(lower! + upper!)) return `${ratio(estimate!).text} (–)`
  const [middle, from, to] = asPrinted([estimate!, lower!, upper!]).map(({ text }) => text)
  return `${middle} (${from}–${to})`
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
