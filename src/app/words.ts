import type { Language } from '../text/locales/index.ts'
import type { FaultWords } from '../text/locales/zh/faults/fault-words.ts'

const key = 'nomoscope-language'

/** The page's language: as chosen, else the browser's. */
export const language: Language =
  (localStorage.getItem(key) as Language | null) ?? (navigator.language.startsWith('zh') ? 'zh' : 'en')

let words: Readonly<Record<string, string>> = {}
let faults: FaultWords = {}

/** Fetches the words of the page's language; English stands in the views themselves. */
export async function loadWords(): Promise<void> {
  document.documentElement.lang = language
  if (language !== 'zh') return
  words = (await import('../text/locales/zh/workbench.ts')).workbench
  faults = (await import('../text/locales/zh/faults/index.ts')).faults
}

/** What a fault of this code is and what to do about it, where the page is not in English. */
export const faultWords = (code: string): FaultWords[string] | undefined => faults[code]

/** A text of the page in its language; `{name}` stands for what is given by that name. */
export const t = (english: string, given: Readonly<Record<string, string | number>> = {}): string =>
  (words[english] ?? english).replace(/\{(\w+)\}/g, (whole, name) => String(given[name] ?? whole))

/** The page in another language, which begins anew at the same place. */
export function setLanguage(chosen: Language): void {
  localStorage.setItem(key, chosen)
  location.reload()
}
