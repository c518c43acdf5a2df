import { locales } from '../../text/locales/index.ts'
import { clipToBand } from '../canvas/clip.ts'
import { legend, overLegend, plot, singleColumn } from '../canvas/plot.ts'
import { type Drawing, element, group, line, polyline, text } from '../canvas/svg.ts'
import { textWidth } from '../canvas/text-width.ts'
import { secondary } from '../theme/colours.ts'
import { fontSize, ink, seriesColours, seriesDash } from '../theme/theme.ts'
import { thresholdMark } from './threshold-mark.ts'

/** A calibration curve: what was observed (smoothed) where `predicted` was foretold. */
export interface CalibrationCurve {
  predicted: readonly number[]
  observed: readonly number[]
  lower?: readonly number[]
  upper?: readonly number[]
}

/** What `calibrationCurves` draws. */
export interface CalibrationFigure {
  apparent: CalibrationCurve
  biasCorrected?: CalibrationCurve
  /** Curves that are not the one to go by: grey, behind the others. */
  others?: readonly ({ label: string } & CalibrationCurve)[]
  /** The legend stands under the plot, which keeps its size. */
  legendBelow?: 'yes'
  /** The frozen threshold. */
  threshold?: number
  /** What the apparent curve is called: "Apparent", "Validation set". */
  apparentLabel?: string
  /** How many patients with and without the outcome were foretold a risk in each bin (edges: one more). */
  predictions?: { edges: readonly number[]; events: readonly number[]; nonEvents: readonly number[] }
  /** Observed shares in groups of risk. */
  groups?: readonly { predicted: number; observed: number; lower: number; upper: number; n: number }[]
  /** Lines of text in the corner: slope, intercept, Hosmer–Lemeshow p, … */
  notes?: readonly string[]
  /** The greatest risk on the axes; one where not given. */
  limit?: number
  xLabel?: string
  yLabel?: string
}

const histogramShare = 0.16

/**
 * Apparent, bias-corrected and ideal calibration, with the distribution of the predictions below.
 *
 * @param figure the curves and predictions, probabilities 0 to 1
 * @param size in points
 * @param words of the language
 * @returns the drawing
 */
export function calibrationCurves(
  figure: CalibrationFigure,
  size = singleColumn,
  words = locales.en.drawings,
): Drawing {
  const strip = figure.predictions ? histogramShare : 0
  const limit = figure.limit ?? 1
  const area = plot(size, {
    x: { label: figure.xLabel ?? words.predicted, domain: [0, limit] },
    y: {
      label: figure.yLabel ?? words.observed,
      domain: [-strip, limit],
      ...(limit === 1 && { ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] }),
    },
  })
  const { x, y, frame } = area
  const curve = (one: CalibrationCurve, colour: string, dash: string, name: string, width = 1.3) =>
    group(
      { class: 'calibration', 'data-series': name },
      element('path', {
        d: polyline(
          // A smooth may run beyond what a proportion can be; the plot ends there.
          clipToBand(
            one.predicted.map((p, i) => [p, one.observed[i]] as const),
            0,
            limit,
          ).map(([p, share]) => [x(p), y(share)] as const),
        ),
        fill: 'none',
        stroke: colour,
        'stroke-width': width,
        'stroke-dasharray': dash || undefined,
        'stroke-linejoin': 'round',
      }),
    )
  const others = figure.others ?? []
  const apparentLabel = figure.apparentLabel ?? words.apparent
  const entries = [
    { label: words.ideal, colour: ink.quiet, dash: '2 2', width: 0.8 },
    { label: apparentLabel, colour: seriesColours[0] },
    ...others.map(({ label }, i) => ({ label, colour: secondary.curve, dash: seriesDash(i + 1), width: 0.9 })),
    ...(figure.biasCorrected ? [{ label: words.biasCorrected, colour: seriesColours[1], dash: '5 2' }] : []),
    ...(figure.predictions
      ? [
          { label: words.withOutcome, colour: ink.text, patch: 'yes' as const },
          { label: words.without, colour: secondary.without, patch: 'yes' as const },
        ]
      : []),
  ]
  const body = [
    area.axes,
    figure.predictions ? histogram(figure.predictions, area) : '',
    line(x(0), y(0), x(limit), y(limit), {
      stroke: ink.quiet,
      'stroke-width': 0.8,
      'stroke-dasharray': '2 2',
      class: 'ideal',
    }),
    figure.threshold === undefined ? '' : thresholdMark({ value: figure.threshold }, area),
    ...others.map((one, i) => curve(one, secondary.curve, seriesDash(i + 1), one.label, 0.9)),
    band(figure.apparent, area),
    ...(figure.groups ?? []).map((one) => groupMark(one, area, limit)),
    curve(figure.apparent, seriesColours[0], '', apparentLabel),
    figure.biasCorrected ? curve(figure.biasCorrected, seriesColours[1], '5 2', words.biasCorrected) : '',
    figure.legendBelow ? '' : legend(entries, frame.left + 4, frame.top + 2).body,
    notesPaper(figure.notes ?? [], frame.left + frame.width, y(0)),
    ...(figure.notes ?? []).map((note, index, all) =>
      text(frame.left + frame.width - 3, y(0) - 4 - (all.length - 1 - index) * (fontSize.small + 2.5), note, {
        anchor: 'end',
        size: fontSize.small,
        class: 'note',
      }),
    ),
  ]
  return figure.legendBelow ? overLegend(body, entries, size, area) : { ...size, body: body.join('') }
}

