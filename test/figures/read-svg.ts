import { textWidth } from '../../src/figures/canvas/text-width.ts'

/** One element of an SVG, with what moves it resolved: where its own coordinates lie in the picture. */
export interface SvgElement {
  name: string
  attributes: Record<string, string>
  /** Attributes of the groups around it, from the outside in. */
  within: Record<string, string>[]
  content: string
  /** Offset by the translations around it. */
  dx: number
  dy: number
}

export interface Box {
  text: string
  left: number
  right: number
  top: number
  bottom: number
}

/** Reads an SVG back: a plain scanner of tags, enough for what is drawn here and independent of how it is drawn. */
export function readSvg(svg: string): SvgElement[] {
  const found: SvgElement[] = []
  const open: SvgElement[] = []
  const scanner = /<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>([^<]*)/g
  for (const [, closing, name, raw, selfClosing, content] of svg.matchAll(scanner)) {
    if (closing) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes another element`)
      continue
    }
    const attributes: Record<string, string> = {}
    for (const [, key, value] of raw.matchAll(/([\w:-]+)="([^"]*)"/g)) attributes[key] = decoded(value)
    const parent = open.at(-1)
    const shift = name === 'g' ? /translate\(([-\d.]+),([-\d.]+)\)/.exec(attributes.transform ?? '') : null
    const element = {
      name,
      attributes,
      within: open.map((one) => one.attributes),
      content: decoded(content),
      dx: (parent?.dx ?? 0) + Number(shift?.[1] ?? 0),
      dy: (parent?.dy ?? 0) + Number(shift?.[2] ?? 0),
    }
    found.push(element)
    if (!selfClosing) open.push(element)
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)!.name}> stays open`)
  return found
}

function decoded(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}

/** Where each line of text stands: the height of its capitals and its width in DejaVu Sans. */
export function textBoxes(elements: SvgElement[]): Box[] {
  return elements
    .filter((one) => one.name === 'text' && one.content.trim() !== '')
    .map(({ attributes, content, dx, dy }) => {
      const size = Number(attributes['font-size'])
      const width = textWidth(content, size, attributes['font-weight'] === 'bold')
      const x = Number(attributes.x) + dx
      const y = Number(attributes.y) + dy
      const before = { middle: width / 2, end: width }[attributes['text-anchor'] ?? ''] ?? 0
      const box = { left: -before, right: width - before, top: -0.73 * size, bottom: 0.02 * size }
      // Only the labels of vertical axes are turned, by −90°: right becomes up.
      return attributes.transform?.startsWith('rotate(-90')
        ? { text: content, left: x + box.top, right: x + box.bottom, top: y - box.right, bottom: y - box.left }
        : { text: content, left: x + box.left, right: x + box.right, top: y + box.top, bottom: y + box.bottom }
    })
}

export function overlapping(boxes: Box[]): string[] {
  const pairs: string[] = []
  for (let i = 0; i < boxes.length; i++)
    for (let j = i + 1; j < boxes.length; j++) {
      const [a, b] = [boxes[i], boxes[j]]
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        pairs.push(`"${a.text}" and "${b.text}"`)
    }
  return pairs
}

/** Corners of a path of straight lines. */
export function corners(path: string): [number, number][] {
  return [...path.matchAll(/[ML]([-\d.]+),([-\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)])
}
