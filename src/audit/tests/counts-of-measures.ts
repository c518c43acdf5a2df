import { pow } from '../../portable-math.ts'
import type { Printed } from '../printed.ts'
import type { Performance } from '../sets.ts'

/** One way to classify: right among those with the outcome, right among those without. */
export interface Classified {
  hits: number
  rejections: number
}

/** How far a printed share may be from a count's: rounded, or cut off behind its last place as well. */
export type Leniency = 'rounded' | 'any rounding'

/** A number above 1, or with a percent sign, is in percent. */
export const scaleOf = ({ value, percent }: Printed) => (value > 1 || percent ? 100 : 1)

function allowed(printed: Printed, leniency: Leniency) {
  const scale = scaleOf(printed)
  const unit = leniency === 'rounded' ? 0 : pow(10, -printed.decimals)
  // Cut off: up to a unit above; rounded twice: a twentieth of a unit below.
  const low = printed.low - 0.05 * unit
  const high = printed.high + 0.5 * unit
  return { low: low / scale - 1e-9, high: high / scale + 1e-9 }
}

/** The counts whose share of `of` gives what is printed. */
export function reachable(printed: Printed, of: number, leniency: Leniency = 'rounded'): number[] {
  const { low, high } = allowed(printed, leniency)
  const first = Math.max(0, Math.ceil(of * low - 1e-9))
  const last = Math.min(of, Math.floor(of * high + 1e-9))
  return Array.from({ length: Math.max(0, Math.min(2000, last - first + 1)) }, (_, i) => first + i)
}

const maximumTables = 40_000

/**
 * The ways to classify m patients with the outcome and n − m without it that give every printed measure;
 * undefined where there are too many to go through.
 */
export function waysOf(one: Performance, m: number, leniency: Leniency): Classified[] | undefined {
  const n = one.n.value
  const k = n - m
  const hits = choices(m, leniency, one.sensitivity, one.tp?.value, one.fn?.value)
  const rejections = choices(k, leniency, one.specificity, one.tn?.value, one.fp?.value)
  if (hits.length * rejections.length > maximumTables) return undefined
  const fits = (printed: Printed | undefined, value: number) => {
    if (!printed || printed.bound || !Number.isFinite(value)) return true
    const { low, high } = allowed(printed, leniency)
    return value >= low && value <= high
  }
  const ratio = (printed: Printed | undefined, value: number) => {
    if (!printed || printed.bound || !Number.isFinite(value)) return true
    // Ratios are often made of rounded shares: a hundredth of their size is left for that.
    const slack = 0.01 * value + (leniency === 'rounded' ? 0 : pow(10, -printed.decimals))
    return value >= printed.low - slack && value <= printed.high + slack
  }
  return hits.flatMap((a) =>
    rejections.flatMap((d) => {
      const [b, c] = [k - d, m - a]
      const good =
        fits(one.accuracy, (a + d) / n) &&
        fits(one.ppv, a / (a + b)) &&
        fits(one.npv, d / (c + d)) &&
        fits(one.f1, (2 * a) / (2 * a + b + c)) &&
        ratio(one.lrPositive, a / m / (b / k)) &&
        ratio(one.lrNegative, c / m / (d / k))
      return good ? [{ hits: a, rejections: d }] : []
    }),
  )
}

function choices(
  of: number,
  leniency: Leniency,
  share: Printed | undefined,
  right: number | undefined,
  wrong: number | undefined,
): number[] {
  const all = share && !share.bound ? reachable(share, of, leniency) : Array.from({ length: of + 1 }, (_, i) => i)
  return all.filter((x) => (right === undefined || x === right) && (wrong === undefined || of - x === wrong))
}
