import { locales } from '../../text/locales/index.ts'
import { linearScale, plain, plot } from '../canvas/plot.ts'
import { type Drawing, element, group, line, moved, polyline, text } from '../canvas/svg.ts'
import { fitText, textWidth, wrapText } from '../canvas/text-width.ts'
import { columnWidth, fontSize, ink, seriesColours } from '../theme/theme.ts'

/** What a variable adds to the log-odds over its values, against its reference, the others held. */
export interface PartialEffect {
  label: string
  kind: 'continuous' | 'levels'
  /** Of a number: where; of a factor: its place among the levels. */
  at: readonly number[]
  /** Names of the levels. */
  names?: readonly string[]
  effect: readonly number[]
  lower?: readonly number[]
  upper?: readonly number[]
}

/**
 * A panel for each variable, all on one scale (of log-odds, or of the log hazard) so that they can be compared.
 *
 * @param effects one panel each
 * @param scale what the vertical axis is called
 * @param perRow panels in a row
 * @returns the drawing
 */
export function partialEffects(
  effects: readonly PartialEffect[],
  scale = locales.en.drawings.logOdds,
  perRow = 3,
): Drawing {
  const gap = 12
  const width = (columnWidth.double - gap * (perRow - 1)) / perRow
  const height = 120
  const all = effects
    .flatMap((one) => [...one.effect, ...(one.lower ?? []), ...(one.upper ?? [])])
    .filter(Number.isFinite)
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)]
  const edge = 0.06 * (high - low || 1)
  const body = effects.map((one, i) => {
    const panel = effectPanel(one, { width, height }, [low - edge, high + edge], scale)
    return moved(panel, (i % perRow) * (width + gap), Math.floor(i / perRow) * (height + 8))
  })
  const rows = Math.ceil(effects.length / perRow)
  const across = Math.min(perRow, effects.length)
  return { width: across * (width + gap) - gap, height: rows * (height + 8) - 8, body: body.join('') }
}

function effectPanel(
  one: PartialEffect,
  size: { width: number; height: number },
  domain: readonly [number, number],
  scale: string,
): Drawing {
  const first = Math.min(...one.at)
  const last = Math.max(...one.at)
  const levels = one.kind === 'levels'
  const area = plot(size, {
    x: {
      label: fitText(one.label, size.width - 40, fontSize.label),
      domain: levels ? [first - 0.6, last + 0.6] : [first, last > first ? last : first + 1],
      ...(levels && { ticks: [...one.at], format: (at: number) => shortName(one, at, size.width) }),
    },
    y: { label: scale, domain },
  })
  const { x, y, frame } = area
  const points = one.at.map((at, i) => [x(at), y(one.effect[i])] as const)
  const { lower, upper } = one
  const colour = seriesColours[0]
  const band =
    lower && upper && !levels
      ? element('path', {
          d: `${polyline([...one.at.map((at, i) => [x(at), y(upper[i])] as const), ...one.at.map((at, i) => [x(at), y(lower[i])] as const).reverse()])}Z`,
          fill: colour,
          'fill-opacity': 0.15,
        })
      : ''
  const bars =
    lower && upper && levels
      ? one.at.map((at, i) => line(x(at), y(lower[i]), x(at), y(upper[i]), { stroke: colour, 'stroke-width': 1 }))
      : []
  const marks = levels
    ? points.map(([px, py]) => element('circle', { cx: px, cy: py, r: 2.3, fill: colour }))
    : [element('path', { d: polyline(points), fill: 'none', stroke: colour, 'stroke-width': 1.3 })]
  return {
    ...size,
    body: [
      area.axes,
      line(frame.left, y(0), frame.left + frame.width, y(0), {
        stroke: ink.quiet,
        'stroke-dasharray': '2 2',
        'stroke-width': 0.5,
      }),
      band,
      ...bars,
      group({ class: 'effect', 'data-series': one.label }, ...marks),
    ].join(''),
  }
}

const maximumLines = 3

/** A level's name in the room below its mark: in lines; what stands in brackets is the first to go. */
function shortName({ at, names }: PartialEffect, value: number, width: number): string {
  const room = (width - 44) / (at.length + 0.2) - 3
  const whole = names?.[at.indexOf(value)] ?? plain(value)
  const bare = whole.replace(/ \(.*\)$/, '')
  const name = wrapText(whole, room).every((line) => textWidth(line) <= room) ? whole : bare
  const lines = wrapText(name, room)
  const shown =
    lines.length > maximumLines ? [...lines.slice(0, maximumLines - 1), lines.slice(maximumLines - 1).join(' ')] : lines
  return shown.map((line) => fitText(line, room)).join('\n')
}

/** What each of one patient's values adds to the log-odds of a patient in the middle of the training cohort. */
export interface ContributionFigure {
  /** In any order; the largest are drawn first. Points are those on the nomogram. */
  values: readonly { label: string; value: string; logOdds: number; points?: number }[]
  /** "Probability 0.57": what they come to. */
  result: string
  /** Log-odds where not given. */
  scale?: string
}

/**
 * Bars to the right raise the risk, bars to the left lower it; the numbers are log-odds.
 *
 * @param figure contributions in log-odds, and the result
 * @param width in points
 * @param words of the language
 * @returns the drawing
 */
export function contributionBars(
  { values, result, scale }: ContributionFigure,
  width: number = columnWidth.double,
  words = locales.en.drawings,
): Drawing {
  const order = [...values].sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds))
  const names = order.map((one) => {
    const value = fitText(`: ${one.value}`, 0.25 * width)
    return fitText(one.label, 0.46 * width - textWidth(value)) + value
  })
  const room = Math.max(...names.map((name) => textWidth(name))) + 6
  const said = (value: number) => (value > 0 ? `+${plain(value, 2)}` : plain(value, 2))
  const least = Math.min(0, ...order.map((one) => one.logOdds))
  const most = Math.max(0, 0.1 + least, ...order.map((one) => one.logOdds))
  const numbers = textWidth('−10.00') + 6
  const pointsRoom = order.some((one) => one.points !== undefined) ? 36 : 0
  const x = linearScale([least, most], [room + numbers, width - numbers - pointsRoom])
  const step = 13
  const heads = 2 * fontSize.label + 5
  const top = heads + 6
  const body = order.map((one, i) => {
    const y = top + i * step
    const [from, to] = [x(Math.min(0, one.logOdds)), x(Math.max(0, one.logOdds))]
    const right = one.logOdds >= 0
    return group(
      { class: 'contribution', 'data-series': one.label },
      text(0, y + step / 2, names[i], { at: 'middle' }),
      element('rect', { x: from, y: y + 2, width: to - from, height: step - 4, fill: seriesColours[right ? 1 : 0] }),
      text(right ? to + 3 : from - 3, y + step / 2, said(one.logOdds), {
        at: 'middle',
        anchor: right ? 'start' : 'end',
      }),
      one.points === undefined ? '' : text(width, y + step / 2, plain(one.points, 1), { at: 'middle', anchor: 'end' }),
    )
  })
  const bottom = top + order.length * step
  return {
    width,
    height: bottom + 4,
    body: [
      text(0, fontSize.label, fitText(result, width, fontSize.label), { size: fontSize.label, bold: 'yes' }),
      text(x(0), heads, scale ?? words.logOdds, { size: fontSize.small, anchor: 'middle', colour: ink.quiet }),
      pointsRoom > 0
        ? text(width, heads, words.points, { size: fontSize.small, anchor: 'end', colour: ink.quiet })
        : '',
      line(x(0), top - 3, x(0), bottom, { 'stroke-width': 0.6 }),
      ...body,
    ].join(''),
  }
}
