import { spreadLabels } from '../canvas/spread.ts'
import { fitText, textWidth } from '../canvas/text-width.ts'
import { fontSize } from '../theme/theme.ts'

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
 * levels      every label must be read: levels at the same place share one label; where labels would touch they stand
 *             alternately below and above if that leaves more of them at their ticks, else aside (a leader shows whose
 *             they are), and only what two rows cannot hold is cut.
 * continuous  labels stay at their ticks; where they would touch, every second, third … is left, and the ends. Where the
 *             variable's effect turns (a spline), the part that runs back has its ticks above the line, as in rms.
 * outcome     as continuous, but as many labels are left as there is room for: a probability's ticks are not even.
 */
export function placeTickLabels(
  kind: 'continuous' | 'levels' | 'outcome',
  ticks: readonly { label: string; x: number }[],
  bounds: readonly [number, number],
): PlacedLabel[] {
  return kind === 'levels' ? placeLevels(ticks, bounds) : placeValues(ticks, bounds, kind === 'outcome')
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
  const fits = heads.reduce((sum, one) => sum + textWidth(one.label) + space, -space) <= high - low
  const [oneRow, twoRows] = [1, 2].map((rows) =>
    inRows(
      heads.map((one, i) => ({ ...one, side: i % rows === 1 ? 'above' : 'below' })),
      low,
      high,
    ),
  )
  const leaders = (labels: PlacedLabel[]) => labels.filter(needsLeader).length
  const chosen = fits && leaders(oneRow) <= leaders(twoRows) ? oneRow : twoRows
  chosen.forEach((one, i) => {
    Object.assign(heads[i], one)
  })
  return placed
}

/** Whether a label stands so far aside that its tick no longer points at it. */
export function needsLeader({ label, x, tickX }: PlacedLabel): boolean {
  return Math.abs(x - tickX) > Math.max(1, textWidth(label) / 2 - 1)
}

/** Moves the labels of each side apart; those that no row could hold are cut to what it can. */
function inRows(labels: PlacedLabel[], low: number, high: number): PlacedLabel[] {
  for (const side of ['below', 'above'] as const) {
    const here = labels.filter((one) => one.side === side)
    const widths = here.map((one) => textWidth(one.label))
    const room = high - low - space * (here.length - 1)
    const widest = widestThatFits(widths, room)
    for (const one of here) one.label = fitText(one.label, widest)
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
  return labels
}

/** The width to which labels must be cut so that together they take no more than the room; short ones leave theirs. */
function widestThatFits(widths: readonly number[], room: number): number {
  if (widths.reduce((sum, width) => sum + width, 0) <= room) return Infinity
  let left = room
  const rising = [...widths].sort((a, b) => a - b)
  for (const [i, width] of rising.entries()) {
    const equal = left / (rising.length - i)
    if (width > equal) return equal
    left -= width
  }
  return Infinity
}

function placeValues(
  ticks: readonly { label: string; x: number }[],
  bounds: readonly [number, number],
  mostLabels: boolean,
): PlacedLabel[] {
  const placed: PlacedLabel[] = []
  if (ticks.length === 0) return placed
  for (const run of monotoneRuns(ticks.map((one) => one.x))) {
    const part = ticks.slice(run.from, run.to)
    const shown = mostLabels ? asManyAsFit(part) : thinned(part)
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

/** Both ends, and from the left each label that touches neither the one before nor the last. */
function asManyAsFit(ticks: readonly { label: string; x: number }[]): boolean[] {
  const last = ticks.length - 1
  const touches = (a: number, b: number) =>
    Math.abs(ticks[a].x - ticks[b].x) < (textWidth(ticks[a].label) + textWidth(ticks[b].label)) / 2 + space
  let before = 0
  return ticks.map((_, i) => {
    const kept = i === 0 || i === last || !(touches(before, i) || touches(i, last))
    if (kept) before = i
    return kept && !(i === 0 && last > 0 && touches(0, last))
  })
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
