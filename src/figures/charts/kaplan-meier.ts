import { locales, type Messages } from '../../text/locales/index.ts'
import { legend, plot } from '../canvas/plot.ts'
import { type Drawing, element, group, line, polyline, text } from '../canvas/svg.ts'
import { textWidth } from '../canvas/text-width.ts'
import { columnWidth, fontSize, seriesColour, seriesDash } from '../theme/theme.ts'

/** Kaplan–Meier estimate of one group; `time` and the rest are one entry a distinct time, in order. */
export interface SurvivalSeries {
  label: string
  time: readonly number[]
  /** Estimate just after each time, and its interval (a number that is not finite leaves the band open). */
  survival: readonly number[]
  lower?: readonly number[]
  upper?: readonly number[]
  /** Times at which somebody was censored. */
  censored: readonly number[]
  /** Patients still observed at each of the figure's `marks`. */
  atRisk: readonly number[]
  /** From here on too few are at risk: the curve is pale and without a band. */
  fewFrom?: number
  median?: { value: number; lower: number; upper: number }
}

/** What `kaplanMeier` draws. */
export interface SurvivalFigure {
  groups: readonly SurvivalSeries[]
  /** Times on the axis, from 0, under which the numbers at risk stand. */
  marks: readonly number[]
  timeLabel: string
  survivalLabel: string
  /** Lines of text over the plot: log-rank p, hazard ratio. */
  notes?: readonly string[]
  /** The curves' height at time 0: 1 of survival, 0 of cumulative incidence. */
  start?: 0 | 1
}

const survivalSize = { width: columnWidth.single, height: columnWidth.single * 0.85 }

/**
 * Step curves with bands, censoring ticks, medians and the table of numbers at risk.
 *
 * @param figure groups with times, survival (0 to 1) and numbers at risk
 * @param size in points
 * @param words of the language
 * @returns the drawing
 */
export function kaplanMeier(figure: SurvivalFigure, size = survivalSize, words = locales.en.drawings): Drawing {
  const { groups, marks, start = 1 } = figure
  // To the last patient's time: a median or a step beyond the last mark would otherwise be named and not drawn.
  // Of patients who are all followed for no time there is an axis still.
  const last = Math.max(marks[marks.length - 1], ...groups.map(({ time }) => time[time.length - 1] ?? 0)) || 1
  const nameWidth = Math.max(...groups.map((g) => textWidth(g.label, fontSize.small)))
  const numberHalf = textWidth(String(Math.max(...groups.map((g) => g.atRisk[0]))), fontSize.small) / 2
  const left = Math.max(34, Math.min(0.35 * size.width, nameWidth + numberHalf + 8))
  const entries = groups.map((g, i) => ({
    label: `${g.label}${medianText(g, words)}`,
    colour: seriesColour(i),
    dash: seriesDash(i),
  }))
  const notes = figure.notes ?? []
  // Over the frame, where no curve runs through them.
  const keyHeight = legend(entries, 0, 0).height
  const noteStep = fontSize.body + 2
  const top = 6 + keyHeight + notes.length * noteStep
  const area = plot(
    { width: size.width, height: size.height + top - 6 },
    {
      x: { label: figure.timeLabel, domain: [0, last], ticks: marks, format: String },
      y: { label: figure.survivalLabel, domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], format: (v) => v.toFixed(2) },
    },
    { top, left, right: Math.max(8, textWidth(String(marks[marks.length - 1])) / 2 + 2) },
  )
  const { x, y, frame } = area
  const tableTop = size.height + top - 4
  const rowStep = fontSize.small + 3.5
  const body = [
    area.axes,
    ...groups.map((g, i) => band(g, last, area, seriesColour(i), start)),
    ...groups.map((g, i) =>
      group(
        { class: 'survival', 'data-series': g.label },
        ...parts(steps(g.time, g.survival, last, start), g.fewFrom).map(({ corners, pale }) =>
          element('path', {
            d: polyline(corners.map(([t, s]) => [x(t), y(s)] as const)),
            fill: 'none',
            stroke: seriesColour(i),
            'stroke-width': 1.2,
            'stroke-opacity': pale ? 0.35 : undefined,
            'stroke-dasharray': seriesDash(i) || undefined,
          }),
        ),
        ...g.censored
          .filter((t) => t <= last)
          .map((t) => {
            const level = y(survivalAt(g, t, start))
            return line(x(t), level - 2, x(t), level + 2, {
              stroke: seriesColour(i),
              'stroke-width': 0.7,
              class: 'censored',
            })
          }),
      ),
    ),
    legend(entries, frame.left, 0).body,
    ...notes.map((note, i) => text(frame.left, keyHeight + (i + 1) * noteStep - 2, note, { class: 'note' })),
    text(0, tableTop + fontSize.small, words.atRisk, { size: fontSize.small, bold: 'yes' }),
    ...groups.map((g, i) => {
      const base = tableTop + fontSize.small + (i + 1) * rowStep
      return group(
        { class: 'at-risk', 'data-series': g.label },
        text(0, base, g.label, { size: fontSize.small, colour: seriesColour(i) }),
        ...marks.map((mark, k) =>
          text(x(mark), base, String(g.atRisk[k]), { size: fontSize.small, anchor: 'middle', class: 'count' }),
        ),
      )
    }),
  ]
  return { width: size.width, height: tableTop + fontSize.small + groups.length * rowStep + 3, body: body.join('') }
}

