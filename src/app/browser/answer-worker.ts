import { sendError } from '../../jobs/messages.ts'
import { answerTo } from '../ask/answers.ts'
import type { Asked, Told } from './ask.ts'

/** The thread that answers what the views ask of the study, so that the page itself never waits. */
self.onmessage = async ({ data: { id, name, question } }: MessageEvent<Asked>) => {
  const tell = (told: Told) => self.postMessage(told)
  try {
    tell({ id, answer: await answerTo(name, question, (done, total) => tell({ id, done, total })) })
  } catch (error) {
    tell({ id, fault: sendError(error) })
  }
}
