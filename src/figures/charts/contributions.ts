import { pow } from '../../portable-math.ts'
import { locales } from '../../text/locales/index.ts'
import { linearScale } from '../canvas/plot.ts'
import { type Drawing, element, group, line, text } from '../canvas/svg.ts'
import { fitText, textWidth } from '../canvas/text-width.ts'
import { columnWidth, fontSize, ink, seriesColours } from '../theme/theme.ts'

/** How one patient's values lead from the risk of a typical patient to that patient's own. */
export interface ContributionFigure {
  /** In any order; the largest are drawn first. `inside`: the columns of a score, which add up to it. */
  values: readonly Contributed[]
  /** "Probability of HER-2 positive". */
  result: string
  /** The patient's risk, 0 to 1. */
  risk: number
  /** The scale on which the values add up: log-odds, or the log hazard of a Cox model. */
  link: 'logOdds' | 'logHazard'
}

interface Contributed {
  label: string
  value: string
  /** What it adds on the scale of the link to a patient in the middle of the training cohort. */
  logOdds: number
  inside?: readonly { label: string; logOdds: number }[]
}

/** One step of the way, risks 0 to 1; `inside` a score, of which it is a part. */
interface RiskStep {
  label: string
  value: string
  from: number
  to: number
  inside?: 'yes'
}

const step = 13
const maximumInside = 5

/**
 * A waterfall: from the risk of a typical patient, step by step, to this patient's, in per cent. The largest steps come
 * first; as risks do not add up, a step's length depends on those before it, its direction does not.
 *
 * @param figure contributions, the risk that they come to, and the scale on which they add up
 * @param width in points
 * @param words of the language
 * @returns the drawing
 */
export function contributionSteps(
  { values, result, risk, link }: ContributionFigure,
  width: number = columnWidth.double,
  words = locales.en.drawings,
): Drawing {
  const { start, steps } = riskSteps({ values, result, risk, link }, words)
  const nameOf = ({ label, value, inside }: RiskStep) =>
    inside
      ? fitText(label, 0.42 * width)
      : fitText(label, 0.46 * width - textWidth(shown(value, width))) + shown(value, width)
  const names = steps.map(nameOf)
  const ends = [words.typicalPatient, words.thisPatient]
  const room =
    10 + Math.max(...ends.map((name) => textWidth(name, undefined, true)), ...names.map((name) => textWidth(name)))
  const all = [start, risk, ...steps.flatMap(({ from, to }) => [from, to])]
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const numbers = textWidth('+100.0') + 6
  const edge = Math.max(0.02, 0.06 * (high - low))
  const x = linearScale([Math.max(0, low - edge), Math.min(1, high + edge)], [room + numbers, width - numbers])
  const top = fontSize.label + 8
  const bottom = top + (steps.length + 2) * step + 2
  const format = (value: number) => `${(100 * value).toFixed(high - low < 0.05 ? 1 : 0)}%`
  const y = (row: number) => top + row * step
  const said = (value: number) => `${(100 * value).toFixed(1)}%`
  return {
    width,
    height: bottom + 2 * fontSize.body + 12,
    body: [
      text(0, fontSize.label, fitText(result, width, fontSize.label), { size: fontSize.label, bold: 'yes' }),
      ...x.ticks(6).map((tick) => line(x(tick), top, x(tick), bottom, { stroke: ink.grid, 'stroke-width': 0.4 })),
      end(ends[0], start, y(0)),
      ...steps.map((one, i) => bar(one, names[i], y(i + 1))),
      end(ends[1], risk, y(steps.length + 1)),
      line(room + numbers, bottom, width - numbers, bottom),
      ...x
        .ticks(6)
        .flatMap((tick) => [
          line(x(tick), bottom, x(tick), bottom + 3),
          text(x(tick), bottom + 4 + fontSize.body, format(tick), { anchor: 'middle', class: 'tick' }),
        ]),
      text((room + width) / 2, bottom + 2 * fontSize.body + 9, words.risk, {
        anchor: 'middle',
        size: fontSize.label,
        class: 'axis-label',
      }),
    ].join(''),
  }

  function end(name: string, value: number, above: number): string {
    return group(
      { class: 'risk' },
      text(0, above + step / 2, name, { at: 'middle', bold: 'yes' }),
      line(x(value), above + 1, x(value), above + step - 1, { stroke: ink.text, 'stroke-width': 1.6 }),
      text(x(value) + 4, above + step / 2, said(value), { at: 'middle', bold: 'yes' }),
    )
  }

  function bar({ from, to, inside }: RiskStep, name: string, above: number): string {
    const right = to >= from
    const inset = inside ? 4 : 2
    return group(
      { class: inside ? 'part' : 'contribution', 'data-series': name },
      text(inside ? 8 : 0, above + step / 2, name, { at: 'middle', colour: inside ? ink.quiet : ink.text }),
      // From where the step before it ended.
      inside ? '' : line(x(from), above - 2, x(from), above + step - 2, { stroke: ink.quiet, 'stroke-width': 0.4 }),
      element('rect', {
        x: x(Math.min(from, to)),
        y: above + inset,
        width: Math.max(0.3, Math.abs(x(to) - x(from))),
        height: step - 2 * inset,
        fill: seriesColours[right ? 1 : 0],
        'fill-opacity': inside ? 0.45 : 1,
      }),
      text(right ? x(to) + 3 : x(to) - 3, above + step / 2, signed(100 * (to - from)), {
        at: 'middle',
        anchor: right ? 'start' : 'end',
        colour: inside ? ink.quiet : ink.text,
      }),
    )
  }
}

