import type { CasePlatform } from '../cases/platform.ts'
import type { Once } from '../image/platform/image-store.ts'
import { type Failure, failureReason } from '../jobs/failure.ts'
import { type Answer, type KeepMessage, type KeptMessage, type Request, receiveError } from '../jobs/messages.ts'
import type { ParallelMap } from '../parallel.ts'
import type { Span } from '../spans.ts'
import { type Keeper, openKeeper, type Reply } from './keeper.ts'
import { jobRunner, mayFail } from './registry.ts'

/** A thread as the pool sees it: a worker thread of Node or a web worker. */
export interface Thread {
  send: (message: Request | KeptMessage) => void
  /** Whether it has work: an idle thread must not keep the program from ending. */
  busy: (has: boolean) => void
  end: () => unknown
}

/** What a thread tells the pool. */
export interface ThreadEvents {
  message: (message: Answer | KeepMessage) => void
  failed: (error: Error) => void
  ended: () => void
}

export interface PoolOptions {
  /** How many threads; 1 runs everything in this thread, which needs no other at all. */
  jobs: number
  /** Bytes of decoded images that are kept. */
  imageBytes: number
  startThread: (events: ThreadEvents) => Thread
  /** This thread's part of the machine, with the images that all threads have decoded. */
  platformOf: (once: Once) => CasePlatform
  /** Told what took a thread how long, task by task; threads count from 1 on. Without it nothing is timed. */
  onSpans?: OnSpans
}

/** Hears what took a thread how long. */
export type OnSpans = (thread: number, spans: readonly Span[]) => void

/** Threads that run jobs. */
export interface Pool {
  map: ParallelMap
  jobs: number
  /** This thread's part of the machine, with the images that its workers have decoded. */
  platform: CasePlatform
  close: () => Promise<void>
}

/** A thread, whether it is still there, and who waits for its answer. */
interface Member {
  thread: Thread
  number: number
  gone: boolean
  waiting?: { resolve: (result: unknown) => void; reject: (error: Error) => void }
}

/**
 * Threads that run jobs; they start with the first map that has more than one task and stay warm. Results come in the
 * order of their tasks, so that nothing depends on who was faster.
 */
export function poolOf({ jobs, imageBytes, startThread, platformOf, onSpans }: PoolOptions): Pool {
  const keeper = openKeeper(imageBytes)
  const platform = platformOf(onceHere(keeper))
  const run = jobRunner(platform)
  const idle: Member[] = []
  const all = new Set<Member>()
  let started = 0

  function start(): Member {
    const settle = () => {
      const { waiting } = member
      member.waiting = undefined
      return waiting
    }
    const leave = () => {
      member.gone = true
      all.delete(member)
      if (idle.includes(member)) idle.splice(idle.indexOf(member), 1)
      keeper.leave(member)
    }
    const thread = startThread({
      message(message) {
        if (!('index' in message)) {
          keepFor(member, keeper, message)
          return
        }
        if (message.spans) onSpans?.(member.number, message.spans)
        if ('error' in message) settle()?.reject(receiveError(message.error))
        else settle()?.resolve(message.result)
      },
      failed(error) {
        leave()
        settle()?.reject(error)
      },
      ended() {
        leave()
        settle()?.reject(new Error('a thread ended before its answer'))
      },
    })
    const member: Member = { thread, number: ++started, gone: false }
    all.add(member)
    return member
  }

  const ask = (member: Member, request: Request) =>
    new Promise((resolve, reject) => {
      member.waiting = { resolve, reject }
      member.thread.send(request)
    })

  const map: ParallelMap = async (name, tasks, options = {}) => {
    const { signal, onDone, onAnswer } = options
    const results = new Array(tasks.length)
    let next = 0
    let done = 0
    const finish = async (index: number, result: unknown) => {
      await onAnswer?.(index, result)
      results[index] = result
      onDone?.(++done, tasks.length)
    }
    if (jobs <= 1 || tasks.length <= 1) {
      for (; next < tasks.length; next++) {
        signal?.throwIfAborted()
        await finish(next, await run(name, tasks[next]))
      }
      return results
    }
    const lanes = Array.from({ length: Math.min(jobs, tasks.length) }, async () => {
      let member = idle.pop() ?? start()
      member.thread.busy(true)
      try {
        while (next < tasks.length) {
          signal?.throwIfAborted()
          const index = next++
          try {
            await finish(index, await ask(member, { index, name, task: tasks[index], timed: onSpans !== undefined }))
          } catch (error) {
            if (!member.gone || !mayFail.has(name)) throw error
            // Out of memory, as a rule: the case is named, and another thread goes on.
            await finish(index, { failed: failureReason(error) } satisfies Failure)
            member = start()
            member.thread.busy(true)
          }
        }
      } finally {
        member.thread.busy(false)
        if (!member.gone) idle.push(member)
      }
    })
    const outcomes = await Promise.allSettled(lanes)
    const failed = outcomes.find((outcome) => outcome.status === 'rejected')
    if (failed) throw failed.reason
    return results
  }

  return {
    map,
    jobs,
    platform,
    close: async () => {
      idle.length = 0
      await Promise.all([...all].map(({ thread }) => thread.end()))
    },
  }
}

/** Answers what a thread says of a value that other threads may need. */
function keepFor(member: Member, keeper: Keeper, message: KeepMessage): void {
  if ('want' in message) {
    const key = message.want
    keeper.ask(key, member, (reply) => member.thread.send({ key, ...reply } satisfies KeptMessage))
  } else if ('made' in message) keeper.give(message.made, member, message.value)
  else keeper.giveUp(message.failed, member)
}

/** What this thread needs itself, by the same keeper. */
function onceHere(keeper: Keeper): Once {
  return async (key, make) => {
    const owner = {}
    const reply = await new Promise<Reply>((resolve) => keeper.ask(key, owner, resolve))
    if ('value' in reply) return reply.value as Awaited<ReturnType<typeof make>>
    try {
      const value = await make()
      keeper.give(key, owner, value)
      return value
    } catch (error) {
      keeper.giveUp(key, owner)
      throw error
    }
  }
}
