import type { SvgElement } from './read-svg.ts'

/** A nomogram as somebody with a ruler has it: places of marks on paper, and nothing else. */
export function ruler(elements: readonly SvgElement[]) {
  // The small marks of a spline's axis part what lies between two labels into five equal steps, too.
  const marks = elements.filter((one) => ['mark', 'minor'].includes(one.attributes.class))
  const marksOf = (axis: string) =>
    marks
      .filter((one) => one.attributes['data-axis'] === axis)
      .map(({ attributes }) => ({ x: Number(attributes.x1), label: attributes['data-label'] }))
  const numbersOf = (axis: string) => marksOf(axis).map(({ x, label }) => [x, Number(label)] as const)

  /** The outcome's axis with its small marks, which part what lies between two labels into equal steps. */
  const outcomeOf = (axis: string) => {
    const labelled = [...numbersOf(axis)].sort((a, b) => a[0] - b[0])
    const group = elements.find((one) => one.name === 'g' && one.attributes['data-axis'] === axis)!
    const small = elements
      .filter((one) => one.name === 'line' && one.within.includes(group.attributes) && !one.attributes.class)
      .filter((one) => one.attributes.x1 === one.attributes.x2)
      .map((one) => Number(one.attributes.x1))
    return labelled.flatMap(([x, value], i) => {
      if (i === 0) return [[x, value] as const]
      const [x0, v0] = labelled[i - 1]
      const inside = small.filter((at) => at > x0 + 0.02 && at < x - 0.02).sort((a, b) => a - b)
      if (![0, 1, 3, 4, 9].includes(inside.length)) throw new Error(`${inside.length} small marks before ${value}`)
      const step = (value - v0) / (inside.length + 1)
      return [...inside.map((at, k) => [at, v0 + step * (k + 1)] as const), [x, value] as const]
    })
  }

  return {
    /** Points of a value: straight up from its mark, or from between two marks. */
    pointsOf(axis: string, value: number | string): number {
      const mark = marksOf(axis).find(({ label }) => label === String(value))
      return read(numbersOf('Points'), mark ? mark.x : read(flipped(numbersOf(axis)), Number(value)))
    },
    /** What the outcome's axis says straight below a total; undefined beyond its ends. */
    outcomeAt(axis: string, total: number): number | undefined {
      const ticks = outcomeOf(axis)
      const x = read(flipped(numbersOf('Total points')), total)
      return x < ticks[0][0] - 0.02 || x > ticks[ticks.length - 1][0] + 0.02 ? undefined : read(ticks, x)
    },
    /** Length of an axis between its outer marks, in the drawing's unit. */
    lengthOf(axis: string): number {
      const xs = marksOf(axis).map(({ x }) => x)
      return Math.max(...xs) - Math.min(...xs)
    },
  }
}

const flipped = (ticks: (readonly [number, number])[]) => ticks.map(([x, value]) => [value, x] as const)

/** By a straight line between the two marks around it, or the two nearest beyond the ends. */
function read(ticks: (readonly [number, number])[], at: number): number {
  const sorted = [...ticks].sort((a, b) => a[0] - b[0])
  const found = sorted.findIndex(([place]) => place >= at)
  const above = found < 0 ? sorted.length - 1 : Math.max(1, found)
  const [[x0, v0], [x1, v1]] = [sorted[above - 1], sorted[above]]
  return v0 + ((v1 - v0) * (at - x0)) / (x1 - x0)
}
