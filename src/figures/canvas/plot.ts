import { type ScaleContinuousNumeric, scaleLinear } from 'd3-scale'
import { columnWidth, fontSize, ink } from '../theme/theme.ts'
import { type Drawing, element, group, line, text } from './svg.ts'
import { textWidth } from './text-width.ts'

export type Scale = ScaleContinuousNumeric<number, number>

export interface Axis {
  label: string
  domain: readonly [number, number]
  /** Where to mark; about five round values when not given. */
  ticks?: readonly number[]
  format?: (value: number) => string
}

interface Frame {
  left: number
  top: number
  width: number
  height: number
}

/** The area of a plot with its two axes drawn: what the figures with an x and a y are drawn into. */
export interface Plot {
  x: Scale
  y: Scale
  frame: Frame
  axes: string
}

const tickLength = 3

/** A number with a true minus sign. */
export function plain(value: number, decimals?: number): string {
  const written = decimals === undefined ? String(Number(value.toPrecision(12))) : value.toFixed(decimals)
  return written.replace(/^-(?=0(\.0*)?$)/, '').replace('-', '−')
}

export function linearScale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const [low, high] = domain
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high))
    throw new RangeError(`an axis from ${low} to ${high} has no length`)
  return scaleLinear([low, high], [range[0], range[1]])
}

/** Lays out the axes within `size`; the left margin follows the widest tick label. */
export function plot(
  size: { width: number; height: number },
  axes: { x: Axis; y: Axis },
  margin: { top?: number; right?: number; bottom?: number; left?: number; grid?: 'none' } = {},
): Plot {
  const yTicks = ticksOf(axes.y)
  const widest = Math.max(...yTicks.map((tick) => textWidth(tick.label, fontSize.body)))
  const left = margin.left ?? tickLength + 2 + widest + 5 + fontSize.label
  const top = margin.top ?? 6
  const frame = {
    left,
    top,
    width: size.width - left - (margin.right ?? 8),
    height: size.height - top - (margin.bottom ?? belowAxis(axes.x) + fontSize.label + 3),
  }
  const x = linearScale(axes.x.domain, [frame.left, frame.left + frame.width])
  const y = linearScale(axes.y.domain, [frame.top + frame.height, frame.top])
  return {
    x,
    y,
    frame,
    axes: group(
      { class: 'axes' },
      ...(margin.grid ? [] : yTicks.map((tick) => gridLine(y(tick.value), frame))),
      bottomAxis(x, frame, axes.x),
      leftAxis(y, frame, axes.y, left - tickLength - 2 - widest - 4),
    ),
  }
}

interface Tick {
  value: number
  label: string
}

function ticksOf(axis: Axis): Tick[] {
  const scale = scaleLinear([...axis.domain], [0, 1])
  const format = axis.format ?? ((value: number) => scale.tickFormat(5)(value))
  return (axis.ticks ?? scale.ticks(5)).map((value) => ({ value, label: format(value) }))
}

function gridLine(y: number, frame: Frame) {
  return line(frame.left, y, frame.left + frame.width, y, { stroke: ink.grid, 'stroke-width': 0.4 })
}

/** Room that the ticks take below the horizontal axis. */
const belowAxis = (axis: Axis) => {
  if (axis.ticks?.length === 0) return 3
  const lines = Math.max(1, ...ticksOf(axis).map(({ label }) => label.split('\n').length))
  return tickLength + lines * fontSize.body + 6
}

/** Every second, third … label where they would touch. */
function untouching(ticks: readonly Tick[], scale: Scale): Set<Tick> {
  const width = ({ label }: Tick) => Math.max(...label.split('\n').map((part) => textWidth(part)))
  const clear = (a: Tick, b: Tick) => Math.abs(scale(a.value) - scale(b.value)) >= (width(a) + width(b)) / 2 + 2
  for (let stride = 1; stride < ticks.length; stride++) {
    const kept = ticks.filter((_, i) => i % stride === 0)
    if (kept.every((one, i) => i === 0 || clear(kept[i - 1], one))) return new Set(kept)
  }
  return new Set(ticks.slice(0, 1))
}

function bottomAxis(scale: Scale, frame: Frame, axis: Axis): string {
  const base = frame.top + frame.height
  const ticks = ticksOf(axis)
  const labelled = untouching(ticks, scale)
  return group(
    { class: 'axis-x' },
    line(frame.left, base, frame.left + frame.width, base),
    ...ticks.flatMap((tick) => [
      line(scale(tick.value), base, scale(tick.value), base + tickLength),
      ...(labelled.has(tick) ? tick.label.split('\n') : []).map((part, i) =>
        text(scale(tick.value), base + tickLength + (i + 1) * fontSize.body + 1, part, {
          anchor: 'middle',
          class: 'tick',
        }),
      ),
    ]),
    text(frame.left + frame.width / 2, base + belowAxis(axis) + fontSize.label, axis.label, {
      anchor: 'middle',
      size: fontSize.label,
      class: 'axis-label',
    }),
  )
}

function leftAxis(scale: Scale, frame: Frame, axis: Axis, x: number): string {
  const middle = frame.top + frame.height / 2
  return group(
    { class: 'axis-y' },
    line(frame.left, frame.top, frame.left, frame.top + frame.height),
    ...ticksOf(axis).flatMap(({ value, label }) => [
      line(frame.left - tickLength, scale(value), frame.left, scale(value)),
      text(frame.left - tickLength - 2, scale(value), label, { anchor: 'end', at: 'middle', class: 'tick' }),
    ]),
    text(x, middle, axis.label, {
      anchor: 'middle',
      size: fontSize.label,
      transform: `rotate(-90 ${x.toFixed(2)} ${middle.toFixed(2)})`,
      class: 'axis-label',
    }),
  )
}

export interface LegendEntry {
  label: string
  colour: string
  dash?: string
  /** A filled patch instead of a line. */
  patch?: 'yes'
  width?: number
}

/** Lines of a legend, top left at (x, y); the size is what it takes. */
export function legend(entries: readonly LegendEntry[], x: number, y: number): Drawing {
  const step = fontSize.body + 3
  const sample = 14
  const width = sample + 4 + Math.max(0, ...entries.map((entry) => textWidth(entry.label, fontSize.body)))
  const body = entries.map((entry, index) => {
    const middle = y + index * step + step / 2
    return (
      (entry.patch
        ? element('rect', { x: x + 3, y: middle - 3, width: 8, height: 6, fill: entry.colour })
        : line(x, middle, x + sample, middle, {
            stroke: entry.colour,
            'stroke-width': entry.width ?? 1.2,
            'stroke-dasharray': entry.dash || undefined,
          })) + text(x + sample + 4, middle, entry.label, { at: 'middle', class: 'legend' })
    )
  })
  return { width, height: entries.length * step, body: group({ class: 'legend' }, ...body) }
}

/** The drawing of a plot with its key under the axis, and the height that this takes. */
export function overLegend(
  body: readonly string[],
  entries: readonly LegendEntry[],
  size: { width: number; height: number },
  { frame }: Plot,
): Drawing {
  const key = legend(entries, frame.left, size.height + 2)
  return { width: size.width, height: size.height + key.height + 4, body: [...body, key.body].join('') }
}

/** A square-ish single-column figure unless told otherwise. */
export const singleColumn = { width: columnWidth.single, height: columnWidth.single * 0.92 }
