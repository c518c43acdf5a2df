import { type Drawing, element, group, line, text } from '../canvas/svg.ts'
import { breakText, textWidth } from '../canvas/text-width.ts'
import { columnWidth, fontSize, ink, seriesColours } from '../theme/theme.ts'

/** What `foldDiagram` draws: which patients a model was fitted to and judged on. */
export interface FoldFigure {
  /** "Analysed (n = 320)". */
  all: string
  training: { label: string; n: number }
  heldOut?: { label: string; n: number }
  folds: number
  /** "Fold 1", by its number. */
  fold: (number: number) => string
  /** Under the colours of a fold. */
  fitted: string
  predicted: string
  /** What is done in each part, a paragraph each. */
  notes: readonly string[]
}

const maximumFolds = 10
const boxHeight = 18
const rowHeight = 11

/**
 * The split and the folds: in each row another part of the training patients is predicted by what was fitted to the rest,
 * and the held-out patients by the whole.
 *
 * @param figure sizes and words
 * @param width in points
 * @returns the drawing
 */
export function foldDiagram(figure: FoldFigure, width: number = columnWidth.double): Drawing {
  const { all, training, heldOut, folds, fold, fitted, predicted, notes } = figure
  const shown = Math.min(folds, maximumFolds)
  const label = 8 + Math.max(...Array.from({ length: shown }, (_, i) => textWidth(fold(i + 1))))
  const strip = 0.52 * width - label
  const gap = 14
  const right = label + strip + gap
  const notesWidth = width - right
  const lines = notes.flatMap((note, i) => [...(i > 0 ? [''] : []), ...breakText(note, notesWidth)])
  const box = (x: number, y: number, w: number, words: string, colour: string) =>
    group(
      {},
      element('rect', {
        x,
        y,
        width: w,
        height: boxHeight,
        fill: colour,
        'fill-opacity': 0.12,
        stroke: ink.axis,
        'stroke-width': 0.6,
      }),
      text(x + w / 2, y + boxHeight / 2, words, { anchor: 'middle', at: 'middle', bold: 'yes' }),
    )
  const second = boxHeight + 12
  const first = second + boxHeight + 12
  const key = first + shown * rowHeight + 6
  const cell = strip / shown
  const bottom = Math.max(key + fontSize.body + 2, first + lines.length * (fontSize.body + 3))
  return {
    width,
    height: bottom + 4,
    body: [
      box(0, 0, width, all, ink.paper),
      line(label + strip / 2, boxHeight, label + strip / 2, second),
      box(0, second, label + strip, training.label, seriesColours[0]),
      ...(heldOut
        ? [
            line(right + notesWidth / 2, boxHeight, right + notesWidth / 2, second),
            box(right, second, notesWidth, heldOut.label, seriesColours[1]),
          ]
        : []),
      ...Array.from({ length: shown }, (_, row) => {
        const y = first + row * rowHeight
        return group(
          { class: 'fold' },
          text(0, y + rowHeight / 2 - 1, fold(row + 1), { at: 'middle' }),
          ...Array.from({ length: shown }, (_, column) =>
            element('rect', {
              x: label + column * cell,
              y,
              width: cell - 1,
              height: rowHeight - 2,
              fill: seriesColours[row === column ? 1 : 0],
              'fill-opacity': row === column ? 0.85 : 0.3,
            }),
          ),
        )
      }),
      element('rect', { x: label, y: key, width: 8, height: 6, fill: seriesColours[0], 'fill-opacity': 0.3 }),
      text(label + 12, key + 3, fitted, { at: 'middle' }),
      element('rect', {
        x: label + 20 + textWidth(fitted),
        y: key,
        width: 8,
        height: 6,
        fill: seriesColours[1],
        'fill-opacity': 0.85,
      }),
      text(label + 32 + textWidth(fitted), key + 3, predicted, { at: 'middle' }),
      ...lines.map((words, i) => text(right, first + i * (fontSize.body + 3) + fontSize.body, words)),
    ].join(''),
  }
}
