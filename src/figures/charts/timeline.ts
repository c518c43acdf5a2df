import { rangeOf } from '../../statistics/descriptive/range.ts'
import { linearScale, plain } from '../canvas/plot.ts'
import { type Drawing, element, group, line, polyline, text } from '../canvas/svg.ts'
import { textWidth } from '../canvas/text-width.ts'
import { columnWidth, fontSize, ink, seriesColours } from '../theme/theme.ts'

/** What `markerTimeline` draws. */
export interface TimelineFigure {
  /** Each marker with its values over time and the threshold above which it counts as raised. */
  markers: readonly {
    label: string
    unit?: string
    times: readonly number[]
    values: readonly number[]
    threshold?: number
  }[]
  /** What happened: visits, a new lesion, progression, last contact. */
  events: readonly { time: number; label: string; serious?: 'yes' }[]
  timeLabel: string
}

const rowHeight = 54

/**
 * One patient's follow-up: a row for each marker over one time axis, values above their threshold filled.
 *
 * @param figure markers and events over one time axis
 * @param width in points
 * @returns the drawing
 */
export function markerTimeline(
  { markers, events, timeLabel }: TimelineFigure,
  width: number = columnWidth.double,
): Drawing {
  const times = [...markers.flatMap((marker) => marker.times), ...events.map((event) => event.time)]
  const last = Math.max(1, rangeOf(times)[1])
  const names = markers.map((marker) => (marker.unit ? `${marker.label}, ${marker.unit}` : marker.label))
  const left = Math.max(...names.map((name) => textWidth(name))) + 40
  const top = fontSize.small * 2 + 8
  const bottom = top + markers.length * rowHeight
  const x = linearScale([0, last], [left, width - 10])
  let body = ''
  // Words of events that come close to each other take two heights.
  const ends = [-Infinity, -Infinity]
  for (const event of [...events].sort((a, b) => a.time - b.time)) {
    const half = textWidth(event.label, fontSize.small) / 2
    const at = Math.max(left + half - 20, Math.min(width - half, x(event.time)))
    const level = at - half > ends[0] + 3 ? 0 : at - half > ends[1] + 3 ? 1 : undefined
    const colour = event.serious ? seriesColours[1] : ink.quiet
    body += line(x(event.time), top - 4, x(event.time), bottom, {
      stroke: colour,
      'stroke-width': event.serious ? 0.9 : 0.4,
      'stroke-dasharray': event.serious ? undefined : '2 2',
    })
    if (level === undefined) continue
    ends[level] = at + half
    body += text(at, top - 6 - level * (fontSize.small + 2), event.label, {
      anchor: 'middle',
      size: fontSize.small,
      colour,
      class: 'event',
    })
  }
  markers.forEach((marker, m) => {
    const rowTop = top + m * rowHeight + 6
    const rowBottom = top + (m + 1) * rowHeight - 6
    const high = Math.max(marker.threshold ?? 0, rangeOf(marker.values.filter(Number.isFinite))[1]) * 1.1 || 1
    const y = linearScale([0, high], [rowBottom, rowTop])
    const points = marker.times
      .map((time, i) => [time, marker.values[i]] as const)
      .filter(([, value]) => Number.isFinite(value))
    const tick = y.ticks(2).at(-1)!
    body += group(
      { class: 'marker', 'data-series': marker.label },
      text(0, (rowTop + rowBottom) / 2, names[m], { at: 'middle' }),
      line(left, rowTop, left, rowBottom, { 'stroke-width': 0.5 }),
      line(left, rowBottom, width - 10, rowBottom, { stroke: ink.grid }),
      text(left - 4, y(0), '0', { anchor: 'end', at: 'middle', size: fontSize.small, class: 'tick' }),
      text(left - 4, y(tick), plain(tick), { anchor: 'end', at: 'middle', size: fontSize.small, class: 'tick' }),
      marker.threshold === undefined
        ? ''
        : line(left, y(marker.threshold), width - 10, y(marker.threshold), {
            stroke: seriesColours[1],
            'stroke-width': 0.6,
            'stroke-dasharray': '4 2',
            class: 'threshold',
          }),
      element('path', {
        d: polyline(points.map(([time, value]) => [x(time), y(value)] as const)),
        fill: 'none',
        stroke: seriesColours[0],
        'stroke-width': 1,
      }),
      ...points.map(([time, value]) => {
        const raised = marker.threshold !== undefined && value > marker.threshold
        return element('circle', {
          cx: x(time),
          cy: y(value),
          r: 2.2,
          fill: raised ? seriesColours[1] : ink.paper,
          stroke: raised ? seriesColours[1] : seriesColours[0],
          'stroke-width': 1,
          class: raised ? 'raised' : 'normal',
        })
      }),
    )
  })
  const marks = x.ticks(8)
  body += line(left, bottom, width - 10, bottom)
  for (const mark of marks)
    body +=
      line(x(mark), bottom, x(mark), bottom + 3) +
      text(x(mark), bottom + 4 + fontSize.body, String(mark), { anchor: 'middle', class: 'tick' })
  body += text((left + width) / 2, bottom + fontSize.body + fontSize.label + 8, timeLabel, {
    anchor: 'middle',
    size: fontSize.label,
    class: 'axis-label',
  })
  return { width, height: bottom + fontSize.body + fontSize.label + 12, body }
}
