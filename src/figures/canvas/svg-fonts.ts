import { boldFont, regularFont } from './font.ts'

/**
 * A figure as a file of its own: with its font inside, so that it looks the same on a machine without DejaVu Sans while
 * its text stays text. (Within a report the page carries the font once.)
 *
 * @param svg of `svgDocument`
 * @returns the file's text
 */
export function withFonts(svg: string): string {
  const bold = svg.includes('font-weight="bold"')
  const face = (weight: number, font: string) =>
    `@font-face{font-family:'DejaVu Sans';font-weight:${weight};src:url(data:font/woff2;base64,${font}) format('woff2')}`
  const style = `<style>${face(400, regularFont)}${bold ? face(700, boldFont) : ''}</style>`
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svg.replace('</desc>', `</desc>${style}`)}\n`
}
