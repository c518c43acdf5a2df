import { pow } from '../../portable-math.ts'
import { linearScale, plain, type Scale } from '../canvas/plot.ts'
import { type Drawing, element, group, line, moved, polyline, text } from '../canvas/svg.ts'
import { fitText, textWidth } from '../canvas/text-width.ts'
import { columnWidth, fontSize, ink, seriesColour } from '../theme/theme.ts'

/** One variable in each group: every patient a point, over a box of the quartiles. */
export interface GroupPanel {
  label: string
  unit?: string
  /** `colour` where these are the levels of the outcome, which have one in every figure. */
  groups: readonly { label: string; values: readonly number[]; colour?: string }[]
  /** After adjustment for all the panels' tests; not drawn when absent. */
  p?: number
  /** Logarithmic, for values that span decades; every value must be above 0. */
  log?: 'yes'
}

/**
 * Stars of an adjusted p-value, as figure legends explain them: *** p < 0.001, ** < 0.01, * < 0.05, ns otherwise.
 *
 * @param p the adjusted p-value
 * @returns one to three stars, or ns
 * @example
 * ```ts
 * import { significanceMark } from 'nomoscope/figures'
 * significanceMark(0.004) // → '**'
 * ```
 */
export function significanceMark(p: number): string {
  return p < 0.001 ? '***' : p < 0.01 ? '**' : p < 0.05 ? '*' : 'ns'
}

const panelHeight = 150

/**
 * Panels beside each other, lettered, three to a row: serum markers, immune cells.
 *
 * @param panels one a variable
 * @param perRow panels in a row
 * @returns the drawing
 */
export function groupPanels(panels: readonly GroupPanel[], perRow = 3): Drawing {
  const gap = 12
  const across = Math.min(perRow, panels.length)
  const width = (columnWidth.double - gap * (perRow - 1)) / perRow
  const header = fontSize.panel + 3
  const body = panels.map((one, i) => {
    const x = (i % across) * (width + gap)
    const y = Math.floor(i / across) * (panelHeight + header + 8)
    return (
      text(x, y + fontSize.panel, String.fromCharCode(65 + i), { size: fontSize.panel, bold: 'yes', class: 'panel' }) +
      moved(groupPanel(one, { width, height: panelHeight }), x, y + header)
    )
  })
  return {
    width: across * width + (across - 1) * gap,
    height: Math.ceil(panels.length / across) * (panelHeight + header + 8) - 8,
    body: body.join(''),
  }
}

function groupPanel(panel: GroupPanel, size: { width: number; height: number }): Drawing {
  const transform = panel.log ? Math.log10 : (value: number) => value
  const all = panel.groups.flatMap((one) => one.values.filter(Number.isFinite).map(transform))
  if (all.length === 0) throw new RangeError(`${panel.label} has no values to draw`)
  const low = all.reduce((least, value) => Math.min(least, value), Infinity)
  const high = all.reduce((most, value) => Math.max(most, value), -Infinity)
  const edge = 0.06 * (high - low) || 0.5
  // Above the highest value there is room for the bracket with its mark.
  const domain = [low - edge, high + edge + (panel.p === undefined ? 0 : 0.14 * (high - low || 1))] as const
  const ticks = valueTicks(domain, panel.log !== undefined, high)
  const widest = Math.max(...ticks.map((tick) => textWidth(tick.label)))
  const frame = { left: 5 + widest + 5 + fontSize.label, top: 4, bottom: size.height - fontSize.body - 6 }
  const y = linearScale(domain, [frame.bottom, frame.top])
  const step = (size.width - frame.left) / panel.groups.length
  const centre = (g: number) => frame.left + (g + 0.5) * step
  const title = panel.unit ? `${panel.label}, ${panel.unit}` : panel.label
  const middle = (frame.top + frame.bottom) / 2
  const body = [
    ...ticks.map(({ at }) => line(frame.left, y(at), size.width, y(at), { stroke: ink.grid, 'stroke-width': 0.4 })),
    line(frame.left, frame.top, frame.left, frame.bottom),
    line(frame.left, frame.bottom, size.width, frame.bottom),
    ...ticks.flatMap(({ at, label }) => [
      line(frame.left - 3, y(at), frame.left, y(at)),
      text(frame.left - 5, y(at), label, { anchor: 'end', at: 'middle', class: 'tick' }),
    ]),
    text(fontSize.label, middle, fitText(title, frame.bottom - frame.top, fontSize.label), {
      anchor: 'middle',
      size: fontSize.label,
      transform: `rotate(-90 ${fontSize.label.toFixed(2)} ${middle.toFixed(2)})`,
      class: 'axis-label',
    }),
    ...panel.groups.map((one, g) => points(one, g, transform, y, centre(g), step)),
    panel.p === undefined ? '' : bracket(panel, y(high) - 5, centre),
  ]
  return { ...size, body: body.join('') }
}

