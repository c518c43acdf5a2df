import type { Messages } from '../text/locales/index.ts'
import type { Origin } from './document.ts'

/** The line under the title: what made it, from whom, when. A report without a seed is not one of a cohort of patients. */
export function originLine({ version, cohort, date, seed }: Origin, words: Messages['document']): string {
  const parts = [
    `${words.notice} ${words.version} ${version}`,
    seed === undefined ? cohort : `${words.cohort}: ${cohort}`,
    date && `${words.date}: ${date}`,
    seed === undefined ? '' : `${words.seed}: ${seed}`,
  ]
  return parts.filter(Boolean).join(' · ')
}
