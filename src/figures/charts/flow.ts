import { locales } from '../../text/locales/index.ts'
import { type Drawing, element, group, polyline, text } from '../canvas/svg.ts'
import { wrapText } from '../canvas/text-width.ts'
import { columnWidth, fontSize, ink } from '../theme/theme.ts'

interface FlowCount {
  label: string
  n: number
}

/** What is counted on the way from the patients found to the patients analysed, as STARD and CONSORT draw it. */
export interface FlowFigure {
  start: FlowCount
  /** In the order in which they were applied: who was left out and why, and who remained. */
  steps: readonly { excluded: readonly FlowCount[]; excludedTitle?: string; remaining: FlowCount }[]
  /** The arms at the end: training and validation, say, each with lines of detail. */
  arms?: readonly (FlowCount & { details?: readonly string[] })[]
}

const padding = 5
const leading = fontSize.body + 3
const gap = 16
const armGap = 12

interface Box {
  x: number
  y: number
  width: number
  height: number
  lines: { text: string; bold?: boolean; indent?: number }[]
}

/**
 * The flow of patients into the study: who was left out, why, and who remained.
 *
 * @param figure counts from the start to the arms
 * @param width in points
 * @param words of the language
 * @returns the drawing
 */
export function flowDiagram(
  figure: FlowFigure,
  width: number = columnWidth.double,
  words = locales.en.drawings,
): Drawing {
  const mainWidth = (width - armGap) / 2
  const sideWidth = 0.44 * width
  const mainX = figure.steps.length > 0 ? 0 : (width - mainWidth) / 2
  const centre = mainX + mainWidth / 2
  let body = ''
  const start = box(mainX, 0.5, mainWidth, [{ text: counted(figure.start), bold: true }])
  body += drawBox(start, 'flow-main')
  let bottom = start.y + start.height
  for (const step of figure.steps) {
    const total = step.excluded.reduce((sum, one) => sum + one.n, 0)
    const lines =
      step.excluded.length === 1
        ? [{ text: `${step.excludedTitle ?? words.excluded}: ${counted(step.excluded[0])}` }]
        : [
            { text: counted({ label: step.excludedTitle ?? words.excluded, n: total }), bold: true },
            ...step.excluded.map((one) => ({ text: counted(one), indent: 6 })),
          ]
    const side = box(width - sideWidth, bottom + gap / 2, sideWidth, lines)
    const remaining = box(mainX, side.y + side.height + gap / 2, mainWidth, [
      { text: counted(step.remaining), bold: true },
    ])
    const elbow = side.y + side.height / 2
    body += arrow([
      [centre, bottom],
      [centre, remaining.y],
    ])
    body += arrow([
      [centre, elbow],
      [side.x, elbow],
    ])
    body += drawBox(side, 'flow-excluded') + drawBox(remaining, 'flow-main')
    bottom = remaining.y + remaining.height
  }
  const arms = figure.arms ?? []
  if (arms.length > 0) {
    const armWidth = arms.length === 1 ? mainWidth : (width - armGap * (arms.length - 1)) / arms.length
    const left = arms.length === 1 ? mainX : 0
    const fork = bottom + gap / 2
    const boxes = arms.map((arm, i) =>
      box(left + i * (armWidth + armGap), bottom + gap, armWidth, [
        { text: counted(arm), bold: true },
        ...(arm.details ?? []).map((detail) => ({ text: detail })),
      ]),
    )
    const tallest = Math.max(...boxes.map((one) => one.height))
    for (const one of boxes) {
      one.height = tallest
      const middle = one.x + armWidth / 2
      body += arrow([
        [centre, bottom],
        [centre, fork],
        [middle, fork],
        [middle, one.y],
      ])
      body += drawBox(one, 'flow-arm')
    }
    bottom = boxes[0].y + tallest
  }
  return { width, height: bottom + 1, body }
}

const counted = ({ label, n }: FlowCount) => `${label} (n\u00a0=\u00a0${n})`

function box(x: number, y: number, width: number, content: Box['lines']): Box {
  const lines = content.flatMap(({ text: whole, bold, indent = 0 }) =>
    wrapText(whole, width - 2 * padding - indent, fontSize.body, bold).map((piece, i) => ({
      text: piece,
      bold,
      indent: indent + (i > 0 && indent > 0 ? 4 : 0),
    })),
  )
  return { x, y, width, height: lines.length * leading + 2 * padding - 2, lines }
}

function drawBox({ x, y, width, height, lines }: Box, name: string): string {
  return group(
    { class: name },
    element('rect', { x, y, width, height, rx: 2, fill: ink.paper, stroke: ink.axis, 'stroke-width': 0.7 }),
    ...lines.map((one, i) =>
      text(x + padding + (one.indent ?? 0), y + padding + fontSize.body - 1 + i * leading, one.text, {
        bold: one.bold ? 'yes' : undefined,
      }),
    ),
  )
}

/** A line with a head at its end. */
function arrow(corners: [number, number][]): string {
  const [x, y] = corners[corners.length - 1]
  const [px, py] = corners[corners.length - 2]
  const along = Math.hypot(x - px, y - py) || 1
  const [ux, uy] = [(x - px) / along, (y - py) / along]
  const head = [
    [x, y],
    [x - 4 * ux - 1.8 * uy, y - 4 * uy + 1.8 * ux],
    [x - 4 * ux + 1.8 * uy, y - 4 * uy - 1.8 * ux],
  ] as [number, number][]
  return group(
    { class: 'arrow' },
    element('path', { d: polyline(corners), fill: 'none', stroke: ink.axis, 'stroke-width': 0.7 }),
    element('path', { d: `${polyline(head)}Z`, fill: ink.axis }),
  )
}
