import { useEffect, useState } from 'preact/hooks'
import type { WorkState } from '../../server/work-state.ts'
import { followWork } from '../server-client.ts'

/** What the server computes, as it changes; a page that nobody sees does not ask, as a browser has few connections. */
export function useServerWork(): WorkState | undefined {
  const [work, setWork] = useState<WorkState>()
  useEffect(() => {
    let stop = () => {}
    const follow = () => {
      stop()
      stop = document.hidden ? () => {} : followWork(setWork)
    }
    follow()
    document.addEventListener('visibilitychange', follow)
    return () => {
      stop()
      document.removeEventListener('visibilitychange', follow)
    }
  }, [])
  return work
}
