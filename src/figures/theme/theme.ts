/**
 * One look for every figure. Lengths are points (1/72 inch), so that a type size is what a journal measures.
 * A series differs by its colour and by its dash.
 */

import { seriesColours } from './colours.ts'

export { ink, outcomeColours, seriesColours } from './colours.ts'

/** Points in a millimetre. */
export const millimetre = 72 / 25.4

/** A journal's single and double column. */
export const columnWidth = { single: 89 * millimetre, double: 183 * millimetre } as const

export const fontFamily = "'DejaVu Sans', Verdana, Arial, sans-serif"
export const fontSize = { small: 6, body: 7, label: 7.5, title: 8.5, panel: 10 } as const

const seriesDashes = ['', '5 2', '1.5 1.5', '6 1.5 1.5 1.5', '3 1.5', '8 2', '2 3'] as const

export const seriesColour = (index: number) => seriesColours[index % seriesColours.length]
export const seriesDash = (index: number) => seriesDashes[index % seriesDashes.length]
