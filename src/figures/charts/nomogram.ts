import { locales, type Messages } from '../../text/locales/index.ts'
import { linearScale, type Scale } from '../canvas/plot.ts'
import { type Drawing, element, group, line, text } from '../canvas/svg.ts'
import { breakText, fitText, textWidth, wrapText } from '../canvas/text-width.ts'
import { columnWidth, fontSize, ink, seriesColours } from '../theme/theme.ts'
import { needsLeader, type PlacedLabel, placeTickLabels } from './nomogram-labels.ts'

/** A mark on an axis of the nomogram: what it says, and where it stands in points. */
interface NomogramTick {
  label: string
  at: number
}

/** One variable's axis. Ticks come in the order of the variable's values, so that a spline's turn can be seen. */
interface NomogramVariable {
  label: string
  kind: 'continuous' | 'levels'
  /** `at` counts in points, 0 to `maximumPoints`. */
  ticks: readonly NomogramTick[]
  /** Small ticks without a label on an axis that is not even (a spline), so that a value between two labels can be read. */
  minor?: readonly NomogramTick[]
}

/** An axis below the total: the linear predictor, a probability, a median time; `at` counts in total points. */
interface NomogramOutcome {
  label: string
  ticks: readonly NomogramTick[]
  /** Total points of ticks without a label, so that a value between two labels can be read. */
  minor?: readonly number[]
  /** Total points of the frozen threshold: a bar across the axis. */
  threshold?: number
}

/** A patient drawn onto the nomogram. */
export interface NomogramPatient {
  /** For each variable's axis, its points and what its value is called; nothing on an axis that is for others. */
  values: readonly (NomogramTick | undefined)[]
  totalPoints: number
  /** What is read off each outcome's axis, or an empty text where nothing is to be written. */
  outcomes: readonly string[]
}

/** What `nomogram` draws. */
export interface NomogramFigure {
  /** Points of the longest axis, 100 as rms has it. */
  maximumPoints: number
  variables: readonly NomogramVariable[]
  /** Labelled ticks of the total, in total points. */
  totalPoints: readonly number[]
  outcomes: readonly NomogramOutcome[]
  patient?: NomogramPatient
  /** Small print below: "Research use only …". */
  note?: string
}

interface Row {
  name: string
  height: (top: number) => { baseline: number; bottom: number; svg: string }
}

const tick = 3.2
/** The patient's values stand beside the axes, which need the room more. */
const maximumPatientWords = 90
const grey = ink.grid

/**
 * A nomogram as rms lays it out: points on top, an axis for each variable, the total, and what the total means.
 * Every tick carries `data-axis`, `data-label` and `data-at`, so that the drawing can be read back.
 *
 * @param figure of `nomogramFigure`
 * @param width in points
 * @param words of the language
 * @returns the drawing
 */
