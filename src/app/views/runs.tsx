import type { JobState } from '../../server/work-state.ts'
import { type Me, server } from '../server-client.ts'
import { mayEnd } from '../shared/use-job.ts'
import { t } from '../words.ts'
import { duration } from './work-progress.tsx'

export const states: Record<JobState['state'], string> = {
  running: 'running',
  done: 'done',
  faults: 'done; the data has faults, which are listed',
  failed: 'failed',
  cancelled: 'cancelled; what was finished is kept',
}

/** What this server runs and has run, by whom, and how far it is; the last is first. */
export function Runs(props: {
  jobs: readonly JobState[]
  me: Me
  /** The job whose lines are shown below. */
  shown?: string
  onShow: (job: JobState) => void
  onFault: (fault: unknown) => void
}) {
  const { jobs, me, shown, onShow, onFault } = props
  const name = me.role === 'owner' ? me.name : undefined
  const several = jobs.some(({ by }) => by !== name)
  return (
    <table class="cases runs">
      <thead>
        <tr>
          <th scope="col">{t('What')}</th>
          {several && <th scope="col">{t('Started by')}</th>}
          <th scope="col">{t('State')}</th>
          <th scope="col">
            <span class="hidden">{t('What can be done')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {[...jobs].reverse().map((job) => {
          const what = `${t(job.command)} ${job.target}`
          return (
            <tr key={job.id} aria-current={job.id === shown ? 'true' : undefined}>
              <th scope="row">{what}</th>
              {several && <td>{job.by ?? t('owner')}</td>}
              <td>{job.progress ? <RunProgress {...job.progress} /> : t(states[job.state])}</td>
              <td>
                <div class="row">
                  {job.id !== shown && (
                    <button type="button" class="small" onClick={() => onShow(job)}>
                      {t('Show')}
                      <span class="hidden"> {what}</span>
                    </button>
                  )}
                  {mayEnd(me, job) && (
                    <button type="button" class="small" onClick={() => server.cancel(job.id).catch(onFault)}>
                      {t('Cancel')}
                      <span class="hidden"> {what}</span>
                    </button>
                  )}
                </div>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function RunProgress({ stage, done, total, left }: NonNullable<JobState['progress']>) {
  return (
    <>
      <label>
        {stage} <progress value={done} max={Math.max(1, total)} />
      </label>{' '}
      {done} / {total}
      {left && ` · ${t('about {time} left', { time: left })}`}
    </>
  )
}

export const forTime = (seconds: number) => t('for {time}', { time: duration(seconds) })
