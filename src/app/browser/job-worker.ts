import '../../portable-math-first.ts'
import type { KeptMessage, Request } from '../../jobs/messages.ts'
import { answerRequests } from '../../workers/answer-requests.ts'
import type { ToThread } from './messages.ts'
import { browserPlatform } from './platform.ts'

/** A thread of the browser's pool: told first where the images are, then one task after the other. */
let answer: ((message: Request | KeptMessage) => Promise<void>) | undefined

self.onmessage = ({ data }: MessageEvent<ToThread>) => {
  if ('source' in data)
    answer = answerRequests(
      (once) => browserPlatform(data.source, once),
      (message) => self.postMessage(message),
    )
  else void answer?.(data)
}