export function nomogram(
  figure: NomogramFigure,
  width: number = columnWidth.double,
  words = locales.en.drawings,
): Drawing {
  const names = [
    words.points,
    words.totalPoints,
    ...figure.variables.map((variable) => variable.label),
    ...figure.outcomes.map((outcome) => outcome.label),
  ]
  const nameWidth = Math.min(0.27 * width, Math.max(...names.map((name) => textWidth(name, fontSize.label))))
  // The labels of numbers stand centred at their ticks, those at an axis' ends too.
  const margin = Math.max(12, 2 + widestNumber(figure) / 2)
  const left = nameWidth + margin
  const patientWidth = figure.patient
    ? 8 + Math.max(...patientWords(figure.patient, words).map((one) => textWidth(one, fontSize.body, true)))
    : 0
  const right = width - margin - patientWidth
  const points = linearScale([0, figure.maximumPoints], [left, right])
  const lastTotal = figure.totalPoints[figure.totalPoints.length - 1]
  const total = linearScale([figure.totalPoints[0], lastTotal], [left, right])
  const onAxis = (at: number) => at >= figure.totalPoints[0] && at <= lastTotal
  const outcomes = figure.outcomes.map(({ label, ticks, minor, threshold }) => ({
    label,
    threshold: threshold !== undefined && onAxis(threshold) ? threshold : undefined,
    ticks: ticks.filter(({ at }) => onAxis(at)),
    minor: minor?.filter(onAxis),
  }))
  // A label may reach under its axis' name, which stands higher, unless the name takes two lines.
  const bounds = (name: string) => [left - (textWidth(name, fontSize.label) <= nameWidth ? 30 : 8), right + 10] as const

  const rows: Row[] = [
    pointsRow(words.points, decades(figure.maximumPoints), points, 'above'),
    ...figure.variables.map((variable) => ({
      name: variable.label,
      height: axisRow(variable.label, variable.kind, variable.ticks, points, bounds(variable.label), variable.minor),
    })),
    pointsRow(words.totalPoints, figure.totalPoints, total, 'below'),
    ...outcomes.map((outcome) => ({
      name: outcome.label,
      height: axisRow(outcome.label, 'outcome', outcome.ticks, total, bounds(outcome.label), outcome.minor),
    })),
  ]
  const afterVariables = figure.variables.length + 1
  const baselines: number[] = []
  let y = 2
  let body = ''
  rows.forEach((row, index) => {
    if (index === afterVariables) y += 6
    const lines = breakText(row.name, nameWidth + 1, fontSize.label)
    const nameHeight = lines.length * (fontSize.label + 1)
    // A name of several lines reaches up from its axis: the axis stands lower for it.
    const lower = Math.max(0, y - (row.height(y).baseline - nameHeight / 2))
    const { baseline, bottom, svg } = row.height(y + lower)
    const middle = baseline - (nameHeight - fontSize.label - 1) / 2
    body += group(
      { class: 'nomogram-axis', 'data-axis': row.name },
      ...lines.map((part, i) =>
        text(0, middle + i * (fontSize.label + 1), part, { size: fontSize.label, at: 'middle', class: 'name' }),
      ),
      svg,
    )
    baselines.push(baseline)
    y = Math.max(bottom, middle + (lines.length - 0.5) * (fontSize.label + 1)) + 3
  })
  const guides = group(
    { class: 'guides' },
    ...decades(figure.maximumPoints).map((at) =>
      line(points(at), baselines[0], points(at), baselines[afterVariables - 1], { stroke: grey, 'stroke-width': 0.4 }),
    ),
  )
  const thresholds = outcomes
    .map(({ threshold }, i) =>
      threshold === undefined
        ? ''
        : line(
            total(threshold),
            baselines[afterVariables + 1 + i] - 5,
            total(threshold),
            baselines[afterVariables + 1 + i] + 3,
            {
              stroke: ink.text,
              'stroke-width': 1.6,
              class: 'threshold',
            },
          ),
    )
    .join('')
  const down = figure.patient ? patientLine(figure.patient, baselines, total) : ''
  const patient = figure.patient ? patientMarks(figure.patient, baselines, points, total, width, words) : ''
  let height = y
  let small = ''
  if (figure.note) {
    const lines = wrapText(figure.note, width, fontSize.small)
    small = lines
      .map((part, i) =>
        text(0, y + 4 + (i + 1) * (fontSize.small + 2), part, {
          size: fontSize.small,
          colour: ink.quiet,
          class: 'note',
        }),
      )
      .join('')
    height = y + 6 + lines.length * (fontSize.small + 2)
  }
  return { width, height, body: guides + down + body + thresholds + patient + small }
}

function widestNumber({ variables, outcomes }: NomogramFigure): number {
  const axes = [...variables.filter(({ kind }) => kind === 'continuous'), ...outcomes]
  return Math.max(0, ...axes.flatMap(({ ticks }) => ticks.map(({ label }) => textWidth(label))))
}

function decades(maximum: number): number[] {
  return Array.from({ length: 11 }, (_, i) => (i * maximum) / 10)
}

/** The axis of points or of their total: labels at the given values, and five steps between two of them. */
function pointsRow(name: string, values: readonly number[], scale: Scale, side: 'above' | 'below'): Row {
  const up = side === 'above' ? -1 : 1
  return {
    name,
    height: (top) => {
      const baseline = side === 'above' ? top + fontSize.body + tick + 3 : top + 4
      const minor = values.slice(1).flatMap((value, i) => {
        const from = values[i]
        return Array.from({ length: 4 }, (_, k) => from + ((value - from) * (k + 1)) / 5)
      })
      const svg = [
        line(scale(values[0]), baseline, scale(values[values.length - 1]), baseline),
        ...minor.map((value) => line(scale(value), baseline, scale(value), baseline + (up * tick) / 2)),
        ...values.map((value) => tickMark(name, String(value), value, scale(value), baseline, baseline + up * tick)),
        ...values.map((value) =>
          text(
            scale(value),
            side === 'above' ? baseline - tick - 2 : baseline + tick + 1 + fontSize.body,
            String(value),
            {
              anchor: 'middle',
              class: 'tick',
            },
          ),
        ),
      ].join('')
      return { baseline, bottom: side === 'above' ? baseline + 2 : baseline + tick + 2 + fontSize.body, svg }
    },
  }
}

function tickMark(axis: string, label: string, at: number, x: number, from: number, to: number): string {
  return line(x, from, x, to, { class: 'mark', 'data-axis': axis, 'data-label': label, 'data-at': String(at) })
}

