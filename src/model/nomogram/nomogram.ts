import { pow } from '../../portable-math.ts'
import { pretty, sequence } from '../../statistics/numerics/pretty.ts'
import { evaluateTerm, type Term, type Value } from '../terms/term.ts'

/** A variable of the nomogram and where its axis has ticks. */
export type NomogramVariable =
  /** `range` over the training rows; its axis runs over round numbers that cover it. */
  | { name: string; label: string; range: [low: number, high: number] }
  /** The values themselves are the ticks: the levels of a factor, or of a number that takes ten values or fewer. */
  | { name: string; label: string; values: (number | string)[] }

/** The fitted model that a nomogram draws. */
export interface NomogramModel {
  /** Of a Cox model: minus the mean of the linear predictor, on which its baseline stands. */
  intercept: number
  terms: (Term & { estimate: number })[]
  variables: NomogramVariable[]
  /** Range of the linear predictor over the training rows. */
  linearPredictor: [low: number, high: number]
  outcomes: NomogramOutcome[]
  /** Values of a continuous variable at which the axis of one that interacts with it is drawn. */
  interact?: Record<string, number[]>
}

/** A last axis: the probability, or the survival at one time, as a function of the linear predictor. */
export interface NomogramOutcome {
  label: string
  /** `shift` is added to the linear predictor: of an ordered outcome, from its first threshold to another. */
  of: { kind: 'logistic'; shift?: number } | { kind: 'survival'; baseline: number } | { kind: 'risk'; baseline: number }
  /** Where ticks are wanted; round numbers when absent, or when fewer than two lie on the linear predictor's axis. */
  at?: number[]
}

interface NomogramTick {
  value: number | string
  xbeta: number
  points: number
}

/** One axis of a nomogram and its ticks. */
export interface NomogramAxis {
  variable: string
  /** With the levels of the variables it interacts with, as in `type (skin=1)`. */
  label: string
  /** Those levels. */
  given: Record<string, number | string>
  ticks: NomogramTick[]
  /** Ticks at the same point share one label: `a-c`, or `60+` at the end of a continuous axis; empty for the others. */
  tickLabels: string[]
}

/** The axes of a nomogram, ready to be drawn or read off. */
export interface Nomogram {
  /** Points for one unit of the linear predictor. */
  scale: number
  /** The linear predictor at no points. */
  intercept: number
  axes: NomogramAxis[]
  totalPoints: number[]
  linearPredictor: { value: number; points: number }[]
  outcomes: { label: string; ticks: { value: number; points: number }[] }[]
  /** Smallest contribution on the axes of each variable: what counts as no points. */
  lowest: Record<string, number>
}

const intervals = 10
const fullPoints = 100

/**
 * The axes of rms' `nomogram()` (6.5-0 and 8.2): every variable's contribution over round ticks of its whole range,
 * scaled so that the widest is 100 points; the sum of points; the linear predictor; and each outcome, whose ticks are
 * found by inverting it on 1,000 points. A variable with interactions has one axis for each combination of the others.
 *
 * @param model terms, variables and outcomes
 * @returns the axes, points of 0 to 100 for the widest
 * @example
 * ```ts
 * import { nomogram } from 'nomoscope/model'
 * const drawn = nomogram({
 *   intercept: -3,
 *   terms: [{ name: 'age', parts: [{ column: 'age' }], estimate: 0.05 }],
 *   variables: [{ name: 'age', label: 'Age', range: [20, 80] }],
 *   linearPredictor: [-2, 1],
 *   outcomes: [{ label: 'Risk', of: { kind: 'logistic' } }],
 * })
 * drawn.scale.toFixed(2) // → '33.33'
 * drawn.axes.map(({ variable }) => variable) // → [ 'age' ]
 * ```
 */
