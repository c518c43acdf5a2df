import type { Plot } from '../canvas/plot.ts'
import { group, line, text } from '../canvas/svg.ts'
import { textWidth } from '../canvas/text-width.ts'
import { fontSize, ink } from '../theme/theme.ts'

/**
 * The frozen threshold as an upright line across a plot whose x axis is a risk. Its attributes say where the risks 0 and
 * 1 stand, so that the page can move it.
 */
export function thresholdMark({ value, label }: { value: number; label?: string }, { x, frame }: Plot): string {
  const at = x(value)
  const width = label === undefined ? 0 : textWidth(label, fontSize.small)
  const fits = at + width + 4 < frame.left + frame.width
  return group(
    { class: 'threshold-mark', 'data-zero': x(0), 'data-one': x(1), 'data-at': at },
    line(at, frame.top, at, frame.top + frame.height, {
      stroke: ink.text,
      'stroke-width': 0.8,
      'stroke-dasharray': '3 2',
    }),
    label === undefined
      ? ''
      : text(fits ? at + 3 : at - 3, frame.top + frame.height - 4, label, {
          size: fontSize.small,
          anchor: fits ? 'start' : 'end',
          class: 'threshold-label',
        }),
  )
}
