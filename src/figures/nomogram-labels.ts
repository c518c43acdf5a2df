import { spreadLabels } from './spread.ts'
import { textWidth } from './text-width.ts'
import { fontSize } from './theme.ts'

export interface PlacedLabel {
  label: string
  /** Centre of the label, and of the tick it belongs to. */
  x: number
  tickX: number
  side: 'above' | 'below'
  shown: boolean
}

const space = 4

/**
 * Finds each tick label of a nomogram's axis a place where it touches no other.
 *
 * levels      every label must be read: labels are moved aside (a leader shows whose they are); levels at the same
 *             place share one label, and where one row is too short they stand alternately below and above.
 * continuous  labels stay at their ticks; those that would touch are left out, the ends last. Where the variable's
 *             effect turns (a spline), the part that runs back has its ticks above the line, as in rms.
 */
export function placeTickLabels(
  kind: 'continuous' | 'levels',
  ticks: readonly { label: string; x: number }[],
  bounds: readonly [number, number],
): PlacedLabel[] {
  return kind === 'levels' ? placeLevels(ticks, bounds) : placeValues(ticks, bounds)
}

function placeLevels(
  ticks: readonly { label: string; x: number }[],
  [low, high]: readonly [number, number],
): PlacedLabel[] {
  const placed: PlacedLabel[] = ticks.map(({ label, x }) => ({ label, x, tickX: x, side: 'below', shown: true }))
  const order = placed.toSorted((a, b) => a.tickX - b.tickX)
  const heads: PlacedLabel[] = []
  for (const one of order) {
    const before = heads.at(-1)
    if (before && one.tickX - before.tickX < 0.75) {
      before.label += `, ${one.label}`
      one.shown = false
    } else heads.push(one)
  }
  const room = high - low
  const needed = heads.reduce((sum, one) => sum + textWidth(one.label) + space, 0)
  if (needed > room)
    heads.forEach((one, i) => {
      if (i % 2 === 1) one.side = 'above'
    })
  for (const side of ['below', 'above'] as const) {
    const here = heads.filter((one) => one.side === side)
    const centres = spreadLabels(
      here.map((one) => one.tickX),
      here.map((one) => textWidth(one.label)),
      space,
      low,
      high,
    )
    here.forEach((one, i) => {
      one.x = centres[i]
    })
  }
  return placed
}

function placeValues(ticks: readonly { label: string; x: number }[], bounds: readonly [number, number]): PlacedLabel[] {
  const placed: PlacedLabel[] = []
  for (const run of monotoneRuns(ticks.map((one) => one.x))) {
    const part = ticks.slice(run.from, run.to)
    const shown = thinned(part)
    part.forEach(({ label, x }, i) => {
      placed.push({ label, x, tickX: x, side: run.back ? 'above' : 'below', shown: shown[i] })
    })
  }
  withoutTouching(placed)
  if (placed.filter((one) => one.shown).length >= 2 || placed.length < 2) return placed
  // So short an axis has room for one label only: its two ends stand aside, as levels do.
  const ends = placeLevels([ticks[0], ticks[ticks.length - 1]], bounds)
  return placed.map((one, i) =>
    i === 0 ? ends[0] : i === placed.length - 1 ? ends[1] : { ...one, side: 'below', shown: false },
  )
}

/** Parts of the axis that run one way; the main direction is the one of the longest part. */
function monotoneRuns(xs: readonly number[]): { from: number; to: number; back: boolean }[] {
  const runs: { from: number; to: number; sign: number }[] = []
  for (let i = 0; i < xs.length; i++) {
    const last = runs.at(-1)
    const sign = i === 0 ? 0 : Math.sign(xs[i] - xs[i - 1])
    if (!last) runs.push({ from: 0, to: 1, sign: 0 })
    else if (last.sign === 0 || sign === last.sign || sign === 0) {
      last.to = i + 1
      last.sign = last.sign || sign
    } else runs.push({ from: i, to: i + 1, sign })
  }
  const length = (run: { from: number; to: number }) => Math.abs(xs[run.to - 1] - xs[run.from])
  const main = runs.reduce((best, run) => (length(run) > length(best) ? run : best))
  return runs.map((run) => ({ from: run.from, to: run.to, back: run.sign !== 0 && run.sign !== main.sign }))
}

/** Every k-th label, with the smallest k at which none touches; the last one is always kept. */
function thinned(ticks: readonly { label: string; x: number }[]): boolean[] {
  const widths = ticks.map((one) => textWidth(one.label))
  const touches = (a: number, b: number) => Math.abs(ticks[a].x - ticks[b].x) < (widths[a] + widths[b]) / 2 + space
  const last = ticks.length - 1
  for (let stride = 1; stride <= last; stride++) {
    const kept = Array.from({ length: Math.floor(last / stride) + 1 }, (_, i) => i * stride)
    if (kept.at(-1) !== last) {
      while (kept.length > 1 && touches(kept.at(-1)!, last)) kept.pop()
      kept.push(last)
    }
    if (kept.every((index, i) => i === 0 || !touches(kept[i - 1], index))) return ticks.map((_, i) => kept.includes(i))
  }
  return ticks.map((_, i) => i === 0)
}

/** Runs that lie over each other (a spline that turns twice) may still touch: the earlier label stays. */
function withoutTouching(placed: PlacedLabel[]): void {
  const kept: PlacedLabel[] = []
  for (const one of placed) {
    if (!one.shown) continue
    const half = textWidth(one.label, fontSize.body) / 2
    one.shown = kept.every(
      (other) =>
        other.side !== one.side || Math.abs(other.x - one.x) >= half + textWidth(other.label) / 2 + space - 0.01,
    )
    if (one.shown) kept.push(one)
  }
}
