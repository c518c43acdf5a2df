import { columnWidth, fontSize } from '../theme/theme.ts'
import { type Drawing, moved, text } from './svg.ts'
import { fitText, wrapText } from './text-width.ts'

/** Between panels, in points. */
export const panelGap = 10

/** The size of each of so many panels with axes side by side across two columns. */
export function panelSize(across: number) {
  const width = (columnWidth.double - (across - 1) * panelGap) / across
  return { width, height: width + 2.5 }
}

/** A name over a panel, in two lines at most. */
function titleLines(title: string, width: number): string[] {
  const [first, ...rest] = wrapText(title, width, fontSize.label, true)
  return [first, rest.join(' ')].filter(Boolean).map((line) => fitText(line, width, fontSize.label, true))
}

/**
 * Several drawings as one figure, row by row, lettered A, B, C … as journals do.
 * A drawing that is missing leaves its place empty and takes no letter.
 *
 * @param rows of drawings
 * @param gap between them, in points; 10 unless told
 * @returns one drawing
 */
export function panels(rows: readonly (readonly (Drawing | undefined)[])[], gap = panelGap): Drawing {
  const lineStep = fontSize.label + 1.5
  let letter = 0
  let width = 0
  let y = 0
  let body = ''
  for (const row of rows) {
    let x = 0
    let height = 0
    const titles = row.map((drawing) => (drawing?.title ? titleLines(drawing.title, drawing.width - 12) : []))
    const header = fontSize.panel + 3 + lineStep * (Math.max(1, ...titles.map((lines) => lines.length)) - 1)
    for (const [d, drawing] of row.entries()) {
      if (!drawing) continue
      body += text(x, y + fontSize.panel, String.fromCharCode(65 + letter++), {
        size: fontSize.panel,
        bold: 'yes',
        class: 'panel',
      })
      titles[d].forEach((line, l) => {
        body += text(x + 12, y + fontSize.panel + l * lineStep, line, { size: fontSize.label, bold: 'yes' })
      })
      body += moved(drawing, x, y + header)
      x += drawing.width + gap
      height = Math.max(height, drawing.height)
    }
    width = Math.max(width, x - gap)
    y += header + height + gap
  }
  return { width, height: y - gap, body }
}
