import type { Frame } from './frames/frame.ts'

/** A time that files state: its name, and seconds by it. */
interface Clock {
  name: string
  /** Whether it tells the time of day. */
  ofDay?: true
  read: (frame: Frame) => number | undefined
}

const offset: Clock = { name: 'TemporalPositionTimeOffset', read: (frame) => frame.temporalOffset }
const philips: Clock = { name: "Philips' dynamic scan begin time", read: (frame) => frame.privatePhaseTime }
const acquisition: Clock = { name: 'AcquisitionTime', ofDay: true, read: (frame) => frame.acquisitionTime }
const trigger: Clock = {
  name: 'TriggerTime',
  read: ({ triggerTime }) => (triggerTime === undefined ? undefined : triggerTime / 1000),
}
const content: Clock = { name: 'ContentTime', ofDay: true, read: (frame) => frame.contentTime }

/**
 * The clocks of a manufacturer, the most trusted first. GE keeps AcquisitionTime at the start of the whole series, and a
 * phase's own time in TriggerTime; Philips has a time of its own; the others write AcquisitionTime for each phase.
 * ContentTime is when the pixels were made, and comes last everywhere.
 */
const clocksOf = (manufacturer: string): Clock[] =>
  /^GE/i.test(manufacturer) ? [offset, trigger, acquisition, content] : [offset, philips, acquisition, trigger, content]

/** When phases began: seconds after the first, and which time said so. */
export interface PhaseTimes {
  seconds: number[]
  clock: string
}

/**
 * The times of phases in their order: by the first clock that every slice has and that goes on from phase to phase.
 * Undefined where there is none: times that are absent, the same or out of order are no times.
 */
export function phaseTimes(phases: readonly Frame[][]): PhaseTimes | undefined {
  return clocksOf(phases[0][0].series.manufacturer)
    .map((clock) => readClock(phases, clock))
    .find((times) => times?.seconds.every((at, k) => k === 0 || at > times.seconds[k - 1]))
}

/** The order of images by the first clock in which no two began together, with their times; undefined without one. */
export function orderByTime(images: readonly Frame[][]): ({ order: number[] } & PhaseTimes) | undefined {
  for (const clock of clocksOf(images[0][0].series.manufacturer)) {
    const times = readClock(images, clock)
    if (!times || new Set(times.seconds).size !== images.length) continue
    const order = images.map((_, i) => i).sort((a, b) => times.seconds[a] - times.seconds[b])
    const first = times.seconds[order[0]]
    return { order, seconds: order.map((i) => times.seconds[i] - first), clock: clock.name }
  }
  return undefined
}

/** The earliest slice of each image, in seconds after the first image's. */
function readClock(images: readonly Frame[][], { name, read, ofDay }: Clock): PhaseTimes | undefined {
  const times: number[][] = []
  for (const frames of images) {
    const own = frames.map(read)
    if (own.some((at) => at === undefined)) return undefined
    times.push(own as number[])
  }
  const past = ofDay ? pastMidnight(times.flat()) : (at: number) => at
  const starts = times.map((own) => own.reduce((a, b) => Math.min(a, past(b)), Infinity))
  return { seconds: starts.map((start) => start - starts[0]), clock: name }
}

const day = 86_400

/**
 * What adds a day to those times of an examination that lie after midnight, where the files say no date or one for all:
 * phases that seem to lie more than half a day apart.
 */
export function pastMidnight(times: readonly number[]): (at: number) => number {
  const [first, last] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))]
  if (last - first <= day / 2 || Math.floor(first / day) !== Math.floor(last / day)) return (at) => at
  return (at) => (at % day < day / 2 ? at + day : at)
}
