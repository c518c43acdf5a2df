import { fontFamily, fontSize, ink, millimetre } from '../theme/theme.ts'

/** A piece of a figure: SVG content with its size in points. Pieces hold no ids, so that they can be put together. */
export interface Drawing {
  width: number
  height: number
  body: string
  /** What stands beside its letter where it is a panel. */
  title?: string
}

export type Attributes = Record<string, string | number | undefined>

/** A number as it is written into an SVG: two decimals (0.01 pt is 4 µm on paper), no exponent, no negative zero. */
function coordinate(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`a coordinate is ${value}`)
  const rounded = Math.round(value * 100) / 100
  return Object.is(rounded, -0) ? '0' : String(rounded)
}

/** Text made safe for XML and HTML; characters that XML does not allow are dropped. */
export function escapeText(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** One SVG element; numbers are written by `coordinate`, children are taken as they are. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  let tag = `<${name}`
  for (const key in attributes) {
    const value = attributes[key]
    if (value !== undefined) tag += ` ${key}="${typeof value === 'number' ? coordinate(value) : escapeText(value)}"`
  }
  return children.length > 0 ? `${tag}>${children.join('')}</${name}>` : `${tag}/>`
}

export function group(attributes: Attributes, ...children: string[]): string {
  return element('g', attributes, ...children)
}

export function line(x1: number, y1: number, x2: number, y2: number, attributes: Attributes = {}): string {
  return element('line', { x1, y1, x2, y2, stroke: ink.axis, 'stroke-width': 0.6, ...attributes })
}

export interface TextStyle extends Attributes {
  size?: number
  anchor?: 'start' | 'middle' | 'end'
  /** Where `y` is: on the baseline (default), or in the middle of the capitals. */
  at?: 'baseline' | 'middle'
  bold?: 'yes'
  colour?: string
}

/** One line of text. The vertical position is worked out here, as editors and PDF disagree about `dominant-baseline`. */
export function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  const { size = fontSize.body, anchor = 'start', at = 'baseline', bold, colour = ink.text, ...rest } = style
  return element(
    'text',
    {
      x,
      y: at === 'middle' ? y + 0.364 * size : y,
      'font-size': size,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      'font-weight': bold ? 'bold' : undefined,
      fill: colour,
      ...rest,
    },
    escapeText(content),
  )
}

/** An SVG path through points, without a point that is not finite (a gap is left there). */
export function polyline(points: readonly (readonly [number, number])[]): string {
  let path = ''
  let pen = 'M'
  for (const [x, y] of points) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      pen = 'M'
      continue
    }
    path += `${pen}${coordinate(x)},${coordinate(y)}`
    pen = 'L'
  }
  return path
}

export function moved(drawing: Drawing, x: number, y: number): string {
  return group({ transform: `translate(${coordinate(x)},${coordinate(y)})` }, drawing.body)
}

/** What a reader of the page cannot see must be said: a title and a description that stand for the picture. */
export interface FigureText {
  /** Unique in the document that will hold the figure; every id inside begins with it. */
  id: string
  title: string
  description: string
}

/**
 * The figure as an SVG document, at its size in millimetres on paper, with text that stays text.
 *
 * @param drawing width and height in points, and its elements
 * @param text id, title and description for those who cannot see it
 * @returns SVG, without a font of its own
 */
export function svgDocument(drawing: Drawing, { id, title, description }: FigureText): string {
  const { width, height } = drawing
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      id,
      width: `${coordinate(width / millimetre)}mm`,
      height: `${coordinate(height / millimetre)}mm`,
      viewBox: `0 0 ${coordinate(width)} ${coordinate(height)}`,
      'font-family': fontFamily,
      'font-size': fontSize.body,
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-description`,
    },
    element('title', { id: `${id}-title` }, escapeText(title)),
    element('desc', { id: `${id}-description` }, escapeText(description)),
    element('rect', { width, height, fill: ink.paper }),
    drawing.body,
  )
}
