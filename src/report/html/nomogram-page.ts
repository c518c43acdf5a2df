import type { NomogramModel } from '../../model/nomogram/nomogram.ts'
import type { ModelFile } from '../../model/predict/model-schema.ts'
import type { Messages } from '../../text/locales/index.ts'

/** What the interactive nomogram knows: the fitted model, how sure it is, and the training patients as counts. No patient. */
export interface PageData {
  intercept: number
  terms: NomogramModel['terms']
  /** Variables whose contribution is drawn as one (those that interact), and its smallest value on the axes. */
  groups: { variables: string[]; lowest: number }[]
  scale: number
  outcomes: PageOutcome[]
  /** Of unordered classes: the log odds of each but the first against it. */
  equations?: Equation[]
  inputs: PageInput[]
  interval: PageInterval
  /** The training patients by risk, of a Cox model by that of its last outcome. */
  training?: ModelFile['groups']
  words: PageWords
  /** What the drawing calls its first axis and that of the total. */
  axes: { points: string; total: string }
}

/** What the page tells: a probability of the linear predictor, of one class among several, or the predictor itself. */
export interface PageOutcome {
  label: string
  of: NomogramModel['outcomes'][number]['of'] | { kind: 'class'; at: number } | { kind: 'value'; decimals: number }
}

export interface Equation {
  intercept: number
  /** In the order of the terms. */
  estimates: number[]
}

/** An entry of the page: a number or one of some levels. */
export interface PageInput {
  name: string
  label: string
  unit?: string
  /** Of a factor; the values are as in the data. */
  levels?: { value: string | number; label: string }[]
  /** Of a number: what the training patients had, and how finely it is entered. */
  range?: [low: number, high: number]
  decimals?: number
  /** Where the value comes from, when nobody can read it off: a score of image features. */
  hint?: string
  /** Entered by "a typical patient": the median, or the most frequent level. */
  typical: string | number
}

/**
 * Where the 95% interval comes from.
 * wald    of a prespecified, unpenalised model: the covariance of intercept and terms, on the scale of the linear predictor;
 *         of several outcomes each has its own, of a number that is foretold `residual` is added
 * refits  intercepts and estimates (in the order of the terms) of the whole pipeline refitted to resamples
 */
export type PageInterval =
  | { method: 'wald'; covariance: number[][]; each?: number[][][]; residual?: { variance: number; quantile: number } }
  | {
      method: 'refits'
      coefficients: number[][]
      /** Of a Cox model: for each outcome what is added to each refit's linear predictor, as its baseline is its own. */
      shifts?: number[][]
    }
  | { method: 'none' }

type PageWords = Messages['nomogramPage']['page']

/**
 * The page's program; the build makes its text (`nomogram-page.script.ts`). Every risk is computed as `predict` computes it: the intercept plus the terms in their order.
 */
