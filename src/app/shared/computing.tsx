import { t } from '../words.ts'

/** That something is being computed, and how far it is where that is counted. */
export const Computing = ({ done }: { done?: readonly [done: number, total: number] }) => (
  <span role="status">
    {done && done[1] > 1 ? t('Computing, {n} of {all}…', { n: done[0], all: done[1] }) : t('Computing…')}
  </span>
)
