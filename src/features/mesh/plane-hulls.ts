import { type Ends, none } from './line-ends.ts'

/** The corners of each plane's convex hull as pairs (across, along) in doubled coordinates; a place is plane·step + across·stride. */
export function planeHulls(
  { low, high }: Ends,
  planes: number,
  step: number,
  lines: number,
  stride: number,
): Int32Array[] {
  const points = new Int32Array(4 * lines)
  const chain = new Int32Array(8 * lines + 8)
  const all: Int32Array[] = []
  for (let plane = 0; plane < planes; plane++)
    all.push(planeHull(low, high, plane * step, stride, lines, points, chain))
  return all
}

/** Andrew's monotone chain; lines come in ascending order. */
function planeHull(
  low: Int32Array,
  high: Int32Array,
  start: number,
  stride: number,
  lines: number,
  points: Int32Array,
  chain: Int32Array,
): Int32Array {
  let n = 0
  for (let line = 0, place = start; line < lines; line++, place += stride) {
    const from = low[place]
    if (from === none) continue
    points[n] = line - 1
    points[n + 1] = from
    n += 2
    const to = high[place]
    if (to === from) continue
    points[n] = line - 1
    points[n + 1] = to
    n += 2
  }
  if (n < 6) return points.slice(0, n)
  let base = 0
  let kept = 0
  for (let i = 0; i < n; i += 2) {
    kept = keep(chain, base, kept, points[i], points[i + 1])
  }
  base = kept - 2
  kept = base
  for (let i = n - 2; i >= 0; i -= 2) {
    kept = keep(chain, base, kept, points[i], points[i + 1])
  }
  return chain.slice(0, kept - 2)
}

function keep(chain: Int32Array, base: number, end: number, a: number, b: number): number {
  let kept = end
  while (kept - base > 2) {
    const ox = chain[kept - 4]
    const oy = chain[kept - 3]
    if ((chain[kept - 2] - ox) * (b - oy) - (chain[kept - 1] - oy) * (a - ox) > 0) break
    kept -= 2
  }
  chain[kept] = a
  chain[kept + 1] = b
  return kept + 2
}
