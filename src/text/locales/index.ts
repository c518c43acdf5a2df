import { en, type Messages } from './en/index.ts'
import { zh } from './zh/index.ts'

export type { Messages } from './en/index.ts'

/** The languages of a report. A new one is a folder beside `en`, and its line here. */
export const locales = { en, zh } satisfies Record<string, Messages>

export type Language = keyof typeof locales

export const languages = Object.keys(locales) as [Language, ...Language[]]
