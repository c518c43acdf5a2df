import { useEffect, useState } from 'preact/hooks'
import type { ServerJob } from '../../server/jobs.ts'
import { followJob, server } from '../server-client.ts'
import { studyFiles } from '../study-files.ts'
import { FaultNotice } from './fault-notice.tsx'

const states: Record<ServerJob['state'], string> = {
  running: 'running',
  done: 'done',
  faults: 'done; the data has faults, which are listed',
  failed: 'failed',
  cancelled: 'cancelled; what was finished is kept',
}

/** The study of the folder: check it, run it, read its report. */
export function StudyView() {
  const [studies, setStudies] = useState<string[]>()
  const [study, setStudy] = useState('')
  const [job, setJob] = useState<ServerJob>()
  const [lines, setLines] = useState<string[]>([])
  const [fault, setFault] = useState<unknown>()

  useEffect(() => {
    Promise.all([server.list('.'), server.jobs()]).then(([entries, jobs]) => {
      const found = studyFiles(entries)
      setStudies(found)
      setStudy(found[0] ?? '')
      setJob(jobs.at(-1))
    }, setFault)
  }, [])

  useEffect(() => {
    if (!job) return
    setLines([])
    return followJob(
      job.id,
      (line) => setLines((known) => [...known, line]),
      (state) => setJob((known) => known && { ...known, state }),
    )
  }, [job?.id])

  const start = (command: ServerJob['command'], target: string, out?: string) =>
    server.start({ command, target, out }).then(setJob, setFault)
  const running = job?.state === 'running'
  const results =
    job &&
    (job.command === 'run' ? (job.out ?? 'results') : job.command === 'demo' ? `${job.target}/results` : undefined)
  return (
    <>
      {fault !== undefined && <FaultNotice fault={fault} />}
      <section aria-labelledby="study">
        <h2 id="study">Study</h2>
        {studies?.length === 0 && (
          <p>
            There is no study file here yet.{' '}
            <button type="button" onClick={() => start('init', '.')}>
              Draft one from this folder
            </button>{' '}
            or{' '}
            <button type="button" onClick={() => start('demo', 'demo')}>
              try the synthetic demonstration
            </button>
            .
          </p>
        )}
        {!!studies?.length && (
          <p>
            <label>
              Study file{' '}
              <select value={study} onChange={(event) => setStudy(event.currentTarget.value)}>
                {studies.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </label>{' '}
            <button type="button" disabled={running} onClick={() => start('check', study)}>
              Check
            </button>{' '}
            <button type="button" disabled={running} onClick={() => start('run', study, 'results')}>
              Run
            </button>
          </p>
        )}
      </section>
      {job && (
        <section aria-labelledby="job">
          <h2 id="job">
            {job.command} {job.target}: {states[job.state]}
          </h2>
          {running && (
            <button type="button" onClick={() => server.cancel(job.id).catch(setFault)}>
              Cancel
            </button>
          )}
          {job.state !== 'running' && results && (
            <p>
              <a href={server.fileAddress(`${results}/report.html`)}>Open the report</a>
            </p>
          )}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long log is scrolled by the keyboard */}
          <pre class="log" tabIndex={0} aria-live="polite">
            {lines.join('\n')}
          </pre>
        </section>
      )}
    </>
  )
}
