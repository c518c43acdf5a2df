import { fontSize } from '../theme/theme.ts'
import { boldWidths, regularWidths } from './font-metrics.ts'

/** Width of a line of text in points, as DejaVu Sans sets it; a character outside the table counts as a full em. */
export function textWidth(text: string, size: number = fontSize.body, bold = false): number {
  const table = bold ? boldWidths : regularWidths
  let thousandths = 0
  for (const character of text) thousandths += characterWidth(character.codePointAt(0)!, table)
  return (thousandths * size) / 1000
}

function characterWidth(code: number, table: number[][]): number {
  for (const row of table) {
    const at = code - row[0] + 1
    if (at >= 1 && at < row.length) return row[at] || 1000
  }
  return 1000
}

/** Breaks text at spaces into lines no wider than `width` points; a single longer word stands on its own line. */
export function wrapText(text: string, width: number, size: number = fontSize.body, bold = false): string[] {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line = ''
    for (const word of paragraph.split(' ')) {
      const longer = line ? `${line} ${word}` : word
      if (line && textWidth(longer, size, bold) > width) {
        lines.push(line)
        line = word
      } else line = longer
    }
    lines.push(line)
  }
  return lines
}

/** As `wrapText`, but a word that is wider, as names of features are, is broken too: behind an underscore or hyphen if it can. */
export function breakText(text: string, width: number, size: number = fontSize.body): string[] {
  return wrapText(text, width, size).flatMap((line) => {
    const lines: string[] = []
    let rest = line
    while (rest.length > 1 && textWidth(rest, size) > width) {
      let most = rest.length - 1
      while (most > 1 && textWidth(rest.slice(0, most), size) > width) most--
      const joint = Math.max(rest.lastIndexOf('_', most - 1), rest.lastIndexOf('-', most - 1)) + 1
      const cut = joint > most / 3 ? joint : most
      lines.push(rest.slice(0, cut))
      rest = rest.slice(cut)
    }
    return [...lines, rest]
  })
}

/** The text, cut with an ellipsis where it is wider than `width` points. */
export function fitText(text: string, width: number, size: number = fontSize.body, bold = false): string {
  if (textWidth(text, size, bold) <= width) return text
  const characters = [...text]
  while (characters.length > 1 && textWidth(`${characters.join('')}…`, size, bold) > width) characters.pop()
  return `${characters.join('')}…`
}

/** As `fitText`, but the end is kept: names of features differ there. */
export function fitEnd(text: string, width: number, size: number = fontSize.body): string {
  if (textWidth(text, size) <= width) return text
  const characters = [...text]
  while (characters.length > 1 && textWidth(`…${characters.join('')}`, size) > width) characters.shift()
  return `…${characters.join('')}`
}
