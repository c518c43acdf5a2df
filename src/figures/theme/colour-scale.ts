import { blueWhiteOrange, darkToBright, type Rgb } from './colours.ts'

const between = (a: Rgb, b: Rgb, share: number): Rgb => [
  Math.round(a[0] + (b[0] - a[0]) * share),
  Math.round(a[1] + (b[1] - a[1]) * share),
  Math.round(a[2] + (b[2] - a[2]) * share),
]

function along(stops: readonly Rgb[], at: number): Rgb {
  const place = Math.max(0, Math.min(1, at)) * (stops.length - 1)
  const below = Math.min(stops.length - 2, Math.floor(place))
  return between(stops[below], stops[below + 1], place - below)
}

/** Colour of −1 (blue) … 0 (white) … 1 (orange). */
export const divergingColour = (value: number): Rgb => along(blueWhiteOrange, (value + 1) / 2)

/** Colour of 0 (dark) … 1 (bright). */
export const sequentialColour = (value: number): Rgb => along(darkToBright, value)

export const hex = ([r, g, b]: Rgb): string => `#${[r, g, b].map((c) => c.toString(16).padStart(2, '0')).join('')}`
