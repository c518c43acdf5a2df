import type { ComponentChildren } from 'preact'
import { linkTo } from '../route.ts'
import { t } from '../words.ts'

interface ChosenStudyProps {
  found: readonly string[]
  /** The study file that is open. */
  file: string
  running: boolean
  onCheck: () => void
  onRun: () => void
  /** What can be done besides. */
  children?: ComponentChildren
}

/** Which of a folder's study files is open, and what is done with it. */
export function ChosenStudy({ found, file, running, onCheck, onRun, children }: ChosenStudyProps) {
  return (
    <p>
      <label>
        {t('Study file')}{' '}
        <select
          value={file}
          onChange={(event) => {
            location.hash = linkTo('study', { study: event.currentTarget.value })
          }}
        >
          {found.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>{' '}
      <button type="button" disabled={running} onClick={onCheck}>
        {t('Check')}
      </button>{' '}
      <button type="button" disabled={running} onClick={onRun}>
        {t('Run')}
      </button>{' '}
      {children}
    </p>
  )
}
