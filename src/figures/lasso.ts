import { panels } from './panels.ts'
import { plain, plot } from './plot.ts'
import { spreadLabels } from './spread.ts'
import { type Drawing, element, group, line, polyline, text } from './svg.ts'
import { fitText } from './text-width.ts'
import { columnWidth, fontSize, ink, seriesColour, seriesColours } from './theme.ts'

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

const size = { width: (columnWidth.double - 10) / 2, height: 190 }
const mostLabels = 14

/** The coefficients' paths (A) and the cross-validated error (B) over log λ, with both usual choices marked. */
export function lassoPlot(figure: LassoFigure): Drawing {
  return panels([[pathPanel(figure), errorPanel(figure)]])
}

function logs({ lambda }: LassoFigure) {
  const logLambda = lambda.map(Math.log)
  return { logLambda, domain: [logLambda[logLambda.length - 1], logLambda[0]] as const }
}

function pathPanel(figure: LassoFigure): Drawing {
  const { logLambda, domain } = logs(figure)
  const all = figure.paths.flatMap((path) => [...path.coefficients])
  const low = Math.min(0, ...all)
  const high = Math.max(0, ...all)
  const edge = 0.06 * (high - low || 1)
  const labelRoom = 62
  const area = plot(
    size,
    { x: { label: 'log λ', domain }, y: { label: 'Coefficient', domain: [low - edge, high + edge] } },
    { top: 24, right: labelRoom },
  )
  const { x, y, frame } = area
  const at = nearest(figure.lambda, figure.lambdaMin)
  const chosen = figure.paths
    .map((path, index) => ({ path, index, size: Math.abs(path.coefficients[at]) }))
    .filter((one) => one.size > 0)
    .sort((a, b) => b.size - a.size || a.index - b.index)
    .slice(0, mostLabels)
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
      text(right + 5, centres[k], fitText(path.label, labelRoom - 6, fontSize.small), {
        size: fontSize.small,
        at: 'middle',
        colour: seriesColour(index),
        class: 'path-label',
      }),
    ]),
  ]
  return { ...size, body: body.join('') }
}

function errorPanel(figure: LassoFigure): Drawing {
  const { logLambda, domain } = logs(figure)
  const { mean, standardError, measure } = figure.crossValidated
  const low = Math.min(...mean.map((m, i) => m - standardError[i]))
  const high = Math.max(...mean.map((m, i) => m + standardError[i]))
  const edge = 0.05 * (high - low || 1)
  const area = plot(
    size,
    { x: { label: 'log λ', domain }, y: { label: measure, domain: [low - edge, high + edge] } },
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

function choice({ lambdaMin, lambda1se }: LassoFigure, { x, frame }: Area): string {
  const mark = (lambda: number, name: string, dash: string, side: -1 | 1) =>
    line(x(Math.log(lambda)), frame.top - 9, x(Math.log(lambda)), frame.top + frame.height, {
      stroke: ink.text,
      'stroke-dasharray': dash,
      'stroke-width': 0.7,
    }) +
    text(x(Math.log(lambda)) + 2 * side, frame.top - 4, `${name} ${plain(Number(lambda.toPrecision(3)))}`, {
      size: fontSize.small,
      anchor: side < 0 ? 'end' : 'start',
      class: 'lambda',
    })
  return group(
    { class: 'choice' },
    ...(lambdaMin === lambda1se
      ? [mark(lambdaMin, 'λ min = λ 1se', '3 2', -1)]
      : [mark(lambdaMin, 'λ min', '3 2', -1), mark(lambda1se, 'λ 1se', '1 1.5', 1)]),
  )
}

function nearest(values: readonly number[], wanted: number): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if (Math.abs(values[i] - wanted) < Math.abs(values[best] - wanted)) best = i
  return best
}
