/**
 * Every colour of figures, reports and pages: what is changed here is changed everywhere. A test keeps others out.
 * Those of series are Okabe & Ito's, distinct with every kind of colour vision.
 */

/** Of drawings. */
export const ink = { text: '#1a1a1a', axis: '#333333', grid: '#e3e3e3', quiet: '#6b6b6b', paper: '#ffffff' } as const

/** One series after the other: blue, vermilion, green, purple, orange, sky, black. */
export const seriesColours = ['#0072b2', '#d55e00', '#009e73', '#aa4499', '#e69f00', '#56b4e9', '#000000'] as const

/** Of the patients with the outcome and without, in every figure that distinguishes them. */
export const outcomeColours = [seriesColours[1], seriesColours[0]] as const

/** A curve beside the one that matters, bars of those without the outcome, and of those predicted so. */
export const secondary = { curve: '#9a9a9a', without: '#a8a8a8', bar: '#73aed4' } as const

/** Of regions on a slice, the first reader's and the second's; those on the contact sheet. */
export const outlineColours = ['#f5d90a', '#56b4e9'] as const
export const sheetOutlines = ['#ffd400', '#56b4e9'] as const

/** Of a bar of length on a slice, legible on dark and bright. */
export const barColours = { edge: '#000000', middle: '#ffffff' } as const

/** Of the report, the nomogram's page, the contact sheet and Word. */
export const page = {
  paper: '#fff',
  text: '#1b1d21',
  secondary: '#3a3f47',
  quiet: '#565b64',
  border: '#767c85',
  control: '#9aa0a8',
  rule: '#d5d8dd',
  thin: '#ccc',
  track: '#e6e8eb',
  link: '#00588f',
  accent: seriesColours[0],
  marked: seriesColours[1],
  focus: seriesColours[4],
  banner: '#7a2e00',
  bannerText: '#fff',
  warning: '#b45f06',
  warningPaper: '#fff7ec',
  warningText: '#8a3c00',
  serious: '#a40000',
  seriousPaper: '#fdf0f0',
  fault: '#b00020',
  air: '#000',
  patients: '#c9ced6',
  patientsWithOutcome: '#7d8896',
  patientsHere: '#f0b184',
} as const

/** Of the report where the reader's screen is dark. */
export const night = {
  paper: '#14161a',
  text: '#e4e6ea',
  secondary: '#c3c8d0',
  quiet: '#a9afb9',
  frame: '#c9cdd4',
  rule: '#3b4048',
  link: '#7cc4f5',
  figurePaper: '#fff',
  warningPaper: '#2a2113',
  seriousPaper: '#2c1717',
  fault: '#ff8b98',
} as const

export type Rgb = readonly [number, number, number]

/** Stops from −1 over 0 to 1. */
export const blueWhiteOrange: readonly Rgb[] = [
  [0, 83, 138],
  [86, 150, 200],
  [247, 247, 247],
  [226, 142, 84],
  [160, 66, 0],
]

/** Stops from 0 to 1, evenly brightening from dark blue over green to yellow (Viridis' course). */
export const darkToBright: readonly Rgb[] = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
]
