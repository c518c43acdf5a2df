import '../portable-math-first.ts'
import { answerRequests } from '../workers/answer-requests.ts'
import { nodePlatform } from '../workers/platform.node.ts'

/** A process of its own for cases: it may be ended at any moment without harm to whoever started it. */
const answer = answerRequests(nodePlatform, (message) => process.send?.(message))
process.on('message', (message) => void answer(message as Parameters<typeof answer>[0]))
process.on('disconnect', () => process.exit(0))
