import { type Nomogram, type NomogramModel, outcomeProbability } from '../model/nomogram.ts'
import type { NomogramFigure } from './nomogram.ts'

/** What the axes are called: a variable's label with its unit, a level's label. The codebook knows both. */
export interface NomogramNames {
  variables?: Readonly<Record<string, string>>
  levels?: Readonly<Record<string, Readonly<Record<string, string>>>>
  linearPredictor?: string
}

/**
 * The drawing of a model's nomogram. Each outcome's axis gets unlabelled ticks between the labelled ones, so that a
 * risk can be read off to half a hundredth.
 */
export function nomogramFigure(model: NomogramModel, nomogram: Nomogram, names: NomogramNames = {}): NomogramFigure {
  const levelLabel = (variable: string, value: number | string) =>
    names.levels?.[variable]?.[String(value)] ?? String(value)
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
      }
    }),
    totalPoints: nomogram.totalPoints,
    outcomes: [
      {
        label: names.linearPredictor ?? 'Linear predictor',
        ticks: nomogram.linearPredictor.map(({ value, points }) => ({ label: String(value), at: points })),
      },
      ...nomogram.outcomes.map((outcome, i) => ({
        label: outcome.label,
        ticks: outcome.ticks.map(({ value, points }) => ({ label: String(value), at: points })),
        minor: hundredths(model.outcomes[i].of, nomogram),
      })),
    ],
  }
}

/** Total points at which the probability is 0.01, 0.02 …; of a tenth where these would run together, 0.02 or 0.05 apart. */
function hundredths(
  of: NomogramModel['outcomes'][number]['of'],
  { scale, intercept, totalPoints }: Nomogram,
): number[] {
  const last = totalPoints[totalPoints.length - 1]
  const apart = last / 250
  const pointsAt = (percent: number) => (linearPredictorAt(of, percent / 100) - intercept) * scale
  const found: number[] = []
  for (let tenth = 0; tenth < 100; tenth += 10)
    for (const step of [1, 2, 5]) {
      const at: number[] = []
      for (let percent = tenth + step; percent < tenth + 10; percent += step) at.push(pointsAt(percent))
      const gaps = at.slice(1).map((points, i) => Math.abs(points - at[i]))
      if (gaps.some((gap) => !(gap >= apart))) continue
      found.push(...at)
      break
    }
  return found.filter((at) => at >= 0 && at <= last)
}

/** Inverse of `outcomeProbability`. */
function linearPredictorAt(of: NomogramModel['outcomes'][number]['of'], probability: number): number {
  if (of.kind === 'logistic') return Math.log(probability / (1 - probability))
  const survival = of.kind === 'survival' ? probability : 1 - probability
  const lp = Math.log(Math.log(survival) / Math.log(of.baseline))
  if (!(Math.abs(outcomeProbability(of, lp) - probability) < 1e-9)) return Number.NaN
  return lp
}
