import { useEffect, useState } from 'preact/hooks'
import type { JobState } from '../../server/work-state.ts'
import { followJob, type Me, server } from '../server-client.ts'

/** Whether somebody may end a job: the owner any, whoever works beside the owner their own. */
export const mayEnd = (me: Me, { state, by }: JobState) =>
  state === 'running' && me.role === 'owner' && (me.name === undefined || me.name === by)

/**
 * A job of the server that a view started and follows: how far it is, and each line that it has said.
 * isOwn  tells of the server's last jobs which one the view takes up again when it is opened; `onEnd` is told of one that ran
 */
export function useJob(isOwn: (job: JobState) => boolean, onEnd: (job: JobState) => void) {
  const [job, setJob] = useState<JobState>()
  const [lines, setLines] = useState<string[]>([])
  const [fault, setFault] = useState<unknown>()
  useEffect(() => {
    server.jobs().then((jobs) => setJob((started) => started ?? jobs.findLast(isOwn)), setFault)
  }, [])
  useEffect(() => {
    if (!job) return
    setLines([])
    return followJob(
      job.id,
      () => setLines([]),
      (line) => setLines((known) => [...known, line]),
      (state) => {
        setJob((known) => known && { ...known, state })
        if (job.state === 'running') onEnd({ ...job, state })
      },
    )
  }, [job?.id])
  const follow = (started: Promise<JobState>) => {
    setFault(undefined)
    return started.then(setJob, setFault)
  }
  const cancel = () => job && server.cancel(job.id).catch(setFault)
  return { job, lines, fault, running: job?.state === 'running', follow, cancel }
}
