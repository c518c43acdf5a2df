import { normal } from '../../statistics/index.ts'
import type { Printed } from '../printed.ts'
import type { StatedSize } from '../stated-size.ts'

/** What one formula asks for: patients in all (before drop-outs), those of the first group, or events. */
interface NeededSize {
  how: string
  all?: number
  each?: number
  events?: number
}

/** A share printed as 80%, 80 or 0.80. */
export function shareOf({ value, percent }: Printed): number {
  return percent || value > 1 ? value / 100 : value
}

/**
 * The sizes that the usual formulas of a design ask for; one-sided and two-sided where the paper does not tell. Empty where
 * it does not tell enough. Sources: Julious 2010; Fleiss 1981; Hanley & McNeil 1982 and Obuchowski 1997 (AUC);
 * Schoenfeld 1983 (hazards); Buderer 1996 (sensitivity); Guenther 1981 (t for z).
 */
export function neededSizes(one: StatedSize): NeededSize[] {
  if (one.of === 'events per variable') return perVariable(one)
  if (one.of === 'sensitivity' || one.of === 'specificity') return precision(one)
  if (!one.power) return []
  const alpha = one.alpha ? shareOf(one.alpha) : 0.05
  const power = shareOf(one.power)
  if (!(alpha > 0 && alpha < 0.5 && power > alpha && power < 1)) return []
  return (one.sides ? [one.sides.value] : [2, 1]).flatMap((sides) => {
    const [a, b] = [normal.quantile(1 - alpha / sides), normal.quantile(power)]
    const how = sides === 2 ? 'two-sided' : 'one-sided'
    return bySides(one, a, b).map((size) => ({ ...size, how: `${size.how}, ${how}` }))
  })
}

function bySides(one: StatedSize, a: number, b: number): NeededSize[] {
  const ratio = one.ratio?.value || 1
  const groups = (how: string, first: number): NeededSize => ({ how, each: first, all: first * (1 + ratio) })
  const expected = one.expected ?? []
  const square = (a + b) ** 2
  switch (one.of) {
    case 'means': {
      const d = effectOf(one)
      if (!d) return []
      const first = ((1 + 1 / ratio) * square) / (d * d)
      return [
        groups('t test', first + (a * a) / 4),
        groups('normal', first),
        groups('test of ranks (efficiency 0.955)', (first + (a * a) / 4) / 0.955),
        groups('test of ranks (least efficiency 0.864)', (first + (a * a) / 4) / 0.864),
      ]
    }
    case 'paired means': {
      const d = effectOf(one)
      if (!d) return []
      const pairs = square / (d * d)
      return [
        { how: 'paired t test', all: pairs + (a * a) / 2 },
        { how: 'paired normal', all: pairs },
        { how: 'signed ranks (least efficiency 0.864)', all: (pairs + (a * a) / 2) / 0.864 },
      ]
    }
    case 'proportions': {
      if (expected.length < 2) return []
      const [p, q] = expected.map(shareOf)
      if (p === q || [p, q].some((one) => one <= 0 || one >= 1)) return []
      const mean = (p + ratio * q) / (1 + ratio)
      const own = p * (1 - p) + (q * (1 - q)) / ratio
      const gap = Math.abs(p - q)
      const pooled = (a * Math.sqrt(mean * (1 - mean) * (1 + 1 / ratio)) + b * Math.sqrt(own)) ** 2 / gap ** 2
      const corrected = (pooled / 4) * (1 + Math.sqrt(1 + (2 * (1 + ratio)) / (pooled * ratio * gap))) ** 2
      const h = 2 * Math.abs(Math.asin(Math.sqrt(p)) - Math.asin(Math.sqrt(q)))
      return [
        groups('χ²', pooled),
        groups('with unpooled variances', (square * own) / gap ** 2),
        groups('with continuity correction', corrected),
        groups('by arcsines', ((1 + 1 / ratio) * square) / h ** 2),
      ]
    }
    case 'auc':
      return areas(expected.map(shareOf), ratio, a, b, one)
    case 'hazard': {
      const hazard = expected[0]?.value
      if (!hazard || hazard === 1) return []
      const events = (square * (1 + ratio) ** 2) / (ratio * Math.log(hazard) ** 2)
      const freedman = (square * (1 + ratio * hazard) ** 2) / (ratio * (1 - hazard) ** 2)
      const share = one.prevalence ? shareOf(one.prevalence) : undefined
      return [
        { how: 'Schoenfeld', events, ...(share ? { all: events / share } : {}) },
        { how: 'Freedman', events: freedman, ...(share ? { all: freedman / share } : {}) },
      ]
    }
    case 'correlation': {
      const r = expected[0]?.value
      if (!r || Math.abs(r) >= 1) return []
      return [{ how: 'Fisher’s z', all: square / (0.5 * Math.log((1 + r) / (1 - r))) ** 2 + 3 }]
    }
    default:
      return []
  }
}

function effectOf({ effect, difference, sd }: StatedSize): number | undefined {
  const d = effect?.value ?? (difference && sd && sd.value > 0 ? difference.value / sd.value : undefined)
  return d ? Math.abs(d) : undefined
}

/** An AUC against 0.5 or against another: Hanley & McNeil's variance and Obuchowski's. */
function areas([area, other = 0.5]: number[], ratio: number, a: number, b: number, one: StatedSize): NeededSize[] {
  if (!(area > 0.5 && area < 1 && other >= 0.5 && other < 1) || area === other) return []
  const share = one.prevalence ? shareOf(one.prevalence) : undefined
  const k = share ? (1 - share) / share : ratio
  const hanley = (A: number) => {
    const [q1, q2] = [A / (2 - A), (2 * A * A) / (1 + A)]
    return (q1 - A * A) / k + (q2 - A * A)
  }
  const obuchowski = (A: number) => {
    const x = normal.quantile(A) * Math.SQRT2
    return 0.0099 * Math.exp((-x * x) / 2) * (5 * x * x + 8 + (x * x + 8) / k)
  }
  return [['Hanley and McNeil', hanley] as const, ['Obuchowski', obuchowski] as const].flatMap(([how, variance]) => {
    const first = (a * Math.sqrt(variance(other)) + b * Math.sqrt(variance(area))) ** 2 / (area - other) ** 2
    const alternative = ((a + b) ** 2 * variance(area)) / (area - other) ** 2
    return [
      { how, each: first, events: first, all: first * (1 + k) },
      {
        how: `${how}, variance of the alternative`,
        each: alternative,
        events: alternative,
        all: alternative * (1 + k),
      },
    ]
  })
}

function precision({ of, expected, margin, prevalence, alpha }: StatedSize): NeededSize[] {
  const p = expected?.[0] && shareOf(expected[0])
  const w = margin && shareOf(margin)
  if (!p || !w || p >= 1) return []
  const z = normal.quantile(1 - (alpha ? shareOf(alpha) : 0.05) / 2)
  const own = (z * z * p * (1 - p)) / (w * w)
  const share = prevalence && shareOf(prevalence)
  const how = `Wald’s interval of a ${of}`
  if (!share) return [{ how, events: own, each: own, all: own }]
  return [{ how, events: own, all: own / (of === 'sensitivity' ? share : 1 - share) }]
}

function perVariable({ perVariable: per, variables, prevalence }: StatedSize): NeededSize[] {
  if (!per || !variables) return []
  const events = per.value * variables.value
  const share = prevalence && shareOf(prevalence)
  // "Ten patients a variable" is said, too.
  return [{ how: 'events per variable', events, all: share ? events / share : events }]
}
