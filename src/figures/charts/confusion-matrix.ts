import { locales } from '../../text/locales/index.ts'
import { type Drawing, element, group, text } from '../canvas/svg.ts'
import { fitText } from '../canvas/text-width.ts'
import { columnWidth, fontSize, ink, outcomeColours } from '../theme/theme.ts'

export interface ConfusionFigure {
  /** Whom it is of: "Out of fold". */
  title: string
  truePositives: number
  falsePositives: number
  trueNegatives: number
  falseNegatives: number
  /** What the patients with and without the outcome are called. */
  labels: readonly [withOutcome: string, without: string]
}

/** How many patients with and without the outcome are called positive and negative at the threshold. */
export function confusionMatrix(
  { title, truePositives, falsePositives, trueNegatives, falseNegatives, labels }: ConfusionFigure,
  size: { width: number; height: number } = { width: columnWidth.single, height: 75 },
  words = locales.en.drawings,
): Drawing {
  const head = fontSize.label + fontSize.body + 8
  const side = 0.37 * size.width
  const cellWidth = (size.width - side) / 2
  const cellHeight = (size.height - head) / 2
  const rows = [
    { label: labels[0], colour: outcomeColours[0], counts: [truePositives, falseNegatives], right: 0 },
    { label: labels[1], colour: outcomeColours[1], counts: [falsePositives, trueNegatives], right: 1 },
  ]
  const names = [
    ['tp', 'fn'],
    ['fp', 'tn'],
  ]
  const body = [
    text(0, fontSize.label, fitText(title, size.width, fontSize.label), { size: fontSize.label, bold: 'yes' }),
    ...[words.calledPositive, words.calledNegative].map((label, c) =>
      text(side + (c + 0.5) * cellWidth, head - 3, fitText(label, cellWidth - 1, fontSize.small), {
        anchor: 'middle',
        size: fontSize.small,
      }),
    ),
    ...rows.flatMap(({ label, colour, counts, right }, r) => [
      text(0, head + (r + 0.5) * cellHeight, fitText(label, side - 4), { at: 'middle' }),
      ...counts.map((count, c) =>
        group(
          { class: 'confusion' },
          element('rect', {
            x: side + c * cellWidth,
            y: head + r * cellHeight,
            width: cellWidth - 1.5,
            height: cellHeight - 1.5,
            fill: colour,
            'fill-opacity': c === right ? 0.32 : 0.1,
            stroke: colour,
            'stroke-width': 0.5,
          }),
          text(side + (c + 0.5) * cellWidth, head + (r + 0.5) * cellHeight, String(count), {
            anchor: 'middle',
            at: 'middle',
            size: fontSize.title,
            bold: 'yes',
            'data-cell': names[r][c],
            colour: ink.text,
          }),
        ),
      ),
    ]),
  ]
  return { ...size, body: body.join('') }
}
