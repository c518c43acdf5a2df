import type { Messages } from '../en/index.ts'
import { document } from './document.ts'
import { nomogramPage } from './nomogram-page.ts'
import { warnings } from './warnings.ts'

export const zh: Messages = { document, nomogramPage, warnings }
