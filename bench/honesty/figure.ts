import { element, group, line, text } from '../../src/figures/canvas/svg.ts'
import { fontFamily, ink, seriesColour } from '../../src/figures/theme/theme.ts'
import type { NothingRow } from './summary.ts'

const names: Record<string, string> = {
  honest: 'nested cross-validation, selection inside',
  published: 'cross-validation, selection before (as published)',
  bootstrap: 'optimism-corrected bootstrap',
}
const sources: Record<string, string> = { noise: 'noise, 224 × 1,218', ispy1: 'I-SPY 1, outcome permuted' }
const kinds = Object.keys(names)
const [left, top, width, step] = [150, 34, 300, 13]
const x = (auc: number) => left + ((auc - 0.3) / 0.7) * width

/** Every set's AUC and their mean, by preset and way of judging. */
export function drawHonesty(rows: readonly NothingRow[]): string {
  const ordered = rows.toSorted(
    (a, b) =>
      a.data.localeCompare(b.data) || a.preset.localeCompare(b.preset) || kinds.indexOf(a.kind) - kinds.indexOf(b.kind),
  )
  const height = top + ordered.length * step + 46
  const marks = ordered.flatMap((row, i) => {
    const y = top + i * step
    const colour = seriesColour(kinds.indexOf(row.kind))
    return [
      row.kind === 'honest'
        ? text(left - 6, y + step, `${sources[row.data] ?? row.data}: ${row.preset}`, { anchor: 'end', size: 6 })
        : '',
      ...row.aucs.map((auc) => element('circle', { cx: x(auc), cy: y, r: 1.6, fill: colour, 'fill-opacity': 0.45 })),
      line(x(row.auc), y - 5, x(row.auc), y + 5, { stroke: colour, 'stroke-width': 1.6 }),
    ]
  })
  const axis = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].flatMap((auc) => [
    line(x(auc), top - 8, x(auc), height - 40, { stroke: auc === 0.5 ? ink.axis : ink.grid }),
    text(x(auc), height - 30, auc.toFixed(1), { anchor: 'middle' }),
  ])
  const legend = kinds.flatMap((kind, i) => [
    element('circle', { cx: left + 4, cy: 6 + 8 * i, r: 2.4, fill: seriesColour(i) }),
    text(left + 10, 6 + 8 * i, names[kind], { at: 'middle', size: 6 }),
  ])
  const title = text(x(0.65), height - 16, 'AUC where there is nothing to predict (bar: mean; 0.5 is right)', {
    anchor: 'middle',
  })
  const attributes = { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${left + width + 12} ${height}`, role: 'img' }
  const page = element('rect', { x: 0, y: 0, width: left + width + 12, height, fill: ink.paper })
  return element('svg', attributes, page, group({ 'font-family': fontFamily }, ...axis, ...marks, ...legend, title))
}
