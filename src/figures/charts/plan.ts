import { type Drawing, element, group, line, text } from '../canvas/svg.ts'
import { fitText } from '../canvas/text-width.ts'
import { columnWidth, fontSize, ink, outcomeColours } from '../theme/theme.ts'

/** Some patients, and how many of them have the outcome. */
export interface PlanPart {
  n: number
  events: number
}

/** What `planDiagram` draws: who is learnt from and who is judged on, and what is fitted anew in each. */
export interface PlanFigure {
  training: PlanPart
  /** Patients that nothing is fitted to. */
  heldOut?: PlanPart
  /** Of the first repeat of the nested cross-validation. */
  folds: readonly { learnt: PlanPart; held: PlanPart }[]
  repeats: number
  bootstrap: number
  /** What is fitted inside every part that is learnt from, in order. */
  inside: readonly string[]
  words: {
    training: string
    heldOut: string
    learnt: string
    judged: string
    fold: (number: number) => string
    repeats: string
    bootstrap: string
    patients: (n: number, events: number) => string
    inside: string
  }
}

const [judgedColour, learntColour] = outcomeColours
const row = { height: 15, gap: 4 }
const left = 62

/**
 * The plan of a validation: the split, and below it each fold with the patients that are learnt from and those that are
 * judged on, to scale; beneath what is fitted anew in every part that is learnt from.
 *
 * @param figure parts and words
 * @returns the drawing
 */
export function planDiagram(figure: PlanFigure): Drawing {
  const { training, heldOut, folds, words } = figure
  const width = columnWidth.double
  const all = training.n + (heldOut?.n ?? 0)
  const scale = (width - left) / all
  const body: string[] = []
  let y = 2
  const bar = (x: number, part: PlanPart, colour: string, label: string) => {
    const wide = part.n * scale
    body.push(
      element('rect', {
        x,
        y,
        width: wide,
        height: row.height,
        fill: colour,
        'fill-opacity': 0.25,
        stroke: colour,
        'stroke-width': 0.6,
      }),
      text(x + wide / 2, y + row.height / 2, fitText(label, wide - 2), {
        anchor: 'middle',
        at: 'middle',
        size: fontSize.small,
      }),
    )
    return x + wide
  }
  const said = (part: PlanPart) => words.patients(part.n, part.events)
  const edge = bar(left, training, learntColour, `${words.training}: ${said(training)}`)
  if (heldOut) bar(edge, heldOut, judgedColour, `${words.heldOut}: ${said(heldOut)}`)
  y += row.height + row.gap + 4
  let before = 0
  folds.forEach(({ held }, f) => {
    body.push(text(0, y + row.height / 2, words.fold(f + 1), { at: 'middle', size: fontSize.small }))
    let x = left
    if (before > 0) x = bar(x, { n: before, events: 0 }, learntColour, f === folds.length - 1 ? words.learnt : '')
    x = bar(x, held, judgedColour, `${held.n} (${held.events})`)
    const rest = training.n - before - held.n
    if (rest > 0) bar(x, { n: rest, events: 0 }, learntColour, f === 0 ? words.learnt : '')
    before += held.n
    y += row.height + row.gap
  })
  if (heldOut && folds.length > 0)
    body.push(line(edge, 2, edge, y, { stroke: ink.text, 'stroke-width': 1, 'stroke-dasharray': '3 2' }))
  const notes = [
    ...(figure.repeats > 1 ? [words.repeats] : []),
    ...(figure.bootstrap > 0 ? [words.bootstrap] : []),
    words.inside,
    ...figure.inside.map((step) => `– ${step}`),
  ]
  for (const note of notes) {
    y += fontSize.body + 4
    body.push(text(0, y, fitText(note, width), { size: fontSize.body }))
  }
  return { width, height: y + 6, body: group({ class: 'plan' }, ...body) }
}