function medianText({ median }: SurvivalSeries, words: Messages['drawings']): string {
  if (!median) return ''
  if (!Number.isFinite(median.value)) return words.medianNotReached
  const bound = (value: number) => (Number.isFinite(value) ? value.toFixed(value >= 100 ? 0 : 1) : words.notReached)
  return words.median(bound(median.value), bound(median.lower), bound(median.upper))
}

/** Corners of a right-continuous step function from (0, 1) to `last`. */
function steps(time: readonly number[], level: readonly number[], last: number, start = 1): [number, number][] {
  const corners: [number, number][] = [[0, start]]
  let now = start
  for (let i = 0; i < time.length && time[i] <= last; i++) {
    if (level[i] === now) continue
    corners.push([time[i], now], [time[i], level[i]])
    now = level[i]
  }
  const end = Math.min(last, time[time.length - 1] ?? 0)
  if (end > corners[corners.length - 1][0]) corners.push([end, now])
  return corners
}

/** The curve to where few are left, and from there on. */
function parts(corners: readonly [number, number][], fewFrom = Number.POSITIVE_INFINITY) {
  const at = corners.findIndex(([t]) => t > fewFrom)
  if (at < 0) return [{ corners, pale: false }]
  const level = corners[Math.max(0, at - 1)][1]
  const join: [number, number] = [fewFrom, level]
  return [
    { corners: [...corners.slice(0, at), join], pale: false },
    { corners: [join, ...corners.slice(at)], pale: true },
  ]
}

function survivalAt({ time, survival }: SurvivalSeries, t: number, start = 1): number {
  let level = start
  for (let i = 0; i < time.length && time[i] <= t; i++) level = survival[i]
  return level
}

function band(
  { time, survival, lower, upper, fewFrom = Number.POSITIVE_INFINITY }: SurvivalSeries,
  last: number,
  { x, y }: ReturnType<typeof plot>,
  colour: string,
  start: 0 | 1,
) {
  if (!lower || !upper) return ''
  // Before the first event there is nothing to be unsure of; where nobody is left no interval exists and the band ends.
  const known = (bounds: readonly number[], i: number) => (survival[i] === start ? start : bounds[i])
  let end = time.length
  while (end > 0 && !(Number.isFinite(known(lower, end - 1)) && Number.isFinite(known(upper, end - 1)))) end--
  if (end === 0) return ''
  const edge = (bounds: readonly number[]) =>
    steps(
      time.slice(0, end),
      Array.from({ length: end }, (_, i) => known(bounds, i)),
      Math.min(last, fewFrom),
      start,
    ).map(([t, s]) => [x(t), y(s)] as const)
  return element('path', {
    d: `${polyline([...edge(upper), ...edge(lower).reverse()])}Z`,
    fill: colour,
    'fill-opacity': 0.13,
    class: 'band',
  })
}
