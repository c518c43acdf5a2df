import '../portable-math-first.ts'
import { parentPort } from 'node:worker_threads'
import { answerRequests } from './answer-requests.ts'
import { nodePlatform } from './platform.node.ts'

/** A thread of Node's pool. */
parentPort?.on(
  'message',
  answerRequests(nodePlatform, (message) => parentPort?.postMessage(message)),
)
