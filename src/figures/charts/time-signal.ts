import { plot } from '../canvas/plot.ts'
import { type Drawing, element, group, moved, polyline, text } from '../canvas/svg.ts'
import { columnWidth, fontSize, ink, seriesColour } from '../theme/theme.ts'

export interface TimeSignalFigure {
  /** Curves of one type each, drawn side by side on the same axes. */
  groups: readonly { label: string; curves: readonly TimeSignalCurve[] }[]
  timeLabel: string
  signalLabel: string
}

/** Times and signals, phase by phase. */
export interface TimeSignalCurve {
  times: readonly number[]
  signal: readonly number[]
}

const height = 150

/** Time–signal curves: every region a thin line, the mean of its group a bold one with its phases marked. */
export function timeSignalCurves({ groups, timeLabel, signalLabel }: TimeSignalFigure): Drawing {
  const all = groups.flatMap(({ curves }) => curves)
  if (all.length === 0) throw new RangeError('there is no curve to draw')
  const last = Math.max(...all.flatMap(({ times }) => times))
  const signals = all.flatMap(({ signal }) => signal).filter(Number.isFinite)
  const [low, high] = [Math.min(0, ...signals), Math.max(1, ...signals)]
  const gap = 10
  const wide =
    groups.length === 1 ? columnWidth.single : (columnWidth.double - gap * (groups.length - 1)) / groups.length
  let body = ''
  groups.forEach(({ label, curves }, g) => {
    const { x, y, axes } = plot(
      { width: wide, height },
      {
        x: { label: timeLabel, domain: [0, last > 0 ? last : 1] },
        y: { label: g === 0 ? signalLabel : '', domain: [low, high + 0.05 * (high - low)] },
      },
      { top: fontSize.title + 6 },
    )
    const path = ({ times, signal }: TimeSignalCurve) =>
      polyline(times.map((time, k) => [x(time), y(signal[k])] as const))
    const colour = seriesColour(g)
    const mean = meanOf(curves)
    const drawing = group(
      { class: 'time-signal', 'data-series': label, 'data-n': String(curves.length) },
      text(0, fontSize.title, `${label} (n = ${curves.length})`, { size: fontSize.title, bold: 'yes', class: 'title' }),
      axes,
      ...(curves.length > 1 ? curves : []).map((curve) =>
        element('path', {
          d: path(curve),
          fill: 'none',
          stroke: colour,
          'stroke-width': 0.4,
          'stroke-opacity': Math.max(0.12, Math.min(0.6, 6 / curves.length)),
          class: 'curve',
        }),
      ),
      ...(mean
        ? [
            element('path', { d: path(mean), fill: 'none', stroke: colour, 'stroke-width': 1.6, class: 'mean' }),
            ...mean.times.map((time, k) =>
              element('circle', { cx: x(time), cy: y(mean.signal[k]), r: 2.2, fill: ink.paper, stroke: colour }),
            ),
          ]
        : []),
    )
    body += moved({ width: wide, height, body: drawing }, g * (wide + gap), 0)
  })
  return { width: groups.length * (wide + gap) - gap, height, body }
}

/** The mean of curves with as many phases, at the mean of their times; undefined where the numbers of phases differ. */
export function meanOf(curves: readonly TimeSignalCurve[]): TimeSignalCurve | undefined {
  const known = curves.filter(({ signal }) => signal.every(Number.isFinite))
  if (known.length === 0 || new Set(known.map(({ times }) => times.length)).size > 1) return undefined
  const mean = (valuesOf: (curve: TimeSignalCurve) => readonly number[]) =>
    valuesOf(known[0]).map((_, k) => known.reduce((sum, curve) => sum + valuesOf(curve)[k], 0) / known.length)
  return { times: mean(({ times }) => times), signal: mean(({ signal }) => signal) }
}
