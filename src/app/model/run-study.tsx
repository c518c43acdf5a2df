import type { JobState } from '../../server/work-state.ts'
import { useWork } from '../browser/use-work.ts'
import { type Me, server } from '../server-client.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { mayEnd, useJob } from '../shared/use-job.ts'
import { WorkProgress } from '../views/work-progress.tsx'
import { t } from '../words.ts'
import type { Workplace } from '../workplace.ts'

/** The run itself: on the server's cores where there is one, else in this browser. */
export function RunStudy({ work, me }: { work: Workplace; me: Me }) {
  return work.served ? <ServedRun work={work} me={me} /> : <LocalRun work={work} />
}

function ServedRun({ work, me }: { work: Workplace; me: Me }) {
  const isOwn = ({ command, target, state }: JobState) =>
    command === 'run' && target === work.address && state === 'running'
  const { job, lines, fault, running, follow, cancel } = useJob(isOwn, work.changed)
  const line = lines.at(-1) ?? ''
  const folder = work.address.includes('/') ? work.address.slice(0, work.address.lastIndexOf('/') + 1) : ''
  return (
    <section aria-labelledby="run">
      <h2 id="run">{t('Run')}</h2>
      <p class="row">
        <button
          type="button"
          disabled={running}
          onClick={() => follow(server.start({ command: 'run', target: work.address, out: `${folder}results` }))}
        >
          {t('Run the study')}
        </button>
        {job && mayEnd(me, job) && (
          <button type="button" onClick={cancel}>
            {t('Cancel')}
          </button>
        )}
        <span role="status">{job ? `${t(job.state)} ${running ? line : ''}` : ''}</span>
      </p>
      {job && (job.state === 'failed' || job.state === 'faults') && <p class="note">{line}</p>}
      {fault !== undefined && <FaultNotice fault={fault} />}
    </section>
  )
}

function LocalRun({ work }: { work: Workplace }) {
  const { state, start, cancel } = useWork(() => work.changed())
  const { place } = work
  return (
    <section aria-labelledby="run">
      <h2 id="run">{t('Run')}</h2>
      <button
        type="button"
        disabled={state.running}
        onClick={() => 'root' in place && start({ do: 'run', root: place.root, file: work.file })}
      >
        {t('Run the study')}
      </button>
      <WorkProgress state={state} onCancel={cancel} />
    </section>
  )
}
