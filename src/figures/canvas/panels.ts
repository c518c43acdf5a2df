import { columnWidth, fontSize } from '../theme/theme.ts'
import { type Drawing, moved, text } from './svg.ts'
import { fitText } from './text-width.ts'

/** How much wider bold letters are than those that are measured. */
const boldWidth = 1.13

/** Between panels, in points. */
export const panelGap = 10

/** The size of each of so many panels with axes side by side across two columns. */
export function panelSize(across: number) {
  const width = (columnWidth.double - (across - 1) * panelGap) / across
  return { width, height: width + 2.5 }
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
  const header = fontSize.panel + 3
  let letter = 0
  let width = 0
  let y = 0
  let body = ''
  for (const row of rows) {
    let x = 0
    let height = 0
    for (const drawing of row) {
      if (!drawing) continue
      body += text(x, y + fontSize.panel, String.fromCharCode(65 + letter++), {
        size: fontSize.panel,
        bold: 'yes',
        class: 'panel',
      })
      if (drawing.title)
        body += text(
          x + 12,
          y + fontSize.panel,
          fitText(drawing.title, (drawing.width - 12) / boldWidth, fontSize.label),
          {
            size: fontSize.label,
            bold: 'yes',
          },
        )
      body += moved(drawing, x, y + header)
      x += drawing.width + gap
      height = Math.max(height, drawing.height)
    }
    width = Math.max(width, x - gap)
    y += header + height + gap
  }
  return { width, height: y - gap, body }
}
