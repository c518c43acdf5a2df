import { locales } from '../../text/locales/index.ts'
import { legend, plot } from '../canvas/plot.ts'
import { type Drawing, element, group, line, polyline, text } from '../canvas/svg.ts'
import { columnWidth, fontSize, ink, seriesColour } from '../theme/theme.ts'

/** What `reliabilityPlot` draws. */
export interface ReliabilityFigure {
  /** Families of features (a sequence, a class), each with the ICCs of its features and their 95% bounds. */
  families: readonly { label: string; icc: readonly number[]; lower: readonly number[]; upper: readonly number[] }[]
  /** What a feature must reach to stay. */
  threshold: number
}

const size = { width: columnWidth.double, height: 170 }

/**
 * Every feature's intraclass correlation with its interval, from the least to the most reliable, family by family.
 *
 * @param figure ICCs and bounds by family, and the threshold
 * @param words of the language
 * @returns the drawing
 */
export function reliabilityPlot({ families, threshold }: ReliabilityFigure, words = locales.en.drawings): Drawing {
  const total = families.reduce((sum, family) => sum + family.icc.length, 0)
  const lowest = Math.min(0, ...families.flatMap((family) => family.icc))
  const area = plot(size, {
    x: { label: words.features, domain: [0, Math.max(1, total)], ticks: [] },
    y: { label: words.icc, domain: [Math.max(-1, Math.floor(lowest * 5) / 5), 1] },
  })
  const { x, y, frame } = area
  const floor = y.domain()[0]
  let from = 0
  let body = area.axes
  families.forEach((family, f) => {
    const order = family.icc.map((_, i) => i).sort((a, b) => family.icc[a] - family.icc[b] || a - b)
    const at = (place: number) => x(from + place + 0.5)
    const inside = (value: number) => y(Math.max(floor, Math.min(1, value)))
    const kept = family.icc.filter((value) => value >= threshold).length
    body += group(
      { class: 'reliability', 'data-series': family.label, 'data-kept': String(kept) },
      element('path', {
        d: `${polyline([
          ...order.map((i, place) => [at(place), inside(family.upper[i])] as const),
          ...order.map((i, place) => [at(place), inside(family.lower[i])] as const).reverse(),
        ])}Z`,
        fill: seriesColour(f),
        'fill-opacity': 0.18,
      }),
      element('path', {
        d: polyline(order.map((i, place) => [at(place), inside(family.icc[i])] as const)),
        fill: 'none',
        stroke: seriesColour(f),
        'stroke-width': 1.4,
      }),
    )
    if (f > 0) body += line(x(from), frame.top, x(from), frame.top + frame.height, { stroke: ink.grid })
    from += family.icc.length
  })
  const entries = families.map((family, f) => ({
    label: words.kept(family.label, family.icc.filter((value) => value >= threshold).length, family.icc.length),
    colour: seriesColour(f),
  }))
  const key = legend(entries, 0, 0)
  const keyX = frame.left + frame.width - key.width - 4
  const keyY = frame.top + frame.height - key.height - 4
  body += line(frame.left, y(threshold), frame.left + frame.width, y(threshold), {
    stroke: ink.text,
    'stroke-dasharray': '4 2',
    'stroke-width': 0.7,
  })
  body += text(frame.left + frame.width - 3, y(threshold) + fontSize.small + 2, words.iccThreshold(threshold), {
    size: fontSize.small,
    anchor: 'end',
  })
  body += element('rect', {
    x: keyX - 3,
    y: keyY - 1,
    width: key.width + 6,
    height: key.height + 2,
    fill: ink.paper,
    'fill-opacity': 0.85,
  })
  body += legend(entries, keyX, keyY).body
  return { ...size, body }
}
