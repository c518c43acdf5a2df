import type { Frame } from './frames/frame.ts'
import { pastMidnight, phaseTimes } from './times.ts'

/** Slices of one time, b-value and direction, sorted along their normal. */
export interface Acquisition {
  /** `phase 2`, `b800`, or nothing where a series is one image. */
  name: string
  frames: Frame[]
  /** From 1. */
  phase?: number
  /** Seconds after the first phase. */
  time?: number
  /** s/mm² */
  bValue?: number
  /** Slices that nothing tells from another at their place. */
  unresolved?: number
}

interface Split {
  acquisitions: Acquisition[]
  notes: string[]
}

/** Slices closer than this lie at one place, in mm. */
const samePlace = 0.01

type Along = (frame: Frame) => number

/**
 * Parts a stack whose places hold several slices: first by b-value, then by gradient direction and repetition, then by
 * time, trusting TemporalPositionIdentifier, TriggerTime, AcquisitionTime, ContentTime, AcquisitionNumber and Philips' own
 * time in that order.
 */
export function splitAcquisitions(stack: Frame[], along: Along): Split {
  const notes: string[] = []
  const frames = withoutCopies(stack, notes)
  const byB = partition(frames, ({ bValue }) => (bValue === undefined ? undefined : String(Math.round(bValue))))
  if (byB) {
    const acquisitions = byB.flatMap((part) => diffusionImages(part, along)).sort((a, b) => a.bValue! - b.bValue!)
    return { acquisitions: acquisitions.length > 1 ? acquisitions : [{ ...acquisitions[0], name: '' }], notes }
  }
  const places = placesOf(frames, along)
  if (places.every((place) => place.length === 1)) return { acquisitions: [{ name: '', frames: places.flat() }], notes }
  for (const [key, read] of keysOf(frames)) {
    const phases = phasesBy(frames, places, along, read)
    if (!phases) continue
    const times = phaseTimes(phases)
    notes.push(
      `${phases.length} phases, distinguished by ${key}${times ? `, timed by ${times.clock}` : ', without times'}`,
    )
    if (new Set(phases.map((phase) => phase.length)).size > 1) notes.push('its phases have different numbers of slices')
    const acquisitions = phases.map((phase, i) => ({
      name: `phase ${i + 1}`,
      phase: i + 1,
      frames: phase,
      time: times?.seconds[i],
    }))
    return { acquisitions, notes }
  }
  const unresolved = frames.length - places.length
  return { acquisitions: [{ name: '', frames: places.map(([frame]) => frame), unresolved }], notes }
}

type Key = [name: string, read: (frame: Frame) => number | undefined]

const keys: Key[] = [
  ['TemporalPositionIdentifier', (frame) => frame.temporalPosition],
  ['TriggerTime', (frame) => frame.triggerTime],
  ['AcquisitionTime', (frame) => frame.acquisitionTime],
  ['ContentTime', (frame) => frame.contentTime],
  ['AcquisitionNumber', (frame) => frame.acquisitionNumber],
  ["Philips' dynamic scan begin time", (frame) => frame.privatePhaseTime],
]

/** The keys, by which what was acquired after midnight comes after what was acquired before it. */
const keysOf = (frames: readonly Frame[]): Key[] =>
  keys.map(([name, read]) => {
    const times = frames.map(read)
    if (!/^(Acquisition|Content)Time$/.test(name) || times.includes(undefined)) return [name, read]
    const past = pastMidnight(times as number[])
    return [name, (frame) => past(read(frame)!)]
  })

/** The images of one b-value: one for each direction, and for each repetition of it. */
function diffusionImages(frames: Frame[], along: Along): Acquisition[] {
  const bValue = frames[0].bValue!
  const b = `b${Math.round(bValue)}`
  const byGradient = bValue > 0 ? partition(frames, ({ gradient }) => gradient) : undefined
  const directions = byGradient && byGradient.length > 1 ? byGradient : [frames]
  return directions.flatMap((part, d) => {
    const direction = directions.length > 1 ? `direction ${d + 1}` : ''
    const places = placesOf(part, along)
    const named = (own: Frame[], repetition?: number) => ({
      name: [b, direction, repetition && `repetition ${repetition}`].filter(Boolean).join(' '),
      frames: own,
      bValue,
    })
    if (places.every((place) => place.length === 1)) return [named(places.flat())]
    // Repetitions of one image may be told apart by the number of the file, too: they are only ever averaged.
    const repeated = [...keysOf(part), ['InstanceNumber', (frame: Frame) => frame.instanceNumber] as Key]
      .map(([, read]) => phasesBy(part, places, along, read))
      .find((phases) => phases !== undefined)
    if (repeated) return repeated.map((own, r) => named(own, r + 1))
    return [{ ...named(places.map(([frame]) => frame)), unresolved: part.length - places.length }]
  })
}

/** A file that lies in the folder twice is taken once. */
function withoutCopies(stack: Frame[], notes: string[]): Frame[] {
  const seen = new Map<string, Frame>()
  for (const frame of stack) if (!seen.has(frame.uid)) seen.set(frame.uid, frame)
  const copies = stack.length - seen.size
  if (copies) notes.push(`${copies} slices lie in the folder twice and were taken once`)
  return [...seen.values()]
}

/** Slices by place, sorted along the normal. */
function placesOf(frames: Frame[], along: Along): Frame[][] {
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

const isOneStack = (frames: Frame[], along: Along) => placesOf(frames, along).every((place) => place.length === 1)

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
  along: Along,
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
