import { useEffect, useState } from 'preact/hooks'
import type { ServerJob } from '../../server/jobs.ts'
import { followJob } from '../server-client.ts'

/** A job of the server that a view started and follows: how far it is, and each line that it has said. */
export function useJob(onEnd: (job: ServerJob) => void) {
  const [job, setJob] = useState<ServerJob>()
  const [lines, setLines] = useState<string[]>([])
  useEffect(() => {
    if (!job) return
    setLines([])
    return followJob(
      job.id,
      () => setLines([]),
      (line) => setLines((known) => [...known, line]),
      (state) => {
        setJob((known) => known && { ...known, state })
        onEnd({ ...job, state })
      },
    )
  }, [job?.id])
  return { job, setJob, lines }
}
