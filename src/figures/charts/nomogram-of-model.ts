import { type Nomogram, type NomogramModel, nomogramPoints, outcomeProbability } from '../../model/nomogram/nomogram.ts'
import { pow } from '../../portable-math.ts'
import { locales } from '../../text/locales/index.ts'
import { plain } from '../canvas/plot.ts'
import type { NomogramFigure, NomogramPatient } from './nomogram.ts'

/** What the axes are called: a variable's label with its unit, a level's label. The codebook knows both. */
export interface NomogramNames {
  variables?: Readonly<Record<string, string>>
  levels?: Readonly<Record<string, Readonly<Record<string, string>>>>
  linearPredictor?: string
}

/**
 * The drawing of a model's nomogram. Each outcome's axis gets unlabelled ticks between the labelled ones, so that a
 * risk can be read off to half a hundredth.
 *
 * @param model the model that is drawn
 * @param nomogram its axes, of the model stage's `nomogram`
 * @param names what variables and levels are called
 * @returns what the figure `nomogram` draws
 */
export function nomogramFigure(model: NomogramModel, nomogram: Nomogram, names: NomogramNames = {}): NomogramFigure {
  const levelLabel = (variable: string, value: number | string) =>
    names.levels?.[variable]?.[String(value)] ?? short(value)
  return {
    maximumPoints: 100,
    variables: nomogram.axes.map(({ variable, given, ticks }) => {
      const conditions = Object.entries(given).map(
        ([name, value]) => `${names.variables?.[name] ?? name} = ${levelLabel(name, value)}`,
      )
      const label = names.variables?.[variable] ?? model.variables.find((v) => v.name === variable)?.label ?? variable
      const levels = model.variables.some((v) => v.name === variable && 'values' in v)
      return {
        label: conditions.length > 0 ? `${label} (${conditions.join(', ')})` : label,
        kind: levels ? ('levels' as const) : ('continuous' as const),
        ticks: ticks.map((tick) => ({ label: levelLabel(variable, tick.value), at: tick.points })),
        ...(isCurved(model, variable) && { minor: fifths(model, nomogram, variable, given, ticks) }),
      }
    }),
    totalPoints: nomogram.totalPoints,
    outcomes: [
      {
        label: names.linearPredictor ?? locales.en.drawings.linearPredictor,
        ticks: nomogram.linearPredictor.map(({ value, points }) => ({ label: short(value), at: points })),
      },
      ...nomogram.outcomes.map((outcome, i) => ({
        label: outcome.label,
        ticks: outcome.ticks.map(({ value, points }) => ({ label: short(value), at: points })),
        minor: between(
          model.outcomes[i].of,
          outcome.ticks.map(({ value }) => value),
          nomogram,
        ),
      })),
    ],
  }
}

const isCurved = ({ terms }: NomogramModel, variable: string) =>
  terms.some(({ parts }) => parts.some((part) => part.column === variable && 'knots' in part))

/** Four values between each two ticks, where the axis has them: a curve is not even there. */
function fifths(
  model: NomogramModel,
  nomogram: Nomogram,
  variable: string,
  given: Record<string, number | string>,
  ticks: Nomogram['axes'][number]['ticks'],
) {
  return ticks.slice(1).flatMap((tick, i) => {
    const [from, to] = [Number(ticks[i].value), Number(tick.value)]
    return [1, 2, 3, 4].map((k) => {
      const value = from + ((to - from) * k) / 5
      const { points } = nomogramPoints(model, nomogram, { ...given, [variable]: value })
      return { label: short(value), at: points.find((one) => one.variable === variable)!.points }
    })
  })
}

/** A tick as it is written: without what rounding leaves behind the seventh digit. */
function short(value: number | string): string {
  return typeof value === 'string' ? value : String(Number(value.toPrecision(7)))
}

/**
 * A patient on the nomogram: points, total and what each outcome's axis says. Of variables that interact only the axis
 * whose conditions the patient meets is marked.
 */
export function nomogramPatient(
  model: NomogramModel,
  nomogram: Nomogram,
  values: Readonly<Record<string, number | string>>,
  names: NomogramNames = {},
): NomogramPatient {
  const { points, total, linearPredictor } = nomogramPoints(model, nomogram, values)
  const said = (value: number | string) => (typeof value === 'number' ? plain(value) : value)
  return {
    values: nomogram.axes.map(({ variable, given }) => {
      if (Object.entries(given).some(([name, value]) => values[name] !== value)) return undefined
      const value = values[variable]
      const label = names.levels?.[variable]?.[String(value)] ?? said(value)
      return { label, at: points.find((one) => one.variable === variable)!.points }
    }),
    totalPoints: total,
    outcomes: [
      plain(Number(linearPredictor.toFixed(2))),
      ...model.outcomes.map(({ of }) => {
        const probability = outcomeProbability(of, linearPredictor)
        return probability.toFixed(probability < 0.1 ? 3 : 2)
      }),
    ],
  }
}

/**
 * Total points of the values that part each interval between two labelled ticks into 10, 5, 4 or 2 equal steps of a round
 * size, as many as stand apart from each other on paper.
 */
function between(
  kind: NomogramModel['outcomes'][number]['of'],
  labelled: readonly number[],
  { scale, intercept, totalPoints }: Nomogram,
): number[] {
  const last = totalPoints[totalPoints.length - 1]
  const apart = last / 250
  const pointsAt = (probability: number) => (linearPredictorAt(kind, probability) - intercept) * scale
  return labelled.slice(1).flatMap((to, i) => {
    const from = labelled[i]
    for (const parts of [10, 5, 4, 2]) {
      const step = (to - from) / parts
      if (![1, 2, 5, 10].some((digit) => Math.abs(step / pow(10, Math.floor(Math.log10(step))) - digit) < 1e-6))
        continue
      const all = Array.from({ length: parts + 1 }, (_, k) => pointsAt(from + k * step))
      if (all.slice(1).every((points, k) => Math.abs(points - all[k]) >= apart)) return all.slice(1, -1)
    }
    return []
  })
}

/** Inverse of `outcomeProbability`. */
function linearPredictorAt(kind: NomogramModel['outcomes'][number]['of'], probability: number): number {
  if (kind.kind === 'logistic') return Math.log(probability / (1 - probability)) - (kind.shift ?? 0)
  const survival = kind.kind === 'survival' ? probability : 1 - probability
  const lp = Math.log(Math.log(survival) / Math.log(kind.baseline))
  if (!(Math.abs(outcomeProbability(kind, lp) - probability) < 1e-9)) return Number.NaN
  return lp
}
