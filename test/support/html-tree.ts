/** A page as a tree: enough for the well-formed HTML that the renderers write, and independent of them. */
export interface HtmlElement {
  name: string
  attributes: Record<string, string>
  parent?: HtmlElement
  children: (HtmlElement | HtmlText)[]
}

export interface HtmlText {
  text: string
  /** Where in the page it begins. */
  at: number
}

const empty = new Set(['meta', 'link', 'br', 'img', 'hr', 'input'])
const token = /<(\/?)([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>|([^<]+)|<!doctype html>/g

/** Throws where a tag closes another element than the open one. */
export function htmlTree(html: string): HtmlElement {
  const root: HtmlElement = { name: '', attributes: {}, children: [] }
  let here = root
  for (const match of html.matchAll(token)) {
    const [, closing, name, raw, selfClosing, text] = match
    if (text !== undefined) here.children.push({ text: decoded(text), at: match.index })
    else if (closing) {
      if (here.name !== name || !here.parent) throw new Error(`</${name}> closes <${here.name}> at ${match.index}`)
      here = here.parent
    } else if (name) {
      const node: HtmlElement = { name, attributes: {}, parent: here, children: [] }
      for (const [, key, value] of raw.matchAll(/([\w:-]+)="([^"]*)"/g)) node.attributes[key] = decoded(value)
      here.children.push(node)
      if (!selfClosing && !empty.has(name)) here = node
    }
  }
  return root
}

export function textOf(node: HtmlElement): string {
  return node.children.map((child) => ('text' in child ? child.text : textOf(child))).join('')
}

/** The element itself or the nearest around it that is so. */
export function closest(node: HtmlElement, is: (node: HtmlElement) => boolean): HtmlElement | undefined {
  for (let here: HtmlElement | undefined = node; here; here = here.parent) if (is(here)) return here
  return undefined
}

export function firstNamed(node: HtmlElement, name: string): HtmlElement | undefined {
  for (const child of node.children)
    if ('name' in child) {
      const found = child.name === name ? child : firstNamed(child, name)
      if (found) return found
    }
  return undefined
}

function decoded(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}
