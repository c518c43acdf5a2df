import { pow } from '../../portable-math.ts'
import { evenly, mostMarks } from '../canvas/evenly.ts'
import { linearScale, plain, type Scale } from '../canvas/plot.ts'
import { type Drawing, element, group, line, moved, polyline, text } from '../canvas/svg.ts'
import { breakText, fitText, textWidth } from '../canvas/text-width.ts'
import { columnWidth, fontSize, ink, seriesColour } from '../theme/theme.ts'

/** One variable in each group: patients as points (`mostMarks` of them) within the shape of their density, a box of the quartiles on it. */
export interface GroupPanel {
  label: string
  unit?: string
  /** `colour` where these are the levels of the outcome, which have one in every figure. */
  groups: readonly { label: string; values: readonly number[]; colour?: string }[]
  /** What the groups are levels of, under them. */
  by?: string
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

/** Whether of a group of these panels not all patients are drawn. */
export const isThinned = (panels: readonly GroupPanel[]): boolean =>
  panels.some(({ groups }) => groups.some(({ values }) => values.length > mostMarks))

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
  // Where one name is too long for the axis, all stand over their panels.
  const named = panels.some(isLong)
  const titles = panels.map((one) => breakText(titleOf(one), width - 14, fontSize.label).slice(0, 2))
  const lines = named ? Math.max(...titles.map((title) => title.length)) : 1
  const header = fontSize.panel + 3 + (lines - 1) * (fontSize.label + 1.5)
  const body = panels.map((one, i) => {
    const x = (i % across) * (width + gap)
    const y = Math.floor(i / across) * (panelHeight + header + 8)
    const letter = String.fromCharCode(65 + i)
    return (
      (panels.length > 1
        ? text(x, y + fontSize.panel, letter, { size: fontSize.panel, bold: 'yes', class: 'panel' })
        : '') +
      (named ? titles[i] : [])
        .map((words, line) =>
          text(x + (panels.length > 1 ? 12 : 0), y + fontSize.panel + line * (fontSize.label + 1.5), words, {
            size: fontSize.label,
            class: 'panel-title',
          }),
        )
        .join('') +
      moved(groupPanel(one, named, { width, height: panelHeight }), x, y + header)
    )
  })
  return {
    width: across * width + (across - 1) * gap,
    height: Math.ceil(panels.length / across) * (panelHeight + header + 8) - 8,
    body: body.join(''),
  }
}

const titleOf = ({ label, unit }: GroupPanel) => (unit ? `${label}, ${unit}` : label)

/** Names of features are longer than the axis: they stand over the panel. */
const isLong = (panel: GroupPanel) => textWidth(titleOf(panel), fontSize.label) > panelHeight - 42