function points(
  { label, values, colour: own }: GroupPanel['groups'][number],
  g: number,
  transform: (value: number) => number,
  y: Scale,
  centre: number,
  step: number,
): string {
  const known = values.filter(Number.isFinite)
  const sorted = known.map(transform).sort((a, b) => a - b)
  const quartile = (p: number) => {
    const place = p * (sorted.length - 1)
    const below = Math.floor(place)
    return sorted[below] + (place - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below])
  }
  const half = Math.min(0.3 * step, 22)
  const colour = own ?? seriesColour(g)
  const offsets = swarm(sorted.map(y), half)
  const box =
    sorted.length < 2
      ? ''
      : group(
          {
            class: 'box',
            'data-q1': plain(quartile(0.25)),
            'data-median': plain(quartile(0.5)),
            'data-q3': plain(quartile(0.75)),
          },
          element('rect', {
            x: centre - half,
            y: y(quartile(0.75)),
            width: 2 * half,
            height: y(quartile(0.25)) - y(quartile(0.75)),
            fill: colour,
            'fill-opacity': 0.12,
            stroke: ink.axis,
            'stroke-width': 0.6,
          }),
          line(centre - half, y(quartile(0.5)), centre + half, y(quartile(0.5)), {
            stroke: ink.text,
            'stroke-width': 1.3,
          }),
        )
  return group(
    { class: 'values', 'data-series': label },
    group(
      { fill: colour, 'fill-opacity': 0.55 },
      ...sorted.map((value, i) => element('circle', { cx: centre + offsets[i], cy: y(value), r: 1.1 })),
    ),
    box,
    text(centre, y.range()[0] + fontSize.body + 4, fitText(label, step - 2), { anchor: 'middle', class: 'group' }),
  )
}

/**
 * Sidewards moves that keep points of a similar height apart: each goes to the free place nearest to the middle, to the
 * right and left in turn. Heights come in order; a crowd wider than `half` is laid over itself.
 */
function swarm(heights: readonly number[], half: number): number[] {
  const apart = 2.1
  const placed: { x: number; y: number }[] = []
  let first = 0
  return heights.map((y) => {
    while (first < placed.length && Math.abs(placed[first].y - y) >= apart) first++
    const near = placed.slice(first)
    let x = 0
    for (let k = 0; k * 0.55 <= 2 * half; k++) {
      x = (k % 2 === 0 ? 1 : -1) * Math.ceil(k / 2) * 1.1
      if (Math.abs(x) > half) {
        x = (((placed.length * 0.618034) % 1) - 0.5) * 2 * half
        break
      }
      if (near.every((other) => (other.x - x) ** 2 + (other.y - y) ** 2 >= apart ** 2)) break
    }
    placed.push({ x, y })
    return x
  })
}

function bracket({ groups, p }: GroupPanel, y: number, centre: (g: number) => number): string {
  const [from, to] = [centre(0), centre(groups.length - 1)]
  return group(
    { class: 'significance' },
    element('path', {
      d: polyline([
        [from, y + 3],
        [from, y],
        [to, y],
        [to, y + 3],
      ]),
      fill: 'none',
      stroke: ink.axis,
      'stroke-width': 0.6,
    }),
    text((from + to) / 2, y - (significanceMark(p!) === 'ns' ? 2 : 0), significanceMark(p!), {
      anchor: 'middle',
      size: fontSize.title,
      class: 'mark',
    }),
  )
}

/** Round values (powers of ten with 2 and 5 where logarithmic), none above the data. */
function valueTicks(
  [low, high]: readonly [number, number],
  log: boolean,
  highest: number,
): { at: number; label: string }[] {
  if (log) {
    const all = Array.from({ length: 40 }, (_, i) => pow(10, Math.floor(i / 3) - 6) * [1, 2, 5][i % 3])
    const fine = all.filter((value) => Math.log10(value) >= low && Math.log10(value) <= high)
    const shown = fine.length > 6 ? fine.filter((value) => /^[10.e-]+$/.test(String(value))) : fine
    return shown.map((value) => ({ at: Math.log10(value), label: plain(value) }))
  }
  const scale = linearScale([low, high], [0, 1])
  const format = scale.tickFormat(5)
  return scale
    .ticks(5)
    .filter((value) => value <= highest + 0.02 * (high - low))
    .map((value) => ({ at: value, label: format(value) }))
}
