import type { Frame } from './frames.ts'

/** Slices of one time, b-value and direction, sorted along their normal. */
export interface Acquisition {
  /** `phase 2`, `b 800`, or nothing where a series is one image. */
  name: string
  frames: Frame[]
  /** From 1. */
  phase?: number
  /** Seconds after the first phase. */
  time?: number
  /** s/mm² */
  bValue?: number
}

interface Split {
  acquisitions: Acquisition[]
  notes: string[]
  /** Slices that nothing tells from another at their place. */
  unresolved: number
}

/** Slices closer than this lie at one place, in mm. */
const samePlace = 0.01

/**
 * Parts a stack whose places hold several slices: first by b-value, then by gradient direction, then by time, trusting
 * TemporalPositionIdentifier, TriggerTime, AcquisitionTime, ContentTime, AcquisitionNumber and the manufacturer's own
 * attribute (vendors.ts) in that order.
 */
export function splitAcquisitions(stack: Frame[], along: (frame: Frame) => number): Split {
  const notes: string[] = []
  const frames = withoutCopies(stack, notes)
  const places = placesOf(frames, along)
  const repeated = Math.max(...places.map((place) => place.length))
  if (repeated === 1) {
    const [bValue] = new Set(frames.map((frame) => frame.bValue))
    return { acquisitions: [{ name: '', frames: places.map(([frame]) => frame), bValue }], notes, unresolved: 0 }
  }
  const byB = partition(frames, ({ bValue }) => (bValue === undefined ? undefined : String(Math.round(bValue))))
  if (byB && byB.length > 1) {
    const parts = byB.map((part) => splitAcquisitions(part, along))
    const named = parts.flatMap(({ acquisitions }, i) =>
      acquisitions.map((one) => ({
        ...one,
        bValue: byB[i][0].bValue,
        name: [`b${Math.round(byB[i][0].bValue!)}`, one.name].filter(Boolean).join(' '),
      })),
    )
    return {
      acquisitions: named.sort((a, b) => a.bValue! - b.bValue!),
      notes: [...notes, ...parts.flatMap((part) => part.notes)],
      unresolved: parts.reduce((sum, part) => sum + part.unresolved, 0),
    }
  }
  const byGradient = partition(frames, ({ gradient }) => gradient)
  if (byGradient && byGradient.length > 1 && byGradient.every((part) => isOneStack(part, along)))
    return {
      acquisitions: byGradient.map((part, i) => ({ name: `direction ${i + 1}`, frames: placesOf(part, along).flat() })),
      notes,
      unresolved: 0,
    }
  for (const order of phaseOrders) {
    const phases = phasesBy(frames, places, along, order.read)
    if (!phases) continue
    notes.push(`${phases.length} phases, told apart by ${order.name}`)
    if (new Set(phases.map((phase) => phase.length)).size > 1) notes.push('its phases have different numbers of slices')
    return { acquisitions: named(phases, order), notes, unresolved: 0 }
  }
  const unresolved = frames.length - places.length
  return { acquisitions: [{ name: '', frames: places.map(([frame]) => frame) }], notes, unresolved }
}

/** What tells phases apart: an attribute, and its units in a second where it is a clock. */
interface PhaseOrder {
  name: string
  read: (frame: Frame) => number | undefined
  perSecond?: number
}

const phaseOrders: readonly PhaseOrder[] = [
  { name: 'TemporalPositionIdentifier', read: (frame) => frame.temporalPosition },
  { name: 'TriggerTime', read: (frame) => frame.triggerTime, perSecond: 1000 },
  { name: 'AcquisitionTime', read: (frame) => frame.acquisitionTime, perSecond: 1 },
  { name: 'ContentTime', read: (frame) => frame.contentTime, perSecond: 1 },
  { name: 'AcquisitionNumber', read: (frame) => frame.acquisitionNumber },
  { name: 'the manufacturer’s time of the phase', read: (frame) => frame.privatePhaseTime, perSecond: 1 },
]

/** A file that lies in the folder twice is taken once. */
function withoutCopies(stack: Frame[], notes: string[]): Frame[] {
  const seen = new Map<string, Frame>()
  for (const frame of stack) if (!seen.has(frame.uid)) seen.set(frame.uid, frame)
  const copies = stack.length - seen.size
  if (copies) notes.push(`${copies} slices lie in the folder twice and were taken once`)
  return [...seen.values()]
}

/** Slices by place, sorted along the normal. */
function placesOf(frames: Frame[], along: (frame: Frame) => number): Frame[][] {
  const sorted = frames.map((frame) => ({ frame, at: along(frame) })).sort((a, b) => a.at - b.at)
  const places: Frame[][] = []
  let last = -Infinity
  for (const { frame, at } of sorted) {
    if (at - last > samePlace) {
      places.push([])
      last = at
    }
    places[places.length - 1].push(frame)
  }
  return places
}

const isOneStack = (frames: Frame[], along: (frame: Frame) => number) =>
  placesOf(frames, along).every((place) => place.length === 1)

/** Groups by a key that every slice has; undefined where one lacks it. */
function partition(frames: Frame[], key: (frame: Frame) => string | undefined): Frame[][] | undefined {
  const groups = new Map<string, Frame[]>()
  for (const frame of frames) {
    const value = key(frame)
    if (value === undefined) return undefined
    const group = groups.get(value)
    if (group) group.push(frame)
    else groups.set(value, [frame])
  }
  return [...groups.values()]
}

/**
 * Phases by a time: slices that share it, or (where each slice has a time of its own) the first at every place,
 * the second, and so on. Undefined where the time does not tell the slices of a place apart.
 */
function phasesBy(
  frames: Frame[],
  places: Frame[][],
  along: (frame: Frame) => number,
  read: (frame: Frame) => number | undefined,
): Frame[][] | undefined {
  if (frames.some((frame) => read(frame) === undefined)) return undefined
  for (const place of places) if (new Set(place.map(read)).size !== place.length) return undefined
  const shared = partition(frames, (frame) => String(read(frame)))!
  const repeated = Math.max(...places.map((place) => place.length))
  if (shared.length === repeated && shared.every((part) => isOneStack(part, along)))
    return shared.sort((a, b) => read(a[0])! - read(b[0])!).map((part) => placesOf(part, along).flat())
  const count = places[0].length
  if (places.some((place) => place.length !== count)) return undefined
  const ordered = places.map((place) => [...place].sort((a, b) => read(a)! - read(b)!))
  return Array.from({ length: count }, (_, phase) => ordered.map((place) => place[phase]))
}

function named(phases: Frame[][], { read, perSecond }: PhaseOrder): Acquisition[] {
  const clock = (frame: Frame) => {
    if (perSecond) return read(frame)! / perSecond
    return frame.acquisitionTime ?? (frame.triggerTime === undefined ? frame.contentTime : frame.triggerTime / 1000)
  }
  const starts = phases.map((phase) => {
    const all = phase.map(clock).filter((at) => at !== undefined)
    return all.length === phase.length ? Math.min(...all) : undefined
  })
  return phases.map((frames, i) => {
    const start = starts[i]
    const time = start === undefined || starts[0] === undefined ? undefined : start - starts[0]
    return { name: `phase ${i + 1}`, phase: i + 1, frames, time }
  })
}