export function nomogram(model: NomogramModel): Nomogram {
  const drawn = model.variables.filter((v) => model.terms.some((t) => t.parts.some((p) => p.column === v.name)))
  const related = relatedVariables(model.terms, drawn)
  const unscaled: { variable: NomogramVariable; given: Record<string, number | string>; ticks: NomogramTick[] }[] = []
  const done = new Set<string>()
  for (const variable of inDrawingOrder(drawn, model)) {
    if (done.has(variable.name)) continue
    const others = related.get(variable.name)!
    for (const name of others) done.add(name)
    const group = new Set([variable.name, ...others])
    const terms = model.terms.filter((t) => group.has(t.parts[0].column))
    for (const given of combinations(others.map((name) => [name, settingsOf(drawn, name, model.interact)] as const))) {
      const ticks = ticksOf(variable).map((value) => {
        const xbeta = contribution(terms, { ...given, [variable.name]: value })
        return { value, xbeta, points: Number.NaN }
      })
      unscaled.push({ variable, given, ticks })
    }
  }
  const lowest: Record<string, number> = {}
  const highest: Record<string, number> = {}
  for (const { variable, ticks } of unscaled)
    for (const { xbeta } of ticks) {
      lowest[variable.name] = Math.min(lowest[variable.name] ?? Infinity, xbeta)
      highest[variable.name] = Math.max(highest[variable.name] ?? -Infinity, xbeta)
    }
  const names = Object.keys(lowest)
  const widest = Math.max(...names.map((name) => highest[name] - lowest[name]))
  const scale = fullPoints / widest
  const intercept = model.intercept + names.reduce((sum, name) => sum + lowest[name], 0)
  const axes = unscaled.map(({ variable, given, ticks }) => {
    for (const tick of ticks) tick.points = (tick.xbeta - lowest[variable.name]) * scale
    return {
      variable: variable.name,
      label: axisLabel(variable, given),
      given,
      ticks,
      tickLabels: tickLabels(ticks, 'values' in variable),
    }
  })
  const lpTicks = pretty(...model.linearPredictor, intervals)
  const most = names.length === 1 ? fullPoints : Math.max(fullPoints, scale * (lpTicks[lpTicks.length - 1] - intercept))
  return {
    scale,
    intercept,
    axes,
    totalPoints: pretty(0, most, intervals),
    linearPredictor: lpTicks.map((value) => ({ value, points: (value - intercept) * scale })),
    outcomes: model.outcomes.map((outcome) => ({
      label: outcome.label,
      ticks: outcomeTicks(outcome, lpTicks).map(({ value, lp }) => ({ value, points: (lp - intercept) * scale })),
    })),
    lowest,
  }
}

/** What counts together on the nomogram: a variable, with those that it interacts with, and what is no points of it. */
export function axisGroups({ axes, lowest }: Nomogram): { variables: string[]; lowest: number }[] {
  return Object.entries(lowest).map(([variable, value]) => {
    const others = axes.filter((axis) => axis.variable === variable).flatMap((axis) => Object.keys(axis.given))
    return { variables: [variable, ...new Set(others)], lowest: value }
  })
}

/**
 * One patient on the nomogram: the points of each variable (those that interact count as one), their sum, the linear predictor.
 *
 * @param model terms, variables and outcomes
 * @param drawn of `nomogram`
 * @param values the patient's, by column
 * @returns points by variable, their total, and the linear predictor
 */
export function nomogramPoints(model: NomogramModel, drawn: Nomogram, values: Readonly<Record<string, Value>>) {
  const related = relatedVariables(model.terms, model.variables)
  const points = Object.keys(drawn.lowest).map((variable) => {
    const group = new Set([variable, ...(related.get(variable) ?? [])])
    const xbeta = contribution(
      model.terms.filter((t) => group.has(t.parts[0].column)),
      values,
    )
    return { variable, xbeta, points: (xbeta - drawn.lowest[variable]) * drawn.scale }
  })
  const total = points.reduce((sum, p) => sum + p.points, 0)
  return { points, total, linearPredictor: total / drawn.scale + drawn.intercept }
}

/**
 * Probability at a linear predictor. `baseline` of a Cox model: survival at that time where the linear predictor is 0.
 *
 * @param kind what the axis shows
 * @param lp linear predictor
 * @returns a probability, 0 to 1
 * @example
 * ```ts
 * import { outcomeProbability } from 'nomoscope/model'
 * outcomeProbability({ kind: 'logistic' }, 0) // → 0.5
 * ```
 */
export function outcomeProbability(kind: NomogramOutcome['of'], lp: number): number {
  if (kind.kind === 'logistic') return 1 / (1 + Math.exp(-lp - (kind.shift ?? 0)))
  const survival = pow(kind.baseline, Math.exp(lp))
  return kind.kind === 'survival' ? survival : 1 - survival
}

function contribution(terms: NomogramModel['terms'], values: Readonly<Record<string, Value>>): number {
  let sum = 0
  for (const term of terms) sum += term.estimate * evaluateTerm(term, values)
  return sum
}

function ticksOf(variable: NomogramVariable): (number | string)[] {
  return 'values' in variable ? variable.values : pretty(...variable.range, intervals)
}

