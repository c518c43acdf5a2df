import '../portable-math-first.ts'
import { nodeStore } from '../image/platform/image-store.node.ts'
import { answerRequests } from '../workers/answer-requests.ts'
import { nodePlatform } from '../workers/platform.node.ts'
import { confined } from './confined.ts'

/**
 * A process of its own for cases: it may be ended at any moment without harm to whoever started it. Its arguments are the
 * folders that it reads in.
 */
const store = confined(nodeStore, process.argv.slice(2))
const answer = answerRequests(
  (once) => nodePlatform(once, store),
  (message) => process.send?.(message),
)
process.on('message', (message) => void answer(message as Parameters<typeof answer>[0]))
process.on('disconnect', () => process.exit(0))
