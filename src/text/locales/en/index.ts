import { document } from './document.ts'
import { nomogramPage } from './nomogram-page.ts'
import { warnings } from './warnings.ts'

/** Every message of a report by its id; a language has all of them, or it does not compile. */
export const en = { document, nomogramPage, warnings }

export type Messages = typeof en