/** Of every variable, the others that it shares interactions with, directly or through a third, in the model's order. */
function relatedVariables(terms: readonly Term[], variables: readonly NomogramVariable[]): Map<string, string[]> {
  const groups = new Map(variables.map((v) => [v.name, new Set([v.name])]))
  for (const { parts } of terms) {
    const merged = new Set(parts.flatMap((p) => [...(groups.get(p.column) ?? [])]))
    for (const name of merged) groups.set(name, merged)
  }
  return new Map(
    variables.map(({ name }) => [
      name,
      variables.map((v) => v.name).filter((v) => v !== name && groups.get(name)!.has(v)),
    ]),
  )
}

/** Continuous variables come first when there are interactions, so that they are drawn along and the factors given. */
function inDrawingOrder(variables: NomogramVariable[], model: NomogramModel): NomogramVariable[] {
  if (model.terms.every((t) => t.parts.length === 1)) return variables
  const rank = (v: NomogramVariable) => 10 * Number('values' in v) + Number(v.name in (model.interact ?? {}))
  return [...variables].sort((a, b) => rank(a) - rank(b))
}

function settingsOf(variables: NomogramVariable[], name: string, interact: NomogramModel['interact']) {
  const variable = variables.find((v) => v.name === name)!
  return interact?.[name] ?? ('values' in variable ? variable.values : pretty(...variable.range, 3))
}

/** All combinations, the first name varying fastest; one empty combination of no names. */
function combinations(settings: (readonly [string, (number | string)[]])[]): Record<string, number | string>[] {
  return settings.reduce<Record<string, number | string>[]>(
    (made, [name, values]) => values.flatMap((value) => made.map((given) => ({ ...given, [name]: value }))),
    [{}],
  )
}

function axisLabel(variable: NomogramVariable, given: Record<string, number | string>): string {
  const others = Object.entries(given).map(([name, value]) => `${name}=${short(value)}`)
  return others.length === 0 ? variable.label : `${variable.label} (${others.join(' ')})`
}

function short(value: number | string): string {
  return typeof value === 'string' ? value : String(Number(value.toPrecision(7)))
}

function tickLabels(ticks: NomogramTick[], discrete: boolean): string[] {
  const labels = ticks.map((tick) => short(tick.value))
  for (let first = 0; first < ticks.length; ) {
    let last = first
    while (last + 1 < ticks.length && ticks[last + 1].points === ticks[first].points) last++
    if (last > first) {
      labels[last] = discrete || last < ticks.length - 1 ? `${labels[first]}-${labels[last]}` : `${labels[first]}+`
      for (let i = first; i < last; i++) labels[i] = ''
    }
    first = last + 1
  }
  return labels
}

function outcomeTicks(outcome: NomogramOutcome, lpTicks: number[]): { value: number; lp: number }[] {
  const [low, high] = [lpTicks[0], lpTicks[lpTicks.length - 1]]
  const lps = sequence(low, high, 999)
  const curve = lps.map((lp) => ({ lp, y: outcomeProbability(outcome.of, lp) })).sort((a, b) => a.y - b.y)
  const ends = [outcomeProbability(outcome.of, low), outcomeProbability(outcome.of, high)].sort((a, b) => a - b)
  const ticksAt = (wanted: number[]) =>
    wanted.map((value) => ({ value, lp: interpolate(curve, value) })).filter(({ lp: at }) => !Number.isNaN(at))
  const asked = outcome.at && ticksAt(outcome.at)
  return asked && asked.length > 1 ? asked : ticksAt(pretty(ends[0], ends[1], intervals))
}

/** R's `approx(y, lp, value, ties = mean)`: NaN outside the curve. */
function interpolate(curve: { lp: number; y: number }[], value: number): number {
  let above = curve.findIndex(({ y }) => y >= value)
  if (above < 0) return Number.NaN
  if (curve[above].y === value) {
    const ties = curve.filter(({ y }) => y === value)
    return ties.reduce((sum, { lp }) => sum + lp, 0) / ties.length
  }
  if (above === 0) return Number.NaN
  const meanAt = (y: number) => {
    const ties = curve.filter((point) => point.y === y)
    return ties.reduce((sum, { lp }) => sum + lp, 0) / ties.length
  }
  const [y0, y1] = [curve[above - 1].y, curve[above].y]
  const [lp0, lp1] = [meanAt(y0), meanAt(y1)]
  above = (value - y0) / (y1 - y0)
  return lp0 + (lp1 - lp0) * above
}
