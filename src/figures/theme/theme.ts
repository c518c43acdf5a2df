/**
 * One look for every figure. Lengths are points (1/72 inch), so that a type size is what a journal measures.
 * Colours are Okabe & Ito's, told apart with every kind of colour vision; a series also differs by its dash.
 */

/** Points in a millimetre. */
export const millimetre = 72 / 25.4

/** A journal's single and double column. */
export const columnWidth = { single: 89 * millimetre, double: 183 * millimetre } as const

export const fontFamily = "'DejaVu Sans', Verdana, Arial, sans-serif"
export const fontSize = { small: 6, body: 7, label: 7.5, title: 8.5, panel: 10 } as const

export const ink = { text: '#1a1a1a', axis: '#333333', grid: '#e3e3e3', quiet: '#6b6b6b', paper: '#ffffff' } as const

/** One series after the other: blue, vermilion, green, purple, orange, sky, black. */
export const seriesColours = ['#0072b2', '#d55e00', '#009e73', '#aa4499', '#e69f00', '#56b4e9', '#000000'] as const
/** Of the patients with the outcome and without, in every figure that tells them apart. */
export const outcomeColours = [seriesColours[1], seriesColours[0]] as const
const seriesDashes = ['', '5 2', '1.5 1.5', '6 1.5 1.5 1.5', '3 1.5', '8 2', '2 3'] as const

export const seriesColour = (index: number) => seriesColours[index % seriesColours.length]
export const seriesDash = (index: number) => seriesDashes[index % seriesDashes.length]
