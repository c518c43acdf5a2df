import { locales, type Messages } from '../../text/locales/index.ts'
import { panels } from '../canvas/panels.ts'
import { plain, plot } from '../canvas/plot.ts'
import { spreadLabels } from '../canvas/spread.ts'
import { type Drawing, element, group, line, polyline, text } from '../canvas/svg.ts'
import { fitEnd, textWidth } from '../canvas/text-width.ts'
import { columnWidth, fontSize, ink, seriesColour, seriesColours } from '../theme/theme.ts'

/** What `lassoPlot` draws. */
export interface LassoFigure {
  /** λ from the largest to the smallest, and how many coefficients are not zero at each. */
  lambda: readonly number[]
  nonZero: readonly number[]
  /** Coefficients over λ of every column that enters at all, on the scale they are to be compared on. */
  paths: readonly { label: string; coefficients: readonly number[] }[]
  crossValidated: { mean: readonly number[]; standardError: readonly number[]; measure: string }
  lambdaMin: number
  lambda1se: number
}

const height = 190
const between = 10
const maximumLabels = 14

/**
 * The coefficients' paths (A) and the cross-validated error (B) over log λ, with both usual choices marked.
 *
 * @param figure λ, paths and errors
 * @param words of the language
 * @returns the drawing
 */
export function lassoPlot(figure: LassoFigure, words = locales.en.drawings): Drawing {
  const labelRoom = labelRoomOf(figure)
  const plotWidth = (columnWidth.double - between - labelRoom) / 2
  return panels(
    [
      [
        pathPanel(figure, { width: plotWidth + labelRoom, height }, labelRoom, words),
        errorPanel(figure, { width: plotWidth, height }, words),
      ],
    ],
    between,
  )
}

function logs({ lambda }: LassoFigure) {
  const logLambda = lambda.map(Math.log)
  return { logLambda, domain: [logLambda[logLambda.length - 1], logLambda[0]] as const }
}

/** Room for the names beside the paths: names of features are long, and end in what tells them apart. */
function labelRoomOf({ paths }: LassoFigure): number {
  const widest = Math.max(...paths.map((path) => textWidth(path.label, fontSize.small)), 0)
  return Math.min(176, widest + 8)
}

interface Size {
  width: number
  height: number
}

function pathPanel(figure: LassoFigure, size: Size, labelRoom: number, words: Messages['drawings']): Drawing {
  const { logLambda, domain } = logs(figure)
  const all = figure.paths.flatMap((path) => [...path.coefficients])
  const low = Math.min(0, ...all)
  const high = Math.max(0, ...all)
  const edge = 0.06 * (high - low || 1)
  const area = plot(
    size,
    { x: { label: words.logLambda, domain }, y: { label: words.coefficient, domain: [low - edge, high + edge] } },
    { top: 24, right: labelRoom },
  )
  const { x, y, frame } = area
  const at = nearest(figure.lambda, figure.lambdaMin)
  const chosen = figure.paths
    .map((path, index) => ({ path, index, size: Math.abs(path.coefficients[at]) }))
    .filter((one) => one.size > 0)
    .sort((a, b) => b.size - a.size || a.index - b.index)
    .slice(0, maximumLabels)
  const centres = spreadLabels(
    chosen.map(({ path }) => y(path.coefficients[at])),
    chosen.map(() => fontSize.small),
    1,
    frame.top - 4,
    frame.top + frame.height + 4,
  )
  const right = frame.left + frame.width
  const body = [
    area.axes,
    countsOnTop(figure, area),
    line(frame.left, y(0), right, y(0), { stroke: ink.quiet, 'stroke-width': 0.4 }),
    ...figure.paths.map((path, index) =>
      element('path', {
        d: polyline(path.coefficients.map((value, i) => [x(logLambda[i]), y(value)] as const)),
        fill: 'none',
        stroke: seriesColour(index),
        'stroke-width': path.coefficients[at] === 0 ? 0.5 : 0.9,
        'stroke-opacity': path.coefficients[at] === 0 ? 0.45 : 1,
        class: 'lasso-path',
        'data-series': path.label,
      }),
    ),
    choice(figure, area),
    ...chosen.flatMap(({ path, index }, k) => [
      line(x(logLambda[at]), y(path.coefficients[at]), right + 4, centres[k], {
        stroke: seriesColour(index),
        'stroke-width': 0.3,
        'stroke-dasharray': '1 1.5',
      }),
      text(right + 5, centres[k], fitEnd(path.label, labelRoom - 6, fontSize.small), {
        size: fontSize.small,
        at: 'middle',
        colour: seriesColour(index),
        class: 'path-label',
      }),
    ]),
  ]
  return { ...size, body: body.join('') }
}

