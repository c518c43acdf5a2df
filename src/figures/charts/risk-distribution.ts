import { locales } from '../../text/locales/index.ts'
import { legend, plot } from '../canvas/plot.ts'
import { type Drawing, element, group, line } from '../canvas/svg.ts'
import { columnWidth, ink, outcomeColours } from '../theme/theme.ts'
import { thresholdMark } from './threshold-mark.ts'

export interface RiskDistributionFigure {
  /** Bins of predicted risk (one edge more), and how many patients with and without the outcome lie in each. */
  edges: readonly number[]
  events: readonly number[]
  nonEvents: readonly number[]
  labels: readonly [withOutcome: string, without: string]
  /** The frozen threshold and how it is written. */
  threshold?: { value: number; label: string }
}

/** Predicted risks of the patients with the outcome (up) and without (down), with the threshold between them. */
export function riskDistribution(
  { edges, events, nonEvents, labels, threshold }: RiskDistributionFigure,
  size = { width: columnWidth.single, height: 150 },
  words = locales.en.drawings,
): Drawing {
  const most = Math.max(1, ...events, ...nonEvents)
  const area = plot(size, {
    x: { label: words.predicted, domain: [0, 1], format: (value) => `${Math.round(100 * value)}%` },
    y: {
      label: words.count,
      domain: [-1.08 * Math.max(1, ...nonEvents), 1.28 * Math.max(1, ...events, 0.25 * most)],
      format: (value) => String(Math.abs(value)),
    },
  })
  const { x, y, frame } = area
  const bars = (counts: readonly number[], colour: string, upwards: boolean) =>
    counts.map((count, i) =>
      count === 0
        ? ''
        : element('rect', {
            x: x(edges[i]) + 0.4,
            y: upwards ? y(count) : y(0),
            width: Math.max(0.4, x(edges[i + 1]) - x(edges[i]) - 0.8),
            height: Math.abs(y(count) - y(0)),
            fill: colour,
            'data-count': String(count),
          }),
    )
  const entries = labels.map((label, i) => ({ label, colour: outcomeColours[i], patch: 'yes' as const }))
  const key = legend(entries, 0, 0)
  return {
    ...size,
    body: [
      area.axes,
      group({ class: 'risks' }, ...bars(events, outcomeColours[0], true), ...bars(nonEvents, outcomeColours[1], false)),
      line(frame.left, y(0), frame.left + frame.width, y(0), { stroke: ink.text, 'stroke-width': 0.6 }),
      threshold ? thresholdMark(threshold, area) : '',
      legend(entries, frame.left + frame.width - key.width - 2, frame.top + 1).body,
    ].join(''),
  }
}
