import { rangeOf } from '../../statistics/descriptive/range.ts'
import { locales } from '../../text/locales/index.ts'
import { evenly } from '../canvas/evenly.ts'
import { legend, plot } from '../canvas/plot.ts'
import { type Drawing, element, group, line } from '../canvas/svg.ts'
import { secondary } from '../theme/colours.ts'
import { columnWidth, ink, seriesColours } from '../theme/theme.ts'

/** What `scoreWaterfall` draws. */
export interface WaterfallFigure {
  /** Score and outcome (1 with it) of each patient, in any order. */
  scores: readonly number[]
  positive: readonly number[]
  scoreLabel: string
  labels: readonly [withOutcome: string, without: string]
  /** Where the bars stand on; 0 when not given. The frozen threshold, usually. */
  base?: number
}

const size = { width: columnWidth.double, height: 150 }

/**
 * A bar for each patient (`mostMarks` of them), from the lowest score to the highest, coloured by the outcome.
 *
 * @param figure scores and outcomes, one a patient
 * @param words of the language
 * @returns the drawing
 */
export function scoreWaterfall(figure: WaterfallFigure, words = locales.en.drawings): Drawing {
  const { scores, positive, base = 0 } = figure
  const all = scores.map((_, i) => i).sort((a, b) => scores[a] - scores[b] || a - b)
  const order = evenly(all.length).map((place) => all[place])
  const [least, most] = rangeOf(scores)
  const [low, high] = [Math.min(base, least), Math.max(base, most)]
  const edge = 0.05 * (high - low || 1)
  const area = plot(size, {
    x: { label: words.patients(scores.length), domain: [0, order.length], ticks: [] },
    y: { label: figure.scoreLabel, domain: [low - edge, high + edge] },
  })
  const { x, y, frame } = area
  const width = x(1) - x(0)
  const bars = order.map((i, place) => {
    const top = y(Math.max(base, scores[i]))
    return element('rect', {
      x: x(place),
      y: top,
      width: Math.max(0.3, 0.86 * width),
      height: Math.max(0.2, y(Math.min(base, scores[i])) - top),
      fill: positive[i] ? seriesColours[1] : seriesColours[0],
      'fill-opacity': positive[i] ? 1 : 0.55,
    })
  })
  const entries = [
    { label: figure.labels[0], colour: seriesColours[1], patch: 'yes' as const },
    { label: figure.labels[1], colour: secondary.bar, patch: 'yes' as const },
  ]
  return {
    ...size,
    body: [
      area.axes,
      group({ class: 'waterfall' }, ...bars),
      line(frame.left, y(base), frame.left + frame.width, y(base), { stroke: ink.text, 'stroke-width': 0.6 }),
      legend(entries, frame.left + 4, frame.top + 2).body,
    ].join(''),
  }
}