/**
 * The steps from the risk of a typical patient to this one's, the largest first.
 *
 * @param figure contributions, the risk that they come to, and the scale on which they add up
 * @param words of the language
 * @returns the risk at the start and each step
 */
export function riskSteps(
  { values, risk, link }: ContributionFigure,
  words = locales.en.drawings,
): { start: number; steps: RiskStep[] } {
  const order = [...values].sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds))
  let rest = order.reduce((sum, { logOdds }) => sum + logOdds, 0)
  const start = riskBefore(risk, rest, link)
  const steps = order.flatMap((one): RiskStep[] => {
    const parts = [{ label: one.label, value: one.value, logOdds: one.logOdds }]
    const whole = stepsFrom(rest, parts)
    const inside = stepsFrom(
      rest,
      partsOf(one, words.others).map((part) => ({ ...part, value: '' })),
    ).map((part) => ({ ...part, inside: 'yes' as const }))
    rest -= one.logOdds
    return [...whole, ...inside]
  })
  return { start, steps }

  function stepsFrom(before: number, parts: readonly { label: string; value: string; logOdds: number }[]): RiskStep[] {
    let left = before
    return parts.map(({ label, value, logOdds }) => {
      const from = riskBefore(risk, left, link)
      left -= logOdds
      return { label, value, from, to: riskBefore(risk, left, link) }
    })
  }
}

/** The risk before so much of the linear predictor was added: of a Cox model the survival is raised to a power. */
function riskBefore(risk: number, added: number, link: ContributionFigure['link']): number {
  if (link === 'logHazard') return 1 - pow(1 - risk, Math.exp(-added))
  const odds = (risk / (1 - risk)) * Math.exp(-added)
  return Number.isFinite(odds) ? odds / (1 + odds) : 1
}

const shown = (value: string, width: number) => (value === '' ? '' : fitText(`: ${value}`, 0.25 * width))

/** The columns of a score that move it most, the others as one. */
function partsOf({ inside = [] }: Contributed, others: (n: number) => string) {
  const order = [...inside].sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds))
  if (order.length <= maximumInside) return order
  const left = order.slice(maximumInside - 1)
  const sum = left.reduce((total, { logOdds }) => total + logOdds, 0)
  return [...order.slice(0, maximumInside - 1), { label: others(left.length), logOdds: sum }]
}

function signed(value: number): string {
  const written = Math.abs(value).toFixed(1)
  if (written === '0.0') return '0.0'
  return value > 0 ? `+${written}` : `−${written}`
}
