import { useState } from 'preact/hooks'
import type { JobState } from '../../server/work-state.ts'
import { linkTo } from '../route.ts'
import { type ArchiveAccess, type PickedSeries, server } from '../server-client.ts'
import { LogLines } from '../shared/log-lines.tsx'
import { t } from '../words.ts'

interface FetchPickedProps {
  access: ArchiveAccess
  picked: PickedSeries[]
  running: boolean
  onBegin: (job: Promise<JobState>) => void
}

/** What will be fetched, and by which passphrase it can be led back. */
export function FetchPicked({ access, picked, running, onBegin }: FetchPickedProps) {
  const [passphrase, setPassphrase] = useState('')
  const begin = (plan: boolean) => onBegin(server.fetchSeries(access, picked, passphrase, plan))
  const ready = !running && picked.length > 0 && passphrase.length >= 8
  const counts = {
    series: picked.length,
    patients: new Set(picked.map(({ patient }) => patient)).size,
    objects: picked.reduce((sum, { instances }) => sum + instances, 0),
  }
  return (
    <section aria-labelledby="fetch">
      <h2 id="fetch">{t('Fetch without names')}</h2>
      <p>{t('{objects} objects in {series} series of {patients} patients are chosen.', counts)}</p>
      <div class="choices">
        <label class="field">
          <span>{t('Passphrase of the way back (8 characters or more)')}</span>
          <input
            type="password"
            autocomplete="new-password"
            value={passphrase}
            onInput={({ currentTarget }) => setPassphrase(currentTarget.value)}
          />
        </label>
      </div>
      <p class="note">
        {t(
          'Who is who is kept beside the folder, in a file that this passphrase alone opens; nobody can open it without. The images come into the folder without names and numbers, their dates moved.',
        )}
      </p>
      <p class="row">
        <button type="button" disabled={!ready} onClick={() => begin(true)}>
          {t('What will it take?')}
        </button>
        <button type="button" disabled={!ready} onClick={() => begin(false)}>
          {t('Fetch')}
        </button>
      </p>
    </section>
  )
}

interface FetchJobProps {
  job: JobState
  lines: readonly string[]
  onCancel: () => void
}

/** The fetch itself: objects lose their identifiers as they come. */
export function FetchJob({ job, lines, onCancel }: FetchJobProps) {
  return (
    <section aria-labelledby="fetching">
      <h2 id="fetching">{t(job.plan ? 'What it will take' : 'The fetch')}</h2>
      <p class="row">
        {job.state === 'running' && (
          <button type="button" onClick={onCancel}>
            {t('Cancel')}
          </button>
        )}
        <span role="status">{t(states[job.state])}</span>
      </p>
      {lines.length > 0 && <LogLines lines={lines} />}
      {!job.plan && (job.state === 'done' || job.state === 'faults') && (
        <p class="row">
          <a href={linkTo('reading')}>{t('Read the images')}</a>
          <a href={server.fileAddress('deidentification/report.html')}>{t('What was taken out')}</a>
        </p>
      )}
    </section>
  )
}

const states: Record<JobState['state'], string> = {
  running: 'running',
  done: 'done',
  faults: 'done; what did not come is named. Fetch again: only what is missing is asked for',
  failed: 'failed',
  cancelled: 'cancelled; what came is kept. Fetch again: only what is missing is asked for',
}