export function runNomogramPage(data: PageData, page: Document): void {
  const at = (id: string) => page.getElementById(id)!
  const numberOf = (text: string) =>
    /^\s*[-+]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d+)?\s*$/i.test(text) ? Number(text.replace(',', '.')) : Number.NaN
  const filled = (template: string, values: Record<string, string | number>) =>
    template.replace(/\{(\w+)\}/g, (_, key) => String(values[key]))
  const shown = (value: number, decimals: number) => value.toFixed(decimals).replace('-', '−')
  const share = (risk: number) => (risk > 0.99 ? '>99%' : risk < 0.01 ? '<1%' : `${shown(100 * risk, 1)}%`)

  function spline(x: number, knots: readonly number[], j: number): number {
    const last = knots.length - 1
    const cube = (u: number) => (u > 0 ? u * u * u : 0)
    const inner = knots[last - 1]
    const outer = knots[last]
    const own = knots[j - 1]
    const sum = cube(x - own) + ((inner - own) * cube(x - outer) - (outer - own) * cube(x - inner)) / (outer - inner)
    return sum / (outer - knots[0]) ** 2
  }

  function termValue(term: PageData['terms'][number], values: Record<string, string | number>): number {
    let product = 1
    for (const part of term.parts) {
      const value = values[part.column]
      if ('level' in part) product *= Number(value === part.level)
      else if (typeof value === 'string') product *= Number.NaN
      else product *= 'knots' in part ? spline(value, part.knots, part.spline) : value
    }
    return product
  }

  /** Probabilities of the classes, from the first. */
  function classes(x: number[]): number[] {
    const etas = [0]
    for (const { intercept, estimates } of data.equations!)
      etas.push(estimates.reduce((sum, estimate, j) => sum + estimate * x[j], intercept))
    const highest = Math.max(...etas)
    const weights = etas.map((eta) => Math.exp(eta - highest))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    return weights.map((weight) => weight / total)
  }

  function probability(kind: PageOutcome['of'], lp: number): number {
    if (kind.kind === 'value') return lp
    if (kind.kind === 'class') return 1 / (1 + Math.exp(-lp))
    if (kind.kind === 'logistic') return 1 / (1 + Math.exp(-lp - (kind.shift ?? 0)))
    const survival = Math.exp(Math.exp(lp) * Math.log(kind.baseline))
    return kind.kind === 'survival' ? survival : 1 - survival
  }

  /** The 95% interval of the linear predictor, as the risk of outcome `o` is read from it. */
  function intervalOf(x: number[], lp: number, o: number): [number, number] | undefined {
    const { interval } = data
    if (interval.method === 'none') return undefined
    if (interval.method === 'wald') {
      const covariance = interval.each?.[o] ?? interval.covariance
      const offset = covariance.length - x.length
      const { of } = data.outcomes[o]
      let full = offset === 1 ? [1, ...x] : x
      if (of.kind === 'class') {
        // the derivatives of a class's log odds by the equations' linear predictors
        const risks = classes(x)
        const by = data.equations!.map((_, d) => (Number(of.at === d + 1) - risks[d + 1]) / (1 - risks[of.at]))
        full = by.flatMap((own) => [1, ...x].map((value) => own * value))
      }
      let variance = interval.residual?.variance ?? 0
      for (let i = 0; i < full.length; i++)
        for (let j = 0; j < full.length; j++) variance += full[i] * full[j] * covariance[i][j]
      const half = (interval.residual?.quantile ?? 1.959963984540054) * Math.sqrt(variance)
      return [lp - half, lp + half]
    }
    const lps = interval.coefficients
      .map(([intercept, ...estimates], m) =>
        estimates.reduce((sum, estimate, j) => sum + estimate * x[j], intercept + (interval.shifts?.[o][m] ?? 0)),
      )
      .sort((a, b) => a - b)
    const quantile = (p: number) => {
      const place = p * (lps.length - 1)
      const below = Math.floor(place)
      return lps[below] + (place - below) * ((lps[below + 1] ?? lps[below]) - lps[below])
    }
    return [Math.min(lp, quantile(0.025)), Math.max(lp, quantile(0.975))]
  }

  function readInputs() {
    const values: Record<string, string | number> = {}
    const warnings: string[] = []
    let known = 0
    data.inputs.forEach((input, i) => {
      const field = at(`input-${i}`) as HTMLInputElement | HTMLSelectElement
      field.removeAttribute('aria-invalid')
      if (field.value === '') return
      if (input.levels) {
        values[input.name] = input.levels[Number(field.value)].value
        known++
        return
      }
      const value = numberOf(field.value)
      if (!Number.isFinite(value)) {
        field.setAttribute('aria-invalid', 'true')
        warnings.push(filled(data.words.notNumber, { label: input.label }))
        return
      }
      values[input.name] = value
      known++
      const [low, high] = input.range!
      if (value < low || value > high) {
        field.setAttribute('aria-invalid', 'true')
        warnings.push(filled(data.words.outside, { label: input.label, value, low, high }))
      }
    })
    return { values, warnings, complete: known === data.inputs.length }
  }

  function update(): void {
    const { values, warnings, complete } = readInputs()
    const x = data.terms.map((term) => termValue(term, values))
    const estimates = data.terms.map((term, j) => term.estimate * x[j])
    let totalPoints = 0
    data.groups.forEach((group) => {
      const mine = data.terms.map((_, j) => j).filter((j) => group.variables.includes(data.terms[j].parts[0].column))
      const points = (mine.reduce((sum, j) => sum + estimates[j], 0) - group.lowest) * data.scale
      const known = group.variables.every((name) => values[name] !== undefined)
      if (known) totalPoints += points
      const index = data.inputs.findIndex((input) => input.name === group.variables[0])
      at(`points-${index}`).textContent = known ? shown(points, 1) : '–'
      at(`bar-${index}`).style.width = known ? `${Math.max(0, Math.min(100, points))}%` : '0'
      const { label, unit } = data.inputs[index]
      mark(
        unit ? `${label}, ${unit}` : label,
        known && group.variables.length === 1 ? points : undefined,
        data.axes.points,
      )
    })
    // Unchanged warnings stay as they are, or a screen reader would say them again at every key.
    const list = at('warnings')
    if (warnings.join('\n') !== Array.from(list.children, (item) => item.textContent).join('\n')) {
      list.innerHTML = ''
      for (const warning of warnings) list.appendChild(page.createElement('li')).textContent = warning
    }
    if (data.groups.length > 0) at('total').textContent = complete ? shown(totalPoints, 1) : '–'
    mark(data.axes.total, complete ? totalPoints : undefined, data.axes.total)
    let lp = data.intercept
    for (const part of estimates) lp += part
    const odds = data.equations && complete ? classes(x).map((own) => Math.log(own / (1 - own))) : []
    data.outcomes.forEach((outcome, o) => {
      const { of } = outcome
      const logOdds = of.kind === 'class' ? odds[of.at] : lp
      const said = (value: number) => (of.kind === 'value' ? shown(value, of.decimals) : share(value))
      const bounds = complete ? intervalOf(x, logOdds, o) : undefined
      const risk = probability(of, logOdds)
      const output = at(`risk-${o}`)
      output.textContent = complete ? said(risk) : '–'
      output.dataset.risk = complete ? String(risk) : ''
      const ends = bounds?.map((end) => probability(of, end)).sort((a, b) => a - b)
      output.dataset.lower = ends ? String(ends[0]) : ''
      output.dataset.upper = ends ? String(ends[1]) : ''
      at(`interval-${o}`).textContent = ends
        ? filled(data.words.interval, { lower: said(ends[0]), upper: said(ends[1]) })
        : ''
      mark(outcome.label, complete ? totalPoints : undefined, data.axes.total)
    })
    const { interval } = data
    const method = interval.method === 'wald' && interval.residual ? 'prediction' : interval.method
    at('state').textContent = complete ? data.words[method] : data.words.incomplete
    compare(complete ? probability(data.outcomes[data.outcomes.length - 1].of, lp) : Number.NaN)
  }

  /** Where the patient stands among the training patients. */
  function compare(risk: number): void {
    if (!data.training) return
    const { counts, horizon } = data.training
    const here = Number.isFinite(risk) ? counts.findIndex(({ to }, i) => risk < to || i === counts.length - 1) : -1
    page.querySelectorAll('#training .bin').forEach((bar, i) => {
      bar.classList.toggle('here', i === here)
    })
    at('comparison').textContent = ''
    if (here < 0) return
    const patients = (groups: typeof counts) => groups.reduce((sum, one) => sum + one.patients, 0)
    const higher = Math.round((100 * patients(counts.slice(0, here))) / patients(counts))
    const { from, to, patients: n, events, unknown } = counts[here]
    const words = horizon === undefined ? data.words.group : data.words.groupFollowed
    const group = filled(words, { low: share(from), high: share(to), n, events, unknown: unknown ?? 0 })
    at('comparison').textContent = higher > 0 ? `${filled(data.words.higher, { share: higher })} ${group}` : group
  }

  /** A dot on the drawn axis; the drawing's own ticks say where a point stands. */
  function mark(axis: string, points: number | undefined, ruler: string): void {
    const row = Array.from(page.querySelectorAll<SVGGElement>('svg g[data-axis]')).find((g) => g.dataset.axis === axis)
    if (!row) return
    row.querySelector('.patient')?.remove()
    const ticks = Array.from(page.querySelectorAll<SVGLineElement>('svg line.mark')).filter(
      (l) => l.dataset.axis === ruler,
    )
    const own = row.querySelector('line')
    if (points === undefined || ticks.length < 2 || !own) return
    const first = ticks[0]
    const last = ticks[ticks.length - 1]
    const [x0, x1] = [first.x1.baseVal.value, last.x1.baseVal.value]
    const [p0, p1] = [Number(first.dataset.at), Number(last.dataset.at)]
    const dot = page.createElementNS('http://www.w3.org/2000/svg', 'circle')
    dot.setAttribute('class', 'patient')
    dot.setAttribute('cx', String(x0 + ((x1 - x0) * (points - p0)) / (p1 - p0)))
    dot.setAttribute('cy', String(own.y1.baseVal.value))
    dot.setAttribute('r', '3')
    row.appendChild(dot)
  }

  data.inputs.forEach((input, i) => {
    const field = at(`input-${i}`) as HTMLInputElement | HTMLSelectElement
    const slider = page.getElementById(`slider-${i}`) as HTMLInputElement | null
    field.addEventListener('input', () => {
      const value = numberOf(field.value)
      if (slider && Number.isFinite(value)) slider.value = String(value)
      update()
    })
    slider?.addEventListener('input', () => {
      field.value = Number(slider.value).toFixed(input.decimals)
      update()
    })
  })
  // On a narrow screen the risk and the entries come first.
  const about = page.querySelector<HTMLDetailsElement>('details.quality')
  if (about && page.defaultView?.matchMedia?.('(max-width: 899px)').matches) about.open = false
  at('typical').addEventListener('click', () => {
    data.inputs.forEach((input, i) => {
      const field = at(`input-${i}`) as HTMLInputElement | HTMLSelectElement
      const level = input.levels?.findIndex(({ value }) => value === input.typical)
      field.value = level === undefined ? Number(input.typical).toFixed(input.decimals) : String(level)
      field.dispatchEvent(new Event('input'))
    })
  })
  at('clear').addEventListener('click', () => {
    data.inputs.forEach((_, i) => {
      const field = at(`input-${i}`) as HTMLInputElement | HTMLSelectElement
      field.value = ''
    })
    update()
  })
  at('print').addEventListener('click', () => page.defaultView!.print())
  update()
}