function axisRow(
  name: string,
  kind: NomogramVariable['kind'] | 'outcome',
  ticks: readonly NomogramTick[],
  scale: Scale,
  bounds: readonly [number, number],
  minor: readonly (NomogramTick | number)[] = [],
): Row['height'] {
  const placed = placeTickLabels(
    kind,
    ticks.map((one) => ({ label: one.label, x: scale(one.at) })),
    bounds,
  )
  const above = placed.some((one) => one.side === 'above')
  const below = placed.some((one) => one.side === 'below')
  const reach = placed.some((one) => one.shown && needsLeader(one)) ? tick + 3.5 : tick
  // A risk that is next to nothing over all totals has no mark to show.
  if (ticks.length === 0) return (top) => ({ baseline: top + 4, bottom: top + 8, svg: '' })
  return (top) => {
    const baseline = top + (above ? reach + fontSize.body + 2 : 4)
    const ends = [...ticks, ...minor].map((one) => scale(typeof one === 'number' ? one : one.at))
    const marked = kind === 'outcome' ? ticks.map((one) => scale(one.at)) : ends
    const from = Math.min(...marked)
    const to = Math.max(...marked)
    const svg = [
      line(from, baseline, to, baseline),
      ...minor.map((one) => {
        if (typeof one === 'number') {
          const x = scale(one)
          return x > from && x < to ? line(x, baseline, x, baseline + tick / 2) : ''
        }
        const x = scale(one.at)
        return line(x, baseline, x, baseline + tick / 2, { class: 'minor', 'data-axis': name, 'data-label': one.label })
      }),
      ...ticks.map((one, i) => {
        const side = placed[i].side === 'above' ? -1 : 1
        return tickMark(name, one.label, one.at, scale(one.at), baseline, baseline + side * tick)
      }),
      ...placed.map((one) => {
        const { label, x, tickX, side, shown } = one
        if (!shown) return ''
        const direction = side === 'above' ? -1 : 1
        const leader = needsLeader(one)
          ? line(tickX, baseline + direction * tick, nearest(one), baseline + direction * (reach - 0.5), {
              'stroke-width': 0.35,
            })
          : ''
        const labelY = side === 'above' ? baseline - reach - 2 : baseline + reach + 0.5 + fontSize.body
        return leader + text(x, labelY, label.replace(/^-(?=[\d.])/, '−'), { anchor: 'middle', class: 'tick' })
      }),
    ].join('')
    return { baseline, bottom: below ? baseline + reach + 1.5 + fontSize.body : baseline + 4, svg }
  }
}

/** Where the leader meets the label: at the end that is nearer to the tick. */
function nearest({ label, x, tickX }: PlacedLabel): number {
  const half = Math.max(0, textWidth(label) / 2 - 4)
  return Math.max(x - half, Math.min(x + half, tickX))
}

type Drawings = Messages['drawings']

function patientWords({ values, totalPoints, outcomes }: NomogramPatient, words: Drawings): string[] {
  const own = values.flatMap((one) =>
    one ? [fitText(one.label, maximumPatientWords), words.pointsOf(one.at.toFixed(1))] : [],
  )
  return [...own, totalPoints.toFixed(1), ...outcomes]
}

/** From the total down to the risk, behind the labels that it crosses. */
function patientLine({ values, totalPoints, outcomes }: NomogramPatient, baselines: number[], total: Scale): string {
  const row = values.length + 1
  const last = row + 1 + outcomes.findLastIndex((words) => words !== '')
  return line(total(totalPoints), baselines[row], total(totalPoints), baselines[last], {
    stroke: seriesColours[1],
    'stroke-width': 0.5,
    'stroke-dasharray': '1.5 1.5',
  })
}

/** Where the patient stands on each axis, and the points and the risk that this gives. */
function patientMarks(
  patient: NomogramPatient,
  baselines: number[],
  points: Scale,
  total: Scale,
  width: number,
  words: Drawings,
): string {
  const colour = seriesColours[1]
  const dot = (x: number, y: number) => element('circle', { cx: x, cy: y, r: 2.3, fill: colour, class: 'patient' })
  const said = (y: number, told: string) => text(width, y, told, { anchor: 'end', at: 'middle', colour, bold: 'yes' })
  const totalRow = patient.values.length + 1
  const x = total(patient.totalPoints)
  const known = patient.outcomes.map((one, i) => (one ? i : -1)).filter((i) => i >= 0)
  return group(
    { class: 'worked-patient' },
    ...patient.values.flatMap((value, i) => {
      if (!value) return []
      const y = baselines[i + 1]
      return [
        dot(points(value.at), y),
        said(y - 4, fitText(value.label, maximumPatientWords)),
        said(y + 4, words.pointsOf(value.at.toFixed(1))),
      ]
    }),
    dot(x, baselines[totalRow]),
    said(baselines[totalRow], patient.totalPoints.toFixed(1)),
    ...known.flatMap((i) => [
      dot(x, baselines[totalRow + 1 + i]),
      said(baselines[totalRow + 1 + i], patient.outcomes[i]),
    ]),
  )
}
