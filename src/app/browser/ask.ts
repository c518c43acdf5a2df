import { useEffect, useState } from 'preact/hooks'
import { receiveError, type sendError } from '../../jobs/messages.ts'
import type { Answers } from '../ask/answers.ts'

export type AnswerName = keyof Answers
export type QuestionOf<Name extends AnswerName> = Parameters<Answers[Name]>[0]
export type AnswerOf<Name extends AnswerName> = Awaited<ReturnType<Answers[Name]>>

/** What the page sends to the thread that answers, and what that tells. */
export interface Asked {
  id: number
  name: AnswerName
  question: unknown
}
export type Told =
  | { id: number; answer: unknown }
  | { id: number; fault: ReturnType<typeof sendError> }
  | { id: number; done: number; total: number }

interface Waiting {
  resolve: (answer: unknown) => void
  reject: (fault: unknown) => void
  progress?: (done: number, total: number) => void
}

/** A thread that answers one question after the other. */
interface Thread {
  ask: <Name extends AnswerName>(
    name: Name,
    question: QuestionOf<Name>,
    progress?: Waiting['progress'],
  ) => Promise<AnswerOf<Name>>
  /** Ends what it is at; whoever waits hears nothing more. */
  end: () => void
}

function openThread(onFailed: () => void): Thread {
  const waiting = new Map<number, Waiting>()
  let last = 0
  const worker = new Worker(new URL('./answer-worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data }: MessageEvent<Told>) => {
    const one = waiting.get(data.id)
    if (!one) return
    if ('done' in data) return one.progress?.(data.done, data.total)
    waiting.delete(data.id)
    if ('fault' in data) one.reject(receiveError(data.fault))
    else one.resolve(data.answer)
  }
  worker.onerror = ({ message }) => {
    const fault = new Error(message || 'the thread that computes could not be started')
    for (const one of waiting.values()) one.reject(fault)
    waiting.clear()
    onFailed()
  }
  return {
    ask(name, question, progress) {
      const id = ++last
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve: resolve as Waiting['resolve'], reject, progress })
        worker.postMessage({ id, name, question } satisfies Asked)
      })
    },
    end() {
      worker.terminate()
      waiting.clear()
    },
  }
}

let shared: Thread | undefined

/** Asks the thread that computes; it has one question after the other. Throws what a stage throws. */
export const ask: Thread['ask'] = (...asked) => {
  shared ??= openThread(endAsking)
  return shared.ask(...asked)
}

/** Ends what the thread is at; whoever waits hears nothing more. */
export function endAsking(): void {
  shared?.end()
  shared = undefined
}

/** Asks a thread of its own, so that a long answer holds up no other; `end` stops it, and whoever waits hears nothing. */
export function askApart<Name extends AnswerName>(...asked: Parameters<typeof ask<Name>>) {
  const thread = openThread(() => {})
  return { answer: thread.ask(...asked).finally(thread.end), end: thread.end }
}

export interface Asking<Answer> {
  answer?: Answer
  fault?: unknown
  waits: boolean
  /** How far it is, where the answer takes work that is counted. */
  done?: [done: number, total: number]
}

/** The answer to a question, asked anew when one of `over` changes; the earlier answer stays until the new one is there. */
export function useAnswer<Name extends AnswerName>(
  name: Name,
  question: QuestionOf<Name> | undefined,
  over: readonly unknown[],
): Asking<AnswerOf<Name>> {
  const [state, setState] = useState<Asking<AnswerOf<Name>>>({ waits: question !== undefined })
  useEffect(() => {
    if (!question) return
    let current = true
    setState((known) => ({ ...known, waits: true, done: undefined }))
    const progress = (...done: [number, number]) => current && setState((known) => ({ ...known, done }))
    ask(name, question, progress).then(
      (answer) => current && setState({ answer, waits: false }),
      (fault) => current && setState((known) => ({ ...known, fault, waits: false })),
    )
    return () => {
      current = false
    }
  }, over)
  return state
}