type Area = ReturnType<typeof plot>

/** Nothing that is drawn runs through the notes. */
function notesPaper(notes: readonly string[], right: number, bottom: number): string {
  if (notes.length === 0) return ''
  const width = 4 + Math.max(...notes.map((note) => textWidth(note, fontSize.small)))
  const height = notes.length * (fontSize.small + 2.5) + 2
  return element('rect', {
    x: right - width - 2,
    y: bottom - 2 - height,
    width,
    height,
    fill: ink.paper,
    'fill-opacity': 0.85,
  })
}

function band({ predicted, lower, upper }: CalibrationCurve, { x, y }: Area): string {
  if (!lower || !upper) return ''
  const up = predicted.map((p, i) => [x(p), y(Math.min(1, upper[i]))] as const)
  const down = predicted.map((p, i) => [x(p), y(Math.max(0, lower[i]))] as const).reverse()
  return element('path', { d: `${polyline([...up, ...down])}Z`, fill: seriesColours[0], 'fill-opacity': 0.15 })
}

function groupMark(
  { predicted, observed, lower, upper }: NonNullable<CalibrationFigure['groups']>[number],
  { x, y }: Area,
  limit: number,
) {
  return group(
    { class: 'risk-group' },
    line(x(predicted), y(lower), x(predicted), y(Math.min(limit, upper)), {
      stroke: seriesColours[0],
      'stroke-width': 0.6,
    }),
    element('circle', { cx: x(predicted), cy: y(observed), r: 1.8, fill: seriesColours[0] }),
  )
}

/** Bars below the curve: up with the outcome, down without, on one scale. */
function histogram({ edges, events, nonEvents }: NonNullable<CalibrationFigure['predictions']>, { x, y, frame }: Area) {
  const middle = y(-histogramShare / 2)
  const half = (frame.top + frame.height - y(0)) / 2 - 2
  const most = Math.max(1, ...events, ...nonEvents)
  const bar = (from: number, to: number, count: number, upwards: boolean) => {
    const height = (half * count) / most
    return count === 0
      ? ''
      : element('rect', {
          x: x(from),
          y: upwards ? middle - height : middle,
          width: Math.max(0.4, x(to) - x(from) - 0.3),
          height,
          fill: upwards ? ink.text : secondary.without,
          'data-count': String(count),
        })
  }
  return group(
    { class: 'predictions' },
    ...events.map((count, i) => bar(edges[i], edges[i + 1], count, true)),
    ...nonEvents.map((count, i) => bar(edges[i], edges[i + 1], count, false)),
    line(frame.left, middle, frame.left + frame.width, middle, { 'stroke-width': 0.3 }),
    line(frame.left, y(0), frame.left + frame.width, y(0), { 'stroke-width': 0.3 }),
  )
}
