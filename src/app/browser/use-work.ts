import { useEffect, useRef, useState } from 'preact/hooks'
import { receiveError } from '../../jobs/messages.ts'
import { t } from '../words.ts'
import type { Result, Said, Work } from './messages.ts'

/** How far a stage of the work is. */
export interface Stage {
  name: string
  done: number
  total: number
  /** When it began, by `performance.now()`. */
  since: number
}

export interface WorkState {
  doing?: Work['do']
  running: boolean
  lines: string[]
  stages: Stage[]
  result?: Result
  fault?: unknown
}

const nothing: WorkState = { running: false, lines: [], stages: [] }

/** Work in a thread of its own, one piece at a time; what is done is kept when it is cancelled. */
export function useWork(onEnd: (did: Work['do'], result: Result) => void) {
  const [state, setState] = useState<WorkState>(nothing)
  const worker = useRef<Worker | undefined>(undefined)

  const stop = () => {
    worker.current?.terminate()
    worker.current = undefined
  }
  useEffect(() => stop, [])

  function start(work: Work) {
    stop()
    const own = new Worker(new URL('./study-worker.ts', import.meta.url), { type: 'module' })
    worker.current = own
    setState({ ...nothing, doing: work.do, running: true })
    const end = (how: Partial<WorkState>) => {
      stop()
      setState((known) => ({ ...known, ...how, running: false }))
    }
    own.onmessage = ({ data }: MessageEvent<Said>) => {
      if ('line' in data) setState((known) => ({ ...known, lines: [...known.lines, data.line] }))
      else if ('stage' in data) setState((known) => ({ ...known, stages: advanced(known.stages, data) }))
      else if ('fault' in data) end({ fault: receiveError(data.fault) })
      else {
        end({ result: data.result })
        onEnd(work.do, data.result)
      }
    }
    own.onerror = ({ message }) => end({ fault: new Error(message || 'the work could not be started') })
    own.postMessage(work)
  }

  const cancel = () => {
    stop()
    setState((known) => ({
      ...known,
      running: false,
      lines: [...known.lines, t('Cancelled; what was finished is kept.')],
    }))
  }
  return { state, start, cancel }
}

function advanced(stages: readonly Stage[], { stage, done, total }: Extract<Said, { stage: string }>): Stage[] {
  const known = stages.find(({ name }) => name === stage)
  if (!known) return [...stages, { name: stage, done, total, since: performance.now() }]
  // The same stage may come again: then it begins anew.
  const since = done < known.done ? performance.now() : known.since
  return stages.map((one) => (one === known ? { name: stage, done, total, since } : one))
}

/** Seconds until a stage is done, at the pace so far; undefined before it can be told. */
export function secondsLeft({ done, total, since }: Stage, now: number): number | undefined {
  if (done < 2 || done >= total) return undefined
  // The first answer is the start of the watch.
  return Math.round((((now - since) / (done - 1)) * (total - done)) / 1000)
}