function errorPanel(figure: LassoFigure, size: Size, words: Messages['drawings']): Drawing {
  const { logLambda, domain } = logs(figure)
  const { mean, standardError, measure } = figure.crossValidated
  const low = Math.min(...mean.map((m, i) => m - standardError[i]))
  const high = Math.max(...mean.map((m, i) => m + standardError[i]))
  const edge = 0.05 * (high - low || 1)
  const area = plot(
    size,
    { x: { label: words.logLambda, domain }, y: { label: measure, domain: [low - edge, high + edge] } },
    { top: 24 },
  )
  const { x, y } = area
  const body = [
    area.axes,
    countsOnTop(figure, area),
    ...mean.flatMap((value, i) => {
      const at = x(logLambda[i])
      return [
        line(at, y(value - standardError[i]), at, y(value + standardError[i]), {
          stroke: ink.quiet,
          'stroke-width': 0.4,
        }),
        element('circle', { cx: at, cy: y(value), r: 1.1, fill: seriesColours[1], class: 'cv-mean' }),
      ]
    }),
    choice(figure, area),
  ]
  return { ...size, body: body.join('') }
}

type Area = ReturnType<typeof plot>

/** How many coefficients are left, above the plot as glmnet shows it. */
function countsOnTop({ lambda, nonZero }: LassoFigure, { x, frame }: Area): string {
  const shown = 6
  const marks = Array.from({ length: shown }, (_, i) => Math.round((i * (lambda.length - 1)) / (shown - 1)))
  return group(
    { class: 'non-zero' },
    ...marks.map((i) =>
      text(x(Math.log(lambda[i])), frame.top - 14, String(nonZero[i]), { size: fontSize.small, anchor: 'middle' }),
    ),
  )
}

/** Both choices of λ, each named on its outer side, or on the one where there is room. */
function choice({ lambdaMin, lambda1se }: LassoFigure, { x, frame }: Area): string {
  const same = lambdaMin === lambda1se
  const marks = [
    { lambda: lambdaMin, name: same ? 'λ min = λ 1se' : 'λ min', dash: '3 2', side: -1 },
    ...(same ? [] : [{ lambda: lambda1se, name: 'λ 1se', dash: '1 1.5', side: 1 }]),
  ].map((mark) => {
    const words = `${mark.name} ${plain(Number(mark.lambda.toPrecision(3)))}`
    return { ...mark, words, at: x(Math.log(mark.lambda)), width: textWidth(words, fontSize.small) }
  })
  const [low, high] = [frame.left - 10, frame.left + frame.width + 6]
  const centres = spreadLabels(
    marks.map(({ at, side, width }) => at + side * (2 + width / 2)),
    marks.map(({ width }) => width),
    4,
    low,
    high,
  )
  return group(
    { class: 'choice' },
    ...marks.map(
      ({ at, dash, words }, i) =>
        line(at, frame.top - 2, at, frame.top + frame.height, {
          stroke: ink.text,
          'stroke-dasharray': dash,
          'stroke-width': 0.7,
        }) + text(centres[i], frame.top - 4, words, { size: fontSize.small, anchor: 'middle', class: 'lambda' }),
    ),
  )
}

function nearest(values: readonly number[], wanted: number): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if (Math.abs(values[i] - wanted) < Math.abs(values[best] - wanted)) best = i
  return best
}
