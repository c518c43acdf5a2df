import type { ServerJob } from '../../server/jobs.ts'
import { linkTo } from '../route.ts'
import { server } from '../server-client.ts'
import { FaultNotice } from '../shared/fault-notice.tsx'
import { LogLines } from '../shared/log-lines.tsx'
import { useJob } from '../shared/use-job.ts'
import { t } from '../words.ts'
import type { StartProps, Workplace } from '../workplace.ts'
import LocalStudies from './local-studies.tsx'
import { StudyOutline } from './study-outline.tsx'

interface StudyProps {
  work?: Workplace
  start: StartProps
}

/** The first view: which study, what its file says, what is missing; check it and run it. */
export default function StudyView(props: StudyProps) {
  const { start } = props
  return start.served ? <ServedStudy {...props} /> : <LocalStudies {...start} work={props.work} />
}

const states: Record<ServerJob['state'], string> = {
  running: 'running',
  done: 'done',
  faults: 'done; the data has faults, which are listed',
  failed: 'failed',
  cancelled: 'cancelled; what was finished is kept',
}

/** The study of the served folder. */
function ServedStudy({ work, start: { found, changed } }: StudyProps) {
  const { job, lines, fault, running, follow, cancel } = useJob(() => true, changed)
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
          <p>
            <label>
              {t('Study file')}{' '}
              <select
                value={study}
                onChange={(event) => {
                  location.hash = linkTo('study', { study: event.currentTarget.value })
                }}
              >
                {found.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </label>{' '}
            <button type="button" disabled={running} onClick={() => begin('check', study)}>
              {t('Check')}
            </button>{' '}
            <button type="button" disabled={running} onClick={() => begin('run', study, `${folder}results`)}>
              {t('Run')}
            </button>
          </p>
        )}
      </section>
      {job && (
        <section aria-labelledby="job">
          <h2 id="job">
            {t(job.command)} {job.target}: {t(states[job.state])}
          </h2>
          {running && (
            <button type="button" onClick={cancel}>
              {t('Cancel')}
            </button>
          )}
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
