import { useState } from 'preact/hooks'
import type { ServerJob } from '../../server/jobs.ts'
import { type Me, server } from '../server-client.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { LogLines } from '../shared/log-lines.tsx'
import { useJob } from '../shared/use-job.ts'
import { useServerWork } from '../shared/use-server-work.ts'
import { t } from '../words.ts'
import type { StartProps, Workplace } from '../workplace.ts'
import { ChosenStudy } from './chosen-study.tsx'
import LocalStudies from './local-studies.tsx'
import { QueueStatus } from './queue-status.tsx'
import { Runs, states } from './runs.tsx'
import { StudyOutline } from './study-outline.tsx'
import { UserLinks } from './user-links.tsx'

interface StudyProps {
  me: Me
  work?: Workplace
  start: StartProps
}

/** The first view: which study, what its file says, what is missing; check it and run it. */
export default function StudyView(props: StudyProps) {
  const { start } = props
  return start.served ? <ServedStudy {...props} /> : <LocalStudies {...start} work={props.work} />
}

/** The study of the served folder. */
function ServedStudy({ me, work, start: { found, changed } }: StudyProps) {
  const name = me.role === 'owner' ? me.name : undefined
  const { job, lines, fault, running, follow } = useJob(({ by }) => by === name, changed)
  const [refused, setRefused] = useState<unknown>()
  const all = useServerWork()
  const study = work?.address ?? ''
  const folder = study.includes('/') ? study.slice(0, study.lastIndexOf('/') + 1) : ''

  const begin = (command: ServerJob['command'], target: string, out?: string) =>
    follow(server.start({ command, target, out }))
  const results =
    job &&
    (job.command === 'run' ? (job.out ?? 'results') : job.command === 'demo' ? `${job.target}/results` : undefined)
  return (
    <>
      {fault !== undefined && <FaultNotice fault={fault} />}
      {refused !== undefined && <FaultNotice fault={refused} />}
      <section aria-labelledby="study">
        <h2 id="study">{t('Study')}</h2>
        {found.length === 0 && (
          <p>
            {t('There is no study file here yet.')}{' '}
            <button type="button" disabled={running} onClick={() => begin('init', '.')}>
              {t('Draft one from this folder')}
            </button>{' '}
            <button type="button" disabled={running} onClick={() => begin('demo', 'demo')}>
              {t('Try the synthetic demonstration')}
            </button>
          </p>
        )}
        {found.length > 0 && (
          <ChosenStudy
            found={found}
            file={study}
            running={running}
            onCheck={() => begin('check', study)}
            onRun={() => begin('run', study, `${folder}results`)}
          />
        )}
      </section>
      {all && (
        <section aria-labelledby="runs">
          <h2 id="runs">{t('Runs')}</h2>
          {all.jobs.length > 0 && (
            <Runs
              jobs={all.jobs}
              me={me}
              shown={job?.id}
              onShow={(one) => {
                setRefused(undefined)
                follow(Promise.resolve(one))
              }}
              onFault={setRefused}
            />
          )}
          <p class="note">
            {all.queue
              ? t(
                  'The cases are computed by the workers of the queue, the rest of a run by the {n} threads of the server.',
                  {
                    n: all.threads,
                  },
                )
              : t('All is computed by the {n} threads of the server.', { n: all.threads })}
          </p>
          {name === undefined && <UserLinks />}
        </section>
      )}
      {all?.queue && <QueueStatus queue={all.queue} />}
      {job && (
        <section aria-labelledby="job">
          <h2 id="job">
            {t(job.command)} {job.target}: {t(states[job.state])}
          </h2>
          {job.state !== 'running' && results && (
            <p>
              <a href={server.fileAddress(`${results}/report.html`)}>{t('Open the report')}</a>
            </p>
          )}
          <LogLines lines={lines} />
        </section>
      )}
      {work && found.length > 0 && <StudyOutline work={work} />}
    </>
  )
}
