import type { ShownCase, ShownQueue } from '../../server/work-state.ts'
import { LongTable } from '../shared/long-table.tsx'
import { t } from '../words.ts'
import { forTime } from './runs.tsx'

/** What the queue has and does: its counts, each worker with what it computes, and what failed for good. */
export function QueueStatus({ queue }: { queue: ShownQueue | 'away' }) {
  return (
    <section aria-labelledby="queue">
      <h2 id="queue">{t('Queue')}</h2>
      <p class="hidden" role="status">
        {queue === 'away' ? '' : t('The queue answers.')}
      </p>
      {queue === 'away' ? (
        <p class="fault" role="alert">
          {t('Redis does not answer. Runs wait for it and go on when it is back; so does this page.')}
        </p>
      ) : (
        <>
          <Counts {...queue} />
          <Workers {...queue} />
          {queue.failed.length > 0 && <Failed {...queue} />}
        </>
      )}
    </section>
  )
}

function Counts({ counts, workers }: ShownQueue) {
  const shown: [string, number][] = [
    [t('Waiting'), counts.waiting],
    [t('Being computed'), counts.active],
    [t('Tried again soon'), counts.delayed],
    [t('Done'), counts.done],
    [t('Failed for good'), counts.failed],
    [t('Workers'), workers.length],
  ]
  return (
    <>
      <dl class="measures">
        {shown.map(([name, count]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      <p class="note">
        {t('In jobs: one is a case, or up to 16 that take milliseconds. Jobs of all who share the queue.')}
      </p>
    </>
  )
}

function Workers({ workers, active }: ShownQueue) {
  // Those of a worker that was killed stay with it until another takes them.
  const left = active.filter(({ worker }) => !workers.some(({ name }) => name === worker))
  return (
    <>
      {workers.length === 0 && (
        <p>{t('No worker is there: cases wait until `nomoscope worker` is started where it sees this folder.')}</p>
      )}
      {workers.length + left.length > 0 && (
        <table class="cases">
          <thead>
            <tr>
              <th scope="col">{t('Worker')}</th>
              <th scope="col">{t('Cases at a time')}</th>
              <th scope="col">{t('Computes')}</th>
            </tr>
          </thead>
          <tbody>
            {workers.map(({ name, host, width }) => (
              <tr key={name}>
                <th scope="row">
                  {host} <span class="note">{name.slice(host.length + 1)}</span>
                </th>
                <td>{width}</td>
                <td>
                  <Computed active={active.filter(({ worker }) => worker === name)} />
                </td>
              </tr>
            ))}
            {left.length > 0 && (
              <tr>
                <th scope="row">{t('gone')}</th>
                <td>{t('another takes these within half a minute')}</td>
                <td>
                  <Computed active={left} />
                </td>
              </tr>
            )}
          </tbody>
        </table>
      )}
    </>
  )
}

const Computed = ({ active }: Pick<ShownQueue, 'active'>) => (
  <>
    {active.map(({ more, seconds, ...one }, i) => (
      <div key={i}>
        <CaseName {...one} />
        {more > 0 && ` ${t('and {n} more', { n: more })}`}
        {seconds !== undefined && ` · ${forTime(seconds)}`}
      </div>
    ))}
  </>
)

function Failed({ failed, counts }: ShownQueue) {
  return (
    <>
      <h3 id="failed">{t('Failed for good')}</h3>
      <p class="note">{t('Each was tried three times. A later run has another try.')}</p>
      <LongTable>
        <table class="cases" aria-labelledby="failed">
          <thead>
            <tr>
              <th scope="col">{t('Case')}</th>
              <th scope="col">{t('Reason')}</th>
            </tr>
          </thead>
          <tbody>
            {failed.map(({ reason, ...one }, i) => (
              <tr key={i}>
                <th scope="row">
                  <CaseName {...one} />
                </th>
                <td lang="en">{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {counts.failed > failed.length && <p class="note">{t('and {n} more', { n: counts.failed - failed.length })}</p>}
      </LongTable>
    </>
  )
}

/** A case by its image and mask, with the study whose run it is of. */
function CaseName({ image, mask, target }: ShownCase) {
  if (image === undefined) return <span class="note">{t('a case of another folder')}</span>
  const said = [mask?.split('/').at(-1), target].filter(Boolean).join(' · ')
  return (
    <>
      {image} <span class="note">{said}</span>
    </>
  )
}