function groupPanel(panel: GroupPanel, named: boolean, size: { width: number; height: number }): Drawing {
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
  const frame = {
    left: 5 + widest + 5 + fontSize.label,
    top: 4,
    bottom: size.height - 2 * fontSize.body - 8 - (panel.by ? fontSize.label + 2 : 0),
  }
  const y = linearScale(domain, [frame.bottom, frame.top])
  const step = (size.width - frame.left) / panel.groups.length
  const centre = (g: number) => frame.left + (g + 0.5) * step
  const middle = (frame.top + frame.bottom) / 2
  const body = [
    ...ticks.map(({ at }) => line(frame.left, y(at), size.width, y(at), { stroke: ink.grid, 'stroke-width': 0.4 })),
    line(frame.left, frame.top, frame.left, frame.bottom),
    line(frame.left, frame.bottom, size.width, frame.bottom),
    ...ticks.flatMap(({ at, label }) => [
      line(frame.left - 3, y(at), frame.left, y(at)),
      text(frame.left - 5, y(at), label, { anchor: 'end', at: 'middle', class: 'tick' }),
    ]),
    text(fontSize.label, middle, named ? (panel.unit ?? '') : titleOf(panel), {
      anchor: 'middle',
      size: fontSize.label,
      transform: `rotate(-90 ${fontSize.label.toFixed(2)} ${middle.toFixed(2)})`,
      class: 'axis-label',
    }),
    panel.by
      ? text(
          (frame.left + size.width) / 2,
          size.height - 2,
          fitText(panel.by, size.width - frame.left, fontSize.label),
          {
            anchor: 'middle',
            size: fontSize.label,
            class: 'axis-label',
          },
        )
      : '',
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
  const half = Math.min(0.4 * step, 26)
  const colour = own ?? seriesColour(g)
  const shape = densityOf(sorted)
  const [q1, median, q3] = [0.25, 0.5, 0.75].map(quartile)
  return group(
    { class: 'values', 'data-series': label },
    shape ? violin(sorted, shape, { centre, half, colour, y }) : '',
    group(
      { fill: colour, 'fill-opacity': 0.55 },
      ...evenly(sorted.length).map((place, i) =>
        // One beside the other, evenly over the width that the density has there.
        element('circle', {
          cx: centre + (((i * 0.618034) % 1) - 0.5) * 1.8 * half * (shape?.(sorted[place]) ?? 0.5),
          cy: y(sorted[place]),
          r: 1.1,
        }),
      ),
    ),
    sorted.length < 2 ? '' : box(sorted, [q1, median, q3], centre, y),
    text(centre, y.range()[0] + fontSize.body + 4, fitText(label, step - 2), { anchor: 'middle', class: 'group' }),
    text(centre, y.range()[0] + 2 * fontSize.body + 6, `n = ${known.length}`, { anchor: 'middle', class: 'size' }),
  )
}

/** Quartiles, and whiskers to the last value within one and a half times their distance (Tukey). */
function box(sorted: readonly number[], [q1, median, q3]: readonly number[], centre: number, y: Scale): string {
  const reach = 1.5 * (q3 - q1)
  const low = sorted.find((value) => value >= q1 - reach)!
  const high = sorted.findLast((value) => value <= q3 + reach)!
  const half = 4.5
  const stroke = { stroke: ink.text, 'stroke-width': 0.7 }
  return group(
    { class: 'box', 'data-q1': plain(q1), 'data-median': plain(median), 'data-q3': plain(q3) },
    line(centre, y(low), centre, y(q1), stroke),
    line(centre, y(q3), centre, y(high), stroke),
    element('rect', {
      x: centre - half,
      y: y(q3),
      width: 2 * half,
      height: y(q1) - y(q3),
      fill: ink.paper,
      'fill-opacity': 0.75,
      ...stroke,
    }),
    line(centre - half, y(median), centre + half, y(median), { stroke: ink.text, 'stroke-width': 1.6 }),
  )
}

const densityPoints = 40

const squared = (value: number) => value * value

/**
 * How dense the values lie, 1 where they are densest: a normal kernel of Silverman's width over the range of the values
 * (B. W. Silverman, Density Estimation, 1986, eq. 3.31). Undefined for a handful of values, or all the same.
 */
function densityOf(sorted: readonly number[]): ((value: number) => number) | undefined {
  const n = sorted.length
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n
  const deviation = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (n - 1))
  if (n < 5 || !(deviation > 0)) return undefined
  const between = sorted[Math.floor(0.75 * (n - 1))] - sorted[Math.floor(0.25 * (n - 1))]
  const width = 0.9 * (between > 0 ? Math.min(deviation, between / 1.34) : deviation) * pow(n, -0.2)
  const [low, high] = [sorted[0], sorted[n - 1]]
  const at = (k: number) => low + (k / (densityPoints - 1)) * (high - low)
  const heights = Array.from({ length: densityPoints }, (_, k) =>
    sorted.reduce((sum, value) => sum + Math.exp(-0.5 * squared((at(k) - value) / width)), 0),
  )
  const most = Math.max(...heights)
  return (value) => {
    const place = ((value - low) / (high - low)) * (densityPoints - 1)
    const k = Math.min(densityPoints - 2, Math.floor(place))
    return (heights[k] + (place - k) * (heights[k + 1] - heights[k])) / most
  }
}

function violin(
  sorted: readonly number[],
  shape: (value: number) => number,
  { centre, half, colour, y }: { centre: number; half: number; colour: string; y: Scale },
): string {
  const [low, high] = [sorted[0], sorted[sorted.length - 1]]
  const values = Array.from({ length: densityPoints }, (_, k) => low + (k / (densityPoints - 1)) * (high - low))
  const right = values.map((value) => [centre + half * shape(value), y(value)] as const)
  const left = values.map((value) => [centre - half * shape(value), y(value)] as const)
  return element('path', {
    d: `${polyline([...right, ...left.reverse()])}Z`,
    fill: colour,
    'fill-opacity': 0.14,
    stroke: colour,
    'stroke-width': 0.5,
    class: 'violin',
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
