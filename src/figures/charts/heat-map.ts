import { plain } from '../canvas/plot.ts'
import { type Drawing, element, group, line, text } from '../canvas/svg.ts'
import { fitEnd, textWidth } from '../canvas/text-width.ts'
import { divergingColour, hex } from '../theme/colour-scale.ts'
import { columnWidth, fontSize, ink } from '../theme/theme.ts'

/** What `correlationHeatMap` draws. */
export interface HeatMapFigure {
  labels: readonly string[]
  /** Row by row, −1 to 1; NaN where not known. */
  correlations: readonly (readonly number[])[]
  /** What is shown: "Pearson correlation". */
  measure: string
}

const maximumLabels = 60
const maximumWords = 18

/**
 * A correlation matrix in colours, neighbours alike: columns are put in the order of average-linkage clustering on 1 − |r|.
 *
 * @param figure labels and the square matrix, −1 to 1
 * @param width in points
 * @returns the drawing
 */
export function correlationHeatMap(
  { labels, correlations, measure }: HeatMapFigure,
  width: number = columnWidth.double,
): Drawing {
  const n = labels.length
  const order = clusteredOrder(correlations)
  const labelled = n <= maximumLabels
  const size = labelled ? fontSize.small : 0
  const room = labelled ? Math.min(0.34 * width, Math.max(...labels.map((label) => textWidth(label, size)))) + 4 : 0
  const barRoom = 52
  const cell = Math.min(22, (width - room - barRoom) / n)
  const words = n <= maximumWords && cell >= 17
  const side = cell * n
  const cells = order.flatMap((i, row) =>
    order.map((j, column) => {
      const r = correlations[i][j]
      return Number.isNaN(r)
        ? ''
        : element('rect', {
            x: room + column * cell,
            y: row * cell,
            width: cell,
            height: cell,
            fill: hex(divergingColour(r)),
            'data-r': plain(Number(r.toFixed(3))),
          })
    }),
  )
  const numbers = words
    ? order.flatMap((i, row) =>
        order.map((j, column) => {
          const r = correlations[i][j]
          return Number.isNaN(r)
            ? ''
            : text(room + (column + 0.5) * cell, (row + 0.5) * cell, plain(r, 2).replace(/^(−?)0\./, '$1.'), {
                anchor: 'middle',
                at: 'middle',
                size: fontSize.small,
                colour: Math.abs(r) > 0.65 ? ink.paper : ink.text,
              })
        }),
      )
    : []
  // Labels run down the side; along the bottom they are numbered as on the side when there is no room for words.
  const names = labelled
    ? order.map((i, row) =>
        text(room - 4, (row + 0.5) * cell, fitEnd(labels[i], room - 4, size), {
          anchor: 'end',
          at: 'middle',
          size,
          class: 'name',
        }),
      )
    : []
  const readable = labelled && cell < fontSize.small ? [] : names
  const barX = room + side + 14
  const barHeight = Math.min(side, 120)
  const steps = 40
  const bar = Array.from({ length: steps }, (_, i) =>
    element('rect', {
      x: barX,
      y: (i * barHeight) / steps,
      width: 8,
      height: barHeight / steps + 0.2,
      fill: hex(divergingColour(1 - (2 * (i + 0.5)) / steps)),
    }),
  )
  const marks = [1, 0.5, 0, -0.5, -1].flatMap((value) => {
    const y = ((1 - value) / 2) * barHeight
    const textY = Math.max(fontSize.small / 2, Math.min(barHeight - fontSize.small / 2, y))
    return [
      line(barX + 8, y, barX + 10, y, { 'stroke-width': 0.5 }),
      text(barX + 12, textY, plain(value), { at: 'middle', size: fontSize.small, class: 'tick' }),
    ]
  })
  const height = side + fontSize.label + 6
  return {
    width,
    height,
    body: [
      group({ class: 'heat-map', 'shape-rendering': 'crispEdges' }, ...cells),
      ...numbers,
      ...readable,
      ...bar,
      ...marks,
      text(room, side + fontSize.label + 3, measure, { size: fontSize.label, class: 'axis-label' }),
    ].join(''),
  }
}

/**
 * Order of the columns so that like stands beside like: average linkage (UPGMA) on 1 − |r|, the smaller index first at
 * every join, so that the same matrix always gives the same picture.
 */
function clusteredOrder(correlations: readonly (readonly number[])[]): number[] {
  const clusters = correlations.map((_, i) => [i])
  const distance = correlations.map((row) => row.map((r) => (Number.isNaN(r) ? 1 : 1 - Math.abs(r))))
  const alive = clusters.map((_, i) => i)
  while (alive.length > 1) {
    let best = [0, 1]
    for (let a = 0; a < alive.length; a++)
      for (let b = a + 1; b < alive.length; b++)
        if (distance[alive[a]][alive[b]] < distance[alive[best[0]]][alive[best[1]]]) best = [a, b]
    const [i, j] = [alive[best[0]], alive[best[1]]]
    const [ni, nj] = [clusters[i].length, clusters[j].length]
    for (const k of alive) {
      if (k === i || k === j) continue
      distance[i][k] = (ni * distance[i][k] + nj * distance[j][k]) / (ni + nj)
      distance[k][i] = distance[i][k]
    }
    clusters[i] = [...clusters[i], ...clusters[j]]
    alive.splice(best[1], 1)
  }
  return alive.length === 0 ? [] : clusters[alive[0]]
}
