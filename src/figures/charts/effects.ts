import { locales } from '../../text/locales/index.ts'
import { plain, plot } from '../canvas/plot.ts'
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
  // Of one height, whatever lines the names of levels take.
  const lines = Math.max(
    1,
    ...effects.flatMap((one) =>
      one.kind === 'levels' ? one.at.map((at) => shortName(one, at, width).split('\n').length) : [],
    ),
  )
  const bottom = lines * fontSize.body + 8
  const body = effects.map((one, i) => {
    const panel = effectPanel(one, { width, height }, [low - edge, high + edge], scale, bottom)
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
  bottom: number,
): Drawing {
  const first = Math.min(...one.at)
  const last = Math.max(...one.at)
  const levels = one.kind === 'levels'
  const area = plot(
    size,
    {
      x: {
        label: '',
        domain: levels ? [first - 0.6, last + 0.6] : [first, last > first ? last : first + 1],
        ...(levels && { ticks: [...one.at], format: (at: number) => shortName(one, at, size.width) }),
      },
      y: { label: scale, domain },
    },
    { top: fontSize.label + 8, bottom },
  )
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
      text(0, fontSize.label, fitText(one.label, size.width, fontSize.label), {
        size: fontSize.label,
        bold: 'yes',
        class: 'panel-title',
      }),
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
