type Point = readonly [number, number]

/** The parts of a line at or above `floor` and at or below `ceiling` (in y), cut where it crosses; for `polyline`. */
export function clipToBand(points: readonly Point[], floor: number, ceiling: number): Point[] {
  return clipSide(clipSide(points, floor, 1), ceiling, -1)
}

const gap: Point = [Number.NaN, Number.NaN]

function clipSide(points: readonly Point[], limit: number, sign: 1 | -1): Point[] {
  const inside = ([, y]: Point) => sign * (y - limit) >= 0
  const kept: Point[] = []
  for (let i = 0; i < points.length; i++) {
    const here = points[i]
    const before = points[i - 1]
    if (i > 0 && Number.isFinite(before[1] + here[1]) && inside(before) !== inside(here)) {
      const share = (limit - before[1]) / (here[1] - before[1])
      kept.push([before[0] + share * (here[0] - before[0]), limit])
      if (!inside(here)) kept.push(gap)
    }
    if (inside(here)) kept.push(here)
    else if (!Number.isFinite(here[1])) kept.push(gap)
  }
  return kept
}
