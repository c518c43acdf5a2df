import { locales } from '../../text/locales/index.ts'
import { clipToBand } from '../canvas/clip.ts'
import { legend, plot, singleColumn } from '../canvas/plot.ts'
import { type Drawing, element, group, line, polyline, text } from '../canvas/svg.ts'
import { textWidth } from '../canvas/text-width.ts'
import { fontSize, ink, seriesColour, seriesDash } from '../theme/theme.ts'
import { thresholdMark } from './threshold-mark.ts'

/** One model's net benefit at each threshold, with its band. */
export interface NetBenefitSeries {
  label: string
  netBenefit: readonly number[]
  lower?: readonly number[]
  upper?: readonly number[]
}

/** What `decisionCurves` draws. */
export interface DecisionCurveFigure {
  thresholds: readonly number[]
  models: readonly NetBenefitSeries[]
  treatAll: readonly number[]
  /** Thresholds between which the first model beats both treating all and treating none. */
  best?: readonly [number, number]
  /** The frozen threshold. */
  threshold?: number
}

/**
 * Net benefit over threshold probabilities, against treating everyone and no one.
 *
 * @param figure thresholds (0 to 1) and net benefits at them
 * @param size in points
 * @param words of the language
 * @returns the drawing
 */
export function decisionCurves(figure: DecisionCurveFigure, size = singleColumn, words = locales.en.drawings): Drawing {
  const { thresholds, models, treatAll, best } = figure
  const highest = Math.max(0.02, ...treatAll, ...models.flatMap((m) => m.netBenefit).filter(Number.isFinite))
  const floor = -0.25 * highest
  const entries = [
    ...models.map((m, i) => ({ label: m.label, colour: seriesColour(i), dash: seriesDash(i) })),
    { label: words.treatAll, colour: ink.quiet, width: 0.8 },
    { label: words.treatNone, colour: ink.text, width: 0.8 },
  ]
  const area = plot(size, {
    x: {
      label: words.threshold,
      domain: [thresholds[0], thresholds[thresholds.length - 1]],
      format: (value) => `${Math.round(100 * value)}%`,
    },
    y: { label: words.netBenefit, domain: [floor, 1.08 * highest] },
  })
  const { x, y, frame } = area
  const path = (values: readonly number[]) =>
    polyline(
      clipToBand(
        thresholds.map((t, i) => [t, values[i]] as const),
        floor,
        1.08 * highest,
      ).map(([t, value]) => [x(t), y(value)] as const),
    )
  const stroke = (values: readonly number[], colour: string, width: number, dash: string, name: string) =>
    element('path', {
      d: path(values),
      fill: 'none',
      stroke: colour,
      'stroke-width': width,
      'stroke-dasharray': dash || undefined,
      'stroke-linejoin': 'round',
      class: 'net-benefit',
      'data-series': name,
    })
  const key = legend(entries, 0, 0)
  const clampY = (value: number) => y(Math.min(1.08 * highest, Math.max(floor, value)))
  const body = [
    area.axes,
    ...models.map((m, i) => {
      if (!m.lower || !m.upper) return ''
      const { lower, upper } = m
      const up = thresholds.map((t, k) => [x(t), clampY(upper[k])] as const)
      const down = thresholds.map((t, k) => [x(t), clampY(lower[k])] as const).reverse()
      return element('path', { d: `${polyline([...up, ...down])}Z`, fill: seriesColour(i), 'fill-opacity': 0.12 })
    }),
    line(frame.left, y(0), frame.left + frame.width, y(0), { stroke: ink.text, 'stroke-width': 0.8 }),
    stroke(treatAll, ink.quiet, 0.8, '', words.treatAll),
    ...models.map((m, i) => stroke(m.netBenefit, seriesColour(i), 1.2, seriesDash(i), m.label)),
    figure.threshold === undefined ? '' : thresholdMark({ value: figure.threshold }, area),
    best ? bestRange(best, area, words.best) : '',
    element('rect', {
      x: frame.left + frame.width - key.width - 5,
      y: frame.top,
      width: key.width + 5,
      height: key.height + 2,
      fill: ink.paper,
      'fill-opacity': 0.8,
    }),
    legend(entries, frame.left + frame.width - key.width - 3, frame.top + 1).body,
  ]
  return { ...size, body: body.join('') }
}

function bestRange([from, to]: readonly [number, number], { x, frame }: ReturnType<typeof plot>, said: string) {
  const base = frame.top + frame.height
  const half = textWidth(said, fontSize.small) / 2 + 1
  const middle = Math.min((x(from) + x(to)) / 2, frame.left + frame.width - half)
  return group(
    { class: 'best-range' },
    element('rect', {
      x: x(from),
      y: base - 4,
      width: x(to) - x(from),
      height: 4,
      fill: seriesColour(0),
      'fill-opacity': 0.45,
    }),
    element('rect', {
      x: middle - half,
      y: base - 12,
      width: 2 * half,
      height: 7.5,
      fill: ink.paper,
      'fill-opacity': 0.8,
    }),
    text(middle, base - 6, said, { anchor: 'middle', size: fontSize.small, colour: seriesColour(0) }),
  )
}
